"""What somebody changed behind the actions' back is found, and nothing else is."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import DateTimeField
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from linli.cases import actions, tasks
from linli.cases.actions import Draft
from linli.cases.models import Case, Counter, Escalation, Letter, Pause
from linli.cases.queries import drifts
from linli.cases.rules import replay
from linli.cases.rules.clocks import Timer
from linli.cases.rules.ladder import Level
from linli.cases.rules.words import AskBack, Channel, State
from linli.cases.tests import stories
from linli.kernel import clock
from linli.kernel.streets import context
from linli.rulebook import actions as rulebook
from linli.rulebook import queries as rulebook_queries
from linli.rulebook.rules import DayKind, NamedDay


def found(town: Any) -> set[tuple[str, str]]:
    """Check and code of everything that does not hold."""
    town.street.refresh_from_db()
    with context.in_street(town.street.pk):
        every = [each for survey in drifts.SURVEYS for each in survey.look(town.street)]
    return {(drift.check, drift.reason.code) for row in every for drift in row}


def tampered(case: Case, **changes: Any) -> None:
    """As the owner of the tables, past every action."""
    with connection.as_owner():
        Case.objects.filter(street_id=case.street_id, pk=case.pk).update(**changes)


def test_every_moment_of_a_request_is_counted_twice():
    moments = {field.name for field in Case._meta.get_fields() if isinstance(field, DateTimeField)}
    uncounted = {"registered_at", "ask_until", "forgotten_at"}
    assert moments - set(replay.COLUMNS) == uncounted


@pytest.mark.parametrize("state", list(State))
def test_what_the_actions_did_holds_in_every_state(town: Any, state: State):
    stories.in_state(town, state)
    assert found(town) == set()


@pytest.fixture
def case(town: Any) -> Case:
    return stories.in_progress(town)


@pytest.mark.parametrize(
    ("changes", "drift"),
    [
        ({"state": "closed"}, ("facts", "fact_differs")),
        ({"version": 9}, ("facts", "fact_differs")),
        ({"urgency": "E"}, ("facts", "fact_differs")),
        ({"handler_id": None}, ("facts", "fact_differs")),
        ({"rule_version": 3}, ("clocks", "rule_differs")),
        ({"contacted_at": None}, ("clocks", "clock_differs")),
        ({"number": "YY-20200101-0001"}, ("numbers", "numbers_broken")),
    ],
    ids=str,
)
def test_a_changed_column_is_found(town: Any, case: Case, changes: Any, drift: Any):
    tampered(case, **changes)
    assert drift in found(town)


@pytest.mark.parametrize("name", ["due_at", "warn_at", "dispatched_at", "signed_in_at"])
def test_a_clock_off_by_one_minute_is_found(town: Any, case: Case, name: str):
    case.refresh_from_db()
    tampered(case, **{name: getattr(case, name) + timedelta(minutes=1)})
    assert found(town) == {("clocks", "clock_differs")}


def test_another_owner_than_the_journal_says_is_found(town: Any, case: Case):
    tampered(case, owner_id=town.organisations["police"].pk)
    assert found(town) == {("facts", "fact_differs")}


def test_what_another_system_had_promised_or_ended_holds(town: Any):
    now = clock.now()
    when = {"registered_at": now - timedelta(days=30), "source": "old"}
    drafts = [
        Draft("井盖松了", Channel.HOTLINE, external_id="1", due_at=now, **when),
        Draft("灯不亮", Channel.HOTLINE, external_id="2", is_ended=True, reply="修好了", **when),
        Draft("漏水", Channel.HOTLINE, external_id="3", reply="已派人", **when),
    ]
    (first, *_), _ = actions.register_many(actor=town.system, drafts=drafts)
    tasks.watch(street_id=town.street.pk)  # what came in late is told in the next minute
    assert found(town) == set()
    actions.answer(actor=town.actor("dispatcher"), case_id=first.pk, text="已拧紧")
    assert found(town) == set()


def test_a_clock_that_waited_for_the_resident_holds(town: Any, case: Case):
    asked = {"actor": town.actor("grid"), "case_id": case.pk, "text": "哪一盏"}
    actions.ask_back(reason=AskBack.PLACE, **asked)
    assert found(town) == set()
    with clock.at(clock.now() + timedelta(days=2)):
        actions.add(actor=town.actor("resident"), case_id=case.pk, text="门口那盏")
    assert found(town) == set()
    pause = Pause.objects.get(street_id=case.street_id, case_id=case.pk)
    Pause.objects.filter(street_id=case.street_id, pk=pause.pk).update(started_at=pause.until)
    assert found(town) == {("pauses", "pause_differs")}


def test_clocks_that_were_moved_on_request_hold(town: Any, case: Case):
    preset = rulebook_queries.rule_at(town.street, "cases.clocks", clock.now()).value
    changed = preset | {"N": preset["N"] | {"reply": {"working_days": 9}}}
    today = timezone.localdate(clock.now())
    rulebook.set_rule(actor=town.system, key="cases.clocks", value=changed, valid_from=today)
    actions.reckon(actor=town.actor("admin"), case_id=case.pk)
    assert found(town) == set()


def test_an_owner_that_is_none_is_found(town: Any, case: Case):
    with connection.as_owner(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # past the foreign key
        Case.objects.filter(street_id=case.street_id, pk=case.pk).update(owner_id=case.pk)
        cursor.execute("SET LOCAL session_replication_role = origin")
        assert ("owner", "owner_missing") in found(town)
        cursor.execute("SET LOCAL session_replication_role = replica")
        Case.objects.filter(street_id=case.street_id, pk=case.pk).update(owner_id=case.owner_id)


def test_a_clock_that_runs_on_after_the_end_is_found(town: Any):
    case = stories.closed(town)
    tampered(case, contact_due_at=clock.now())
    assert ("stopped", "still_running") in found(town)


def test_a_step_that_left_no_record_is_found(town: Any, case: Case):
    with connection.as_owner(), connection.cursor() as cursor:
        gone = "DELETE FROM kernel_delivery USING kernel_event e WHERE event_id = e.id AND {}"
        same = "e.street_id = %s AND e.subject_id = %s AND e.kind = 'cases.case.signed_in'"
        keys = [case.street_id, case.pk]
        cursor.execute(gone.format(f"kernel_delivery.street_id = e.street_id AND {same}"), keys)
        cursor.execute(f"DELETE FROM kernel_event e WHERE {same}", keys)
    assert ("journal", "journal_gap") in found(town)
    assert ("journal", "journal_no_edge") in found(town)


def test_a_request_without_any_record_is_found(town: Any):
    case = stories.raised(town)
    with connection.as_owner(), connection.cursor() as cursor:
        keys = [case.street_id, case.pk]
        cursor.execute("DELETE FROM kernel_delivery WHERE street_id = %s", keys[:1])
        cursor.execute("DELETE FROM kernel_event WHERE street_id = %s AND subject_id = %s", keys)
    assert found(town) == {("journal", "journal_missing")}


def test_a_number_given_out_for_nothing_is_found(town: Any):
    Counter.objects.create(street_id=town.street.pk, day="2020-01-01", last=2)
    assert found(town) == {("numbers", "numbers_broken")}


def test_a_rule_or_a_holiday_entered_later_moves_no_clock(town: Any):
    case = stories.handed_over(town)
    preset = rulebook_queries.rule_at(town.street, "cases.clocks", clock.now()).value
    changed = preset | {"N": preset["N"] | {"reply": {"working_days": 9}}}
    today = timezone.localdate(clock.now())
    rulebook.set_rule(actor=town.system, key="cases.clocks", value=changed, valid_from=today)
    days = [today + timedelta(days=ahead) for ahead in range(1, 8)]
    rulebook.set_days(
        actor=town.system, days=[NamedDay(day, DayKind.HOLIDAY, "示例") for day in days]
    )
    assert found(town) == set()
    stories.handed_over(town)
    actions.sign_in(actor=town.actor("grid"), case_id=case.pk)
    assert found(town) == set()


def test_many_requests_cost_as_many_statements_as_a_few(town: Any):
    counts = []
    for more in (2, 8):
        for count in range(more):
            stories.raised(town, f"第{count}件不亮")
        with CaptureQueriesContext(connection) as captured:
            assert found(town) == set()
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 15


def watched(town: Any, at: datetime) -> None:
    with clock.at(at):
        tasks.watch(street_id=town.street.pk)


def test_a_rung_that_was_told_in_its_minute_holds_and_one_left_out_is_found(town: Any, case: Case):
    late = case.due_at + timedelta(hours=1)
    watched(town, late)
    assert found(town) == set()
    with clock.at(late + timedelta(minutes=5)):
        actions.reply(actor=town.actor("grid"), case_id=case.pk, text="修好了")
    assert found(town) == set()
    with connection.as_owner():
        Escalation.objects.filter(street_id=town.street.pk, level=Level.NEIGHBOUR).delete()
    assert found(town) == {("ladder", "rung_missing")}


def test_a_rung_of_a_clock_that_never_ran_so_is_found(town: Any, case: Case):
    watched(town, case.due_at + timedelta(hours=1))
    with connection.as_owner():
        rows = Escalation.objects.filter(street_id=town.street.pk, level=Level.HANDLER)
        rows.filter(timer=Timer.REPLY).update(until=case.due_at + timedelta(days=1))
    assert ("ladder", "rung_of_no_round") in found(town)


def test_a_letter_and_a_pause_that_nobody_minds_are_found(town: Any, case: Case):
    actions.ask_back(actor=town.actor("grid"), case_id=case.pk, reason=AskBack.PLACE, text="哪一盏")
    other = stories.supervised(town)
    letter = Letter.objects.get(street_id=town.street.pk, case_id=other.pk)
    late = max(letter.due_at, Case.objects.get(pk=case.pk, street_id=case.street_id).paused_until)
    watched(town, late + timedelta(hours=1))
    assert found(town) == set()
    Letter.objects.filter(street_id=town.street.pk, pk=letter.pk).update(late_at=None)
    assert ("letters", "letter_missed") in found(town)
    tampered(case, paused_until=late - timedelta(hours=1))
    assert ("letters", "pause_too_long") in found(town)
