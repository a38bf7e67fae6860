"""From opening hours to slots, and what is taken of them."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from linli.capacity.rules.words import LIVE, Contingent, State
from linli.rulebook.rules import Calendar, DayKind, Office

_NOTHING = timedelta(0)
_FRIDAY, _SATURDAY, _SUNDAY, _MONDAY = 4, 5, 6, 0
_LIKE: Mapping[int, int] = {_SATURDAY: _FRIDAY, _SUNDAY: _MONDAY}


@dataclass(frozen=True, slots=True)
class Opening:
    """Hours of one weekday (Monday is 0), cut into slots of some minutes; of a hundred slots so
    many are for the phone and for the office itself, the rest for the public. It counts from the
    ``first`` day to the ``last``."""

    weekday: int
    opens: time
    closes: time
    minutes: int
    phone: int = 0
    internal: int = 0
    first: date = date.min
    last: date = date.max


@dataclass(frozen=True, slots=True)
class Slot:
    """An hour that one can have; ``contingent`` says for whom it is kept."""

    start: datetime
    end: datetime
    contingent: Contingent


@dataclass(frozen=True, slots=True)
class Taken:
    """An hour that somebody has; a hold only until it expires."""

    start: datetime
    end: datetime
    state: State
    expires_at: datetime | None = None

    def is_live(self, now: datetime) -> bool:
        is_over = self.expires_at is not None and self.expires_at <= now
        return self.state in LIVE and not is_over


def slots_of(
    day: date, openings: Iterable[Opening], office: Office, closed: Container[date] = ()
) -> list[Slot]:
    """The slots of a day in order; none on a holiday or a closed day, and on a half day only
    those that end with it."""
    calendar = office.calendar
    if day in closed or calendar.is_holiday(day):
        return []
    valid = [one for one in openings if one.first <= day <= one.last]
    weekday = _weekday(day, valid, calendar)
    found = [slot for one in valid if one.weekday == weekday for slot in _cut(one, day, office)]
    if calendar.overrides.get(day) is DayKind.HALF:
        found = [slot for slot in found if slot.end <= office.close_of(day)]
    return sorted(found, key=lambda slot: slot.start)


def _weekday(day: date, openings: Sequence[Opening], calendar: Calendar) -> int:
    """A make-up day without hours of its own is worked like the weekday next to it."""
    own = day.weekday()
    if any(one.weekday == own for one in openings) or not calendar.is_working_day(day):
        return own
    return _LIKE.get(own, own)


def _cut(opening: Opening, day: date, office: Office) -> Iterator[Slot]:
    start, closes = (_moment(day, at, office.zone) for at in (opening.opens, opening.closes))
    length = timedelta(minutes=opening.minutes)
    kept = contingents((closes - start) // length, opening.phone, opening.internal)
    for number, contingent in enumerate(kept):
        yield Slot(start + number * length, start + (number + 1) * length, contingent)


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


def contingents(count: int, phone: int, internal: int) -> Iterator[Contingent]:
    """Shares of a hundred spread evenly over the day: each slot goes to whoever is owed most."""
    shares = {
        Contingent.PUBLIC: 100 - phone - internal,
        Contingent.PHONE: phone,
        Contingent.INTERNAL: internal,
    }
    given: Counter[Contingent] = Counter()
    for number in range(1, count + 1):
        owed = {kind: share * number - 100 * given[kind] for kind, share in shares.items()}
        chosen = max(owed, key=lambda kind: owed[kind])
        given[chosen] += 1
        yield chosen


def is_open_to(slot: Slot, via: Contingent, now: datetime, free_hours: int) -> bool:
    """By its own way, and shortly before by any way, unless the office keeps it for itself."""
    if slot.contingent is via:
        return True
    is_near = slot.start - now <= timedelta(hours=free_hours)
    return is_near and slot.contingent is not Contingent.INTERNAL


def taken_by(slot: Slot, taken: Iterable[Taken], now: datetime) -> Taken | None:
    """Who has the slot, or a part of it."""
    having = (one for one in taken if one.start < slot.end and slot.start < one.end)
    return next((one for one in having if one.is_live(now)), None)


@dataclass(frozen=True, slots=True)
class Tally:
    """The three are all slots there are."""

    free: int
    held: int
    sold: int


def tally(slots: Sequence[Slot], taken: Sequence[Taken], now: datetime) -> Tally:
    having = [taken_by(slot, taken, now) for slot in slots]
    held = sum(one is not None and one.state is State.HELD for one in having)
    free = having.count(None)
    return Tally(free, held, len(slots) - free - held)


def is_covered(start: datetime, end: datetime, slots: Iterable[Slot]) -> bool:
    """Whether an hour lies within what is open, however that is cut now."""
    common = (max(min(end, one.end) - max(start, one.start), _NOTHING) for one in slots)
    return sum(common, _NOTHING) == end - start
