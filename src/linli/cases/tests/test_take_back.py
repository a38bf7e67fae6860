"""Taking back what one has just handed over: a real step, soon or not at all."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from linli.cases import actions, queries
from linli.cases.models import Case, CoHandler
from linli.cases.rules.words import CaseEvent, Mode, State, Verb
from linli.cases.tests import stories
from linli.kernel import clock, events
from linli.kernel.errors import Refused, Stale


def given(town: Any) -> Case:
    """Handed over to the property company just now."""
    case, owner_id = stories.triaged(town), town.organisations["property"].pk
    return actions.dispatch(actor=town.actor("dispatcher"), case_id=case.pk, owner_id=owner_id)


def refusal(town: Any, case: Case, who: str = "dispatcher") -> str:
    with pytest.raises(Refused) as refused:
        actions.take_back(actor=town.actor(who), case_id=case.pk)
    return refused.value.reason.code


def offers(town: Any, case: Case, who: str = "dispatcher") -> bool:
    page = queries.case_page(town.actor(who), town.street, case.number)
    return any(option.verb == Verb.TAKE_BACK and option.may for option in page.options)


@pytest.mark.django_db
def test_it_is_offered_taken_and_kept_in_the_journal(town: Any) -> None:
    case = given(town)
    assert offers(town, case)
    desk = town.actor("dispatcher")
    back = actions.take_back(actor=desk, case_id=case.pk, version=case.version)
    assert back.version == case.version + 1
    kinds = [event.kind for event in events.history(town.street.pk, case.pk)]
    assert kinds[-2:] == [CaseEvent.DISPATCHED, CaseEvent.TAKEN_BACK]


@pytest.mark.django_db
def test_the_owner_and_the_clocks_of_before_come_back(town: Any) -> None:
    before = stories.triaged(town)
    owner, handler = before.owner_id, before.handler_id
    units = town.organisations
    helpers = [units["police"].pk]
    case = actions.dispatch(
        actor=town.actor("dispatcher"),
        case_id=before.pk,
        owner_id=units["property"].pk,
        mode=Mode.LEAD,
        co_handlers=helpers,
    )
    back = actions.take_back(actor=town.actor("dispatcher"), case_id=case.pk)
    back.refresh_from_db()
    assert (back.state, back.owner_id, back.handler_id) == (State.TRIAGED, owner, handler)
    assert (back.sign_in_due_at, back.contact_due_at, back.dispatched_at) == (None, None, None)
    assert (back.due_at, back.mode) == (before.due_at, "")
    assert not CoHandler.objects.filter(street_id=town.street.pk, case_id=case.pk).exists()


@pytest.mark.django_db
def test_after_ten_minutes_it_is_with_the_owner(town: Any) -> None:
    case = given(town)
    with time_machine.travel(clock.now() + timedelta(minutes=9), tick=False):
        assert offers(town, case)
    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=False):
        assert not offers(town, case)
        assert refusal(town, case) == "take_back_late"


@pytest.mark.django_db
def test_only_whoever_handed_it_over_takes_it_back(town: Any) -> None:
    case = given(town)
    assert not offers(town, case, "supervisor")
    assert refusal(town, case, "supervisor") == "given_by_another"


@pytest.mark.django_db
def test_what_was_signed_in_or_written_about_stays_where_it_is(town: Any) -> None:
    desk = town.actor("dispatcher")
    noted = given(town)
    actions.note(actor=town.actor("property"), case_id=noted.pk, text="在路上")
    assert not offers(town, noted)
    assert refusal(town, noted) == "not_just_given"
    signed = given(town)
    actions.sign_in(actor=town.actor("property"), case_id=signed.pk)
    assert refusal(town, signed) == "illegal_step"
    with pytest.raises(Stale):
        actions.take_back(actor=desk, case_id=noted.pk, version=noted.version)


@pytest.mark.django_db
def test_what_came_back_by_reopening_was_not_handed_over_by_the_desk(town: Any) -> None:
    case = stories.closed(town)
    actions.reopen(actor=town.actor("dispatcher"), case_id=case.pk, text="又坏了")
    assert refusal(town, case) == "not_just_given"
