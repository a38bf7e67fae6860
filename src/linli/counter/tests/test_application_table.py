"""The table of an application is whole, and every edge is walked from a real path or refused."""

import inspect
from datetime import timedelta
from typing import Any

import pytest

from linli.counter import actions
from linli.counter.models import Application, MaterialCheck
from linli.counter.rules.application_words import (
    ENDED,
    CounterEvent,
    Outcome,
    Paper,
    Refusal,
    Special,
    Stars,
    State,
    Verb,
    Way,
)
from linli.counter.rules.applications import STEPS, TOLD, WHAT_NEXT, Step, step_for, steps_from
from linli.counter.tests import counters
from linli.files.tests.factories import upload
from linli.kernel import clock, events
from linli.kernel.errors import Forbidden, NotFound, Refused, Stale
from linli.kernel.events import Audience

EDGES = [(step, state) for step in STEPS for state in State if state in step.sources]


def test_every_state_is_reached_and_every_open_one_left() -> None:
    reached = {State.BOOKED}
    for _ in State:
        reached |= {step.target for step in STEPS if step.target and step.sources & reached}
    assert reached == set(State)
    for state in set(State) - ENDED:
        assert any(step.target not in (None, state) for step in steps_from(state)), state


def test_a_verb_leads_to_one_place_from_each_state() -> None:
    for verb in Verb:
        for state in State:
            edges = [step for step in STEPS if step.verb == verb and state in step.sources]
            assert len(edges) <= 1, (verb, state)


def test_every_verb_has_an_edge_an_action_and_one_event() -> None:
    assert {step.verb for step in STEPS} == set(Verb)
    assert {verb.value for verb in Verb} <= set(actions.__all__)
    assert all(len({s.event for s in STEPS if s.verb == verb}) == 1 for verb in Verb)


def test_an_action_takes_what_its_edge_needs() -> None:
    for step in STEPS:
        taken = set(inspect.signature(getattr(actions, step.verb.value)).parameters)
        assert {"actor", "application_id"} <= taken
        assert all({need, f"{need}_id"} & taken for need in step.needs), step.verb


def test_the_applicant_reads_a_sentence_of_everything_but_their_own_rating() -> None:
    silent = {step.event for step in STEPS if not step.told}
    assert silent == {CounterEvent.RATED}
    assert all(sentence.endswith("。") for sentence in [*TOLD.values(), *WHAT_NEXT.values()])
    assert set(WHAT_NEXT) == set(State)


def walker(town: Any, step: Step) -> Any:
    """Somebody whom the edge names."""
    if step.roles:
        return town.actor(min(step.roles).value)
    if step.department:
        return town.actor("department")
    return town.actor("resident") if step.applicant else town.system


def given(town: Any, verb: Verb, one: Application) -> dict[str, Any]:
    """What the step needs, as a person would give it."""
    later = clock.now() + timedelta(days=7)
    values: dict[Verb, dict[str, Any]] = {
        Verb.RECEIVE: {"ticked": counters.ALL},
        Verb.CORRECT: {"brought": ["book", "photo"]},
        Verb.REFUSE: {"reason": Refusal.NOT_ENTITLED, "text": "年龄还没有到"},
        Verb.START_SPECIAL: {"kind": Special.NOTICE, "until": later, "text": "公示七天"},
        Verb.ANSWER: {"text": "同意"},
        Verb.DECIDE: {"outcome": Outcome.GRANTED},
        Verb.DELIVER: {"way": Way.HOME, "signed_by": "示小甲"},
        Verb.TERMINATE: {"text": "申请人已迁出"},
        Verb.TAKE_ORIGINAL: {"material": "id"},
        Verb.RETURN_ORIGINAL: {"material": "id", "signed_by": "示小甲"},
        Verb.GIVE_MANDATE: {"agent_id": town.account("grid").pk, "until": counters.today(town)}
        | {"is_signed": True},
        Verb.ADD_PAPERS: {"material": "id", "photos": [upload()]},
        Verb.RATE: {"stars": Stars.FIVE},
    }
    return {"application_id": one.pk, **values.get(verb, {})}


