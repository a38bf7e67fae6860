"""代办: a written mandate for a time, and originals that nobody loses sight of."""

from datetime import timedelta
from typing import Any

import pytest

from linli.counter import actions, queries
from linli.counter.models import Mandate, Original
from linli.counter.rules.application_words import State, Way
from linli.counter.tests import counters
from linli.kernel import clock
from linli.kernel.errors import Forbidden, Refused
from linli.kernel.streets.models import new_id

pytestmark = pytest.mark.django_db


def errand(town: Any, days: int = 10, **details: Any) -> Any:
    """Received, and given to the grid worker by the resident."""
    one = counters.received(town, **details)
    until = counters.today(town) + timedelta(days=days)
    actions.give_mandate(
        actor=town.actor("resident"),
        application_id=one.pk,
        agent_id=town.account("grid").pk,
        until=until,
    )
    return one


def refused(act: Any, **given: Any) -> Any:
    with pytest.raises(Refused) as found:
        act(**given)
    return found.value.reason


def test_an_original_goes_in_and_comes_back_against_a_signature(town: Any) -> None:
    one, agent = errand(town), town.actor("grid")
    given = {"actor": agent, "application_id": one.pk, "material": "id"}
    actions.take_original(**given, copies=1)
    (held,) = queries.held_of(one)
    assert (held.material, held.taken_by_id) == ("id", agent.id)
    actions.return_original(**given, signed_by="示小甲")
    assert queries.held_of(one) == []
    row = Original.objects.get(street_id=one.street_id, application=one)
    assert (row.signed_by, row.returned_by_id) == ("示小甲", agent.id)
    assert row.returned_at is not None


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"material": "photo"}, "copy_will_do", "material"),
        ({"material": "none"}, "copy_will_do", "material"),
        ({"material": "id", "copies": 0}, "no_copies", "copies"),
    ],
)
def test_only_originals_that_are_asked_for_are_taken(
    town: Any, given: dict[str, Any], code: str, field: str
) -> None:
    one = counters.received(town)
    reason = refused(
        actions.take_original, actor=town.actor("clerk"), application_id=one.pk, **given
    )
    assert (reason.code, reason.field) == (code, field)


def test_nothing_is_taken_twice_or_given_back_without_being_held_or_signed(town: Any) -> None:
    one, clerk = counters.received(town), town.actor("clerk")
    given = {"actor": clerk, "application_id": one.pk, "material": "id"}
    assert refused(actions.return_original, **given, signed_by="示小甲").code == "not_held"
    actions.take_original(**given)
    assert refused(actions.take_original, **given).code == "held_already"
    reason = refused(actions.return_original, **given, signed_by=" ")
    assert (reason.code, reason.field) == ("not_signed", "signed_by")


def test_a_mandate_that_has_run_out_is_worth_nothing(town: Any) -> None:
    one, agent = errand(town, days=2), town.actor("grid")
    given = {"actor": agent, "application_id": one.pk, "material": "id"}
    with clock.at(clock.now() + timedelta(days=3)):
        with pytest.raises(Forbidden) as found:
            actions.take_original(**given)
        reason = found.value.reason
        assert (reason.code, reason.field) == ("mandate_over", "agent")
        assert reason.params["until"] == str(Mandate.objects.get(street_id=one.street_id).until)


def test_who_holds_no_mandate_runs_no_errand(town: Any) -> None:
    one = errand(town)
    with pytest.raises(Refused):
        actions.take_original(actor=town.actor("grid2"), application_id=one.pk, material="id")


def test_at_the_counter_a_mandate_is_signed(town: Any) -> None:
    one, until = counters.received(town), counters.today(town) + timedelta(days=1)
    given = {"actor": town.actor("clerk"), "application_id": one.pk, "until": until}
    given["agent_id"] = town.account("grid").pk
    reason = refused(actions.give_mandate, **given)
    assert (reason.code, reason.field) == ("not_written", "is_signed")
    assert actions.give_mandate(**given, is_signed=True).until == until


@pytest.mark.parametrize("days", [-1, 91])
def test_a_mandate_has_an_end_that_is_near(town: Any, days: int) -> None:
    one, until = counters.received(town), counters.today(town) + timedelta(days=days)
    given = {"actor": town.actor("clerk"), "application_id": one.pk, "until": until}
    agent_id = town.account("grid").pk
    reason = refused(actions.give_mandate, **given, agent_id=agent_id, is_signed=True)
    assert (reason.code, reason.field) == ("mandate_span", "until")


def test_a_mandate_names_somebody_who_is_there(town: Any) -> None:
    one, until = counters.received(town), counters.today(town)
    given = {"actor": town.actor("clerk"), "application_id": one.pk, "until": until}
    reason = refused(actions.give_mandate, **given, agent_id=new_id(), is_signed=True)
    assert (reason.code, reason.field) == ("no_such_choice", "agent")


def test_nothing_is_handed_over_while_an_original_is_held(town: Any) -> None:
    one, clerk = counters.decided(town), town.actor("clerk")
    given = {"actor": clerk, "application_id": one.pk}
    actions.take_original(**given, material="book")
    actions.finish(**given)
    reason = refused(actions.deliver, **given, way=Way.WINDOW)
    assert (reason.field, reason.params["names"]) == ("way", ["户口簿"])
    actions.return_original(**given, material="book", signed_by="示小甲")
    assert actions.deliver(**given, way=Way.WINDOW).state == State.DELIVERED


def test_only_an_agent_with_a_mandate_fetches_for_another(town: Any) -> None:
    one, clerk = counters.decided(town), town.actor("clerk")
    given = {"actor": clerk, "application_id": one.pk}
    until = counters.today(town) + timedelta(days=2)
    actions.give_mandate(**given, agent_id=town.account("grid").pk, until=until, is_signed=True)
    actions.finish(**given)
    with clock.at(clock.now() + timedelta(days=3)):
        assert refused(actions.deliver, **given, way=Way.AGENT).code == "no_mandate"
    assert actions.deliver(**given, way=Way.AGENT).delivered_by == Way.AGENT
