"""交办: the owner signs in, contacts the resident, works, replies, or asks for relief."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from linli.cases import queries
from linli.cases.actions import clocks
from linli.cases.actions.walk import begin, chosen
from linli.cases.models import Case
from linli.cases.rules import limits
from linli.cases.rules.words import Ask, Contact, GiveBack, State, Verb
from linli.kernel.action import action
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Refused
from linli.kernel.events import Audience
from linli.people.models import Organisation


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
    if case.parent_id is None:
        return walk.finish(text, photos=photos)
    case.ended_at = walk.now
    return walk.finish(text, photos=photos, target=State.CLOSED)


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
    case, until = walk.case, clocks.return_until(walk.case, walk.street, walk.now)
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
    """Ask one level up for more time."""
    return _ask(actor, case_id, Verb.ASK_EXTENSION, Ask.EXTENSION, until, text, version)


@action
def ask_parking(
    *, actor: Actor, case_id: UUID, until: datetime, text: str, version: int | None = None
) -> Case:
    """Ask one level up to park a known hard case (挂账) until a date of review."""
    return _ask(actor, case_id, Verb.ASK_PARKING, Ask.PARKING, until, text, version)


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
    audience = Audience.PUBLIC if is_public else Audience.STAFF
    return begin(actor, case_id, Verb.NOTE, version).finish(text, audience=audience, photos=photos)


def _ask(
    actor: Actor,
    case_id: UUID,
    verb: Verb,
    ask: Ask,
    until: datetime,
    text: str,
    version: int | None,
) -> Case:
    walk = begin(actor, case_id, verb, version)
    refused = limits.why_not_until(until, walk.case.due_at, walk.now)
    if refused:
        raise Refused(refused)
    walk.case.ask, walk.case.ask_until, walk.case.ask_by = ask, until, actor.id
    return walk.finish(text, ask=ask, until=until.isoformat())
