"""What comes due by itself: the rungs of the ladder and the letters of supervision."""

from collections.abc import Sequence
from datetime import datetime

from linli.cases import queries
from linli.cases.models import Case, Escalation, Letter
from linli.cases.rules.ladder import Level, Rung
from linli.cases.rules.words import CaseEvent, Supervision
from linli.kernel import events
from linli.kernel.actor import system
from linli.kernel.models import Event
from linli.kernel.streets.models import Street
from linli.rulebook import queries as rulebook


def record(case: Case, street: Street, now: datetime) -> list[Escalation]:
    """The rungs that are due and not recorded yet, each a row of its own with its event."""
    clocks = queries.running(street, case)
    if not any(clock.warn_at < now or clock.until < now for clock in clocks):
        return []
    known = queries.recorded(street.pk, [case.pk]).get(case.pk, [])
    rungs = queries.due_of(street, case, clocks, known, now)
    if not rungs:
        return []
    rows = Escalation.objects.bulk_create(_row(case, street, rung, now) for rung in rungs)
    events.write(_event(case, row) for row in rows)
    return rows


def enter(case: Case, street: Street, reason: Supervision, now: datetime) -> Letter:
    """A new letter to the unit that has the request; the rule says by when it must answer."""
    earlier = Letter.objects.filter(street_id=case.street_id, case_id=case.pk)
    new = letter(case, street, reason, earlier.count() + 1, now)
    new.save(force_insert=True)
    case.supervised_at = now
    return new


def letter(case: Case, street: Street, reason: Supervision, ordinal: int, now: datetime) -> Letter:
    """As it is written, before it is kept."""
    return Letter(
        street_id=case.street_id,
        case=case,
        ordinal=ordinal,
        unit_id=case.owner_id,
        reason=reason,
        opened_at=now,
        due_at=answer_by(case, street, now),
        rule_version=_version(street, now),
    )


def answer_by(case: Case, street: Street, now: datetime) -> datetime:
    """By when a unit under supervision has to answer."""
    return queries.due(street, now, queries.ladder_spans(street, case.urgency, now)["answer"])


def told(case: Case, street: Street, now: datetime, *levels: Level) -> list[str]:
    """The accounts of several levels, as an event keeps them."""
    found = set().union(*(queries.told_at(street, case, level, now) for level in levels))
    return sorted(map(str, found))


def told_unit(case: Case, street: Street, now: datetime) -> list[str]:
    """Whoever handles the request and everybody at the owner's desk."""
    desk = queries.desk_of(street, case.owner_id, now)
    return sorted(map(str, desk | queries.told_at(street, case, Level.HANDLER, now)))


def has_reached_street(rows: Sequence[Escalation]) -> bool:
    return any(row.level == Level.STREET for row in rows)


def _row(case: Case, street: Street, rung: Rung, now: datetime) -> Escalation:
    return Escalation(
        street_id=case.street_id,
        case=case,
        timer=rung.timer,
        until=rung.until,
        level=rung.level,
        due_at=rung.due_at,
        recorded_at=now,
        told=told(case, street, now, rung.level),
        rule_version=_version(street, rung.due_at),
    )


def _event(case: Case, row: Escalation) -> Event:
    is_near = row.level == Level.HANDLER
    return events.draft(
        system(case.street_id),
        CaseEvent.WARNED if is_near else CaseEvent.ESCALATED,
        case,
        at=row.recorded_at,
        reason=row.level,
        after={
            "timer": row.timer,
            "until": row.until.isoformat(),
            "since": row.due_at.isoformat(),
            "told": row.told,
        },
    )


def _version(street: Street, moment: datetime) -> int:
    return rulebook.rule_at(street, "cases.ladder", moment).version
