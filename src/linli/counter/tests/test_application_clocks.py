"""The clocks of an application: working days with their make-up Saturdays, and what stops them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from linli.counter import actions, queries, tasks
from linli.counter.models import Application, Slip
from linli.counter.rules.application_words import CounterEvent, SlipKind, Special, State
from linli.counter.rules.catalogue import Unit
from linli.counter.tests import counters
from linli.kernel import clock, events
from linli.kernel.errors import Refused
from linli.kernel.streets.models import Street

pytestmark = pytest.mark.django_db


def at(month: int, day: int, hour: int = 10) -> Any:
    """That hour of 2026 in the subdistrict."""
    return clock.at(moment(month, day, hour))


def moment(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2026, month, day, hour - 8, tzinfo=UTC)


CLOSE = 18


def accepted_on(town: Any, month: int, day: int, **details: Any) -> Application:
    item = counters.item(town, **details)
    with at(month, day):
        return counters.accepted(town, item_id=item.pk)


def test_the_stricter_of_both_drives_the_alarm(town: Any) -> None:
    one = accepted_on(town, 3, 2, promised=counters.days(5), statutory=counters.days(3))
    assert one.promised_due_at == moment(3, 9, CLOSE)
    assert one.statutory_due_at == one.due_at == moment(3, 5, CLOSE)
    assert one.warn_at == moment(3, 4, CLOSE)


def test_a_make_up_saturday_is_worked(town: Any) -> None:
    one = accepted_on(town, 2, 13, promised=counters.days(5))
    assert one.promised_due_at == moment(2, 27, CLOSE)


def test_the_october_week_and_its_make_up_saturday(town: Any) -> None:
    one = accepted_on(town, 9, 30, promised=counters.days(5))
    assert one.promised_due_at == moment(10, 13, CLOSE)


def test_calendar_days_that_end_on_a_day_off_end_on_the_next_working_day(town: Any) -> None:
    one = accepted_on(town, 2, 12, promised=counters.days(7, Unit.CALENDAR), statutory={})
    assert one.due_at == moment(2, 24, CLOSE)
    assert one.statutory_due_at is None


def test_an_item_without_any_time_has_no_clock(town: Any) -> None:
    one = accepted_on(town, 3, 2, promised={}, statutory={})
    assert (one.due_at, one.warn_at) == (None, None)


def test_a_special_step_stops_the_clock_and_is_told_in_writing(town: Any) -> None:
    one, clerk = accepted_on(town, 3, 2, promised=counters.days(5)), town.actor("clerk")
    given = {"actor": clerk, "application_id": one.pk}
    with at(3, 3):
        actions.start_special(
            **given, kind=Special.NOTICE, until=moment(3, 10), text="在公示栏公示七天"
        )
    slip = Slip.objects.filter(street_id=one.street_id, application=one).order_by("ordinal").last()
    assert slip is not None
    assert (slip.kind, slip.until) == (SlipKind.SPECIAL, moment(3, 10))
    with at(3, 10):
        back = actions.end_special(**given)
    assert back.state == State.ACCEPTED
    assert back.promised_due_at == moment(3, 16, CLOSE)
    assert (back.special, back.special_since) == ("", None)


def test_a_special_step_at_the_department_goes_back_to_the_department(town: Any) -> None:
    one, department = counters.passed_up(town), town.actor("department")
    given = {"actor": department, "application_id": one.pk}
    until = clock.now() + timedelta(days=3)
    actions.start_special(**given, kind=Special.SURVEY, until=until, text="入户看一看")
    assert actions.end_special(**given).state == State.PASSED_UP


def test_a_special_step_ends_in_the_future_and_has_words(town: Any) -> None:
    one = counters.reviewing(town)
    given = {"actor": town.actor("clerk"), "application_id": one.pk, "kind": Special.EXPERT}
    for until, text, field in (
        (clock.now() - timedelta(days=1), "请专家看", "until"),
        (clock.now() + timedelta(days=1), "", "text"),
    ):
        with pytest.raises(Refused) as refused:
            actions.start_special(**given, until=until, text=text)
        assert refused.value.reason.field == field


def test_what_nobody_said_within_five_working_days_counts_as_accepted_from_the_first(
    town: Any,
) -> None:
    item = counters.item(town, promised=counters.days(10))
    with at(2, 13):
        one = counters.received(town, counters.SOME, item_id=item.pk)
    assert one.tell_by == moment(2, 27, CLOSE)
    settle(town, moment(2, 27, CLOSE))
    one.refresh_from_db()
    assert one.state == State.RECEIVED
    settle(town, moment(2, 28, 9))
    one.refresh_from_db()
    assert one.state == State.ACCEPTED
    assert one.accepted_at == moment(2, 13)
    assert one.promised_due_at == moment(3, 5, CLOSE)  # Saturday the 28th is worked too
    assert events.history(one.street_id, one.pk)[-1].kind == CounterEvent.DEEMED_ACCEPTED


def test_an_overdue_correction_counts_as_withdrawn_once(town: Any) -> None:
    item = counters.item(town)
    with at(3, 2):
        one = counters.correcting(town, item_id=item.pk)
    assert one.correct_by == moment(3, 23, CLOSE)
    settle(town, moment(3, 23, CLOSE))
    one.refresh_from_db()
    assert one.state == State.CORRECTING
    settle(town, moment(3, 24, 9))
    settle(town, moment(3, 25, 9))
    one.refresh_from_db()
    assert (one.state, one.ended_at) == (State.LAPSED, moment(3, 24, 9))
    kinds = [event.kind for event in events.history(one.street_id, one.pk)]
    assert kinds.count(CounterEvent.LAPSED) == 1


@pytest.mark.parametrize("verb", ["deem_accepted", "lapse"])
def test_nothing_lapses_before_its_day(town: Any, verb: str) -> None:
    one = counters.correcting(town) if verb == "lapse" else counters.received(town)
    with pytest.raises(Refused) as refused:
        getattr(actions, verb)(actor=town.system, application_id=one.pk)
    assert refused.value.reason.code == "not_over"


def test_what_ended_long_ago_is_forgotten_at_night(town: Any) -> None:
    with at(3, 2):
        one = counters.refused(town)
    settle(town, moment(3, 2) + timedelta(days=1_094))
    one.refresh_from_db()
    assert one.name
    settle(town, moment(3, 2) + timedelta(days=1_096))
    one.refresh_from_db()
    assert (one.name, one.phone, one.account_id) == ("", "", None)


def test_the_rule_in_force_is_kept(town: Any) -> None:
    one = counters.accepted(town)
    street = Street.objects.get(pk=town.street.pk)
    assert one.rule_version == queries.rule(street, clock.now()).version


def settle(town: Any, when: datetime) -> None:
    """The job of the night."""
    with clock.at(when):
        tasks.settle(street_id=town.street.pk)
