"""Who somebody is, and the directory of organisations and posts."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare

from linli.kernel import clock
from linli.kernel.actor import Actor, ActorKind, Standing
from linli.kernel.personal import blind, normal_phone
from linli.kernel.streets.models import Street
from linli.kernel.streets.revisions import per_revision
from linli.people import rules
from linli.people.models import Account, Deputy, KeyLink, Organisation, Post, SignIn
from linli.people.rules import OrganisationKind, Role
from linli.places import queries as places
from linli.places.models import Area, Grid
from linli.places.queries import GridEntry
from linli.places.rules import COMPOUND_PATH, GridKind
from linli.rulebook import queries as rulebook
from linli.rulebook.rules import RuleKey

ORGANISATION_COLUMNS = ("代码", "名称", "类型", "上级", "社区", "小区", "电话")
POST_COLUMNS = (
    *("用户名", "姓名", "电话", "岗位", "单位", "社区", "网格", "区域"),
    *("主责", "任职日期", "离任日期"),
)


@dataclass(frozen=True, slots=True)
class Holder:
    """One post with the name and phone that the community posts at the door."""

    post_id: UUID
    account_id: UUID
    username: str
    name: str
    phone: str
    role: Role
    is_lead: bool
    organisation_id: UUID | None
    community_id: UUID | None
    grid_id: UUID | None
    area_path: str | None
    since: date
    until: date | None
    successor_id: UUID | None

    def counts_on(self, day: date) -> bool:
        return rules.counts_on(day, self.since, self.until)


@dataclass(frozen=True, slots=True)
class StandIn:
    """A deputy's share in a post, from a day to a day."""

    deputy_id: UUID
    account_id: UUID
    name: str
    holder: Holder
    since: date
    until: date

    def counts_on(self, day: date) -> bool:
        is_time = rules.counts_on(day, self.since, self.until)
        return is_time and self.holder.counts_on(day)


@dataclass(frozen=True, slots=True)
class Directory:
    """All organisations and posts of a street; asked for by key, never searched row by row."""

    organisations: dict[UUID, Organisation]
    by_account: dict[UUID, list[Holder]]
    by_grid: dict[UUID, list[Holder]]
    by_compound: dict[tuple[str, str], UUID]
    offices: dict[UUID, UUID]
    last_resort_id: UUID | None
    stands_in: dict[UUID, list[StandIn]]

    def organisation_name(self, organisation_id: UUID | None) -> str:
        found = self.organisations.get(organisation_id) if organisation_id else None
        return found.name if found else ""

    def held_by(self, account_id: UUID | None) -> list[Holder]:
        """Every post of an account, past ones too, the newest first."""
        return self.by_account.get(account_id, []) if account_id else []

    def name(self, account_id: UUID | None) -> str:
        """The name of somebody who holds or held a post; empty for everyone else."""
        holders = self.held_by(account_id)
        return holders[0].name if holders else ""

    def works_on(self, account_id: UUID, day: date) -> bool:
        """Holds a post of the staff that day."""
        held = self.held_by(account_id)
        return any(holder.role in rules.STAFF and holder.counts_on(day) for holder in held)

    def successors(self, day: date) -> dict[UUID, UUID]:
        """Who takes over from whom, of those who have left the staff by that day."""
        return {
            holder.account_id: holder.successor_id
            for holder in self.every_post()
            if holder.successor_id
            and holder.until
            and holder.until < day
            and not self.works_on(holder.account_id, day)
        }

    def deputies_of(self, post_id: UUID, day: date) -> list[StandIn]:
        """Who stands in for a post on a day, or will."""
        every = (one for found in self.stands_in.values() for one in found)
        return [one for one in every if one.holder.post_id == post_id and one.until >= day]

    def grid_lead(self, grid_id: UUID | None, day: date) -> Holder | None:
        """The grid worker in charge on a day, else any grid worker of that grid."""
        holders = self.by_grid.get(grid_id, []) if grid_id else []
        now = [holder for holder in holders if holder.counts_on(day)]
        return min(now, key=lambda holder: not holder.is_lead, default=None)

    def of_compound(self, kind: OrganisationKind, area_path: str) -> UUID | None:
        """The organisation of a kind that serves the compound an area lies in."""
        return self.by_compound.get((kind, area_path[:COMPOUND_PATH]))

    def community_organisation(self, community_id: UUID | None) -> UUID | None:
        """The residents' committee office of a community."""
        return self.offices.get(community_id) if community_id else None

    def is_outside(self, actor: Actor) -> bool:
        """Works for units only that are no office: a property company, a team, a partner."""
        kinds = {self.organisations[unit].kind for unit in actor.organisations}
        return bool(kinds) and kinds <= rules.OUTSIDE

    def every_post(self) -> list[Holder]:
        """All posts, past ones too, account by account."""
        return [holder for holders in self.by_account.values() for holder in holders]


