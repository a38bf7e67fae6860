"""Setting the clocks of an application by the street's rules and working calendar."""

from datetime import datetime

from linli.counter import queries
from linli.counter.models import Application
from linli.counter.rules import application_limits as limits
from linli.counter.rules.applications import Clock
from linli.kernel.streets.models import Street
from linli.rulebook import queries as rulebook
from linli.rulebook import rules
from linli.rulebook.rules import Pause, Span


def apply(application: Application, clock: Clock, street: Street, now: datetime) -> None:
    """Do to the clocks what the step says."""
    if clock is not Clock.NONE:
        application.tell_by = application.correct_by = None
    if clock is Clock.TELL:
        application.received_at = now
        application.tell_by = queries.after(street, now, "tell_working_days")
    if clock is Clock.WAIT:
        application.correct_by = queries.after(street, now, "correct_working_days")
    if clock is Clock.START:
        start(application, street, application.accepted_at or now)
    if clock is Clock.PAUSE:
        application.special_since = now
    if clock in (Clock.GO_ON, Clock.STOP) and application.special_since:
        _go_on(application, street, Pause(application.special_since, now))


def start(application: Application, street: Street, moment: datetime) -> None:
    """From the acceptance on, under the rule of that day."""
    application.accepted_at = moment
    application.rule_version = queries.rule(street, moment).version
    keep(application, queries.due(street, application.item_version, moment))


def keep(application: Application, found: queries.Due) -> None:
    """Write the dates into the application."""
    application.promised_due_at, application.statutory_due_at = found.promised, found.statutory
    application.due_at, application.warn_at = found.at, found.warn_at


def _go_on(application: Application, street: Street, stood: Pause) -> None:
    """Both dates are later by exactly the time for which they stood still."""
    version, begun = application.item_version, application.accepted_at or stood.start
    office = rulebook.office(street, begun)

    def later(due_at: datetime | None, span: Span | None) -> datetime | None:
        return rules.postponed(due_at, stood, span.unit, office) if due_at and span else None

    promised = later(application.promised_due_at, limits.span(version.promised))
    statutory = later(application.statutory_due_at, limits.span(version.statutory))
    keep(application, queries.warned(street, promised, statutory, begun))
    application.special_since = application.special_until = None
    application.special = ""
