"""Charts as inline SVG: attributes and classes only, words and a table beside every drawing.

A drawing scales by percentages or by its view box; its words are page text, so they keep their
size, wrap, and run in the direction of the reader.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import template
from django.template.defaultfilters import date as formatted
from django.utils.translation import gettext

from linli.insight.rules import Bar, Day, Figure, Share, percent

register = template.Library()

WIDTH, HEIGHT = 1000, 200  # of the view box of a line; the page stretches it
MEAN_DAYS = 7  # a week evens out the weekends
_STEPS = (1, 2, 4, 6, 8, 10)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A bar with its lengths in percent of the longest."""

    bar: Bar
    whole: float
    part: float


@dataclass(frozen=True, slots=True)
class Slot:
    """The strip of one day under the pointer."""

    day: Day
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Slice:
    """A piece of a ring of 100, with its share in words."""

    figure: Figure
    number: int
    length: float
    start: float
    percent: int


@register.inclusion_tag("web/charts/bars.html")
def bars(rows: Sequence[Bar], title: str, nameless: str = "—", linked: bool = True) -> Any:
    """Rows of a comparison; ``nameless`` names the row of what belongs to none."""
    top = max((row.figures[0].count for row in rows), default=0)
    return {
        "rows": [_drawn(row, top) for row in rows],
        "first": next(iter(rows), None),
        "has_ranks": any(row.rank for row in rows),
        "title": title,
        "nameless": nameless,
        "linked": linked,
    }


@register.inclusion_tag("web/charts/line.html")
def line(days: Sequence[Day], title: str, name: str, linked: bool = True) -> Any:
    """Two counts per day; ``name`` makes the ids of this drawing its own."""
    top = ceiling(max((figure.count for day in days for figure in day.figures), default=0))
    series = list(zip(*(day.figures for day in days), strict=True))
    return {
        "days": days,
        "paths": [_paths([figure.count for figure in figures], top) for figures in series],
        "has_means": len(days) > MEAN_DAYS,
        "mean_days": MEAN_DAYS,
        "words": [figures[0].word for figures in series],
        "sums": [sum(figure.count for figure in figures) for figures in series],
        "slots": _slots(days),
        "marks": (top, top // 2, 0) if top > 1 else (top, 0),
        "ends": _ends([day.day for day in days]),
        "said": _said(days),
        "title": title,
        "name": name,
        "linked": linked,
        "width": WIDTH,
        "height": HEIGHT,
    }


@register.inclusion_tag("web/charts/ring.html")
def ring(
    figures: Sequence[Figure], whole: Figure, title: str, name: str, linked: bool = True
) -> Any:
    """What a whole is made of, at most four kinds."""
    slices = list(_slices(figures))
    parts = [
        gettext("%(word)s %(count)s 件") % {"word": gettext(one.word), "count": one.count}
        for one in figures
    ]
    return {
        "slices": slices,
        "whole": whole,
        "said": gettext("、").join(parts),
        "title": title,
        "name": name,
        "linked": linked,
    }


@register.inclusion_tag("web/charts/figure.html")
def figure(one: Figure, linked: bool = True, always: bool = False) -> Any:
    """A count; a link to its rows, unless there are none to see (``always`` links those too)."""
    return {"one": one, "is_link": linked and bool(one.address) and (always or one.count > 0)}


@register.filter
def in_percent(share: Share | None) -> str:
    """A share in percent; a dash for nothing out of nothing."""
    return "—" if share is None or share.percent is None else f"{share.percent}%"


@register.filter
def day_name(day: date) -> str:
    """The day of a month, without the year, in the reader's language."""
    return formatted(day, gettext("n月j日"))


def ceiling(top: int) -> int:
    """The round number above the highest point: 1, 2, 4, 6, 8 or 10 times a power of ten."""
    scale = 1
    while top > 10 * scale:
        scale *= 10
    return next(step * scale for step in _STEPS if top <= step * scale)


def _drawn(row: Bar, top: int) -> Drawn:
    whole, *parts = (figure.count for figure in row.figures)
    part = parts[0] if parts else 0
    return Drawn(row, _length(whole, top), _length(min(part, whole), top))


def _length(count: int, top: int) -> float:
    """Something is never drawn as nothing."""
    return max(0.5, round(100 * count / top, 2)) if count and top else 0


def _paths(counts: Sequence[int], top: int) -> tuple[str, str]:
    """Day by day, and the mean of the week that ends with each day, once there is a week."""
    means = [
        sum(counts[end - MEAN_DAYS : end]) / MEAN_DAYS for end in range(MEAN_DAYS, len(counts) + 1)
    ]
    step = WIDTH / len(counts)
    later = _path(means, top, step, MEAN_DAYS - 1) if len(means) > 1 else ""
    return _path(counts, top, step), later


def _path(counts: Sequence[float], top: int, step: float, first: int = 0) -> str:
    """A line through the middle of every day; a single day is a dot."""
    points = [
        f"{round((place + 0.5) * step, 1):g} {round(HEIGHT - HEIGHT * count / top, 1):g}"
        for place, count in enumerate(counts, first)
    ]
    return f"M{points[0]}h0" if len(points) == 1 else "M" + "L".join(points)


def _slots(days: Sequence[Day]) -> list[Slot]:
    step = WIDTH / len(days) if days else 0
    return [Slot(day, round(place * step, 2), round(step, 2)) for place, day in enumerate(days)]


def _ends(days: Sequence[date]) -> list[date]:
    """First, middle and last day, as many as there are."""
    return sorted({days[0], days[len(days) // 2], days[-1]}) if days else []


def _said(days: Sequence[Day]) -> str:
    """The drawing in one sentence."""
    if not days:
        return gettext("没有数据。")
    peak = max(days, key=lambda day: day.figures[0].count)
    sums = [
        gettext("%(word)s %(count)s 件")
        % {"word": gettext(first.word), "count": sum(day.figures[n].count for day in days)}
        for n, first in enumerate(days[0].figures)
    ]
    params = {
        "days": len(days),
        "sums": gettext("、").join(sums),
        "day": day_name(peak.day),
        "peak": peak.figures[0].count,
    }
    return gettext("%(days)s 天里%(sums)s；%(day)s最多，%(peak)s 件。") % params


def _slices(figures: Iterable[Figure]) -> Iterable[Slice]:
    counted = list(figures)
    whole = sum(one.count for one in counted)
    start = 0.0
    for number, one in enumerate(counted, 1):
        length = 100 * one.count / whole if whole else 0
        share = percent(one.count, whole) or 0
        yield Slice(one, number, round(length, 2), round(-start, 2) or 0, share)
        start += length
