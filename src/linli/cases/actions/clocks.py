"""Setting a request's clocks by the street's rules and working calendar."""

from collections.abc import Iterable
from datetime import datetime

from linli.cases.models import Case, Pause
from linli.cases.queries.promises import Promise, clocks_at, due, promise
from linli.cases.rules.clocks import AT_HANDING, STEP_CLOCKS, Timer
from linli.cases.rules.table import Clock
from linli.cases.rules.words import State
from linli.kernel.streets.models import Street
from linli.rulebook import queries as rulebook
from linli.rulebook import rules
from linli.rulebook.rules import Span, Unit


def apply(case: Case, clock: Clock, street: Street, now: datetime) -> None:
    """Do to the clocks what the step says; stopped ones keep no due time but the promise."""
    if clock in (Clock.HAND_OVER, Clock.ALL_ANEW):
        case.dispatched_at = now
        _start(case, street, now, *AT_HANDING)
    if clock in (Clock.RENEW, Clock.ALL_ANEW):
        promise_reply(case, street, now)
    if clock is Clock.TAKE_BACK:
        case.dispatched_at = None
    if clock is Clock.CONTACT:
        case.contacted_at = case.contacted_at or now
    if clock is Clock.REPLIED:
        case.acted_at, case.called_back_at = case.acted_at or now, None
        _start(case, street, now, Timer.CALL_BACK)
    for timer, running in STEP_CLOCKS.items():
        if timer is not Timer.REPLY and case.state not in running.runs:
            setattr(case, running.due, None)


def act(case: Case, now: datetime) -> None:
    """The first thing that the owner records after the first contact is the first action."""
    if case.state == State.IN_PROGRESS and case.acted_at is None:
        case.acted_at, case.action_due_at = now, None


def end_pause(case: Case, street: Street, now: datetime) -> None:
    """The clocks go on, each later by what it has missed; a pause is over at its cap, however
    late somebody comes to say so."""
    row = Pause.objects.get(street_id=street.pk, case_id=case.pk, ended_at=None)
    row.ended_at = min(now, row.until)
    row.save(update_fields=["ended_at"])
    begun = case.promised_from or case.registered_at
    spans, office = clocks_at(street, case.urgency, begun)[0], rulebook.office(street, begun)
    stood = rules.Pause(row.started_at, row.ended_at)
    for timer, running in STEP_CLOCKS.items():
        if due_at := getattr(case, running.due):
            unit = getattr(spans, timer.value).unit
            setattr(case, running.due, rules.postponed(due_at, stood, unit, office))
    if case.due_at:
        case.warn_at = rules.warn_at(case.due_at, spans.warn_before, office)
    case.paused_until = None


def promise_reply(
    case: Case, street: Street, start: datetime, pauses: Iterable[rules.Pause] = ()
) -> None:
    """The date the resident is told, by urgency, under the rule version in force."""
    keep(case, promise(street, case.urgency, start, pauses=pauses))


def promise_by(case: Case, street: Street, due_at: datetime, now: datetime) -> None:
    """The reply is due then; the clock turns yellow as long before as today's rule says."""
    keep(case, promise(street, case.urgency, now, due_at))


def keep(case: Case, promised: Promise) -> None:
    """Write a promise into a request."""
    case.due_at, case.warn_at = promised.due_at, promised.warn_at
    case.rule_version, case.promised_from = promised.rule_version, promised.promised_from


def within(street: Street, start: datetime, limit: str, now: datetime) -> datetime:
    """The end of so many working days as a limit of the rulebook says."""
    days = rulebook.rule_at(street, "cases.limits", now).value[limit]
    return due(street, start, Span(days, Unit.WORKING_DAYS))


def _start(case: Case, street: Street, now: datetime, *timers: Timer) -> None:
    spans, _ = clocks_at(street, case.urgency, now)
    for timer in timers:
        setattr(case, STEP_CLOCKS[timer].due, due(street, now, getattr(spans, timer.value)))
