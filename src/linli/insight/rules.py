"""What a board may say: counts, shares with their parts, ranks that small numbers do not get."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

TREND_DAYS = 90
SHARE_DAYS = 30
RANKED_FROM = 10  # a share of fewer is shown and not ranked


@dataclass(frozen=True, slots=True)
class Figure:
    """A count, what it counts (a message id), and the address of the rows behind it."""

    word: str
    count: int
    address: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, with what was left out of both."""

    part: Figure
    whole: Figure
    excluded: Figure

    @property
    def percent(self) -> int | None:
        """None without anything to judge: nothing out of nothing is neither good nor bad."""
        return percent(self.part.count, self.whole.count)

    @property
    def is_ranked(self) -> bool:
        return self.whole.count >= RANKED_FROM


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a comparison. The first figure is the whole bar, the second a part of it."""

    name: str
    figures: tuple[Figure, ...]
    share: Share | None = None
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a trend."""

    day: date
    figures: tuple[Figure, ...]


def percent(part: int, whole: int) -> int | None:
    """Rounded, but 100 only for all of them and 0 only for none."""
    if whole == 0:
        return None
    rounded = (200 * part + whole) // (2 * whole)
    if 0 < part < whole:
        return min(99, max(1, rounded))
    return rounded


def ranks(shares: Sequence[Share]) -> list[int | None]:
    """Each one's place by its share, the best first; equals share a place, and whoever has too
    few to judge has none."""
    ranked = [share for share in shares if share.is_ranked]
    return [
        1 + sum(_is_better(other, share) for other in ranked) if share.is_ranked else None
        for share in shares
    ]


def window(today: date, days: int) -> tuple[date, date]:
    """The last so many days, today included."""
    return today - timedelta(days=days - 1), today


def days_of(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=count) for count in range((last - first).days + 1))


def _is_better(one: Share, other: Share) -> bool:
    """Exact, without dividing: a/b > c/d."""
    return one.part.count * other.whole.count > other.part.count * one.whole.count
