"""The hours of a week as the administrator writes them, one text for each weekday."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time

from linli.capacity.rules.slots import Opening
from linli.words import N_, Reason

WEEKDAYS = (N_("周一"), N_("周二"), N_("周三"), N_("周四"), N_("周五"), N_("周六"), N_("周日"))
LONGEST_DAY = 60
_SPAN = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-–—~至到]\s*(\d{1,2})[:：](\d{2})")
_BETWEEN = re.compile(r"[、,，;；\s]*")


@dataclass(frozen=True, slots=True)
class Cut:
    """How the hours of a week are cut, and for whom shares of a hundred are kept."""

    minutes: int = 30
    phone: int = 0
    internal: int = 0

    @property
    def public(self) -> int:
        return 100 - self.phone - self.internal


def read_week(texts: Mapping[int, str], cut: Cut) -> list[Opening] | Reason:
    """What was written for each weekday (Monday is 0), or what cannot be read of it."""
    found: list[Opening] = []
    for weekday, text in texts.items():
        spans = list(_spans(text))
        if None in spans:
            told = N_("%(day)s的“%(text)s”看不懂，请写成 09:00-11:30、14:00-17:00。")
            params = {"day": WEEKDAYS[weekday], "text": text.strip()}
            return Reason("hours_unreadable", told, params, field=f"day{weekday}")
        found += [
            Opening(weekday, *span, cut.minutes, cut.phone, cut.internal) for span in spans if span
        ]
    return found


def written_week(week: Iterable[Opening]) -> dict[int, str]:
    """Every weekday as it is read again; empty where it is closed."""
    by_day: dict[int, list[str]] = {weekday: [] for weekday in range(len(WEEKDAYS))}
    for one in sorted(week, key=lambda one: (one.weekday, one.opens)):
        by_day[one.weekday].append(f"{one.opens:%H:%M}-{one.closes:%H:%M}")
    return {weekday: "、".join(spans) for weekday, spans in by_day.items()}


def cut_of(week: Sequence[Opening]) -> Cut:
    """How a week is cut, by its first hours."""
    return Cut(week[0].minutes, week[0].phone, week[0].internal) if week else Cut()


def _spans(text: str) -> Iterator[tuple[time, time] | None]:
    """From one time of day to another; None for whatever cannot be read."""
    if _BETWEEN.fullmatch(_SPAN.sub("", text)) is None:
        yield None
    for found in _SPAN.finditer(text):
        opens, closes = _time(*found.group(1, 2)), _time(*found.group(3, 4))
        yield (opens, closes) if opens and closes else None


def _time(hour: str, minute: str) -> time | None:
    try:
        return time(int(hour), int(minute))
    except ValueError:
        return None
