"""When requests arrive and how long they take, shaped like what Chinese hotlines publish.

Hours 8 to 18 hold 76 % of a day, with peaks at ten and at three; weekends are quiet; handling
times have a long tail and a heap near zero.
"""

from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise
from random import Random

# Monday to Sunday.
WEEKDAYS = (0.19, 0.18, 0.175, 0.165, 0.15, 0.06, 0.08)
HOURS = (
    *(0.010, 0.006, 0.004, 0.003, 0.003, 0.005, 0.012, 0.026),
    *(0.050, 0.095, 0.117, 0.088, 0.045, 0.044, 0.070, 0.090, 0.078, 0.047, 0.036),
    *(0.040, 0.045, 0.040, 0.028, 0.018),
)

# Median hours and spread by urgency: about one case in eleven misses the due time of its class.
_HANDLING = {
    "E": (0.75, 0.73),
    "U": (8.0, 0.82),
    "N": (44.0, 1.0),
    "C": (130.0, 0.76),
    "Q": (6.0, 1.0),
}
_AT_ONCE = {"N": 0.06, "Q": 0.25}


def arrival_times(
    rng: Random, days: int, count: int, until: datetime, zone: tzinfo
) -> list[datetime]:
    """`count` moments within the last `days` days before `until`, in order, none after it."""
    if until.tzinfo is None:
        raise ValueError("until must be aware")
    slots = _slots(until - timedelta(days=days), until)
    weights = [_weight(start.astimezone(zone), end - start) for start, end in slots]
    chosen = rng.choices(slots, weights, k=count)
    return sorted(_within(rng, start, end).astimezone(zone) for start, end in chosen)


def _slots(since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
    """The hours between two moments, the first and the last cut where the span is."""
    first = since.astimezone(UTC)
    last = until.astimezone(UTC)
    hour = first.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    edges = [first]
    while hour < last:
        edges.append(hour)
        hour += timedelta(hours=1)
    return list(pairwise([*edges, last]))


def _weight(local: datetime, length: timedelta) -> float:
    return WEEKDAYS[local.weekday()] * HOURS[local.hour] * (length / timedelta(hours=1))


def _within(rng: Random, start: datetime, end: datetime) -> datetime:
    seconds = int((end - start).total_seconds())
    return start + timedelta(seconds=rng.randrange(seconds) if seconds else 0)


def handling_hours(rng: Random, urgency: str = "N") -> float:
    """Hours from arrival to the answer: log-normal, with a heap of things settled at once."""
    if rng.random() < _AT_ONCE.get(urgency, 0.0):
        return rng.uniform(0.05, 0.5)
    median, spread = _HANDLING[urgency]
    return median * rng.lognormvariate(0.0, spread)
