"""A hall with two windows, open from Monday to Friday."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from linli.capacity import actions
from linli.capacity.models import Booking, Resource
from linli.capacity.rules import Kind, Opening
from linli.kernel.actor import Actor
from linli.kernel.streets.models import Street

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 9, 14)
SATURDAY = date(2026, 9, 19)
MADE_UP = date(2026, 9, 20)  # a Sunday worked for the National Day
HOLIDAY = date(2026, 10, 1)
SINCE = date(2020, 1, 1)
NOW = datetime(2026, 9, 12, 1, tzinfo=UTC)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)


def week(*weekdays: int, **details: Any) -> list[Opening]:
    """Mornings of two hours and afternoons of one, half an hour each slot."""
    return [
        Opening(weekday, time(opens), time(closes), 30, **details)
        for weekday in weekdays or range(5)
        for opens, closes in ((9, 11), (14, 15))
    ]


@dataclass
class Hall:
    town: Any
    windows: list[Resource]

    @property
    def street(self) -> Street:
        return Street.objects.get(pk=self.town.street.pk)

    @property
    def organisation_id(self) -> UUID:
        return self.windows[0].organisation_id

    def actor(self, name: str) -> Actor:
        actor: Actor = self.town.actor(name)
        return actor

    def hold(self, who: str, start: datetime, window: int = 0, **details: Any) -> Booking:
        resource_id = self.windows[window].pk
        return actions.hold(actor=self.actor(who), resource_id=resource_id, start=start, **details)

    def book(self, who: str, start: datetime, window: int = 0, **details: Any) -> Booking:
        resource_id = self.windows[window].pk
        return actions.book(actor=self.actor(who), resource_id=resource_id, start=start, **details)


def hall(town: Any, windows: int = 2, **details: Any) -> Hall:
    """At the community of the east, where ``clerk`` works."""
    found = [
        actions.open_resource(
            actor=town.system,
            organisation=town.organisations["east"],
            kind=Kind.WINDOW,
            name=f"{number}号窗口",
        )
        for number in range(1, windows + 1)
    ]
    for window in found:
        actions.set_hours(
            actor=town.system, resource_id=window.pk, week=week(**details), since=SINCE
        )
    return Hall(town, found)
