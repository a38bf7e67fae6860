"""What somebody signs in with: the password, the link to a new one, second factors; and the end of
all of it."""

import secrets
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from linli.kernel import clock, events, locks
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound, Refused
from linli.kernel.events import Audience
from linli.kernel.personal import blind
from linli.people import access, factors, queries
from linli.people.access import Verb
from linli.people.actions.signing_in import end_sign_ins
from linli.people.models import Account, KeyLink
from linli.people.rules import Factor, PeopleEvent
from linli.words import N_, Reason


@action
def make_link(*, actor: Actor, account_id: UUID, drops_factors: bool) -> tuple[KeyLink, str]:
    """Somebody who cannot sign in gets a link from the administrator, by which they set a password
    themselves; the links before it end."""
    access.require(actor, Verb.MAKE_LINK)
    account = _account(actor, account_id)
    links = KeyLink.objects.filter(street_id=actor.street_id, account=account, used_at=None)
    links.delete()
    secret = secrets.token_urlsafe(24)
    hours = queries.sign_in_rule(actor.street_id)["link_hours"]
    link = KeyLink.objects.create(
        street_id=actor.street_id,
        account=account,
        digest=blind(secret),
        drops_factors=drops_factors,
        expires_at=clock.now() + timedelta(hours=hours),
    )
    after = {"account": str(account.pk), "drops_factors": drops_factors}
    events.record(actor, PeopleEvent.LINK_MADE, link, after=after)
    return link, secret


@action
def use_link(*, actor: Actor, link_id: UUID, secret: str, password: str) -> Account:
    """Whoever was handed the link sets a password, once; everywhere else they are signed out."""
    locks.take(KeyLink, actor.street_id, link_id)
    link = queries.open_link(actor.street_id, link_id, secret)
    if link is None:
        raise NotFound
    link.used_at = clock.now()
    link.save(update_fields=["used_at"])
    account = link.account
    account.set_password(password)
    account.save(update_fields=["password"])
    events.record(actor, PeopleEvent.LINK_USED, link, after={"account": str(account.pk)})
    if link.drops_factors:
        _tell_dropped(actor, account, factors.drop(account))
    end_sign_ins(actor, account)
    return account


@action
def set_password(*, actor: Actor, account: Account, password: str, session: str) -> None:
    """Somebody sets or changes their own password; other browsers have to sign in again."""
    access.require_own(actor, account)
    account.set_password(password)
    account.save(update_fields=["password"])
    events.record(actor, PeopleEvent.PASSWORD_SET, account, audience=Audience.PRIVATE)
    end_sign_ins(actor, account, but=session)


@action
def add_factor(*, actor: Actor, account: Account, kind: Factor, add: Callable[[], object]) -> bool:
    """A second factor that has been tried out counts from now on. With the first one come
    recovery codes; returns whether they did."""
    access.require_own(actor, account)
    is_first = not factors.has_second(account)
    add()
    if is_first:
        factors.new_codes(account)
    _tell(actor, PeopleEvent.FACTOR_ADDED, account, kind)
    return is_first


@action
def drop_factor(*, actor: Actor, account: Account, factor_id: int) -> None:
    """One of my second factors ends; the last one only if none of my posts asks for it."""
    access.require_own(actor, account)
    known = {factor.pk: factor.type for factor in factors.of(account)}
    if factor_id not in known:
        raise NotFound
    others = [pk for pk, kind in known.items() if kind in factors.SECOND and pk != factor_id]
    if not others and access.needs_second(actor, account.street):
        text = N_("您的岗位必须两步登录；请先加一个新的，再删这一个。")
        raise Refused(Reason("factor_needed", text))
    _tell_dropped(actor, account, factors.drop(account, factor_id))


@action
def renew_codes(*, actor: Actor, account: Account) -> None:
    """New recovery codes; those on the old sheet no longer count."""
    access.require_own(actor, account)
    if not factors.has_second(account):
        raise Refused(Reason("no_factor", N_("先开两步登录，才有备用码。")))
    factors.new_codes(account)
    events.record(actor, PeopleEvent.CODES_RENEWED, account, audience=Audience.PRIVATE)


@action
def close_account(*, actor: Actor, account_id: UUID) -> Account:
    """Nobody signs in with it any more, and whoever is signed in is not; what they did stays."""
    access.require(actor, Verb.CLOSE_ACCOUNT)
    account = _account(actor, account_id)
    if queries.actor_of(account, account.street, timezone.localdate(clock.now())).standings:
        raise Refused(Reason("holds_posts", N_("这个账号还有在任的岗位，请先办离任。")))
    account.is_active = False
    account.save(update_fields=["is_active"])
    events.record(actor, PeopleEvent.CLOSED, account, audience=Audience.PRIVATE)
    end_sign_ins(actor, account)
    return account


def _account(actor: Actor, account_id: UUID) -> Account:
    rows = Account.objects.filter(street_id=actor.street_id, pk=account_id)
    account: Account | None = rows.first()
    if account is None:
        raise NotFound
    return account


def _tell(actor: Actor, what: PeopleEvent, account: Account, kind: str) -> None:
    events.record(actor, what, account, audience=Audience.PRIVATE, after={"factor": kind})


def _tell_dropped(actor: Actor, account: Account, kinds: list[str]) -> None:
    for kind in kinds:
        _tell(actor, PeopleEvent.FACTOR_DROPPED, account, kind)
