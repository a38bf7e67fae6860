"""By when: what the street's rules and working calendar promise, without touching a request."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linli.cases.models import Case
from linli.cases.models import Pause as PauseRow
from linli.cases.rules.clocks import RUNNING
from linli.kernel import clock
from linli.kernel.streets.models import Street
from linli.rulebook import queries as rulebook
from linli.rulebook import rules
from linli.rulebook.rules import Clocks, Pause, Span


@dataclass(frozen=True, slots=True)
class Promise:
    """When the resident is answered at the latest, when the clock turns yellow, by which rule,
    counted from when; the last is None where somebody has set the date."""

    due_at: datetime
    warn_at: datetime
    rule_version: int
    promised_from: datetime | None


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
    rules_of: datetime | None = None,
) -> Promise:
    """The date the resident is told; the clock turns yellow as long before as the rule of the
    start (or of another moment, ``rules_of``) says, also where the date itself (``due_at``) was
    set by somebody."""
    clocks, version = clocks_at(street, urgency, rules_of or start)
    office = rulebook.office(street, rules_of or start)
    counted_from = None if due_at else start
    due_at = due_at or rules.due(start, clocks.reply, office, pauses)
    warn_at = rules.warn_at(due_at, clocks.warn_before, office)
    return Promise(due_at, warn_at, version, counted_from)


def pauses_of(street: Street, case_ids: Iterable[UUID]) -> dict[UUID, list[Pause]]:
    """The pauses that are over, by request."""
    rows = PauseRow.objects.filter(street_id=street.pk, case_id__in=list(case_ids))
    found: dict[UUID, list[Pause]] = defaultdict(list)
    for row in rows:
        if row.ended_at:
            found[row.case_id].append(Pause(row.started_at, row.ended_at))
    return found


def due_to_go_on(street: Street) -> list[UUID]:
    """The requests whose pause has reached its cap: each is due to ``actions.go_on``."""
    rows = Case.objects.filter(street_id=street.pk, paused_until__lte=clock.now())
    return list(rows.order_by("paused_until").values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A request whose date would be another under the rules of now."""

    case: Case
    was: datetime
    promise: Promise


def reckoned(street: Street, case_ids: Iterable[UUID] | None = None) -> list[Reckoned]:
    """The running clocks that today's rules and calendar would move; a date that somebody has
    set stays."""
    rows = Case.objects.filter(street_id=street.pk, state__in=RUNNING).order_by("due_at", "id")
    if case_ids is not None:
        rows = rows.filter(pk__in=list(case_ids))
    cases, now = list(rows), clock.now()
    pauses = pauses_of(street, [case.pk for case in cases])
    found = []
    for case in cases:
        since, was = case.promised_from, case.due_at
        if since and was:
            new = promise(street, case.urgency, since, pauses=pauses[case.pk], rules_of=now)
            found += [Reckoned(case, was, new)] if new.due_at != was else []
    return found
