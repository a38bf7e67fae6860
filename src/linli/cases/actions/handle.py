"""交办: the owner signs in, contacts the resident, works, replies, or asks for relief."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from linli.cases import access, queries
from linli.cases.actions import clocks
from linli.cases.actions.walk import Walk, begin, chosen
from linli.cases.models import Case
from linli.cases.rules import limits
from linli.cases.rules.words import Ask, Contact, GiveBack, State, Verb
from linli.kernel.action import action
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Refused
from linli.kernel.events import Audience
from linli.people.models import Organisation
from linli.words import Reason


@action
def sign_in(*, actor: Actor, case_id: UUID, version: int | None = None) -> Case:
    """The owner has it in hand; whoever signs becomes the person to ask."""
    walk = begin(actor, case_id, Verb.SIGN_IN, version)
    walk.case.signed_in_at = walk.now
    if actor.kind is ActorKind.ACCOUNT:
        walk.case.handler_id = actor.id
    return walk.finish()


@action
def contact(
    *, actor: Actor, case_id: UUID, result: Contact, text: str = "", version: int | None = None
) -> Case:
    """Speak with the resident first, then work; an unanswered call is recorded as such."""
    walk = begin(actor, case_id, Verb.CONTACT, version)
    return walk.finish(text, reason=result)


@action
def reply(
    *,
    actor: Actor,
    case_id: UUID,
    text: str,
    photos: Iterable[Any] = (),
    version: int | None = None,
) -> Case:
    """Tell the resident what was done, with photos where they help. A part of a request ends with
    it: the whole is checked and called back."""
    walk = begin(actor, case_id, Verb.REPLY, version)
    case = walk.case
    refused = limits.why_not_reply([part.number for part in queries.open_parts(case)])
    if refused:
        raise Refused(refused)
    case.replied_at = walk.now
    if case.parent_id:
        case.ended_at, walk.step = walk.now, replace(walk.step, target=State.CLOSED)
    return walk.finish(text, photos=photos)


@action
def give_back(
    *,
    actor: Actor,
    case_id: UUID,
    reason: GiveBack,
    proposed_id: UUID,
    text: str,
    version: int | None = None,
) -> Case:
    """Not ours: once, with a reason and whose it is; the centre decides."""
    walk = begin(actor, case_id, Verb.GIVE_BACK, version)
    case, until = walk.case, _return_until(walk)
    refused = limits.why_not_give_back(case.returns, case.is_designated, walk.now, until)
    if refused:
        raise Refused(refused)
    case.returns += 1
    case.proposed_owner = chosen(Organisation, actor, proposed_id, "proposed")
    case.owner_id = queries.last_resort(walk.street)
    case.handler_id = None
    return walk.finish(text, reason=reason, proposed=str(proposed_id))


@action
def ask_extension(
    *, actor: Actor, case_id: UUID, until: datetime, text: str, version: int | None = None
) -> Case:
    """Ask one level up for more time; how much and how often is in the rulebook."""
    walk = begin(actor, case_id, Verb.ASK_EXTENSION, version)
    case, limit = walk.case, queries.limits(walk.street, walk.now)
    latest = clocks.within(
        walk.street, max(case.due_at or walk.now, walk.now), "extend_working_days", walk.now
    )
    refused = limits.why_not_until(until, case.due_at, walk.now) or limits.why_not_extend(
        until, latest, limit["extend_working_days"], case.extensions, limit["extend_times"]
    )
    return _ask(walk, Ask.EXTENSION, until, text, refused)


@action
def ask_parking(
    *, actor: Actor, case_id: UUID, until: datetime, text: str, version: int | None = None
) -> Case:
    """Ask one level up to park a known hard case (挂账) until a date of review."""
    walk = begin(actor, case_id, Verb.ASK_PARKING, version)
    refused = limits.why_not_review(until, walk.now, _review_days(walk))
    return _ask(walk, Ask.PARKING, until, text, refused)


@action
def review(
    *, actor: Actor, case_id: UUID, until: datetime, text: str, version: int | None = None
) -> Case:
    """Look again at what is parked: it stays so until the next review, with a reason."""
    walk = begin(actor, case_id, Verb.REVIEW, version)
    refused = limits.why_not_review(until, walk.now, _review_days(walk))
    if refused:
        raise Refused(refused)
    walk.case.parked_until = until
    return walk.finish(text, until=until.isoformat())


@action
def resume(*, actor: Actor, case_id: UUID, text: str, version: int | None = None) -> Case:
    """The hard case can move again (销账); its reply clock starts anew."""
    walk = begin(actor, case_id, Verb.RESUME, version)
    walk.case.parked_until = None
    return walk.finish(text)


@action
def note(
    *,
    actor: Actor,
    case_id: UUID,
    text: str,
    is_public: bool = False,
    photos: Iterable[Any] = (),
    version: int | None = None,
) -> Case:
    """Keep a note; public ones tell the resident how far it is."""
    walk = begin(actor, case_id, Verb.NOTE, version)
    if access.is_of_owner(actor, walk.case):
        clocks.act(walk.case, walk.now)
    audience = Audience.PUBLIC if is_public else Audience.STAFF
    return walk.finish(text, audience=audience, photos=photos)


def _ask(walk: Walk, ask: Ask, until: datetime, text: str, refused: Reason | None) -> Case:
    if refused:
        raise Refused(refused)
    walk.case.ask, walk.case.ask_until, walk.case.ask_by = ask, until, walk.actor.id
    return walk.finish(text, ask=ask, until=until.isoformat())


def _return_until(walk: Walk) -> datetime:
    """The last moment at which the owner may still say that the request is not theirs."""
    given_at = walk.case.dispatched_at or walk.now
    return clocks.within(walk.street, given_at, "return_within_working_days", walk.now)


def _review_days(walk: Walk) -> int:
    days: int = queries.limits(walk.street, walk.now)["review_days"]
    return days
