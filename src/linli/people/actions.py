"""Accounts are opened and set, organisations added, posts given and ended."""

from datetime import date
from typing import Any

from linli.kernel import events, locks
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused
from linli.kernel.events import Audience
from linli.kernel.streets import revisions
from linli.people import access, rules
from linli.people.access import Verb
from linli.people.models import Account, Organisation, Post
from linli.people.rules import OrganisationKind, PeopleEvent, Role, Telling, View
from linli.words import N_, Reason


@action
def register_account(
    *, actor: Actor, username: str, password: str | None, name: str, phone: str = ""
) -> Account:
    """An administrator opens an account; without a password nobody can sign in with it yet."""
    access.require(actor, Verb.REGISTER_ACCOUNT)
    if Account.objects.filter(username=username).exists():
        raise Refused(Reason("username_taken", N_("这个用户名已有人使用。"), field="username"))
    account = Account(street_id=actor.street_id, username=username, name=name, phone=phone)
    account.set_password(password)
    account.save(force_insert=True)
    events.record(actor, PeopleEvent.REGISTERED, account, audience=Audience.PRIVATE)
    return account


@action
def sign_in(*, actor: Actor, account: Account) -> None:
    """Somebody proved who they are; the moment is kept in the journal."""
    events.record(actor, PeopleEvent.SIGNED_IN, account, audience=Audience.PRIVATE)


@action
def set_view(*, actor: Actor, account: Account, view: View) -> None:
    """Somebody chooses large print or the standard pages; the choice follows them to any device."""
    access.require_own(actor, account)
    is_elder = view is View.ELDER
    if account.is_elder_view == is_elder:
        return
    account.is_elder_view = is_elder
    account.save(update_fields=["is_elder_view"])
    events.record(
        actor, PeopleEvent.VIEW_SET, account, audience=Audience.PRIVATE, after={"view": view}
    )


@action
def set_telling(*, actor: Actor, account: Account, telling: Telling) -> None:
    """Somebody chooses to be told of every step, or of the results only."""
    access.require_own(actor, account)
    if account.telling == telling:
        return
    account.telling = telling
    account.save(update_fields=["telling"])
    events.record(
        actor,
        PeopleEvent.TELLING_SET,
        account,
        audience=Audience.PRIVATE,
        after={"telling": telling},
    )


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
    if reason:
        raise Refused(reason)
    organisation = Organisation.objects.create(
        street_id=actor.street_id, code=code, name=name, kind=kind, parent=parent, **details
    )
    revisions.move_on(actor.street_id)
    events.record(actor, PeopleEvent.ORGANISATION_ADDED, organisation, after={"code": code})
    return organisation


@action
def appoint(*, actor: Actor, account: Account, role: Role, since: date, **place: Any) -> Post:
    """Give somebody a role in a place or organisation from a day on."""
    access.require(actor, Verb.APPOINT)
    reason = rules.why_not_post(
        role, bool(place.get("community")), bool(place.get("grid")), bool(place.get("organisation"))
    )
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
def end_post(*, actor: Actor, post_id: Any, until: date) -> Post:
    """The post counts up to and including this day."""
    (post,) = locks.take(Post, actor.street_id, post_id)
    access.require(actor, Verb.END_POST)
    if until < post.since:
        raise Refused(Reason("ends_before_start", N_("离任日不能早于任职日。"), field="until"))
    post.until = until
    post.save(update_fields=["until"])
    revisions.move_on(actor.street_id)
    events.record(actor, PeopleEvent.ENDED, post, after={"until": until.isoformat()})
    return post
