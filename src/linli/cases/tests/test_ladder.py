"""A clock that nobody keeps is told one level after another, each once, whenever the jobs run."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.cases import actions, queries, tasks
from linli.cases.models import Case, Escalation, Letter
from linli.cases.rules.clocks import Timer
from linli.cases.rules.ladder import Level
from linli.cases.rules.words import AskBack, CaseEvent, Supervision, Urgency
from linli.cases.tests import stories
from linli.kernel import clock, events
from linli.kernel.actor import system
from linli.kernel.streets.models import Street
from linli.rulebook import actions as rulebook
from linli.rulebook import rules

START = datetime(2026, 11, 23, 1, tzinfo=UTC)  # a Monday, nine in the morning
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def at(db: Any) -> Iterator[Callable[[timedelta], None]]:
    """Moves the clock to so long after the start."""
    with time_machine.travel(START, tick=False) as traveller:
        yield lambda after: traveller.move_to(START + after)


def urgent(town: Any) -> Case:
    """Handed over at the start: to be signed for within an hour, answered within two."""
    home = town.areas["home-1"]
    case = stories.raised(town)
    Case.objects.filter(street_id=case.street_id, pk=case.pk).update(
        urgency=Urgency.EMERGENCY, area_path=home.path, area=home
    )
    grid = town.grids["e1"]
    Case.objects.filter(street_id=case.street_id, pk=case.pk).update(
        grid=grid, community=town.areas["990101001001"]
    )
    case.refresh_from_db()
    stories._studied(town, case)
    actions.dispatch(
        actor=town.actor("dispatcher"),
        case_id=case.pk,
        owner_id=town.organisations["east"].pk,
        handler_id=town.account("grid").pk,
    )
    case.refresh_from_db()
    return case


def rungs(case: Case, timer: Timer = Timer.SIGN_IN) -> list[Escalation]:
    rows = Escalation.objects.filter(street_id=case.street_id, case_id=case.pk, timer=timer)
    return list(rows.order_by("due_at", "id"))


def levels(case: Case, timer: Timer = Timer.SIGN_IN) -> list[str]:
    return [row.level for row in rungs(case, timer)]


def test_each_level_is_told_in_turn_and_the_owner_stays(town: Any, at: Any):
    case = urgent(town)
    due = {Level.HANDLER: 45, Level.NEIGHBOUR: 60, Level.GRID: 75, Level.COMMUNITY: 90}
    told = {
        Level.HANDLER: "grid",
        Level.NEIGHBOUR: "neighbour",
        Level.GRID: "grid",
        Level.COMMUNITY: "secretary",
        Level.STREET: "supervisor",
        Level.DISTRICT: "leader",
    }
    due |= {Level.STREET: 120, Level.DISTRICT: 180}
    before = (case.owner_id, case.handler_id, case.state)
    for minute in range(0, 200, 5):
        at(minute * MINUTE)
        tasks.watch(town.street.pk)
        assert levels(case) == [level for level, after in due.items() if after < minute]
    for row in rungs(case):
        level = Level(row.level)
        assert row.due_at == START + due[level] * MINUTE
        assert row.recorded_at == START + (due[level] + 5) * MINUTE
        assert row.told == [str(town.account(told[level]).pk)]
    case.refresh_from_db()
    assert (case.owner_id, case.handler_id, case.state) == before


def test_every_rung_writes_one_event_that_names_who_is_told(town: Any, at: Any):
    case = urgent(town)
    at(61 * MINUTE)
    tasks.watch(town.street.pk)
    history = events.history(case.street_id, case.pk)
    told = [e for e in history if e.after.get("timer") == Timer.SIGN_IN and "ladder" in e.kind]
    assert [(e.kind, e.reason) for e in told] == [
        (CaseEvent.WARNED, Level.HANDLER),
        (CaseEvent.ESCALATED, Level.NEIGHBOUR),
    ]
    assert told[1].after["told"] == [str(town.account("neighbour").pk)]


def test_after_three_hours_everything_is_caught_up_once_as_if_the_jobs_had_run(town: Any, at: Any):
    watched, left = urgent(town), urgent(town)
    for minute in range(181):
        at(minute * MINUTE)
        actions.climb(actor=town.system, case_id=watched.pk)
    for _ in range(2):
        tasks.watch(town.street.pk)
    for timer in Timer:
        ran, caught_up = rungs(watched, timer), rungs(left, timer)
        assert [(r.level, r.until, r.due_at, r.told) for r in ran] == [
            (r.level, r.until, r.due_at, r.told) for r in caught_up
        ]
        assert {row.recorded_at for row in caught_up} <= {START + 180 * MINUTE}
        assert all(row.recorded_at - row.due_at <= MINUTE for row in ran)
    assert levels(left) == [level for level in Level if level is not Level.DISTRICT]


def test_two_runs_that_found_the_same_work_do_it_once(town: Any, at: Any):
    case, street = urgent(town), Street.objects.get(pk=town.street.pk)
    at(3 * HOUR)
    one = [found.pk for found, _ in queries.missing_rungs(street, clock.now())]
    tasks.watch(town.street.pk)
    after = len(rungs(case))
    for pk in one:
        assert actions.climb(actor=system(street.pk), case_id=pk) == []
    assert len(rungs(case)) == after
    assert Letter.objects.filter(street_id=street.pk, case_id=case.pk).count() == 1


def test_one_request_that_fails_holds_up_no_other_and_the_next_run_resumes(
    town: Any, at: Any, monkeypatch: pytest.MonkeyPatch
):
    broken, whole = urgent(town), urgent(town)
    at(61 * MINUTE)
    climb = actions.climb

    def fails(**given: Any) -> Any:
        if given["case_id"] == broken.pk:
            raise ObjectDoesNotExist
        return climb(**given)

    monkeypatch.setattr(actions, "climb", fails)
    with pytest.raises(ExceptionGroup):
        tasks.watch(town.street.pk)
    assert (levels(broken), len(levels(whole))) == ([], 2)
    monkeypatch.undo()
    tasks.watch(town.street.pk)
    assert levels(broken) == levels(whole)


def test_a_step_records_first_what_the_ladder_should_have_told(town: Any, at: Any):
    case = urgent(town)
    at(80 * MINUTE)
    actions.sign_in(actor=town.actor("grid"), case_id=case.pk, version=case.version)
    assert levels(case) == [Level.HANDLER, Level.NEIGHBOUR, Level.GRID]
    at(10 * HOUR)
    tasks.watch(town.street.pk)
    assert len(levels(case)) == 3


def test_what_reaches_the_subdistrict_comes_under_supervision_once(town: Any, at: Any):
    case = urgent(town)
    at(121 * MINUTE)
    tasks.watch(town.street.pk)
    (letter,) = Letter.objects.filter(street_id=case.street_id, case_id=case.pk)
    assert (letter.reason, letter.unit_id) == (Supervision.OVERDUE, case.owner_id)
    assert letter.due_at == START + 121 * MINUTE + 2 * HOUR
    at(9 * HOUR)
    tasks.watch(town.street.pk)
    assert Letter.objects.filter(street_id=case.street_id, case_id=case.pk).count() == 1
    assert levels(case)[-1] == levels(case, Timer.REPLY)[-1] == Level.DISTRICT


def test_a_vacant_post_is_recorded_and_passed(town: Any, at: Any):
    case = urgent(town)
    Case.objects.filter(street_id=case.street_id, pk=case.pk).update(area_path="", grid=None)
    at(80 * MINUTE)
    tasks.watch(town.street.pk)
    assert [row.told for row in rungs(case)][1:] == [[], []]


def test_another_rule_counts_from_its_day_and_leaves_what_was_told(town: Any, at: Any):
    case = urgent(town)
    at(80 * MINUTE)
    tasks.watch(town.street.pk)
    value = {**rules.LADDER_PRESETS, "E": rules.LADDER_PRESETS["N"]}
    day = START.date()
    rulebook.set_rule(actor=town.system, key="cases.ladder", value=value, valid_from=day)
    at(10 * HOUR)
    tasks.watch(town.street.pk)
    # A working day after the grid worker heard: Tuesday at close of business.
    assert levels(case) == [Level.HANDLER, Level.NEIGHBOUR, Level.GRID]
    at(timedelta(days=1, hours=9, minutes=1))
    tasks.watch(town.street.pk)
    assert levels(case)[-1] == Level.COMMUNITY
    assert rungs(case)[-1].rule_version == 1


def test_a_run_with_nothing_to_do_costs_the_same_whatever_is_on_its_way(town: Any, at: Any):
    def looking() -> int:
        with CaptureQueriesContext(connection) as found:
            tasks.watch(town.street.pk)
        return len(found)

    urgent(town)
    at(12 * HOUR)
    tasks.watch(town.street.pk)
    few = looking()
    at(timedelta())
    for _ in range(5):
        urgent(town)
    at(46 * MINUTE)
    tasks.watch(town.street.pk)
    assert looking() <= few + 1 <= 5


def test_one_request_that_climbs_takes_few_statements(town: Any, at: Any):
    case = urgent(town)
    at(12 * HOUR)
    with CaptureQueriesContext(connection) as found:
        actions.climb(actor=town.system, case_id=case.pk)
    assert len(found) <= 20, [query["sql"][:90] for query in found]


def test_nothing_is_missing_after_a_run(town: Any, at: Any):
    urgent(town)
    street = Street.objects.get(pk=town.street.pk)
    at(5 * HOUR)
    assert len(list(queries.missing_rungs(street, clock.now()))) == 1
    tasks.watch(street.pk)
    assert list(queries.missing_rungs(street, clock.now())) == []


def test_every_minute_one_job_waits_for_every_street(town: Any):
    tasks.every_minute(0)
    tasks.every_minute(0)
    with connection.cursor() as cursor:
        name = "linli.cases.tasks.watch"
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [name])
        assert cursor.fetchone() == (Street.objects.count(),)


def test_a_request_that_waits_for_the_resident_climbs_only_after_it_goes_on_again(
    town: Any, at: Any
):
    case = stories.in_progress(town)
    case.refresh_from_db()
    until = case.action_due_at  # two working days
    actions.ask_back(
        actor=town.actor("grid"), case_id=case.pk, reason=AskBack.PLACE, text="哪个单元？"
    )
    at(timedelta(days=6))
    assert until
    assert until < clock.now()
    tasks.watch(town.street.pk)
    assert levels(case, Timer.ACTION) == []
    at(timedelta(days=8))  # past the cap of five working days
    tasks.watch(town.street.pk)
    case.refresh_from_db()
    assert case.paused_until is None
    assert levels(case, Timer.ACTION) == []
    at(timedelta(days=13))
    tasks.watch(town.street.pk)
    assert levels(case, Timer.ACTION)[0] == Level.HANDLER
    assert {row.until for row in rungs(case, Timer.ACTION)} == {case.action_due_at}


def test_a_call_back_that_nobody_makes_climbs_too(town: Any, at: Any):
    case = stories.replied(town)
    at(timedelta(days=5))
    tasks.watch(town.street.pk)
    assert Level.NEIGHBOUR in levels(case, Timer.CALL_BACK)
    assert levels(case, Timer.REPLY) == []
