"""When what is open: kept in memory per revision of the street."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from linli.capacity.models import ClosedDay, Hours, Resource
from linli.capacity.rules import Kind, Opening, Slot, slots_of
from linli.kernel.streets.models import Street
from linli.kernel.streets.revisions import per_revision
from linli.rulebook import queries as rulebook
from linli.rulebook.rules import Office, RuleKey


@dataclass(frozen=True, slots=True)
class Plan:
    resources: Mapping[UUID, Resource]
    openings: Mapping[UUID, list[Opening]]
    closed: Mapping[UUID, set[date]]


@per_revision
def plan(street: Street) -> Plan:
    """Every resource with its hours and closed days."""
    openings: dict[UUID, list[Opening]] = defaultdict(list)
    closed: dict[UUID, set[date]] = defaultdict(set)
    for row in Hours.objects.filter(street_id=street.pk):
        openings[row.resource_id].append(opening(row))
    for day in ClosedDay.objects.filter(street_id=street.pk):
        closed[day.resource_id].add(day.day)
    rows = Resource.objects.filter(street_id=street.pk).order_by("name")
    return Plan({row.pk: row for row in rows}, dict(openings), dict(closed))


def opening(row: Hours) -> Opening:
    return Opening(
        weekday=row.weekday,
        opens=_time(row.minutes.lower),
        closes=_time(row.minutes.upper),
        minutes=row.slot_minutes,
        phone=row.phone_share,
        internal=row.internal_share,
        first=row.valid.lower or date.min,
        last=date.fromordinal(row.valid.upper.toordinal() - 1) if row.valid.upper else date.max,
    )


def _time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def resources(street: Street, organisation_id: UUID, kind: Kind) -> list[Resource]:
    """What of a kind there is at an organisation, by name."""
    rows = plan(street).resources.values()
    return [r for r in rows if r.organisation_id == organisation_id and r.kind == kind]


def rule(street: Street, moment: datetime) -> Mapping[str, Any]:
    """The rule of booking in force."""
    return rulebook.rule_at(street, RuleKey.BOOKING, moment).value


def office_of(street: Street, day: date) -> Office:
    """The street's calendar with the hours of a day."""
    return rulebook.office(street, datetime.combine(day, time(12), ZoneInfo(street.zone)))


def slots_on(street: Street, resource_id: UUID, day: date) -> list[Slot]:
    """The slots of a resource on a day, whoever has them."""
    known = plan(street)
    hours, closed = known.openings.get(resource_id, []), known.closed.get(resource_id, set())
    return slots_of(day, hours, office_of(street, day), closed)
