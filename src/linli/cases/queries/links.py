"""The link by which the owner's people work on one request without an account.

It names the request and its end, signed for this owner and this handing over: when the request
changes hands, no link of before fits any more. Nothing of it is stored.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core import signing

from linli.cases.models import Case
from linli.cases.rules.words import ENDED, CaseEvent
from linli.kernel import clock
from linli.kernel.actor import Actor, ActorKind, Standing
from linli.kernel.errors import NotFound, Refused
from linli.kernel.models import Event
from linli.kernel.streets.models import Street
from linli.people.rules import Role
from linli.words import N_, Reason

_MARK = "."


@dataclass(frozen=True, slots=True)
class HandlerLink:
    token: str
    until: datetime


def handler_link(case: Case, history: Iterable[Event]) -> HandlerLink | None:
    """The last link given to the present owner, while it opens the request."""
    shared = [event for event in history if event.kind == CaseEvent.SHARED]
    if not shared or case.dispatched_at is None or shared[-1].at < case.dispatched_at:
        return None
    until = datetime.fromisoformat(shared[-1].after["until"])
    if shared[-1].after["unit"] != str(case.owner_id) or _why_not_open(case, until):
        return None
    return HandlerLink(_signer(case).sign(f"{case.number}{_MARK}{int(until.timestamp())}"), until)


def opened_by_handler(street: Street, token: str) -> tuple[Case, Actor]:
    """The one request that a link opens, and its owner as the actor; a wrong link, one of another
    request and one of before it changed hands are all the same: none."""
    number = token.partition(_MARK)[0]
    case = Case.objects.filter(street_id=street.pk, number=number).first()
    if case is None:
        raise NotFound
    try:
        signed = _signer(case).unsign(token)
    except signing.BadSignature as fault:
        raise Refused(
            Reason("link_ended", N_("这个链接打不开了：可能没有复制完整，或者这件已经换了单位。"))
        ) from fault
    until = datetime.fromtimestamp(int(signed.partition(_MARK)[2]), UTC)
    refused = _why_not_open(case, until)
    if refused:
        raise Refused(refused)
    standing = Standing(Role.DEPARTMENT, organisation_id=case.owner_id)
    return case, Actor(ActorKind.HANDLER, street.pk, case.pk, (standing,))


def _why_not_open(case: Case, until: datetime) -> Reason | None:
    if case.state in ENDED:
        return Reason("link_done", N_("这件已经结束，链接不能再用。谢谢您。"))
    if clock.now() >= until:
        return Reason("link_expired", N_("这个链接已经过期，请向交办的人再要一个。"))
    return None


def _signer(case: Case) -> signing.Signer:
    given = case.dispatched_at.isoformat() if case.dispatched_at else ""
    return signing.Signer(salt=f"linli.handle:{case.street_id}:{case.pk}:{case.owner_id}:{given}")
