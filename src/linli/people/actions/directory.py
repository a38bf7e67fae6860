"""Organisations are added, posts given and ended."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from linli.kernel import events, locks
from linli.kernel.action import action, each_row
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused
from linli.kernel.streets import revisions
from linli.kernel.streets.models import Street
from linli.people import access, queries, rules
from linli.people.access import Verb
from linli.people.actions.accounts import register_account
from linli.people.models import Account, Deputy, Organisation, Post
from linli.people.rules import STAFF, OrganisationKind, PeopleEvent, Role
from linli.places.models import Area, Grid
from linli.sheets import BadCell, Difference, Fields, Line, Report, Rows
from linli.words import N_, Reason


@action
def add_organisation(
    *,
    actor: Actor,
    code: str,
    name: str,
    kind: OrganisationKind,
    parent: Organisation | None = None,
    **details: Any,
) -> Organisation:
    """A unit that can own requests joins the directory."""
    access.require(actor, Verb.ADD_ORGANISATION)
    reason = rules.why_not_parent(kind, OrganisationKind(parent.kind) if parent else None)
    reason = reason or _why_not_code(actor, code)
    if reason:
        raise Refused(reason)
    organisation = Organisation.objects.create(
        street_id=actor.street_id, code=code, name=name, kind=kind, parent=parent, **details
    )
    revisions.move_on(actor.street_id)
    events.record(actor, PeopleEvent.ORGANISATION_ADDED, organisation, after={"code": code})
    return organisation


@action
def change_organisation(
    *, actor: Actor, organisation_id: UUID, **changes: str | UUID | None
) -> Organisation:
    """A unit gets another name, phone or place; its code and kind stay."""
    (organisation,) = locks.take(Organisation, actor.street_id, organisation_id)
    access.require(actor, Verb.CHANGE_ORGANISATION)
    changed = [name for name, value in changes.items() if getattr(organisation, name) != value]
    for name in changed:
        setattr(organisation, name, changes[name])
    if changed:
        organisation.save(update_fields=changed)
        revisions.move_on(actor.street_id)
        after = {"changed": sorted(changed)}
        events.record(actor, PeopleEvent.ORGANISATION_CHANGED, organisation, after=after)
    return organisation


@action
def appoint(*, actor: Actor, account: Account, role: Role, since: date, **place: Any) -> Post:
    """Give somebody a role in a place or organisation from a day on."""
    access.require_post(actor, Verb.APPOINT, role, account.pk)
    reason = rules.why_not_post(
        role, bool(place.get("community")), bool(place.get("grid")), bool(place.get("organisation"))
    )
    reason = reason or _why_not_lead(actor, role, place)
    reason = reason or rules.why_not_power(role, _held(actor, account, since, None))
    if reason:
        raise Refused(reason)
    post = Post.objects.create(
        street_id=actor.street_id, account=account, role=role, since=since, **place
    )
    revisions.move_on(actor.street_id)
    events.record(
        actor, PeopleEvent.APPOINTED, post, after={"account": str(account.pk), "role": role}
    )
    return post


@action
def end_post(*, actor: Actor, post_id: Any, until: date, successor: Account | None = None) -> Post:
    """The post counts up to and including this day. Whoever leaves the staff with work in hand
    names who goes on with it."""
    (post,) = locks.take(Post, actor.street_id, post_id)
    access.require_post(actor, Verb.END_POST, post.role, post.account_id)
    if until < post.since:
        raise Refused(Reason("ends_before_start", N_("离任日不能早于任职日。"), field="until"))
    if reason := _why_not_left(actor, post, until, successor):
        raise Refused(reason)
    post.until, post.successor = until, successor
    post.save(update_fields=["until", "successor"])
    revisions.move_on(actor.street_id)
    after = {"until": until.isoformat()}
    after |= {"successor": str(successor.pk)} if successor else {}
    events.record(actor, PeopleEvent.ENDED, post, after=after)
    return post


@action
def deputise(*, actor: Actor, post_id: Any, account: Account, since: date, until: date) -> Deputy:
    """Somebody else does the work of a post from a day to a day; what they do is marked so."""
    (post,) = locks.take(Post, actor.street_id, post_id)
    access.require_post(actor, Verb.APPOINT, post.role, account.pk)
    reason = rules.why_not_power(Role(post.role), _held(actor, account, since, until))
    if until < since:
        reason = Reason("ends_before_start", N_("最后一天不能早于第一天。"), field="until")
    elif account.pk == post.account_id:
        reason = Reason("own_deputy", N_("代理人不能是本人，请另选一位。"), field="username")
    if reason:
        raise Refused(reason)
    deputy = Deputy.objects.create(
        street_id=actor.street_id, post=post, account=account, since=since, until=until
    )
    revisions.move_on(actor.street_id)
    after = {"account": str(account.pk), "since": since.isoformat(), "until": until.isoformat()}
    events.record(actor, PeopleEvent.DEPUTISED, post, after=after)
    return deputy


@action
def end_deputy(*, actor: Actor, deputy_id: UUID, until: date) -> Deputy:
    """The holder is back early; a day before the first one takes back the whole of it."""
    (deputy,) = locks.take(Deputy, actor.street_id, deputy_id)
    access.require_post(actor, Verb.END_POST, deputy.post.role, deputy.account_id)
    if until > deputy.until:
        raise Refused(Reason("ends_later", N_("只能提前结束，不能延后。"), field="until"))
    deputy.until = until
    deputy.save(update_fields=["until"])
    revisions.move_on(actor.street_id)
    after = {"account": str(deputy.account_id), "until": until.isoformat()}
    events.record(actor, PeopleEvent.DEPUTY_ENDED, deputy.post, after=after)
    return deputy


@action
def import_organisations(*, actor: Actor, rows: Rows) -> Report:
    """A sheet of units: new codes are added, known ones get the name, phone and place it says."""
    access.require(actor, Verb.ADD_ORGANISATION)
    units = {row.code: row for row in Organisation.objects.filter(street_id=actor.street_id)}
    areas = _open(Area, actor)

    def take(number: int, row: Fields) -> Line:
        code, name = row.text("代码", most=40, must=True), row.text("名称", most=80, must=True)
        kind, parent = row.word("类型", OrganisationKind), row.one("上级", units)
        place = {"community": row.one("社区", areas), "compound": row.one("小区", areas)}
        phone, known = row.text("电话", most=20), units.get(code)
        if known:
            given = {"name": name, "phone": phone}
            given |= {f"{key}_id": area.pk for key, area in place.items() if area}
            changes = {k: v for k, v in given.items() if v and v != getattr(known, k)}
            line = Line(number, name, differences=_differences(known, changes))
            units[code] = change_organisation(actor=actor, organisation_id=known.pk, **changes)
            return line
        if kind is None:
            raise BadCell("cell_empty", N_("“%(column)s”列是空的，请填上。"), "类型")
        units[code] = add_organisation(
            actor=actor, code=code, name=name, kind=kind, parent=parent, phone=phone, **place
        )
        return Line(number, name, is_new=True)

    return each_row(rows, take)


@action
def import_posts(*, actor: Actor, rows: Rows) -> Report:
    """A sheet of posts: who is new gets an account (still without a password) and the post; a
    post held already may get its last day."""
    access.require(actor, Verb.APPOINT)
    units = {row.code: row for row in Organisation.objects.filter(street_id=actor.street_id)}
    areas, grids, rows = _open(Area, actor), _open(Grid, actor), list(rows)
    named = {str(row.get("用户名", "")).strip() for _, row in rows}
    known_accounts = Account.objects.filter(street_id=actor.street_id, username__in=named)
    accounts = {row.username: row for row in known_accounts}

    def take(number: int, row: Fields) -> Line:
        username = row.text("用户名", most=60, must=True)
        role, since, until = row.word("岗位", Role), row.day("任职日期"), row.day("离任日期")
        place = {
            "organisation": row.one("单位", units),
            "community": row.one("社区", areas),
            "grid": row.one("网格", grids),
            "area": row.one("区域", areas),
        }
        if role is None or since is None:
            missing = "岗位" if role is None else "任职日期"
            raise BadCell("cell_empty", N_("“%(column)s”列是空的，请填上。"), missing)
        account = accounts.get(username) or register_account(
            actor=actor,
            username=username,
            password=None,
            name=row.text("姓名", most=40, must=True),
            phone=row.text("电话", most=20),
        )
        accounts[username] = account
        name = f"{account.name or username} · {role.word}"
        known = Post.objects.filter(
            street_id=actor.street_id, account=account, role=role, since=since
        )
        post = known.filter(**{f"{key}_id": one and one.pk for key, one in place.items()}).first()
        is_new = post is None
        post = post or appoint(
            actor=actor,
            account=account,
            role=role,
            since=since,
            is_lead=bool(row.yes("主责")),
            **place,
        )
        ended: tuple[Difference, ...] = ()
        if until and until != post.until:
            ended = (Difference("离任日期", str(post.until or ""), str(until)),)
            end_post(actor=actor, post_id=post.pk, until=until)
        return Line(number, name, is_new, () if is_new else ended)

    return each_row(rows, take)


def _open(model: type[Area] | type[Grid], actor: Actor) -> dict[str, Any]:
    rows = model.objects.filter(street_id=actor.street_id, valid_to=None)
    return {row.code: row for row in rows.defer("boundary")}


def _differences(unit: Organisation, changes: dict[str, Any]) -> tuple[Difference, ...]:
    columns = {"name": "名称", "phone": "电话"}
    places = {"community_id": "社区", "compound_id": "小区"}
    return tuple(
        Difference(columns[key], getattr(unit, key), value)
        if key in columns
        else Difference(places[key])
        for key, value in changes.items()
    )


def _why_not_code(actor: Actor, code: str) -> Reason | None:
    taken = Organisation.objects.filter(street_id=actor.street_id, code=code).first()
    if taken is None:
        return None
    text = N_("代码%(code)s已是“%(name)s”的代码。")
    return Reason("duplicate_code", text, {"code": code, "name": taken.name}, "code")


def _why_not_left(
    actor: Actor, post: Post, until: date, successor: Account | None
) -> Reason | None:
    """Somebody else of the staff goes on with what is in hand, unless another post stays."""
    street, after = Street.objects.get(pk=actor.street_id), until + timedelta(days=1)
    if successor and (successor.pk == post.account_id or not _works(successor.pk, post, after)):
        text = N_("接手的人那天起要在岗，也不能是离任的人自己；请另选一位。")
        return Reason("successor_not_there", text, field="successor")
    stays = post.role not in STAFF or _works(post.account_id, post, after)
    in_hand = 0 if stays or successor else queries.open_work(street, post.account_id)
    if not in_hand:
        return None
    text = N_("手里还有 %(n)s 件没办完，请写明由谁接手。")
    return Reason("work_in_hand", text, {"n": in_hand}, field="successor")


def _works(account_id: UUID, leaving: Post, day: date) -> bool:
    """Whether somebody holds a post of the staff on a day, besides the one that ends."""
    posts = Post.objects.filter(street_id=leaving.street_id, account_id=account_id, role__in=STAFF)
    return any(
        rules.counts_on(day, post.since, post.until) for post in posts if post.pk != leaving.pk
    )


def _held(actor: Actor, account: Account, since: date, until: date | None) -> list[Role]:
    """The roles that somebody holds on some day of a time."""
    posts = Post.objects.filter(street_id=actor.street_id, account=account)
    deputies = Deputy.objects.filter(street_id=actor.street_id, account=account)
    times = [(post.role, post.since, post.until) for post in posts]
    times += [(row.post.role, row.since, row.until) for row in deputies.select_related("post")]
    return [Role(role) for role, first, last in times if rules.overlap(since, until, first, last)]


def _why_not_lead(actor: Actor, role: Role, place: dict[str, Any]) -> Reason | None:
    """One grid worker answers for a grid; a second one helps."""
    if not (place.get("is_lead") and role is Role.GRID):
        return None
    rows = Post.objects.filter(street_id=actor.street_id, grid=place["grid"], role=role)
    holder = rows.filter(is_lead=True, until=None).select_related("account").first()
    if holder is None:
        return None
    text = N_("“%(grid)s”已由 %(name)s 主责；请先办离任，或去掉“主责”。")
    params = {"grid": place["grid"].name, "name": holder.account.name}
    return Reason("lead_taken", text, params, "is_lead")
