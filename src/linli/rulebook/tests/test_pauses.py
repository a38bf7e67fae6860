"""A clock that stands still: the due date moves by exactly as much, and by nothing else."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from linli.rulebook import rules
from linli.rulebook.rules import Calendar, DayKind, Office, Pause, Span, Unit
from linli.rulebook.tests.test_spans import (
    COUNTED_IN_DAYS,
    china,
    lengths,
    moments,
    office,
    offices,
    spans,
)

FIVE_DAYS = Span(5, Unit.WORKING_DAYS)
# How long after the start a pause begins, and how long it lasts.
drawn = st.lists(st.tuples(lengths, lengths), max_size=4)


def pauses_after(start: datetime, parts: list[tuple[timedelta, timedelta]]) -> list[Pause]:
    return [Pause(start + later, start + later + length) for later, length in parts]


def test_a_day_asked_and_answered_the_next_day_gives_one_day_back() -> None:
    start = china(2026, 11, 16, 9)  # Monday; five working days end on Monday the 23rd
    asked = Pause(china(2026, 11, 17, 10), china(2026, 11, 18, 16))
    assert rules.due(start, FIVE_DAYS, office()) == china(2026, 11, 23, 18)
    assert rules.due(start, FIVE_DAYS, office(), [asked]) == china(2026, 11, 24, 18)


def test_a_question_answered_the_same_day_moves_no_clock_of_days() -> None:
    asked = Pause(china(2026, 11, 17, 10), china(2026, 11, 17, 16))
    assert rules.due(china(2026, 11, 16, 9), FIVE_DAYS, office(), [asked]) == china(
        2026, 11, 23, 18
    )


def test_a_pause_over_the_spring_festival_gives_back_the_days_worked_only() -> None:
    # Friday 13th and Saturday 14th closed meanwhile; 15th to 23rd are off; Saturday 28th is worked.
    asked = Pause(china(2026, 2, 13, 15), china(2026, 2, 24, 10))
    assert office().closings(asked.start, asked.end) == 2
    assert rules.due(china(2026, 2, 13, 9), FIVE_DAYS, office(), [asked]) == china(2026, 3, 2, 18)


def test_a_pause_that_is_all_holiday_gives_nothing_back() -> None:
    asked = Pause(china(2026, 2, 15, 10), china(2026, 2, 23, 20))
    assert rules.due(china(2026, 2, 13, 9), FIVE_DAYS, office(), [asked]) == china(2026, 2, 27, 18)


def test_a_pause_over_the_year_end_counts_on_where_no_calendar_is_published() -> None:
    start = china(2026, 12, 28, 9)  # Monday: 29th, 30th, 31st, then Monday 4th, Tuesday 5th
    asked = Pause(china(2026, 12, 30, 9), china(2027, 1, 5, 9))  # gives back 30th, 31st, 4th
    assert rules.due(start, FIVE_DAYS, office()) == china(2027, 1, 5, 18)
    assert rules.due(start, FIVE_DAYS, office(), [asked]) == china(2027, 1, 8, 18)


def test_a_clock_of_hours_gets_back_the_very_minutes() -> None:
    asked = Pause(china(2026, 11, 21, 22, 10), china(2026, 11, 22, 1, 25))
    span = Span(24, Unit.HOURS)
    assert rules.due(china(2026, 11, 21, 9), span, office(), [asked]) == china(2026, 11, 22, 12, 15)


def test_a_clock_of_working_hours_gets_back_the_time_worked() -> None:
    half = office(Calendar({date(2026, 6, 12): DayKind.HALF}))
    asked = Pause(china(2026, 6, 11, 17), china(2026, 6, 12, 20))  # one hour, and the half day
    span = Span(6, Unit.WORKING_HOURS)
    assert rules.due(china(2026, 6, 11, 9), span, half) == china(2026, 6, 11, 15)
    assert rules.due(china(2026, 6, 11, 15), span, half, [asked]) == china(2026, 6, 15, 12, 30)


def test_whoever_is_answered_after_hours_on_the_last_day_still_has_a_day() -> None:
    last_day = china(2026, 11, 23, 18)
    asked = Pause(china(2026, 11, 23, 9), china(2026, 11, 25, 20))
    moved = rules.postponed(last_day, asked, Unit.WORKING_DAYS, office())
    assert moved == china(2026, 11, 26, 18)


@given(moments, st.tuples(lengths, lengths), st.sampled_from(Unit), offices)
def test_after_a_pause_there_is_always_time_left(
    due_at: datetime, part: tuple[timedelta, timedelta], unit: Unit, where: Office
) -> None:
    left, length = part
    start = due_at - left - timedelta(microseconds=1)
    moved = rules.postponed(due_at, Pause(start, start + length), unit, where)
    assert moved >= due_at
    if unit in COUNTED_IN_DAYS:
        assert moved > start + length


@given(moments, spans, drawn, offices)
def test_a_pause_never_makes_it_earlier_and_never_ends_on_a_day_off(
    start: datetime, span: Span, parts: list[tuple[timedelta, timedelta]], where: Office
) -> None:
    found = rules.due(start, span, where, pauses_after(start, parts))
    assert found >= rules.due(start, span, where)
    if span.unit in COUNTED_IN_DAYS:
        assert where.calendar.is_working_day(where.local_day(found))


@given(moments, spans, lengths, offices)
def test_a_pause_of_no_time_changes_nothing(
    start: datetime, span: Span, later: timedelta, where: Office
) -> None:
    nothing = Pause(start + later, start + later)
    assert rules.due(start, span, where, [nothing]) == rules.due(start, span, where)


@given(moments, spans, st.tuples(lengths, lengths), lengths, offices)
def test_a_pause_after_the_end_or_before_the_start_changes_nothing(
    start: datetime,
    span: Span,
    part: tuple[timedelta, timedelta],
    before: timedelta,
    where: Office,
) -> None:
    plain = rules.due(start, span, where)
    after = pauses_after(plain, [part])
    earlier = [Pause(start - before - part[1], start - before)]
    assert rules.due(start, span, where, after) == plain
    assert rules.due(start, span, where, earlier) == plain


@given(moments, spans, lengths, lengths, lengths, offices)
def test_splitting_a_pause_in_two_changes_nothing(
    begun: datetime,
    span: Span,
    before: timedelta,
    first: timedelta,
    second: timedelta,
    where: Office,
) -> None:
    """Shifted one after the other, as two pauses are, it comes to the same as one."""
    due_at = rules.due(begun, span, where)
    start = due_at - before - timedelta(microseconds=1)
    middle, end = start + first, start + first + second
    whole = rules.postponed(due_at, Pause(start, end), span.unit, where)
    once = rules.postponed(due_at, Pause(start, middle), span.unit, where)
    assert rules.postponed(once, Pause(middle, end), span.unit, where) == whole
    parts = [Pause(start, middle), Pause(middle, end)]
    assert rules.due(start, span, where, parts) == rules.due(
        start, span, where, [Pause(start, end)]
    )


@given(moments, spans, st.tuples(lengths, lengths), lengths, offices)
def test_a_longer_pause_is_never_due_earlier(
    start: datetime,
    span: Span,
    part: tuple[timedelta, timedelta],
    more: timedelta,
    where: Office,
) -> None:
    (short,) = pauses_after(start, [part])
    longer = Pause(short.start, short.end + more)
    assert rules.due(start, span, where, [short]) <= rules.due(start, span, where, [longer])


@given(moments, spans, st.integers(0, 30), drawn, offices)
def test_a_longer_span_with_the_same_pauses_never_ends_earlier(
    start: datetime,
    span: Span,
    more: int,
    parts: list[tuple[timedelta, timedelta]],
    where: Office,
) -> None:
    pauses, longer = pauses_after(start, parts), Span(span.amount + more, span.unit)
    assert rules.due(start, span, where, pauses) <= rules.due(start, longer, where, pauses)


@given(moments, lengths, spans, drawn, offices)
def test_who_comes_later_is_never_due_earlier_whatever_pauses_follow(
    start: datetime,
    later: timedelta,
    span: Span,
    parts: list[tuple[timedelta, timedelta]],
    where: Office,
) -> None:
    second = start + later
    pauses = pauses_after(second, parts)
    assert rules.due(start, span, where, pauses) <= rules.due(second, span, where, pauses)


@given(moments, st.integers(1, 200), st.tuples(lengths, lengths), offices)
def test_working_hours_paused_leave_the_same_time_to_work(
    start: datetime, amount: int, part: tuple[timedelta, timedelta], where: Office
) -> None:
    span = Span(amount, Unit.WORKING_HOURS)
    plain = rules.due(start, span, where)
    (pause,) = pauses_after(start, [part])
    if pause.start < plain:
        found = rules.due(start, span, where, [pause])
        used = where.working_time(start, pause.start) + where.working_time(pause.end, found)
        assert used == timedelta(hours=amount)