@per_revision
def directory(street: Street) -> Directory:
    rows = Organisation.objects.filter(street_id=street.pk).select_related("compound")
    organisations = {row.pk: row for row in rows.order_by("code")}
    by_account: dict[UUID, list[Holder]] = defaultdict(list)
    by_grid: dict[UUID, list[Holder]] = defaultdict(list)
    posts = Post.objects.filter(street_id=street.pk).select_related("account", "area")
    for post in posts.order_by("-since", "id"):
        holder = _holder(post)
        by_account[post.account_id].append(holder)
        if post.grid_id:
            by_grid[post.grid_id].append(holder)
    holders = {holder.post_id: holder for held in by_account.values() for holder in held}
    stands_in: dict[UUID, list[StandIn]] = defaultdict(list)
    deputies = Deputy.objects.filter(street_id=street.pk).select_related("account")
    for row in deputies.order_by("id"):
        name = row.account.name or row.account.username
        one = StandIn(row.pk, row.account_id, name, holders[row.post_id], row.since, row.until)
        stands_in[row.account_id].append(one)
    every = organisations.values()
    return Directory(
        organisations,
        dict(by_account),
        dict(by_grid),
        by_compound={(row.kind, row.compound.path): row.pk for row in every if row.compound},
        offices={
            row.community_id: row.pk
            for row in every
            if row.community_id and row.kind == OrganisationKind.COMMUNITY
        },
        last_resort_id=next((row.pk for row in every if row.is_last_resort), None),
        stands_in=dict(stands_in),
    )


_work: list[Callable[[Street, UUID], int]] = []


def counts_as_work(count: Callable[[Street, UUID], int]) -> None:
    """Called from ``AppConfig.ready`` of a module that gives people things to do."""
    _work.append(count)


def open_work(street: Street, account_id: UUID) -> int:
    """How much somebody has in hand, in every module."""
    return sum(count(street, account_id) for count in _work)


def where(street: Street, post: Holder | Standing) -> str:
    """The unit and the place a post is for, in words; without any it counts everywhere."""
    known, units = places.atlas(street), directory(street)
    grid = known.grids.get(post.grid_id) if post.grid_id else None
    community_id = post.community_id or (grid.community_id if grid else None)
    found = (
        known.areas.get(community_id) if community_id else None,
        grid,
        known.by_path.get(post.area_path) if post.area_path else None,
    )
    names = [units.organisation_name(post.organisation_id)]
    names += [place.name for place in found if place]
    return " · ".join(dict.fromkeys(name for name in names if name)) or street.name


def vacant_grids(street: Street, day: date) -> list[GridEntry]:
    """The grids, micro-grids aside, that nobody answers for on a day."""
    known = directory(street)
    every = [grid for grid in places.grids(street) if grid.kind != GridKind.MICRO]
    return [grid for grid in every if known.grid_lead(grid.id, day) is None]


def staff_on(street: Street, day: date) -> list[Holder]:
    """Everybody who works here on a day, each once, by name."""
    posts = directory(street).every_post()
    found = {
        post.account_id: post for post in posts if post.role in rules.STAFF and post.counts_on(day)
    }
    return sorted(found.values(), key=lambda holder: (holder.name, holder.username))


def find_account(street: Street, username: str) -> Account | None:
    """Somebody of this street by the name they sign in with."""
    rows = Account.objects.filter(street_id=street.pk, username=username)
    found: Account | None = rows.first()
    return found


def export_organisations(street: Street) -> Iterator[tuple[Any, ...]]:
    """The units, each below the one that stands above it."""
    rows = Organisation.objects.filter(street_id=street.pk)
    every = list(rows.select_related("parent", "community", "compound").order_by("code"))
    done: set[UUID | None] = {None}
    while ready := [row for row in every if row.parent_id in done and row.pk not in done]:
        for row in ready:
            above = [_code(row.parent), _code(row.community), _code(row.compound)]
            yield row.code, row.name, OrganisationKind(row.kind).word, *above, row.phone
        done |= {row.pk for row in ready}