def ready(town: Any, step: Step, state: State) -> Application:
    """In the state of the edge, with what this verb asks for beside it."""
    clerk = town.actor("clerk")
    if step.verb is Verb.SERVE:
        return counters.received(town, kind="immediate")
    if step.verb is Verb.ASK_CORRECTION:
        return counters.received(town, counters.SOME)
    if step.verb is Verb.CORRECT and state is not State.CORRECTING:
        one = counters.in_state(town, state)
        checks = MaterialCheck.objects.filter(street_id=one.street_id, application=one)
        checks.filter(material="photo").update(paper=Paper.PROMISED)
        checks.filter(material="book").update(paper=Paper.PROMISED)
        return one
    one = counters.in_state(town, state)
    if step.verb is Verb.RETURN_ORIGINAL:
        taken = state if step_for(Verb.TAKE_ORIGINAL, state) else State.RECEIVED
        Application.objects.filter(street_id=one.street_id, pk=one.pk).update(state=taken)
        actions.take_original(actor=clerk, application_id=one.pk, material="id")
        Application.objects.filter(street_id=one.street_id, pk=one.pk).update(state=state)
    return one


@pytest.mark.django_db
@pytest.mark.parametrize(("step", "state"), EDGES, ids=lambda one: getattr(one, "verb", one))
def test_every_edge_leads_where_the_table_says(town: Any, step: Step, state: State) -> None:
    one = ready(town, step, state)
    act, values = getattr(actions, step.verb.value), given(town, step.verb, one)
    later = clock.now() + timedelta(days=90 if step.verb in (Verb.DEEM_ACCEPTED, Verb.LAPSE) else 0)
    with clock.at(later):
        act(actor=walker(town, step), **values)
    one.refresh_from_db()
    told = events.history(one.street_id, one.pk)
    if step.verb is Verb.RATE:
        assert one.state == state
        assert step.event not in {event.kind for event in told}
        return
    assert one.state == (step.target or state)
    assert told[-1].kind == step.event
    assert told[-1].audience == Audience.PRIVATE
    assert told[-1].after["version"] == one.version


@pytest.mark.django_db
@pytest.mark.parametrize("state", State)
def test_a_closed_step_is_refused_with_those_that_are_open(town: Any, state: State) -> None:
    one = counters.in_state(town, state)
    for verb in [verb for verb in Verb if step_for(verb, state) is None]:
        act = getattr(actions, verb.value)
        with pytest.raises(Refused) as refused:
            act(actor=town.system, **given(town, verb, one))
        assert refused.value.reason.code == "illegal_step", verb
        opened = {word for word, _ in refused.value.reason.params["open"]}
        assert opened == {step.verb.word for step in steps_from(state)}


@pytest.mark.django_db
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.verb.value)
def test_nobody_walks_an_edge_that_does_not_name_them(town: Any, step: Step) -> None:
    state = min(step.sources)
    one = ready(town, step, state)
    act, values = getattr(actions, step.verb.value), given(town, step.verb, one)
    with pytest.raises(NotFound):
        act(actor=town.actor("resident2"), **values)
    with pytest.raises(Forbidden) as refused:
        act(actor=town.actor("auditor"), **values)
    assert refused.value.reason.params["who"]


@pytest.mark.django_db
def test_who_was_slower_learns_what_has_happened(town: Any) -> None:
    one = counters.accepted(town)
    actions.examine(actor=town.actor("clerk"), application_id=one.pk)
    with pytest.raises(Stale) as refused:
        actions.pass_up(actor=town.actor("clerk2"), application_id=one.pk, version=one.version)
    assert CounterEvent.EXAMINED.word in refused.value.reason.params["what"]
