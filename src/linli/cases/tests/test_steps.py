"""The state table is whole: everything can be reached, left, and refused with a reason."""

import pytest

from linli.cases.rules.steps import (
    WHAT_NEXT,
    duties,
    next_step,
    step_for,
    steps_from,
    why_not_step,
)
from linli.cases.rules.table import STEPS
from linli.cases.rules.words import ENDED, STAGES, CaseEvent, State, Verb
from linli.people.rules import Role

OPEN = [state for state in State if state not in ENDED]


def test_every_state_is_reached_from_registered() -> None:
    reached = {State.REGISTERED}
    while True:
        more = {step.target for step in STEPS if step.target and step.sources & reached} - reached
        if not more:
            break
        reached |= more
    assert reached == set(State)


@pytest.mark.parametrize("state", OPEN)
def test_every_open_state_has_a_way_to_an_end(state: State) -> None:
    reached = {state}
    for _ in State:
        reached |= {step.target for step in STEPS if step.target and step.sources & reached}
    assert reached & ENDED


@pytest.mark.parametrize("state", OPEN)
def test_every_open_state_has_one_right_next_step_that_leads_on(state: State) -> None:
    step = next_step(state)
    assert step is not None
    assert state in step.sources
    assert step.target != state


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.verb.value)
def test_every_edge_names_somebody_who_may_walk_it(step: object) -> None:
    assert step.roles or step.owner or step.reporter or step.helper  # type: ignore[attr-defined]


def test_a_verb_leads_to_one_place_from_each_state() -> None:
    for verb in Verb:
        for state in State:
            edges = [step for step in STEPS if step.verb == verb and state in step.sources]
            assert len(edges) <= 1, (verb, state)


def test_every_verb_has_an_edge_and_every_event_a_verb_but_a_few() -> None:
    assert {step.verb for step in STEPS} == set(Verb)
    silent = set(CaseEvent) - {step.event for step in STEPS}
    by_itself = {CaseEvent.WARNED, CaseEvent.ESCALATED, CaseEvent.LETTER_LATE, CaseEvent.REVIEW_DUE}
    by_itself |= {CaseEvent.FORGOTTEN}
    looks = {CaseEvent.REVEALED, CaseEvent.OPENED, CaseEvent.REDACTED, CaseEvent.UNCOVERED}
    assert silent == by_itself | looks | {CaseEvent.REGISTERED, CaseEvent.JOINED}


def test_an_illegal_step_says_which_steps_are_open_and_who_may() -> None:
    assert step_for(Verb.REPLY, State.REGISTERED) is None
    reason = why_not_step(Verb.REPLY, State.REGISTERED)
    assert reason.params["state"] == State.REGISTERED.word
    opened = dict(reason.params["open"])
    assert set(opened) == {step.verb.word for step in steps_from(State.REGISTERED)}
    assert Role.DISPATCHER.word in opened[Verb.TRIAGE.word]


def test_an_ended_request_waits_for_nobody() -> None:
    for role in [*Role, None]:
        assert not duties(role) & ENDED


def test_what_waits_for_the_owner_is_between_dispatch_and_reply() -> None:
    assert duties(None) == {State.DISPATCHED, State.SIGNED_IN, State.IN_PROGRESS}


def test_every_state_tells_the_resident_what_comes_next() -> None:
    assert set(WHAT_NEXT) == set(State)


def test_the_four_stages_hold_every_state_of_the_main_line_once() -> None:
    staged = [state for states in STAGES.values() for state in states]
    assert len(staged) == len(set(staged))
    assert set(State) - set(staged) == ENDED - {State.CLOSED}
