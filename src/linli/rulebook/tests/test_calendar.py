"""Working days: published years, the street's own table, and years nobody knows yet."""

from dataclasses import replace
from datetime import date, time, timedelta

from chinese_calendar import is_workday
from hypothesis import given
from hypothesis import strategies as st

from linli.rulebook import rules
from linli.rulebook.rules import Calendar, DayKind, NamedDay
from linli.words import Reason

days = st.dates(date(2003, 1, 1), date(2035, 12, 31))
tables = st.dictionaries(days, st.sampled_from(DayKind), max_size=30).map(Calendar)


def notice_of(year: int, days_off: int) -> dict[date, DayKind]:
    first = date(year, 2, 1)
    return {first + timedelta(days=n): DayKind.HOLIDAY for n in range(days_off)}


@given(st.dates(date(2004, 1, 1), date(2026, 12, 31)))
def test_a_published_year_is_as_the_state_council_published_it(day: date) -> None:
    assert Calendar().is_working_day(day) == is_workday(day)


@given(st.dates(date(2027, 1, 1), date(2060, 12, 31)))
def test_an_unknown_year_never_fails_and_works_monday_to_friday(day: date) -> None:
    fixed = (day.month, day.day) in {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}
    assert Calendar().is_working_day(day) == (day.weekday() < 5 and not fixed)


def test_the_own_table_comes_before_everything_else() -> None:
    saturday, monday = date(2026, 11, 21), date(2026, 11, 23)
    own = Calendar({saturday: DayKind.WORKING, monday: DayKind.HOLIDAY})
    assert own.is_working_day(saturday)
    assert not own.is_working_day(monday)
    assert own.next_working_day(monday) == date(2026, 11, 24)


@given(tables, days)
def test_the_next_working_day_is_worked_and_nothing_before_it_is(own: Calendar, day: date) -> None:
    found = own.next_working_day(day)
    between = [day + timedelta(days=n) for n in range((found - day).days)]
    assert own.is_working_day(found)
    assert not any(own.is_working_day(skipped) for skipped in between)


@given(tables, days, st.integers(1, 40))
def test_counting_working_days_forth_and_back_agree(own: Calendar, day: date, count: int) -> None:
    last = own.add_working_days(day, count)
    counted = [day + timedelta(days=n + 1) for n in range((last - day).days)]
    assert sum(own.is_working_day(each) for each in counted) == count
    assert own.add_working_days(day, 1) <= last
    assert own.subtract_working_days(last, count) <= day


def test_a_year_is_estimated_until_its_notice_is_entered() -> None:
    assert not Calendar().is_estimated(2026)
    assert Calendar().is_estimated(2027)
    assert Calendar(notice_of(2027, 3)).is_estimated(2027), "a few local days are no notice"
    assert not Calendar(notice_of(2027, 13)).is_estimated(2027)


def test_warnings_begin_in_october_and_end_when_the_next_year_is_entered() -> None:
    def codes(own: Calendar, today: date) -> list[str]:
        return [reason.code for reason in rules.calendar_warnings(own, today)]

    assert codes(Calendar(), date(2026, 9, 30)) == []
    assert codes(Calendar(), date(2026, 10, 1)) == ["calendar_next_year_missing"]
    assert codes(Calendar(notice_of(2027, 13)), date(2026, 10, 1)) == []
    assert codes(Calendar(), date(2027, 3, 1)) == ["calendar_estimated"]
    assert codes(Calendar(), date(2027, 11, 1)) == [
        "calendar_estimated",
        "calendar_next_year_missing",
    ]
    assert codes(Calendar(notice_of(2027, 13)), date(2027, 3, 1)) == []


def test_a_list_of_days_names_each_day_once_and_shortly() -> None:
    new_year = NamedDay(date(2027, 1, 1), DayKind.HOLIDAY, "元旦")
    again = NamedDay(date(2027, 1, 1), DayKind.WORKING)
    long = NamedDay(date(2027, 1, 1), DayKind.HOLIDAY, "元" * 41)
    twice = rules.why_not_days([new_year, again])
    assert rules.why_not_days([new_year]) is None
    assert twice is not None
    assert twice.params == {"day": "2027-01-01"}
    assert getattr(rules.why_not_days([long]), "code", None) == "day_name"


def test_a_line_of_the_notice_is_read_as_offices_write_it() -> None:
    line = {"日期": "2027年2月7日", "类型": "上班", "名称": "春节调休"}
    assert rules.named_day(line) == NamedDay(date(2027, 2, 7), DayKind.WORKING, "春节调休")
    assert rules.named_day({"日期": 46388, "类型": "休"}) == NamedDay(
        date(2027, 1, 1), DayKind.HOLIDAY
    )


def test_a_line_of_a_half_day_may_say_when_it_ends() -> None:
    line = {"日期": "2027-03-08", "类型": "半天", "名称": "妇女节"}
    half = NamedDay(date(2027, 3, 8), DayKind.HALF, "妇女节")
    assert rules.named_day(line) == half
    assert rules.named_day(line | {"下班": "9:30"}) == replace(half, closes_at=time(9, 30))
    for wrong in ({"下班": "中午"}, {"类型": "放假", "下班": "12:00"}):
        assert isinstance(rules.named_day(line | wrong), Reason)


def test_a_line_that_names_no_day_says_which_column_to_mend() -> None:
    bad = [
        {"日期": "二月三十", "类型": "放假"},
        {"日期": "", "类型": "放假"},
        {"日期": "2027-01-01", "类型": "也许"},
        {},
    ]
    found = [line for row in bad if isinstance(line := rules.named_day(row), Reason)]
    assert [(line.code, line.field) for line in found] == [
        ("row_date", "日期"),
        ("row_no_date", "日期"),
        ("row_kind", "类型"),
        ("row_no_date", "日期"),
    ]
