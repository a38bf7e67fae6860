"""Due dates: the worked checks, and what holds for every start, amount and zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.rulebook import rules
from linli.rulebook.rules import Calendar, DayKind, Span, Unit

CHINA = ZoneInfo("Asia/Shanghai")
CLOSING = time(18)
zones = st.sampled_from(["Asia/Shanghai", "Asia/Urumqi", "UTC", "America/New_York"]).map(ZoneInfo)
moments = st.datetimes(datetime(2003, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
spans = st.builds(Span, st.integers(1, 60), st.sampled_from(Unit))
tables = st.dictionaries(
    st.dates(date(2003, 1, 1), date(2036, 1, 1)), st.sampled_from(DayKind), max_size=20
).map(Calendar)


def china(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=CHINA)  # type: ignore[arg-type,misc]


def due(start: datetime, amount: int, unit: Unit, own: Calendar | None = None) -> datetime:
    return rules.due(start, Span(amount, unit), own or Calendar(), CHINA, CLOSING)


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


@given(moments, spans, tables, zones)
def test_a_due_date_lies_after_the_start_and_days_end_on_a_worked_day(
    start: datetime, span: Span, own: Calendar, zone: ZoneInfo
) -> None:
    found = rules.due(start, span, own, zone, CLOSING)
    assert found > start
    assert found.tzinfo is UTC
    if span.unit in (Unit.WORKING_DAYS, Unit.DAYS):
        assert own.is_working_day(found.astimezone(zone).date())
        assert found.astimezone(zone).time() == CLOSING


@given(moments, st.timedeltas(timedelta(0), timedelta(days=20)), spans, tables, zones)
def test_who_comes_later_is_never_due_earlier(
    start: datetime, later: timedelta, span: Span, own: Calendar, zone: ZoneInfo
) -> None:
    first = rules.due(start, span, own, zone, CLOSING)
    assert first <= rules.due(start + later, span, own, zone, CLOSING)


@given(moments, spans, st.integers(0, 30), tables)
def test_a_longer_span_never_ends_earlier(
    start: datetime, span: Span, more: int, own: Calendar
) -> None:
    longer = Span(span.amount + more, span.unit)
    assert rules.due(start, span, own, CHINA, CLOSING) <= rules.due(
        start, longer, own, CHINA, CLOSING
    )


@given(moments, spans, zones)
def test_the_zone_in_which_a_start_is_written_changes_nothing(
    start: datetime, span: Span, zone: ZoneInfo
) -> None:
    assert rules.due(start, span, Calendar(), CHINA, CLOSING) == rules.due(
        start.astimezone(zone), span, Calendar(), CHINA, CLOSING
    )


@given(moments, spans, tables)
def test_the_warning_comes_before_the_moment(moment: datetime, before: Span, own: Calendar) -> None:
    assert rules.warn_at(moment, before, own, CHINA) < moment


@given(moments, st.timedeltas(timedelta(days=-40), timedelta(days=40)), spans, tables)
def test_what_must_be_warned_of_now_is_all_that_is_due_until_one_moment(
    now: datetime, later: timedelta, before: Span, own: Calendar
) -> None:
    until = rules.warn_until(now, before, own, CHINA)
    for moment in (now + later, until, until + timedelta(microseconds=1)):
        is_warned = rules.warn_at(moment, before, own, CHINA) <= now
        assert is_warned == (moment <= until)


def test_what_is_due_on_a_day_off_is_warned_of_on_the_working_day_before() -> None:
    before = Span(1, Unit.WORKING_DAYS)
    warned = rules.warn_at(china(2026, 11, 22, 15), before, Calendar(), CHINA)
    assert warned == china(2026, 11, 20, 0)


def test_one_working_day_before_monday_evening_is_friday_evening() -> None:
    before = Span(1, Unit.WORKING_DAYS)
    warned = rules.warn_at(china(2026, 11, 23, 18), before, Calendar(), CHINA)
    assert warned == china(2026, 11, 20, 18)


@given(spans)
def test_a_span_is_read_back_as_it_was_written(span: Span) -> None:
    assert Span.read(span.written()) == span
