"""What can be booked and when, as the administrator sees it; and out into a sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from linli.capacity.models import Booking, Resource
from linli.capacity.queries.plan import plan
from linli.capacity.rules import WEEKDAYS, Cut, Kind, Opening, State, cut_of, written_week
from linli.kernel import clock
from linli.kernel.errors import NotFound
from linli.kernel.streets.models import Street
from linli.people import queries as people

RESOURCE_COLUMNS = [
    *("单位", "种类", "名称", *WEEKDAYS),
    *("每号分钟", "电话留号", "现场留号", "从哪天起"),
]


@dataclass(frozen=True, slots=True)
class Week:
    """Hours that count from a day on, to a day or for good."""

    since: date
    until: date
    openings: Sequence[Opening]

    @property
    def cut(self) -> Cut:
        return cut_of(self.openings)

    @property
    def ends(self) -> date | None:
        return None if self.until == date.max else self.until

    def lines(self) -> list[tuple[str, str]]:
        """Weekdays with the same hours stand together."""
        found: list[tuple[list[str], str]] = []
        for weekday, text in written_week(self.openings).items():
            if text and found and found[-1][1] == text:
                found[-1][0].append(gettext(WEEKDAYS[weekday]))
            elif text:
                found.append(([gettext(WEEKDAYS[weekday])], text))
        return [("、".join(days), text) for days, text in found]


@dataclass(frozen=True, slots=True)
class Line:
    """A resource with where it is and how it is open now."""

    resource: Resource
    organisation: str
    kind: Kind
    week: Week


def resource(street: Street, resource_id: UUID) -> Line:
    """One resource as it is open today."""
    known = plan(street).resources.get(resource_id)
    if known is None:
        raise NotFound
    return _line(street, known, street.day(clock.now()))


def resource_lines(street: Street) -> list[Line]:
    """Every resource by its organisation."""
    today = street.day(clock.now())
    lines = [_line(street, one, today) for one in plan(street).resources.values()]
    return sorted(lines, key=lambda line: (line.organisation, line.resource.name))


def week_on(street: Street, resource_id: UUID, day: date) -> Week:
    """The hours that count on a day, and how long these do."""
    openings = plan(street).openings.get(resource_id, [])
    valid = [one for one in openings if one.first <= day <= one.last]
    after = [one.first - timedelta(1) for one in openings if one.first > day]
    return Week(
        max((one.first for one in valid), default=date.min),
        min([one.last for one in valid] + after, default=date.max),
        valid,
    )


def later_weeks(street: Street, resource_id: UUID) -> list[Week]:
    """Hours that are set for days to come."""
    today = street.day(clock.now())
    openings = plan(street).openings.get(resource_id, [])
    firsts = sorted({one.first for one in openings if one.first > today})
    return [week_on(street, resource_id, first) for first in firsts]


def closed_days(street: Street, resource_id: UUID) -> list[date]:
    """Single days to come, and today, on which it is not open."""
    today = street.day(clock.now())
    return sorted(day for day in plan(street).closed.get(resource_id, ()) if day >= today)


def to_move(street: Street, resource_id: UUID) -> list[Booking]:
    """Booked hours to come of a resource that is not open then any more."""
    rows = Booking.objects.filter(
        street_id=street.pk,
        resource_id=resource_id,
        state__in=[State.HELD, State.BOOKED],
        displaced_at__isnull=False,
        during__startswith__gt=clock.now(),
    )
    return list(rows.order_by("during"))


def export_resources(street: Street) -> Iterator[Sequence[Any]]:
    """One row for each resource with the hours of today."""
    units = people.directory(street).organisations
    for line in resource_lines(street):
        week, cut = written_week(line.week.openings), line.week.cut
        code = units[line.resource.organisation_id].code
        head = (code, line.kind.word, line.resource.name)
        since = "" if line.week.since == date.min else line.week.since
        yield (*head, *week.values(), cut.minutes, cut.phone, cut.internal, since)


def _line(street: Street, known: Resource, today: date) -> Line:
    unit = people.directory(street).organisations[known.organisation_id]
    return Line(known, unit.name, Kind(known.kind), week_on(street, known.pk, today))
