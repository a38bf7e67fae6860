"""From hours to slots: arithmetic only."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from linli.capacity.rules import (
    LIVE,
    Contingent,
    Opening,
    State,
    Taken,
    contingents,
    is_covered,
    is_open_to,
    slots_of,
    tally,
    why_not_slot,
    why_not_take,
    why_not_week,
)
from linli.capacity.tests.factories import (
    HOLIDAY,
    MADE_UP,
    MONDAY,
    NOW,
    SATURDAY,
    ZONE,
    at,
    week,
)
from linli.rulebook.rules import Calendar, DayKind, Hours, Office

OFFICE = Office(Calendar(), ZONE, Hours(time(8, 30), time(18), time(12)))
LIMITS = {"free_hours": 24, "ahead_days": 30}


@st.composite
def openings(draw: st.DrawFn) -> list[Opening]:
    """Hours of one Monday, one after the other, with any cut and any shares."""
    marks = sorted(draw(st.sets(st.integers(0, 24 * 60 - 1), min_size=2, max_size=6)))
    phone = draw(st.integers(0, 100))
    internal = draw(st.integers(0, 100 - phone))
    return [
        Opening(0, _time(a), _time(b), draw(st.integers(5, 120)), phone, internal)
        for a, b in list(pairwise(marks))[::2]
    ]


def _time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


@given(openings())
def test_slots_follow_one_another_within_the_hours(hours: list[Opening]):
    slots = slots_of(MONDAY, hours, OFFICE)
    assert all(a.end <= b.start for a, b in pairwise(slots))
    for slot in slots:
        begin, end = (moment.astimezone(ZONE).time() for moment in (slot.start, slot.end))
        assert any(one.opens <= begin < end <= one.closes for one in hours)


_moments = st.datetimes(datetime(2026, 9, 13, 16), datetime(2026, 9, 14, 16)).map(
    lambda moment: moment.replace(tzinfo=NOW.tzinfo)
)


@given(
    openings(),
    st.lists(st.tuples(_moments, st.integers(5, 90), st.sampled_from(State), st.booleans())),
)
def test_free_and_held_and_sold_are_all_there_are(hours: list[Opening], rows: list[tuple]):
    slots = slots_of(MONDAY, hours, OFFICE)
    taken = [
        Taken(start, start + timedelta(minutes=m), state, NOW + (-1 if over else 1) * timedelta(1))
        for start, m, state, over in rows
    ]
    found = tally(slots, taken, NOW)
    assert found.free + found.held + found.sold == len(slots)
    assert min(found.free, found.held, found.sold) >= 0
    live = [one for one in taken if one.state in LIVE and one.expires_at > NOW]
    hit = [s for s in slots if any(t.start < s.end and s.start < t.end for t in live)]
    assert found.free == len(slots) - len(hit)


@given(st.integers(0, 200), st.integers(0, 100), st.integers(0, 100))
def test_each_contingent_gets_its_share_spread_over_the_day(count: int, phone: int, rest: int):
    internal = min(rest, 100 - phone)
    given_ = list(contingents(count, phone, internal))
    shares = {"public": 100 - phone - internal, "phone": phone, "internal": internal}
    for until in range(count + 1):
        counted = Counter(given_[:until])
        assert sum(counted.values()) == until
        for kind, share in shares.items():
            assert abs(100 * counted[Contingent(kind)] - share * until) < 200
    assert all(shares[kind] for kind in given_)


def days(day: date, *, calendar: Calendar | None = None, hours: list[Opening] | None = None) -> int:
    office = Office(calendar or Calendar(), ZONE, OFFICE.hours)
    return len(slots_of(day, hours or week(), office))


def test_a_weekday_is_open_and_a_weekend_and_a_holiday_are_not():
    assert [days(day) for day in (MONDAY, SATURDAY, HOLIDAY)] == [6, 0, 0]


def test_a_make_up_day_is_worked_like_the_weekday_next_to_it():
    assert days(MADE_UP) == 6
    assert days(MADE_UP, hours=week(4)) == 0  # a Sunday is like the Monday, not the Friday
    assert days(SATURDAY, calendar=Calendar({SATURDAY: DayKind.WORKING}), hours=week(4)) == 6


def test_a_hall_may_open_on_saturdays_and_keeps_its_own_hours_on_a_make_up_one():
    own = [*week(), Opening(5, time(9), time(10), 30)]
    assert days(SATURDAY, hours=own) == 2
    assert days(SATURDAY, hours=own, calendar=Calendar({SATURDAY: DayKind.WORKING})) == 2
    assert days(SATURDAY, hours=own, calendar=Calendar({SATURDAY: DayKind.HOLIDAY})) == 0


def test_a_half_day_ends_at_its_own_hour():
    half = {MONDAY: DayKind.HALF}
    assert days(MONDAY, calendar=Calendar(half)) == 4
    assert days(MONDAY, calendar=Calendar(half, {MONDAY: time(10)})) == 2


def test_hours_count_from_their_first_day_to_their_last():
    hours = week(0, first=MONDAY, last=MONDAY + timedelta(weeks=1))
    each = [days(MONDAY + timedelta(weeks=n), hours=hours) for n in (-1, 0, 1, 2)]
    assert each == [0, 6, 6, 0]


def test_a_closed_day_has_no_slots():
    assert slots_of(MONDAY, week(), OFFICE, {MONDAY}) == []


def test_what_is_past_too_far_outside_or_closed_says_so():
    slots = slots_of(MONDAY, week(), OFFICE)
    assert why_not_slot(at(MONDAY, 9, 30), slots) is None
    assert why_not_slot(at(MONDAY, 12), slots).code == "outside_hours"
    assert why_not_slot(at(MONDAY, 9, 10), slots).code == "outside_hours"
    assert why_not_slot(at(HOLIDAY, 9), []).code == "closed_that_day"
    public = Contingent.PUBLIC
    assert why_not_take(slots[0], public, slots[0].start, **LIMITS).code == "slot_past"
    early = slots[0].start - timedelta(days=31)
    assert why_not_take(slots[0], public, early, **LIMITS).code == "slot_far"
    assert why_not_take(slots[0], public, NOW, **LIMITS) is None


def test_what_is_kept_for_the_phone_falls_free_and_what_the_office_keeps_does_not():
    slots = slots_of(MONDAY, week(0, phone=34, internal=33), OFFICE)
    by_kind = {slot.contingent: slot for slot in slots}
    assert set(by_kind) == set(Contingent)
    for kind, slot in by_kind.items():
        before, near = slot.start - timedelta(hours=25), slot.start - timedelta(hours=24)
        for via in Contingent:
            assert is_open_to(slot, via, before, 24) == (via is kind)
            falls_free = kind is not Contingent.INTERNAL
            assert is_open_to(slot, via, near, 24) == (via is kind or falls_free)
    kept = why_not_take(by_kind[Contingent.PHONE], Contingent.PUBLIC, NOW, **LIMITS)
    assert kept.code == "slot_kept"


def test_an_hour_is_covered_however_it_is_cut():
    slots = slots_of(MONDAY, week(), OFFICE)
    assert is_covered(at(MONDAY, 9, 10), at(MONDAY, 9, 40), slots)
    assert not is_covered(at(MONDAY, 10, 45), at(MONDAY, 11, 15), slots)


def test_a_week_that_makes_no_sense_is_refused():
    morning = Opening(0, time(9), time(11), 30)
    cases = {
        "hours_overlap": [morning, Opening(0, time(10), time(12), 30)],
        "hours_short": [Opening(0, time(11), time(9), 30)],
        "slot_minutes": [Opening(0, time(9), time(11), 1)],
        "shares": [Opening(0, time(9), time(11), 30, phone=60, internal=50)],
    }
    assert why_not_week([morning, Opening(0, time(11), time(12), 30)]) is None
    assert {why_not_week(hours).code for hours in cases.values()} == set(cases)
