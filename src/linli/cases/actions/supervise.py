"""督办: a letter to the unit, its answer, and the end of it; and what the minute job records."""

from uuid import UUID

from linli.cases.actions import ladder
from linli.cases.actions.walk import Walk, begin, catch_up, supervise_by
from linli.cases.models import Case, Escalation, Letter
from linli.cases.rules import limits
from linli.cases.rules.ladder import Level
from linli.cases.rules.words import CaseEvent, Supervision, Verb
from linli.kernel import clock, events, locks
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused
from linli.kernel.streets.models import Street
from linli.words import Reason


@action
def supervise(
    *,
    actor: Actor,
    case_id: UUID,
    reason: Supervision,
    text: str = "",
    version: int | None = None,
) -> Case:
    """Put a request under supervision, with the trigger the ordinance names; rules do it as the
    system."""
    walk = begin(actor, case_id, Verb.SUPERVISE, version)
    _unless(limits.why_not_supervise(_open_letter(walk.case) is not None))
    return supervise_by(walk, reason, text)


@action
def answer_letter(*, actor: Actor, case_id: UUID, text: str, version: int | None = None) -> Case:
    """The unit says what it has done about the matter under supervision."""
    walk = begin(actor, case_id, Verb.ANSWER_LETTER, version)
    letter = _letter(walk.case)
    _unless(limits.why_not_answer_letter(bool(letter.answered_at)))
    letter.answered_at, letter.answered_by = walk.now, actor.id
    told = ladder.told(walk.case, walk.street, walk.now, Level.STREET)
    return _finish(walk, letter, text, told)


@action
def return_letter(*, actor: Actor, case_id: UUID, text: str, version: int | None = None) -> Case:
    """The answer is not good enough: the unit has the time of the rule once more."""
    walk = begin(actor, case_id, Verb.RETURN_LETTER, version)
    letter = _judged(walk)
    letter.answered_at = letter.answered_by = letter.late_at = None
    letter.due_at = ladder.answer_by(walk.case, walk.street, walk.now)
    return _finish(walk, letter, text, ladder.told_unit(walk.case, walk.street, walk.now))


@action
def end_letter(*, actor: Actor, case_id: UUID, text: str = "", version: int | None = None) -> Case:
    """A supervisor accepts the answer; the supervision ends."""
    walk = begin(actor, case_id, Verb.END_LETTER, version)
    letter = _judged(walk)
    letter.closed_at, walk.case.supervised_at = walk.now, None
    return _finish(walk, letter, text, ladder.told_unit(walk.case, walk.street, walk.now))


@action
def climb(*, actor: Actor, case_id: UUID) -> list[Escalation]:
    """Whoever is to be told of a clock that is near or over is told, each level once."""
    (case,) = locks.take(Case, actor.street_id, case_id)
    return catch_up(case, Street.objects.get(pk=actor.street_id), clock.now())


@action
def miss_letter(*, actor: Actor, case_id: UUID) -> Letter | None:
    """A letter that nobody answered in time is told to the supervisors and the leaders, once."""
    (case,) = locks.take(Case, actor.street_id, case_id)
    letter, now = _open_letter(case), clock.now()
    if letter is None or letter.answered_at or letter.late_at or letter.due_at >= now:
        return None
    letter.late_at = now
    letter.save()
    street = Street.objects.get(pk=actor.street_id)
    told = ladder.told(case, street, now, Level.STREET, Level.DISTRICT)
    after = {"letter": str(letter.pk), "told": told}
    events.record(actor, CaseEvent.LETTER_LATE, case, after=after)
    return letter


def _open_letter(case: Case) -> Letter | None:
    rows = Letter.objects.filter(street_id=case.street_id, case_id=case.pk, closed_at=None)
    found: Letter | None = rows.first()
    return found


def _letter(case: Case) -> Letter:
    found = _open_letter(case)
    if found is None:
        raise Refused(limits.NO_LETTER)
    return found


def _judged(walk: Walk) -> Letter:
    """The open letter, if it may be accepted or returned by this actor."""
    letter = _letter(walk.case)
    is_own = letter.answered_by is not None and letter.answered_by == walk.actor.id
    _unless(limits.why_not_judge_letter(bool(letter.answered_at), is_own))
    return letter


def _finish(walk: Walk, letter: Letter, text: str, told: list[str]) -> Case:
    letter.save()
    return walk.finish(text, letter=str(letter.pk), told=told)


def _unless(refused: Reason | None) -> None:
    if refused:
        raise Refused(refused)
