"""Changing a rule or the working calendar."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Max

from linli import sheets
from linli.kernel import clock, events
from linli.kernel.action import action
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Refused
from linli.kernel.models import Event
from linli.kernel.streets import revisions
from linli.kernel.streets.models import Street
from linli.rulebook import access, rules
from linli.rulebook.access import Verb
from linli.rulebook.models import CalendarDay, Rule
from linli.rulebook.rules import DayKind, NamedDay, RulebookEvent
from linli.words import Reason

Row = tuple[int, Mapping[str, sheets.Cell]]


@dataclass(frozen=True, slots=True)
class DaysImport:
    """What an import of days took over, how much of it was news, and why it refused which row."""

    taken: int
    changed: int
    refused: list[tuple[int, Reason]]


@action
def set_rule(*, actor: Actor, key: str, value: Mapping[str, Any], valid_from: date) -> Rule:
    """A rule changes from a day on; what was promised before keeps the version it was made under.

    Only the system may enter a rule that is in force already (import of what an office has).
    """
    access.require(actor, Verb.SET_RULE)
    reason = rules.why_not_rule(key, value)
    if reason is None and actor.kind is not ActorKind.SYSTEM:
        reason = rules.why_not_since(valid_from, _today(actor))
    if reason:
        raise Refused(reason)
    # Moving the revision locks the street's row: two administrators get two version numbers.
    revisions.move_on(actor.street_id)
    rows = Rule.objects.filter(street_id=actor.street_id, key=key)
    version = (rows.aggregate(last=Max("version"))["last"] or 0) + 1
    rule: Rule = Rule.objects.create(
        street_id=actor.street_id, key=key, version=version, valid_from=valid_from, value=value
    )
    after = {"key": key, "version": version, "valid_from": valid_from.isoformat()}
    events.record(actor, RulebookEvent.RULE_SET, rule, after=after)
    return rule


@action
def set_days(*, actor: Actor, days: Sequence[NamedDay]) -> int:
    """Days off and make-up days are entered or corrected; returns how many were new or changed."""
    access.require(actor, Verb.SET_DAYS)
    reason = rules.why_not_days(days)
    if reason:
        raise Refused(reason)
    before = {day: (row.kind, row.name) for day, row in _rows(actor, days).items()}
    changed = [named for named in days if before.get(named.day) != (named.kind, named.name)]
    if changed:
        _write_days(actor, changed, {day: kind for day, (kind, _) in before.items()})
    return len(changed)


@action
def import_days(*, actor: Actor, rows: Iterable[Row]) -> DaysImport:
    """Take over a sheet of one year's notice (日期, 类型, 名称); a bad row is refused alone."""
    days: dict[date, NamedDay] = {}
    refused: list[tuple[int, Reason]] = []
    for number, row in rows:
        named = rules.named_day(row)
        if isinstance(named, Reason):
            refused.append((number, named))
        elif named.day in days:
            refused.append((number, rules.day_twice(named.day)))
        else:
            days[named.day] = named
    changed = set_days(actor=actor, days=list(days.values()))
    return DaysImport(len(days), changed, refused)


def _today(actor: Actor) -> date:
    street = Street.objects.get(pk=actor.street_id)
    return clock.now().astimezone(ZoneInfo(street.zone)).date()


def _rows(actor: Actor, days: Sequence[NamedDay]) -> dict[date, CalendarDay]:
    named = {day.day for day in days}
    rows = CalendarDay.objects.filter(street_id=actor.street_id, date__in=named)
    return {row.date: row for row in rows}


def _write_days(actor: Actor, days: Sequence[NamedDay], before: Mapping[date, str]) -> None:
    revisions.move_on(actor.street_id)
    CalendarDay.objects.bulk_create(
        [
            CalendarDay(street_id=actor.street_id, date=day.day, kind=day.kind, name=day.name)
            for day in days
        ],
        update_conflicts=True,
        unique_fields=["street", "date"],
        update_fields=["kind", "name"],
    )
    rows = _rows(actor, days)  # again, for the ids of those that were there already
    events.write([_day_set(actor, rows[day.day], before.get(day.day)) for day in days])


def _day_set(actor: Actor, row: CalendarDay, before: str | None) -> Event:
    return events.draft(
        actor,
        RulebookEvent.DAYS_SET,
        row,
        before={"kind": before} if before else {},
        after={"date": row.date.isoformat(), "kind": DayKind(row.kind).value},
    )