def export_posts(street: Street) -> Iterator[tuple[Any, ...]]:
    """Who holds what; the column of phones leaves empty."""
    rows = Post.objects.filter(street_id=street.pk)
    linked = rows.select_related("account", "organisation", "community", "grid", "area")
    for post in linked.order_by("since", "id"):
        where = (_code(row) for row in (post.organisation, post.community, post.grid, post.area))
        lead = "是" if post.is_lead else "否"
        account = post.account
        yield (
            *(account.username, account.name, "", Role(post.role).word),
            *where,
            *(lead, post.since, post.until),
        )


def _code(row: Organisation | Area | Grid | None) -> str:
    return row.code if row else ""


def actor_of(account: Account, street: Street, today: date) -> Actor:
    """The account with the posts that count today, and those it stands in for."""
    known = directory(street)
    own = [_standing(h) for h in known.held_by(account.pk) if h.counts_on(today)]
    others = known.stands_in.get(account.pk, [])
    own += [_standing(one.holder, one.holder.account_id) for one in others if one.counts_on(today)]
    return Actor(ActorKind.ACCOUNT, street.pk, account.pk, tuple(own))


def _standing(h: Holder, acts_for: UUID | None = None) -> Standing:
    return Standing(h.role, h.community_id, h.grid_id, h.area_path, h.organisation_id, acts_for)


def accounts_of(street_id: int, account_ids: Iterable[UUID]) -> dict[UUID | None, Account]:
    """Some accounts with what they want to be told, and how; none is asked for, none is read."""
    wanted = list(account_ids)
    rows = Account.objects.filter(street_id=street_id, pk__in=wanted) if wanted else []
    return {account.pk: account for account in rows}


def _holder(post: Post) -> Holder:
    return Holder(
        post_id=post.pk,
        account_id=post.account_id,
        username=post.account.username,
        name=post.account.name,
        phone=post.account.phone,
        role=Role(post.role),
        is_lead=post.is_lead,
        organisation_id=post.organisation_id,
        community_id=post.community_id,
        grid_id=post.grid_id,
        area_path=post.area.path if post.area else None,
        since=post.since,
        until=post.until,
        successor_id=post.successor_id,
    )


def open_account(account_id: UUID) -> Account | None:
    """An account that has not been closed."""
    found: Account | None = Account.objects.filter(pk=account_id, is_active=True).first()
    return found


def sign_in_rule(street_id: int) -> dict[str, int]:
    """How long codes and links count, and how often a code may be tried."""
    street = Street.objects.get(pk=street_id)
    return dict(rulebook.rule_at(street, RuleKey.SIGN_IN, clock.now()).value)


def account_of_phone(street_id: int, phone: str) -> Account | None:
    """The account that a one-time code to this number opens."""
    index = blind(normal_phone(phone))
    found: Account | None = Account.objects.filter(street_id=street_id, phone_index=index).first()
    return found


def free_phone_index(street_id: int, phone: str) -> bytes | None:
    """What a new account is found by; none where the number opens another one already."""
    is_free = bool(normal_phone(phone)) and account_of_phone(street_id, phone) is None
    return blind(normal_phone(phone)) if is_free else None


def written_name(street_id: int, written: str) -> str:
    """The username of whoever wrote a username or a phone number to sign in."""
    is_phone = rules.is_mobile(normal_phone(written))
    found = account_of_phone(street_id, written) if is_phone else None
    return found.username if found else written


def sign_ins(account: Account) -> list[SignIn]:
    """The browsers in which this account is signed in now, the latest first."""
    rows = SignIn.objects.filter(street_id=account.street_id, account=account)
    every = list(rows.order_by("-at", "-id"))
    keys = [row.session_key for row in every]
    alive = Session.objects.filter(session_key__in=keys, expire_date__gt=clock.now())
    known = set(alive.values_list("session_key", flat=True))
    return [row for row in every if row.session_key in known]


def open_link(street_id: int, link_id: UUID, secret: str) -> KeyLink | None:
    """A link that still counts."""
    rows = KeyLink.objects.filter(street_id=street_id, pk=link_id, used_at=None)
    link = rows.filter(expires_at__gt=clock.now()).select_related("account").first()
    return link if link and constant_time_compare(bytes(link.digest), blind(secret)) else None
