"""Somebody proves who they are: by a code sent to a phone, a password, a link, a second factor.

What was not right is counted and recorded, so these answer with a ``Reason`` instead of raising
one: a refusal would take the count back.
"""

import secrets
from datetime import date, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from linli.kernel import clock, events, locks
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.events import Audience
from linli.kernel.personal import blind, normal_phone
from linli.people import access, factors, queries, rules
from linli.people.models import Account, SignIn, SignInCode, unnamed
from linli.people.rules import PeopleEvent, Way
from linli.words import N_, Reason

_KEPT = timedelta(days=1)


@action
def make_code(*, actor: Actor, phone: str) -> tuple[SignInCode, str]:
    """A code for whoever holds this phone, known to us or not; old ones are swept away."""
    rows = SignInCode.objects.filter(street_id=actor.street_id)
    rows.filter(expires_at__lt=clock.now() - _KEPT).delete()
    minutes = queries.sign_in_rule(actor.street_id)["code_minutes"]
    code = SignInCode(
        street_id=actor.street_id,
        phone=normal_phone(phone),
        expires_at=clock.now() + timedelta(minutes=minutes),
    )
    digits = f"{secrets.randbelow(10**6):06}"
    code.digest = _digest(code.pk, digits)
    code.save(force_insert=True)
    events.record(actor, PeopleEvent.CODE_MADE, code)
    return code, digits


@action
def use_code(*, actor: Actor, code_id: UUID, digits: str) -> Account | Reason:
    """The account that the right code opens; the first time it opens a new one."""
    (code,) = locks.take(SignInCode, actor.street_id, code_id)
    most = queries.sign_in_rule(actor.street_id)["code_tries"]
    reason = rules.why_not_code(
        tries=code.tries,
        most=most,
        is_used=code.used_at is not None,
        is_late=code.expires_at <= clock.now(),
    )
    is_right = constant_time_compare(bytes(code.digest), _digest(code.pk, digits))
    if reason is None and is_right:
        code.used_at = clock.now()
        code.save(update_fields=["used_at"])
        account = _account_of(actor, code.phone)
        events.record(actor, PeopleEvent.CODE_USED, code, after={"account": str(account.pk)})
        roles = queries.actor_of(account, account.street, _today()).roles
        return rules.why_not_by_code(roles, is_active=account.is_active) or account
    code.tries += 1
    code.save(update_fields=["tries"])
    events.record(actor, PeopleEvent.CODE_MISSED, code, after={"tries": code.tries})
    wrong = Reason("code_wrong", N_("验证码不对，请再看一眼短信。"), field="code")
    return reason or wrong


def _account_of(actor: Actor, phone: str) -> Account:
    """Of two browsers that sign up with one phone at one moment, the second finds the account of
    the first."""
    known = queries.account_of_phone(actor.street_id, phone)
    if known:
        return known
    account = Account(street_id=actor.street_id, phone=phone, phone_index=blind(phone))
    account.username = unnamed(account.pk)
    account.set_unusable_password()
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError:
        found = queries.account_of_phone(actor.street_id, phone)
        assert found  # noqa: S101 - the other one has just made it
        return found
    events.record(actor, PeopleEvent.REGISTERED, account, audience=Audience.PRIVATE)
    return account


@action
def fail_sign_in(*, actor: Actor, account: Account | None, way: Way) -> None:
    """Somebody did not prove who they are. A name that nobody has is on record without one."""
    subject = account or Account(street_id=actor.street_id)
    known = "" if account else "unknown"
    events.record(
        actor, PeopleEvent.SIGN_IN_FAILED, subject, reason=known, after={"way": way.value}
    )


@action
def sign_in(
    *,
    actor: Actor,
    account: Account,
    ways: list[str],
    session: str,
    agent: str,
    factor: Authenticator | None = None,
) -> SignIn:
    """Somebody proved who they are; the browser joins the list of those they are signed in with."""
    device, program = rules.device_of(agent)
    rows = SignIn.objects.filter(street_id=account.street_id, account=account)
    rows.exclude(pk__in=[row.pk for row in queries.sign_ins(account)]).delete()
    made: SignIn = SignIn.objects.create(
        street_id=account.street_id,
        account=account,
        session_key=session,
        device=device,
        program=program,
    )
    if factor:
        factors.use(factor)
    after = {"ways": ways, "factor": factor.type if factor else "", "device": device}
    events.record(actor, PeopleEvent.SIGNED_IN, account, audience=Audience.PRIVATE, after=after)
    return made


@action
def sign_out_elsewhere(*, actor: Actor, account: Account, session: str) -> int:
    """All browsers of mine but this one have to sign in again."""
    access.require_own(actor, account)
    return end_sign_ins(actor, account, but=session)


def end_sign_ins(actor: Actor, account: Account, but: str = "") -> int:
    """Part of an action: sessions end at once, wherever they are."""
    rows = SignIn.objects.filter(street_id=account.street_id, account=account)
    keys = [key for key in rows.values_list("session_key", flat=True) if key != but]
    Session.objects.filter(session_key__in=keys).delete()
    rows.filter(session_key__in=keys).delete()
    after = {"browsers": len(keys)}
    events.record(actor, PeopleEvent.SIGNED_OUT, account, audience=Audience.PRIVATE, after=after)
    return len(keys)


def _digest(code_id: UUID, digits: str) -> bytes:
    return blind(f"{code_id}:{digits}")


def _today() -> date:
    return timezone.localdate(clock.now())
