"""Dates and times in cells, in every usual form."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli import sheets
from tests.sheets.samples import ZONE


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        (datetime(2026, 1, 5, 14, 5, 9), (2026, 1, 5, 14, 5, 9)),
        (date(2026, 1, 5), (2026, 1, 5)),
        (45123, (2023, 7, 16)),
        (45123.58, (2023, 7, 16, 13, 55, 12)),
        ("45123.58", (2023, 7, 16, 13, 55, 12)),
        (" 45123　", (2023, 7, 16)),
        (46027.5868055556, (2026, 1, 5, 14, 5)),
        ("2026/1/5", (2026, 1, 5)),
        ("2026.1.5", (2026, 1, 5)),
        ("2026/1/5 9:05", (2026, 1, 5, 9, 5)),
        ("2026-01-05 14:05:09", (2026, 1, 5, 14, 5, 9)),
        ("2026-01-05T14:05:09.000", (2026, 1, 5, 14, 5, 9)),
        ("2026-01-05T14:05:09.25", (2026, 1, 5, 14, 5, 9, 250_000)),
        ("2026-01-05T06:05:09Z", (2026, 1, 5, 14, 5, 9)),
        ("2026-01-05T14:05:09+08:00", (2026, 1, 5, 14, 5, 9)),
        ("20260105", (2026, 1, 5)),
        (20260105, (2026, 1, 5)),
        (20260105.0, (2026, 1, 5)),
        ("2026年1月5日", (2026, 1, 5)),
        ("2026年1月5日 14:05", (2026, 1, 5, 14, 5)),
        ("2026年1月5日 14：05", (2026, 1, 5, 14, 5)),
        ("２０２６年1月5日14时5分9秒", (2026, 1, 5, 14, 5, 9)),
        ("2026年1月5日 下午2点05分", (2026, 1, 5, 14, 5)),
        ("2026年1月5日 上午12点", (2026, 1, 5, 0, 0)),
        ("2026年1月5日下午12时30分", (2026, 1, 5, 12, 30)),
        ("1/5/2026 2:05:00 PM", (2026, 1, 5, 14, 5)),
        ("01/05/2026 12:05:00 am", (2026, 1, 5, 0, 5)),
    ],
)
def test_every_usual_form_of_a_date_is_understood(cell, parts):
    assert sheets.moment(cell, ZONE) == datetime(*parts, tzinfo=ZONE)
    assert sheets.moment(cell, ZONE).tzinfo is not None


def test_a_moment_with_its_own_zone_keeps_its_instant():
    instant = datetime(2026, 1, 5, 6, 5, tzinfo=UTC)
    assert sheets.moment(instant, ZONE).isoformat() == "2026-01-05T14:05:00+08:00"


@pytest.mark.parametrize("cell", [None, "", "  ", "　"])
def test_an_empty_cell_is_no_moment(cell):
    assert sheets.moment(cell, ZONE) is None


@pytest.mark.parametrize(
    "cell",
    [
        "2026-02-30", "2026-13-01", "2026年2月29日", "20261301", "2026/1/5 25:00",
        "2026年1月5日 下午14点", "1/5/2026", "13/5/2026 2:05:00 PM", "26/1/5", "明天", "2026-1/5",
        "2026", 2026, 12, -45123, "1989-12-31", "2101-01-01", 99999, 1e300, True, time(3, 4),
        datetime(1970, 1, 1), "0000-01-01", "2026-01-05T14:05:09+99:00",
    ],
)  # fmt: skip
def test_anything_else_is_an_error_that_names_the_value(cell):
    with pytest.raises(ValueError, match=r"日期|年份") as fault:
        sheets.moment(cell, ZONE)
    assert str(cell) in str(fault.value)


@given(st.datetimes(datetime(1990, 1, 2), datetime(2099, 12, 30)))
def test_dates_survive_an_excel_serial_number(when):
    when = when.replace(microsecond=0)
    serial = (when - datetime(1899, 12, 30)).total_seconds() / 86_400
    assert sheets.moment(serial, ZONE) == when.replace(tzinfo=ZONE)
