"""Limits around the steps, and what a clock says."""

from datetime import UTC, datetime, timedelta

import pytest

from linli.cases.rules import limits
from linli.cases.rules.clocks import RUNNING, Tone, tone
from linli.cases.rules.words import ENDED, State

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def test_reopening_is_open_for_exactly_so_many_days() -> None:
    assert limits.why_not_reopen(NOON, NOON + 10 * DAY, 10) is None
    late = limits.why_not_reopen(NOON, NOON + 10 * DAY + timedelta(seconds=1), 10)
    assert late is not None
    assert late.params == {"days": 10}


def test_a_request_is_returned_once_and_never_by_a_named_unit() -> None:
    in_time = {"now": NOON, "until": NOON}
    assert limits.why_not_give_back(0, is_designated=False, **in_time) is None
    assert limits.why_not_give_back(1, is_designated=False, **in_time).code == "returned_before"
    assert limits.why_not_give_back(0, is_designated=True, **in_time).code == "designated"
    late = limits.why_not_give_back(0, is_designated=False, now=NOON + DAY, until=NOON)
    assert late.code == "return_late"


def test_merging_into_itself_or_into_a_merged_one_is_refused() -> None:
    assert limits.why_not_merge(True, State.REGISTERED).code == "merge_self"
    assert limits.why_not_merge(False, State.MERGED).code == "merge_chain"
    assert limits.why_not_merge(False, State.IN_PROGRESS) is None


def test_more_time_means_later_than_now_and_than_the_present_due_time() -> None:
    assert limits.why_not_until(NOON + 2 * DAY, NOON + DAY, NOON) is None
    assert limits.why_not_until(NOON + DAY, NOON + DAY, NOON) is not None
    assert limits.why_not_until(NOON - DAY, None, NOON) is not None


def test_an_extension_ends_in_time_and_comes_so_often() -> None:
    assert limits.why_not_extend(NOON, NOON, 7, 0, 1) is None
    assert limits.why_not_extend(NOON + DAY, NOON, 7, 0, 1).code == "until_late"
    assert limits.why_not_extend(NOON, NOON, 7, 1, 1).code == "extended_before"


def test_a_higher_level_decides_and_the_highest_on_its_own() -> None:
    assert limits.is_above({"secretary"}, {"grid"})
    assert limits.is_above({"supervisor"}, {"secretary", "grid"})
    assert limits.is_above({"leader"}, {"leader"})
    assert not limits.is_above({"secretary"}, {"secretary"})
    assert not limits.is_above({"supervisor"}, {"dispatcher"})
    assert not limits.is_above({"grid"}, {"grid"})
    same = limits.why_not_decide("extension", "extension", is_own=False, is_above=False)
    assert same.code == "own_ask"


def test_nobody_decides_on_their_own_application() -> None:
    assert limits.why_not_decide("extension", "extension", is_own=False, is_above=True) is None
    assert (
        limits.why_not_decide("extension", "extension", is_own=True, is_above=True).code
        == "own_ask"
    )
    assert (
        limits.why_not_decide("", "extension", is_own=False, is_above=True).code == "nothing_asked"
    )


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (NOON - DAY, Tone.GREEN),
        (NOON - timedelta(hours=1), Tone.YELLOW),
        (NOON, Tone.YELLOW),
        (NOON + timedelta(seconds=1), Tone.RED),
    ],
)
def test_a_clock_is_green_then_yellow_then_red(now: datetime, expected: Tone) -> None:
    assert (
        tone(State.IN_PROGRESS, NOON, NOON - timedelta(hours=4), now, is_paused=False) is expected
    )


def test_the_clock_stands_where_nobody_owes_a_reply() -> None:
    assert not RUNNING & ENDED
    for state in set(State) - RUNNING:
        assert tone(state, NOON, NOON, NOON + DAY, is_paused=False) is Tone.STOPPED
