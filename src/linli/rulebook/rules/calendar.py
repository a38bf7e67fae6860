"""Which days are worked: the street's own table, then the State Council's years, then a guess."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import cached_property

from chinese_calendar import constants  # type: ignore[import-untyped]

from linli.words import N_, Reason, Word


class DayKind(Word):
    """What the yearly notice says of a day that is not as its weekday would have it."""

    HOLIDAY = "holiday", N_("放假")
    WORKING = "working", N_("上班")
    HALF = "half", N_("半天")


LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class NamedDay:
    """``closes_at`` is when a half day ends, where the rule of the hours does not say it."""

    day: date
    kind: DayKind
    name: str = ""
    closes_at: time | None = None


# Every notice since 2004 names 22 days off or more; a few local days do not make a year known.
_DAYS_OF_A_NOTICE = 10
_FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
_SATURDAY = 5
_NOTICE_MONTH = 10
_DAY = timedelta(days=1)


def _whole_years(holidays: Counter[int]) -> frozenset[int]:
    return frozenset(year for year, days in holidays.items() if days >= _DAYS_OF_A_NOTICE)


_PUBLISHED_YEARS = _whole_years(Counter(day.year for day in constants.holidays))


@dataclass(frozen=True)
class Calendar:
    """The working days of one street; ``overrides`` are the days it has entered itself, and
    ``closings`` the hours at which some of its half days end."""

    overrides: Mapping[date, DayKind] = field(default_factory=dict)
    closings: Mapping[date, time] = field(default_factory=dict)

    def is_working_day(self, day: date) -> bool:
        """The street's own table decides, then the published years, else Monday to Friday."""
        if day in self.overrides:
            return self.overrides[day] is not DayKind.HOLIDAY
        is_made_up = day.year in _PUBLISHED_YEARS and day in constants.workdays
        return is_made_up or (day.weekday() < _SATURDAY and not self.is_holiday(day))

    def is_holiday(self, day: date) -> bool:
        """Named as a day off; an ordinary weekend is none."""
        if day in self.overrides:
            return self.overrides[day] is DayKind.HOLIDAY
        if day.year in _PUBLISHED_YEARS:
            return day in constants.holidays
        return (day.month, day.day) in _FIXED_HOLIDAYS

    def is_estimated(self, year: int) -> bool:
        """Nobody has entered this year's holidays, so its working days are a guess."""
        return year not in _PUBLISHED_YEARS and year not in self._entered_years

    def next_working_day(self, day: date) -> date:
        """The day itself if it is worked, else the first worked day after it."""
        while not self.is_working_day(day):
            day += _DAY
        return day

    def add_working_days(self, day: date, days: int) -> date:
        """The ``days``-th working day after ``day``, which itself does not count."""
        if days < 1:
            raise ValueError(f"cannot count {days} working days")
        for _ in range(days):
            day = self.next_working_day(day + _DAY)
        return day

    def subtract_working_days(self, day: date, days: int) -> date:
        """The ``days``-th working day before ``day``, which itself does not count."""
        for _ in range(days):
            day -= _DAY
            while not self.is_working_day(day):
                day -= _DAY
        return day

    @cached_property
    def _entered_years(self) -> frozenset[int]:
        holidays = (day for day, kind in self.overrides.items() if kind is DayKind.HOLIDAY)
        return _whole_years(Counter(day.year for day in holidays))


def why_not_days(days: Sequence[NamedDay]) -> Reason | None:
    """A list of days names each day once, and an hour only for a half day."""
    counted = Counter(named.day for named in days)
    twice = next((day for day, times in counted.items() if times > 1), None)
    if twice is not None:
        return day_twice(twice)
    found = (why_not_day(named) for named in days)
    return next((reason for reason in found if reason), None)


def why_not_day(named: NamedDay) -> Reason | None:
    """A short name, and an hour only for a half day."""
    if len(named.name) > LONGEST_NAME:
        text = N_("名称“%(name)s”太长，最多%(most)s个字。")
        return Reason("day_name", text, {"name": named.name, "most": LONGEST_NAME}, field="name")
    if named.closes_at and named.kind is not DayKind.HALF:
        text = N_("只有半天才写几点下班；整天上班或放假请空着。")
        return Reason("day_hour", text, field="closes_at")
    return None


def day_twice(day: date) -> Reason:
    text = N_("%(day)s出现了不止一次，请只保留一行。")
    return Reason("day_twice", text, {"day": day.isoformat()}, field="days")


def calendar_warnings(calendar: Calendar, today: date) -> list[Reason]:
    """Loud while this year is a guess, and from October on while the next year is missing."""
    found = []
    if calendar.is_estimated(today.year):
        text = N_("%(year)s年的放假安排还没有录入，工作日只按周一至周五估算，办理时限可能不准。")
        found.append(Reason("calendar_estimated", text, {"year": today.year}))
    if today.month >= _NOTICE_MONTH and calendar.is_estimated(today.year + 1):
        text = N_("%(year)s年的放假安排还没有录入，请在国务院办公厅通知发布后尽快导入。")
        found.append(Reason("calendar_next_year_missing", text, {"year": today.year + 1}))
    return found
