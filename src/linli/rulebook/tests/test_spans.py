"""Due dates: the worked checks, and what holds for every start, amount and zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.rulebook import rules
from linli.rulebook.rules import Calendar, DayKind, Hours, Office, Span, Unit

CHINA = ZoneInfo("Asia/Shanghai")
OPENING, CLOSING, NOON = time(8, 30), time(18), time(12)
HOURS = Hours(OPENING, CLOSING, NOON)
zones = st.sampled_from(["Asia/Shanghai", "Asia/Urumqi", "UTC", "America/New_York"]).map(ZoneInfo)
moments = st.datetimes(datetime(2003, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
spans = st.builds(Span, st.integers(1, 60), st.sampled_from(Unit))
tables = st.dictionaries(
    st.dates(date(2003, 1, 1), date(2036, 1, 1)), st.sampled_from(DayKind), max_size=20
).map(Calendar)
offices = st.builds(Office, tables, zones, st.just(HOURS))
lengths = st.timedeltas(timedelta(0), timedelta(days=20))
COUNTED_IN_DAYS = (Unit.WORKING_DAYS, Unit.DAYS)


def china(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=CHINA)  # type: ignore[arg-type,misc]


def due(start: datetime, amount: int, unit: Unit, own: Calendar | None = None) -> datetime:
    return rules.due(start, Span(amount, unit), office(own))


def office(own: Calendar | None = None) -> Office:
    return Office(own or Calendar(), CHINA, HOURS)


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (china(2026, 2, 13, 9), china(2026, 2, 27, 18)),
        (china(2026, 2, 13, 23, 59), china(2026, 2, 27, 18)),
        (china(2026, 9, 30, 17), china(2026, 10, 13, 18)),
    ],
)
def test_five_working_days_pass_over_the_festival_and_count_its_make_up_days(
    start: datetime, last: datetime
) -> None:
    assert due(start, 5, Unit.WORKING_DAYS) == last


def test_the_first_day_is_the_local_one_not_that_of_utc() -> None:
    start = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)  # Monday 23rd, half past midnight in China
    assert due(start, 1, Unit.WORKING_DAYS) == china(2026, 11, 24, 18)


def test_thirty_calendar_days_do_not_count_the_first() -> None:
    assert due(china(2026, 1, 31, 10), 30, Unit.DAYS) == china(2026, 3, 2, 18)


def test_a_last_day_in_the_holidays_moves_to_the_first_day_worked_again() -> None:
    assert due(china(2026, 9, 26, 10), 7, Unit.DAYS) == china(2026, 10, 8, 18)


def test_hours_run_from_the_moment_through_night_and_holiday() -> None:
    assert due(china(2026, 10, 1, 23), 2, Unit.HOURS) == china(2026, 10, 2, 1)


def test_a_year_without_notice_still_has_due_dates() -> None:
    assert due(china(2026, 12, 31, 9), 5, Unit.WORKING_DAYS) == china(2027, 1, 8, 18)


def test_a_moment_without_zone_is_a_programming_fault() -> None:
    with pytest.raises(ValueError, match="time zone"):
        due(datetime(2026, 1, 1), 1, Unit.DAYS)


@given(moments, spans, offices)
def test_a_due_date_lies_after_the_start_and_days_end_when_a_worked_day_closes(
    start: datetime, span: Span, where: Office
) -> None:
    found = rules.due(start, span, where)
    assert found > start
    assert found.tzinfo is UTC
    if span.unit in COUNTED_IN_DAYS:
        day = where.local_day(found)
        assert where.calendar.is_working_day(day)
        assert found == where.close_of(day)


@given(moments, lengths, spans, offices)
def test_who_comes_later_is_never_due_earlier(
    start: datetime, later: timedelta, span: Span, where: Office
) -> None:
    assert rules.due(start, span, where) <= rules.due(start + later, span, where)


@given(moments, spans, st.integers(0, 30), offices)
def test_a_longer_span_never_ends_earlier(
    start: datetime, span: Span, more: int, where: Office
) -> None:
    longer = Span(span.amount + more, span.unit)
    assert rules.due(start, span, where) <= rules.due(start, longer, where)


@given(moments, spans, zones)
def test_the_zone_in_which_a_start_is_written_changes_nothing(
    start: datetime, span: Span, zone: ZoneInfo
) -> None:
    assert rules.due(start, span, office()) == rules.due(start.astimezone(zone), span, office())


@given(moments, st.integers(1, 300), offices)
def test_working_hours_are_counted_forth_and_back_alike(
    start: datetime, hours: int, where: Office
) -> None:
    amount = timedelta(hours=hours)
    end = where.after_working(start, amount)
    assert where.working_time(start, end) == amount
    assert where.working_time(where.before_working(end, amount), end) == amount


@given(moments, spans, offices)
def test_the_warning_comes_before_the_moment(moment: datetime, before: Span, where: Office) -> None:
    assert rules.warn_at(moment, before, where) < moment


@given(moments, st.timedeltas(timedelta(days=-40), timedelta(days=40)), spans, offices)
def test_nothing_due_later_than_one_moment_needs_a_warning_now(
    now: datetime, later: timedelta, before: Span, where: Office
) -> None:
    until = rules.warn_until(now, before, where)
    for moment in (now + later, until + timedelta(hours=1)):
        assert moment <= until or rules.warn_at(moment, before, where) > now


def test_what_is_due_on_a_day_off_is_warned_of_on_the_working_day_before() -> None:
    before = Span(1, Unit.WORKING_DAYS)
    warned = rules.warn_at(china(2026, 11, 22, 15), before, office())
    assert warned == china(2026, 11, 20, 0)


def test_one_working_day_before_monday_evening_is_friday_evening() -> None:
    before = Span(1, Unit.WORKING_DAYS)
    warned = rules.warn_at(china(2026, 11, 23, 18), before, office())
    assert warned == china(2026, 11, 20, 18)


def test_a_half_day_is_a_working_day_that_ends_early() -> None:
    friday = date(2026, 6, 12)
    half = Calendar({friday: DayKind.HALF})
    assert due(china(2026, 6, 11, 9), 1, Unit.WORKING_DAYS, half) == china(2026, 6, 12, 12)
    own_hour = Calendar({friday: DayKind.HALF}, {friday: time(15, 30)})
    assert due(china(2026, 6, 11, 9), 1, Unit.WORKING_DAYS, own_hour) == china(2026, 6, 12, 15, 30)
    assert due(china(2026, 6, 11, 9), 2, Unit.WORKING_DAYS, half) == china(2026, 6, 15, 18)


def test_working_hours_pass_over_night_half_day_and_weekend() -> None:
    half = Calendar({date(2026, 6, 12): DayKind.HALF})
    # Thursday 17:00 to 18:00, Friday 8:30 to 12:00, Monday from 8:30: 1 + 3.5 + 1.5
    assert due(china(2026, 6, 11, 17), 6, Unit.WORKING_HOURS, half) == china(2026, 6, 15, 10)


@given(spans)
def test_a_span_is_read_back_as_it_was_written(span: Span) -> None:
    assert Span.read(span.written()) == span
