"""How long something may take, and the moment at which that time is over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from linli.rulebook.rules.calendar import Calendar
from linli.words import N_, Word


class Unit(Word):
    MINUTES = "minutes", N_("分钟")
    HOURS = "hours", N_("小时")
    WORKING_DAYS = "working_days", N_("个工作日")
    DAYS = "days", N_("天")


@dataclass(frozen=True, slots=True)
class Span:
    """An amount of one unit; written ``{"working_days": 5}`` in a rule."""

    amount: int
    unit: Unit

    @classmethod
    def read(cls, written: Mapping[str, int]) -> Self:
        ((unit, amount),) = written.items()
        return cls(amount, Unit(unit))

    def written(self) -> dict[str, Any]:
        return {self.unit.value: self.amount}

    @property
    def exact(self) -> timedelta | None:
        """The length of a span that runs from the moment; None when it counts whole days."""
        minutes = {Unit.MINUTES: 1, Unit.HOURS: 60}.get(self.unit)
        return None if minutes is None else timedelta(minutes=minutes * self.amount)


def due(
    start: datetime, span: Span, calendar: Calendar, zone: ZoneInfo, close_of_business: time
) -> datetime:
    """When the time is over, in UTC (Civil Code, articles 200 to 204).

    Hours run from the moment. Days count from the day after the first and end at close of
    business; a last calendar day that is not worked moves to the next working day.
    """
    _must_be_aware(start)
    if span.exact is not None:
        return start.astimezone(UTC) + span.exact
    first = start.astimezone(zone).date()
    if span.unit is Unit.WORKING_DAYS:
        last = calendar.add_working_days(first, span.amount)
    else:
        last = calendar.next_working_day(first + timedelta(days=span.amount))
    return datetime.combine(last, close_of_business, zone).astimezone(UTC)


def warn_at(moment: datetime, before: Span, calendar: Calendar, zone: ZoneInfo) -> datetime:
    """When to warn that ``moment`` comes near, in UTC; working days keep the hour of the day.

    What is due on a day off counts as due when the next working day begins.
    """
    _must_be_aware(moment)
    if before.exact is not None:
        return moment.astimezone(UTC) - before.exact
    local = moment.astimezone(zone)
    day, hour = local.date(), local.time()
    if before.unit is Unit.WORKING_DAYS:
        worked = calendar.next_working_day(day)
        hour = hour if worked == day else time.min
        day = calendar.subtract_working_days(worked, before.amount)
    else:
        day -= timedelta(days=before.amount)
    return datetime.combine(day, hour, zone).astimezone(UTC)


def warn_until(now: datetime, before: Span, calendar: Calendar, zone: ZoneInfo) -> datetime:
    """The last moment to warn of already: ``warn_at(m) <= now`` just when ``m <= warn_until``."""
    _must_be_aware(now)
    if before.exact is not None:
        return now.astimezone(UTC) + before.exact
    local = now.astimezone(zone)
    day, hour = local.date(), local.time()
    if before.unit is Unit.WORKING_DAYS:
        hour = hour if calendar.is_working_day(day) else time.max
        day = calendar.add_working_days(day, before.amount)
    else:
        day += timedelta(days=before.amount)
    return datetime.combine(day, hour, zone).astimezone(UTC)


def _must_be_aware(moment: datetime) -> None:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone has no due date")
