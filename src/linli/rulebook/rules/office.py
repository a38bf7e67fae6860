"""When an office is open: its working days, its zone, its hours."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from linli.rulebook.rules.calendar import Calendar, DayKind

_DAY = timedelta(days=1)
_NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class Hours:
    """From when to when a day is worked, and when a half day ends."""

    opens: time
    closes: time
    half_day_closes: time


def hours(value: Mapping[str, Any]) -> Hours:
    """The hours of an ``office.hours`` rule."""
    names = ("opens", "close_of_business", "half_day_closes")
    return Hours(*(time.fromisoformat(value[name]) for name in names))


@dataclass(frozen=True, slots=True)
class Office:
    """Where a clock runs: everything beside the span that a due date depends on."""

    calendar: Calendar
    zone: ZoneInfo
    hours: Hours

    def local_day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def close_of(self, day: date) -> datetime:
        """Close of business; a half day ends at its own hour, else at that of the rule."""
        closes = self.hours.closes
        if self.calendar.overrides.get(day) is DayKind.HALF:
            closes = self.calendar.closings.get(day, self.hours.half_day_closes)
        return datetime.combine(day, closes, self.zone)

    def is_open(self, moment: datetime) -> bool:
        """Whether somebody works at this moment."""
        day = self.local_day(moment)
        return self.calendar.is_working_day(day) and (
            self._opening(day) <= moment < self.close_of(day)
        )

    def closings(self, start: datetime, end: datetime) -> int:
        """How many worked days close after ``start`` and by ``end``."""
        first, last = self.local_day(start), self.local_day(end)
        days = (first + _DAY * n for n in range((last - first).days + 1))
        worked = (day for day in days if self.calendar.is_working_day(day))
        return sum(start < self.close_of(day) <= end for day in worked)

    def next_closing(self, moment: datetime) -> date:
        """The worked day that closes first at or after a moment."""
        day = self.calendar.next_working_day(self.local_day(moment))
        is_over = self.close_of(day) < moment
        return self.calendar.next_working_day(day + _DAY) if is_over else day

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """How much of the time between two moments is worked."""
        found = _NOTHING
        for opens, closes in self._windows(self.local_day(start), _DAY):
            if opens >= end:
                break
            found += max(min(closes, end) - max(opens, start), _NOTHING)
        return found

    def after_working(self, start: datetime, amount: timedelta) -> datetime:
        """The moment by which so much working time has passed."""
        for opens, closes in self._windows(self.local_day(start), _DAY):
            begin = max(opens, start)
            if begin < closes and amount <= closes - begin:
                return begin + amount
            amount -= max(closes - begin, _NOTHING)
        raise AssertionError("the calendar has no end")

    def before_working(self, end: datetime, amount: timedelta) -> datetime:
        """The moment from which so much working time is left."""
        for opens, closes in self._windows(self.local_day(end), -_DAY):
            last = min(closes, end)
            if last > opens and amount <= last - opens:
                return last - amount
            amount -= max(last - opens, _NOTHING)
        raise AssertionError("the calendar has no end")

    def _windows(self, day: date, step: timedelta) -> Iterator[tuple[datetime, datetime]]:
        """The open hours of each working day from a day on, without end."""
        while True:
            if self.calendar.is_working_day(day):
                yield self._opening(day), self.close_of(day)
            day += step

    def _opening(self, day: date) -> datetime:
        return datetime.combine(day, self.hours.opens, self.zone)
