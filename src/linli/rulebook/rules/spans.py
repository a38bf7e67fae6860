"""How long something may take, and the moment at which that time is over.

Why pauses move a due date as they do is in docs/decisions/0006-pauses.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Self

from linli.rulebook.rules.office import Office
from linli.words import N_, Word

_NEXT = timedelta(microseconds=1)  # what is due at closing time is due until the next opening


class Unit(Word):
    MINUTES = "minutes", N_("分钟")
    HOURS = "hours", N_("小时")
    WORKING_HOURS = "working_hours", N_("个工作小时")
    WORKING_DAYS = "working_days", N_("个工作日")
    DAYS = "days", N_("天")


_MINUTES = {Unit.MINUTES: 1, Unit.HOURS: 60, Unit.WORKING_HOURS: 60}


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
    def length(self) -> timedelta | None:
        """The length of a span of minutes or hours; None when it counts whole days."""
        minutes = _MINUTES.get(self.unit)
        return None if minutes is None else timedelta(minutes=minutes * self.amount)


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which a clock stood still."""

    start: datetime
    end: datetime


def due(start: datetime, span: Span, office: Office, pauses: Iterable[Pause] = ()) -> datetime:
    """When the time is over, in UTC (Civil Code, articles 200 to 204).

    Hours run from the moment. Days count from the day after the first and end at close of
    business; a last calendar day that is not worked moves to the next working day.
    """
    _must_be_aware(start)
    found = _due(start, span, office)
    for pause in merged(pauses):
        if pause.end > start:
            began = Pause(max(pause.start, start), pause.end)
            found = postponed(found, began, span.unit, office)
    return found


def postponed(due_at: datetime, pause: Pause, unit: Unit, office: Office) -> datetime:
    """The due date after a pause: later by exactly the time for which the clock stood still.

    A clock of hours gets back the time, one of working hours the time worked, one of days each
    close of business that it has missed; so as much is left after a pause as was left before it.
    A pause that begins when the time is over changes nothing.
    """
    if pause.start >= due_at:
        return due_at
    if unit is Unit.WORKING_HOURS:
        worked = office.working_time(pause.start, pause.end)
        return office.after_working(due_at, worked).astimezone(UTC) if worked else due_at
    if unit in _MINUTES:
        return due_at + (pause.end - pause.start)
    days = office.closings(pause.start, pause.end)
    if not days and pause.end < due_at:
        return due_at
    last = office.next_closing(due_at)
    last = office.calendar.add_working_days(last, days) if days else last
    return office.close_of(last).astimezone(UTC)


def merged(pauses: Iterable[Pause]) -> list[Pause]:
    """Pauses in order, those that touch or overlap as one."""
    found: list[Pause] = []
    for pause in sorted(pauses, key=lambda pause: pause.start):
        if found and pause.start <= found[-1].end:
            found[-1] = Pause(found[-1].start, max(found[-1].end, pause.end))
        else:
            found.append(pause)
    return found


def warn_at(moment: datetime, before: Span, office: Office) -> datetime:
    """When to warn that ``moment`` comes near, in UTC; working days keep the hour of the day.

    What is due on a day off counts as due when the next working day begins.
    """
    _must_be_aware(moment)
    if before.length is not None:
        if before.unit is Unit.WORKING_HOURS:
            return office.before_working(moment, before.length).astimezone(UTC)
        return moment.astimezone(UTC) - before.length
    local = moment.astimezone(office.zone)
    day, hour = local.date(), local.time()
    if before.unit is Unit.WORKING_DAYS:
        worked = office.calendar.next_working_day(day)
        hour = hour if worked == day else time.min
        day = office.calendar.subtract_working_days(worked, before.amount)
    else:
        day -= timedelta(days=before.amount)
    return datetime.combine(day, hour, office.zone).astimezone(UTC)


def warn_until(now: datetime, before: Span, office: Office) -> datetime:
    """No moment later than this one needs a warning yet."""
    _must_be_aware(now)
    if before.length is not None:
        if before.unit is Unit.WORKING_HOURS:
            return office.after_working(now, before.length + _NEXT).astimezone(UTC)
        return now.astimezone(UTC) + before.length
    local = now.astimezone(office.zone)
    day, hour = local.date(), local.time()
    if before.unit is Unit.WORKING_DAYS:
        hour = hour if office.calendar.is_working_day(day) else time.max
        day = office.calendar.add_working_days(day, before.amount)
    else:
        day += timedelta(days=before.amount)
    return datetime.combine(day, hour, office.zone).astimezone(UTC)


def _due(start: datetime, span: Span, office: Office) -> datetime:
    if span.length is not None:
        if span.unit is Unit.WORKING_HOURS:
            return office.after_working(start, span.length).astimezone(UTC)
        return start.astimezone(UTC) + span.length
    calendar, first = office.calendar, office.local_day(start)
    if span.unit is Unit.WORKING_DAYS:
        last = calendar.add_working_days(first, span.amount)
    else:
        last = calendar.next_working_day(first + timedelta(days=span.amount))
    return office.close_of(last).astimezone(UTC)


def _must_be_aware(moment: datetime) -> None:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone has no due date")
