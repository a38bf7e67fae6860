"""Quiet hours, waits between tries, and how much fits into a text message."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.notices.rules import LEASE, MOST_TRIES, fitted, is_mobile, next_try, quiet_until

HERE, THERE = ZoneInfo("Asia/Shanghai"), ZoneInfo("Asia/Urumqi")
NIGHT = (time(21), time(8))
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
ZONES = st.sampled_from(["Asia/Shanghai", "Asia/Urumqi", "Europe/Berlin", "America/New_York"])


def at(hour: int, minute: int = 0, day: int = 21, zone: ZoneInfo = HERE) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=zone)


@pytest.mark.parametrize(
    ("moment", "morning"),
    [
        (at(20, 59), None),
        (at(21), at(8, day=22)),
        (at(23, 59), at(8, day=22)),
        (at(0, day=22), at(8, day=22)),
        (at(7, 59), at(8)),
        (at(8), None),
        (at(12), None),
        (at(21, day=30), datetime(2026, 12, 1, 8, tzinfo=HERE)),
        (datetime(2026, 12, 31, 22, tzinfo=HERE), datetime(2027, 1, 1, 8, tzinfo=HERE)),
    ],
)
def test_the_night_goes_over_midnight(moment: datetime, morning: datetime | None):
    assert quiet_until(moment, *NIGHT, HERE) == morning


def test_night_is_the_night_of_the_street():
    moment = at(22)  # 20:00 two hours further west
    assert quiet_until(moment, *NIGHT, HERE) == at(8, day=22)
    assert quiet_until(moment, *NIGHT, THERE) is None


def test_quiet_hours_may_lie_within_a_day_and_two_equal_times_mean_never():
    assert quiet_until(at(13), time(12), time(14), HERE) == at(14)
    assert quiet_until(at(14), time(12), time(14), HERE) is None
    assert quiet_until(at(3), time(8), time(8), HERE) is None


@given(MOMENTS, TIMES, TIMES, ZONES)
def test_the_wait_ends_at_the_hour_within_a_day_and_disturbs_nobody(
    moment: datetime, begins: time, ends: time, name: str
):
    zone = ZoneInfo(name)
    until = quiet_until(moment, begins, ends, zone)
    if until is not None:
        assert moment < until <= moment + timedelta(hours=25)  # the night the clocks go back
        assert quiet_until(until, begins, ends, zone) is None


def test_each_wait_is_longer_and_the_last_try_ends_it():
    now = at(12)
    waits = [next_try(tries, now) for tries in range(1, MOST_TRIES)]
    assert waits == sorted(wait for wait in waits if wait)
    assert next_try(MOST_TRIES, now) is None
    assert timedelta(0) < LEASE


@pytest.mark.parametrize("phone", ["13800138000", "19900000001"])
def test_a_mobile_takes_text_messages(phone: str):
    assert is_mobile(phone)


@pytest.mark.parametrize(
    "phone", ["", "05361234567", "1380013800", "138001380001", "２３８００１３８０００"]
)
def test_any_other_number_does_not(phone: str):
    assert not is_mobile(phone)


@given(st.lists(st.text(max_size=90), min_size=1, max_size=4), st.integers(0, 60))
def test_the_fullest_way_that_fits_is_taken(ways: list[str], taken: int):
    said = fitted(ways, taken)
    fits = [way for way in ways if len(way) + taken <= (160 if way.isascii() else 70)]
    assert said == (fits[0] if fits else ways[-1])
