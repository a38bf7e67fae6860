"""The fair order, by arithmetic: who is before whom, and that nobody waits for ever."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.counter.rules import queue as rules
from linli.counter.rules.queue import EDGES, Act, Fairness, Standing, TicketState

NINE = datetime(2026, 3, 2, 9, 0)
BY = Fairness(*(timedelta(minutes=n) for n in (15, 10, 20, 15)), near=3)
WINDOW, OTHER = uuid4(), uuid4()

minutes = st.integers(-240, 240)
amounts = st.builds(
    lambda *spans: Fairness(*(timedelta(minutes=n) for n in spans), near=3),
    *[st.integers(1, 240)] * 4,
)


def at(minute: float) -> datetime:
    return NINE + timedelta(minutes=minute)


@st.composite
def comings(draw):
    """(when somebody came, for when they had booked if they had, whether they ask to go first)."""
    booked = draw(st.none() | minutes)
    return at(draw(minutes)), None if booked is None else at(booked), draw(st.booleans())


@given(comings(), comings(), amounts)
def test_nobody_who_comes_much_later_is_called_before_somebody(one, other, by):
    if other[0] > one[0] + by.reach:
        assert rules.place(*one, by) < rules.place(*other, by)


@given(comings(), amounts)
def test_nobody_stands_behind_where_they_came(coming, by):
    assert coming[0] - by.reach <= rules.place(*coming, by) <= coming[0]


@given(minutes, minutes, minutes, amounts)
def test_an_appointment_on_time_is_before_walk_ins_that_came_after_its_margin(
    came, booked, walk, by
):
    if at(came) <= at(booked) + by.late and at(walk) > at(booked) - by.early:
        mine = rules.place(at(came), at(booked), False, by)
        assert mine < rules.place(at(walk), None, False, by)


@given(minutes, minutes, amounts)
def test_a_late_appointment_has_lost_its_place_and_not_its_turn(came, booked, by):
    if at(came) > at(booked) + by.late:
        as_walk_in = rules.place(at(came), None, False, by)
        assert rules.place(at(came), at(booked), False, by) == as_walk_in


@given(minutes, minutes, amounts)
def test_an_appointment_never_costs_anybody_their_turn(came, booked, by):
    assert rules.place(at(came), at(booked), False, by) <= rules.place(at(came), None, False, by)


@given(comings(), amounts)
def test_asking_to_go_first_moves_forward_by_a_bounded_time(coming, by):
    came, booked, _ = coming
    plain, first = (rules.place(came, booked, wish, by) for wish in (False, True))
    assert first <= plain
    assert first >= min(plain, came - by.first)


def test_the_example_of_the_rule():
    """Booked for half past nine, here at 9:28: before who came at 9:16, behind who came at 9:10."""
    booked = rules.place(at(28), at(30), False, BY)
    assert rules.place(at(10), None, False, BY) < booked < rules.place(at(16), None, False, BY)


def standing(minute: float, **details) -> Standing:
    return Standing(UUID(int=int(minute * 10) + 1), at(minute), **details)


def test_who_is_held_comes_back_to_where_they_stood():
    held = standing(0, state=TicketState.HELD, held_until=at(30))
    waiting = standing(10)
    order = [rules.in_order([waiting, held], None, [], at(now)) for now in (29, 30)]
    assert order == [[waiting], [held, waiting]]


def test_who_was_sent_to_a_window_is_called_there_first_and_elsewhere_only_when_it_has_stopped():
    sent = standing(20, state=TicketState.TRANSFERRED, for_window=WINDOW)
    waiting = standing(0)

    def order(window, at_work):
        return rules.in_order([waiting, sent], window, at_work, at(30))

    assert order(WINDOW, [WINDOW, OTHER]) == [sent, waiting]
    assert order(OTHER, [WINDOW, OTHER]) == [waiting]
    assert order(OTHER, [OTHER]) == [waiting, sent]


@given(st.lists(comings(), max_size=30), amounts)
def test_everybody_who_waits_is_called_once(all_comings, by):
    tickets = [Standing(uuid4(), rules.place(*one, by)) for one in all_comings]
    order = rules.in_order(tickets, None, [], at(300))
    assert sorted(one.id for one in order) == sorted(one.id for one in tickets)
    assert [one.place_at for one in order] == sorted(one.place_at for one in order)


@pytest.mark.parametrize("act", Act)
def test_every_act_starts_somewhere_and_is_refused_elsewhere(act: Act):
    for state in TicketState:
        refused = rules.why_not(act, state)
        assert (refused is None) == (state in EDGES[act].sources)
        assert (act in rules.open_acts(state)) == (refused is None)


def test_every_state_but_served_leads_on():
    assert rules.open_acts(TicketState.SERVED) == []
    assert all(rules.open_acts(state) for state in TicketState if state != "served")
    assert {edge.target for edge in EDGES.values()} == set(TicketState)


@given(st.integers(0, 100_000), st.integers(1, 20))
def test_the_time_of_a_visit_is_shared_without_a_second_lost(seconds, parts):
    each = rules.shared(seconds, parts)
    assert sum(each) == seconds
    assert max(each) - min(each) <= 1


@pytest.mark.parametrize(
    ("came", "booked", "called", "seconds"),
    [(0, None, 5, 300), (0, 30, 31, 60), (0, 30, 20, 0), (40, 30, 45, 300)],
)
def test_who_comes_early_waits_from_the_appointed_time(came, booked, called, seconds):
    booked_for = None if booked is None else at(booked)
    assert rules.waited(at(came), booked_for, at(called)) == seconds


@pytest.mark.parametrize(
    ("is_open", "has_window", "is_working_time", "takes"),
    [
        (True, True, False, True),
        (True, False, True, True),
        (True, False, False, False),
        (False, True, True, False),
    ],
)
def test_the_door_gives_numbers_while_somebody_is_there(
    is_open, has_window, is_working_time, takes
):
    assert (rules.why_not_take(is_open, has_window, is_working_time) is None) == takes


@pytest.mark.parametrize(
    ("code", "windows", "field"),
    [
        ("east", ["1号窗"], None),
        ("ticket", ["1号窗"], "code"),
        ("东样", ["1号窗"], "code"),
        ("-", ["1号窗"], "code"),
        ("a/b", ["1号窗"], "code"),
        ("east", [], "windows"),
        ("east", ["1号窗", "1号窗"], "windows"),
    ],
)
def test_a_hall_has_a_code_for_its_address_and_windows_to_tell_apart(code, windows, field):
    refused = rules.why_not_hall(code, windows)
    assert (refused.field if refused else None) == field


def test_a_number_says_whether_there_was_an_appointment():
    assert (rules.number(None, 12), rules.number(NINE, 7)) == ("A012", "Y007")
