"""督办: check replies, call back, close, send back; decide on returns and applications."""

from datetime import datetime
from uuid import UUID

from linli.cases import access, queries
from linli.cases.actions import clocks
from linli.cases.actions.study import give_to
from linli.cases.actions.walk import Walk, begin
from linli.cases.models import Case, Entry, Reporter
from linli.cases.rules import limits
from linli.cases.rules.words import (
    Ask,
    CaseEvent,
    Purpose,
    Satisfied,
    Solved,
    Verb,
)
from linli.kernel import events
from linli.kernel.action import action
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Forbidden, Refused
from linli.kernel.events import Audience
from linli.people import queries as people
from linli.rights import queries as rights
from linli.words import N_, Reason


@action
def arbitrate(
    *, actor: Actor, case_id: UUID, owner_id: UUID, text: str, version: int | None = None
) -> Case:
    """The centre names the owner; a named unit may not return the request."""
    walk = begin(actor, case_id, Verb.ARBITRATE, version)
    give_to(walk, owner_id, None)
    walk.case.is_designated, walk.case.proposed_owner_id = True, None
    return walk.finish(text)


@action
def extend(*, actor: Actor, case_id: UUID, text: str, version: int | None = None) -> Case:
    """Grant more time; the resident reads the new date and why."""
    walk = begin(actor, case_id, Verb.EXTEND, version)
    until = _decide(walk, Ask.EXTENSION)
    clocks.promise_by(walk.case, walk.street, until, walk.now)
    walk.case.extensions += 1
    return walk.finish(text)


@action
def park(*, actor: Actor, case_id: UUID, text: str, version: int | None = None) -> Case:
    """Park a known hard case until its review; the resident is told why and until when."""
    walk = begin(actor, case_id, Verb.PARK, version)
    walk.case.parked_until = _decide(walk, Ask.PARKING)
    return walk.finish(text)


@action
def deny(*, actor: Actor, case_id: UUID, text: str, version: int | None = None) -> Case:
    """Refuse an application; the clocks go on as they were."""
    walk = begin(actor, case_id, Verb.DENY, version)
    _decide(walk, walk.case.ask or Ask.EXTENSION)
    return walk.finish(text)


@action
def check(*, actor: Actor, case_id: UUID, version: int | None = None) -> Case:
    """Somebody else than the handler looks whether the reply is true and whole."""
    walk = begin(actor, case_id, Verb.CHECK, version)
    walk.case.solved, walk.case.satisfied, walk.case.call_tries = "", "", 0
    return walk.finish()


@action
def send_back(*, actor: Actor, case_id: UUID, text: str, version: int | None = None) -> Case:
    """Not good enough: back to the owner, who gets a new reply clock and the reason."""
    walk = begin(actor, case_id, Verb.SEND_BACK, version)
    walk.case.replied_at = walk.case.stars = None
    return walk.finish(text)


@action
def call_back(
    *,
    actor: Actor,
    case_id: UUID,
    solved: Solved,
    satisfied: Satisfied,
    text: str = "",
    version: int | None = None,
) -> Case:
    """Ask the resident: solved, satisfied? Nobody reached is one more try, and stays no answer
    when the tries of the rule are used up."""
    walk = begin(actor, case_id, Verb.CALL_BACK, version)
    case = walk.case
    refused = limits.why_not_satisfied(solved, satisfied)
    if refused:
        raise Refused(refused)
    most: int = queries.limits(walk.street, walk.now)["call_back_tries"]
    if solved is Solved.NO_ANSWER and case.call_tries + 1 < most:
        return miss_call(actor=actor, case_id=case_id, text=text, version=version)
    case.call_tries += solved is Solved.NO_ANSWER
    case.solved, case.satisfied = solved, satisfied
    case.called_back_at = walk.now
    return walk.finish(text, audience=Audience.PRIVATE, solved=solved, satisfied=satisfied)


@action
def miss_call(*, actor: Actor, case_id: UUID, text: str = "", version: int | None = None) -> Case:
    """Rang, nobody answered: a try with its time; the reporter may answer by their link."""
    walk = begin(actor, case_id, Verb.MISS_CALL, version)
    walk.case.call_tries += 1
    return walk.finish(text, audience=Audience.PRIVATE, tries=walk.case.call_tries)


@action
def close(*, actor: Actor, case_id: UUID, version: int | None = None) -> Case:
    """Handled, checked and called back: the request ends here unless the resident reopens it."""
    walk = begin(actor, case_id, Verb.CLOSE, version)
    walk.case.ended_at = walk.now
    return walk.finish()


@action
def reveal_reporter(
    *, actor: Actor, case_id: UUID, purpose: Purpose, text: str = ""
) -> list[Reporter]:
    """Open the contact details for a stated purpose; the person can read who looked and why."""
    case = queries.visible_case(actor, case_id)
    if not access.may_reveal(actor, case):
        raise Forbidden(
            Reason("reveal_not_yours", N_("只有承办人员和本辖区的受理人员可以查看联系方式。"))
        )
    reporters = list(queries.reporters_of(case))
    accounts = {one.account_id for one in reporters if one.account_id}
    if rights.blocked(case.street_id, accounts):
        raise Refused(Reason("reveal_blocked", N_("本人已经要求停用自己的信息，不能查看。")))
    if queries.unshared(actor, case, accounts):
        text = N_("本人没有同意把电话交给街道以外的单位：请社区代为联系，或请本人在网页上同意。")
        raise Refused(Reason("reveal_not_shared", text))
    seen = {reporter.case_id: reporter.case for reporter in reporters} or {case.pk: case}
    written = events.write(
        events.draft(actor, CaseEvent.REVEALED, told, audience=Audience.PRIVATE, reason=purpose)
        for told in seen.values()
    )
    if text.strip():
        Entry.objects.bulk_create(
            Entry(street_id=one.street_id, case_id=one.subject_id, event_id=one.pk, text=text)
            for one in written
        )
    return reporters


def _decide(walk: Walk, ask: str) -> datetime:
    """Take the pending application off the case; returns the date asked for."""
    case = walk.case
    is_own = case.ask_by is not None and case.ask_by == walk.actor.id
    asking = {holder.role for holder in people.directory(walk.street).held_by(case.ask_by)}
    is_above = limits.is_above(walk.actor.roles, asking) or walk.actor.kind is ActorKind.SYSTEM
    refused = limits.why_not_decide(case.ask, ask, is_own, is_above)
    if refused:
        raise Refused(refused)
    until = case.ask_until or walk.now
    case.ask, case.ask_until, case.ask_by = "", None, None
    return until
