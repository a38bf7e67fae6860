"""The ladder climbs level by level, and a long night changes nothing of what it tells."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from linli.cases.rules.clocks import Timer
from linli.cases.rules.ladder import POSTS, Level, Rung, Running, Wait, rungs_due

START = datetime(2026, 11, 23, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
minutes = st.integers(0, 600).map(lambda count: START + count * MINUTE)
clocks = st.lists(
    st.builds(Running, st.sampled_from(Timer), minutes, minutes),
    max_size=3,
    unique_by=lambda clock: clock.timer,
)
waits = st.lists(st.integers(1, 200), min_size=len(Level), max_size=len(Level))


def wait_of(amounts: list[int]) -> Wait:
    def wait(level: Level, since: datetime) -> datetime:
        return since + amounts[list(Level).index(level)] * MINUTE

    return wait


def watched(running: list[Running], wait: Wait, ticks: list[int]) -> list[tuple[Rung, datetime]]:
    """What is recorded by looking at these minutes, and when."""
    told: list[tuple[Rung, datetime]] = []
    for tick in ticks:
        now = START + tick * MINUTE
        told += [(rung, now) for rung in rungs_due(running, [r for r, _ in told], wait, now)]
    return told


@given(clocks, waits, st.integers(0, 1500))
def test_catching_up_after_a_long_night_gives_what_every_minute_would_have_given(
    running: list[Running], amounts: list[int], minute: int
):
    wait = wait_of(amounts)
    every = watched(running, wait, list(range(minute + 1)))
    once = watched(running, wait, [minute])
    assert {rung for rung, _ in every} == {rung for rung, _ in once}
    assert all(at - rung.due_at <= MINUTE for rung, at in every)
    moments = [rung.due_at for rung, _ in once]
    assert moments == sorted(moments)


@given(clocks, waits, st.lists(st.integers(0, 1500), max_size=8))
def test_every_rung_is_told_once_and_no_level_is_skipped(
    running: list[Running], amounts: list[int], ticks: list[int]
):
    told = [rung for rung, _ in watched(running, wait_of(amounts), sorted(ticks) + sorted(ticks))]
    assert len(told) == len(set(told))
    for clock in running:
        levels = [rung.level for rung in told if rung.timer == clock.timer]
        assert levels == list(Level)[: len(levels)]


@given(clocks, waits, waits, st.integers(0, 1500), st.integers(0, 1500))
def test_another_rule_moves_nothing_that_was_recorded(
    running: list[Running], old: list[int], new: list[int], first: int, more: int
):
    now = START + first * MINUTE
    told = rungs_due(running, [], wait_of(old), now)
    later = rungs_due(running, told, wait_of(new), now + more * MINUTE)
    assert not {(r.timer, r.level) for r in told} & {(r.timer, r.level) for r in later}


def test_the_warning_comes_before_and_the_first_level_when_the_clock_runs_out():
    until = START + 60 * MINUTE
    clock = Running(Timer.REPLY, until, START)
    wait = wait_of([10] * len(Level))
    assert rungs_due([clock], [], wait, START) == []
    assert [r.level for r in rungs_due([clock], [], wait, until)] == [Level.HANDLER]
    told = rungs_due([clock], [], wait, until + 11 * MINUTE)
    assert [(r.level, r.due_at - until) for r in told] == [
        (Level.HANDLER, -60 * MINUTE),
        (Level.NEIGHBOUR, 0 * MINUTE),
        (Level.GRID, 10 * MINUTE),
    ]


def test_a_clock_set_anew_climbs_anew():
    clock = Running(Timer.REPLY, START, START)
    wait = wait_of([10] * len(Level))
    told = rungs_due([clock], [], wait, START + 100 * MINUTE)
    assert [rung.level for rung in told] == list(Level)
    anew = Running(Timer.REPLY, START + 200 * MINUTE, START + 190 * MINUTE)
    again = rungs_due([anew], told, wait, START + 201 * MINUTE)
    assert [rung.level for rung in again] == [Level.HANDLER, Level.NEIGHBOUR]


def test_every_level_but_the_handler_has_a_post():
    assert set(POSTS) == set(Level) - {Level.HANDLER}
