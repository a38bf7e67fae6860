"""Setting a request's clocks by the street's rules and working calendar."""

from datetime import datetime

from linli.cases.models import Case
from linli.cases.queries.promises import Promise, clocks_at, due, promise
from linli.cases.rules.table import Clock
from linli.kernel.streets.models import Street
from linli.rulebook import queries as rulebook
from linli.rulebook.rules import Span, Unit


def apply(case: Case, clock: Clock, street: Street, now: datetime) -> None:
    """Do to the clocks what the step says; stopped ones keep no due time."""
    if clock in (Clock.HAND_OVER, Clock.ALL_ANEW):
        clocks, case.rule_version = clocks_at(street, case.urgency, now)
        case.dispatched_at = now
        case.sign_in_due_at = due(street, now, clocks.sign_in)
        case.contact_due_at = due(street, now, clocks.contact)
    if clock in (Clock.RENEW, Clock.ALL_ANEW):
        promise_reply(case, street, now)
    if clock is Clock.TAKE_BACK:
        case.dispatched_at = None
    if clock in (Clock.SIGN_IN, Clock.TAKE_BACK, Clock.STOP):
        case.sign_in_due_at = None
    if clock in (Clock.CONTACT, Clock.TAKE_BACK, Clock.STOP):
        case.contacted_at = case.contacted_at or (now if clock is Clock.CONTACT else None)
        case.contact_due_at = None


def promise_reply(case: Case, street: Street, start: datetime) -> None:
    """The date the resident is told, by urgency, under the rule version in force."""
    keep(case, promise(street, case.urgency, start))


def promise_by(case: Case, street: Street, due_at: datetime, now: datetime) -> None:
    """The reply is due then; the clock turns yellow as long before as today's rule says."""
    keep(case, promise(street, case.urgency, now, due_at))


def keep(case: Case, promised: Promise) -> None:
    """Write a promise into a request."""
    case.due_at, case.warn_at = promised.due_at, promised.warn_at
    case.rule_version = promised.rule_version


def return_until(case: Case, street: Street, now: datetime) -> datetime:
    """The last moment at which the owner may still say that the request is not theirs."""
    days = rulebook.rule_at(street, "cases.limits", now).value["return_within_working_days"]
    return due(street, case.dispatched_at or now, Span(days, Unit.WORKING_DAYS))
