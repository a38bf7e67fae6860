"""By when: what the street's rules and working calendar promise, without touching a request."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from linli.kernel.streets.models import Street
from linli.rulebook import queries as rulebook
from linli.rulebook import rules
from linli.rulebook.rules import Clocks, Pause, Span


@dataclass(frozen=True, slots=True)
class Promise:
    """When the resident is answered at the latest, when the clock turns yellow, by which rule."""

    due_at: datetime
    warn_at: datetime
    rule_version: int


def clocks_at(street: Street, urgency: str, moment: datetime) -> tuple[Clocks, int]:
    """The clocks of an urgency under the rule in force, and the version of that rule."""
    rule = rulebook.rule_at(street, "cases.clocks", moment)
    return rules.clocks(rule.value, urgency), rule.version


def due(street: Street, start: datetime, span: Span) -> datetime:
    """When a span that starts then is over."""
    return rules.due(start, span, rulebook.office(street, start))


def promise(
    street: Street,
    urgency: str,
    start: datetime,
    due_at: datetime | None = None,
    pauses: Iterable[Pause] = (),
) -> Promise:
    """The date the resident is told; the clock turns yellow as long before as the rule of the
    start says, also where the date itself (``due_at``) was set by somebody."""
    clocks, version = clocks_at(street, urgency, start)
    office = rulebook.office(street, start)
    due_at = due_at or rules.due(start, clocks.reply, office, pauses)
    return Promise(due_at, rules.warn_at(due_at, clocks.warn_before, office), version)
