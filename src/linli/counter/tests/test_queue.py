"""A visit from the number at the door to the end at the window."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from linli.counter import tasks
from linli.counter.actions import queue, queue_halls
from linli.counter.models import Hall, Ticket, TicketItem, Window
from linli.counter.queries import queue as queries
from linli.counter.queries import queue_load
from linli.counter.rules import queue as rules
from linli.counter.rules.queue import QueueEvent, Standing, TicketState, WindowState
from linli.counter.tests import queue_stories as stories
from linli.kernel import clock, events
from linli.kernel.errors import Forbidden, NotFound, Refused
from linli.kernel.models import Event
from linli.kernel.streets import context

pytestmark = pytest.mark.django_db
# A Monday; 10:00 in the street.
OPEN_AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
SUNDAY = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)


@pytest.fixture
def clock_hand():
    with time_machine.travel(OPEN_AT, tick=False) as hand:
        yield hand


@pytest.fixture
def hall(town: Any, clock_hand: Any) -> Hall:
    return stories.hall(town)


@pytest.fixture
def window(town: Any, hall: Hall) -> Window:
    return stories.window(town, hall)


def called(town: Any, window: Window, who: str = "clerk") -> Ticket:
    return queue.call_next(actor=town.actor(who), window_id=window.pk)


def kinds(ticket: Ticket) -> list[str]:
    return [event.kind for event in events.history(ticket.street_id, ticket.pk)]


def test_a_visit_is_measured_from_the_door_to_the_end(
    town: Any, hall: Hall, window: Window, clock_hand: Any
):
    ticket = queue.take_ticket(actor=stories.visitor(town), hall_id=hall.pk, items=["T-01"])
    assert (ticket.number, ticket.state) == ("A001", TicketState.WAITING)
    clock_hand.shift(300)
    ticket = called(town, window)
    clock_hand.shift(20)
    clerk = town.actor("clerk")
    queue.serve(actor=clerk, ticket_id=ticket.pk)
    clock_hand.shift(181)
    ticket = queue.end(actor=clerk, ticket_id=ticket.pk, items=["T-01", "T-02"])
    assert (ticket.waited_seconds, ticket.handled_seconds) == (300, 181)
    rows = TicketItem.objects.filter(street_id=town.street.pk, ticket=ticket).order_by("item_code")
    assert [(row.item_code, row.is_done, row.seconds) for row in rows] == [
        ("T-01", True, 91),
        ("T-02", True, 90),
    ]
    assert kinds(ticket) == [
        QueueEvent.TAKEN,
        QueueEvent.CALLED,
        QueueEvent.SERVED,
        QueueEvent.ENDED,
    ]


def test_numbers_are_counted_per_hall_and_day(town: Any, hall: Hall, clock_hand: Any):
    other = stories.hall(town, "west", "west")
    booked = clock.now() + timedelta(minutes=30)
    numbers = [
        stories.comes(town, hall).number,
        stories.comes(town, hall, booked_for=booked).number,
        queue.take_ticket(actor=town.actor("clerk2"), hall_id=other.pk).number,
    ]
    clock_hand.shift(timedelta(days=1))
    assert [*numbers, stories.comes(town, hall).number] == ["A001", "Y002", "A001", "A001"]


def test_the_same_number_asked_for_twice_is_one(town: Any, hall: Hall):
    tickets = [stories.comes(town, hall, once="one-click") for _ in range(2)]
    assert tickets[0].pk == tickets[1].pk


def test_an_appointment_is_called_before_who_came_within_its_margin(
    town: Any, hall: Hall, window: Window, clock_hand: Any
):
    early = stories.comes(town, hall)
    clock_hand.shift(timedelta(minutes=20))
    walk_in = stories.comes(town, hall)
    clock_hand.shift(timedelta(minutes=5))
    booked = stories.comes(town, hall, booked_for=clock.now() + timedelta(minutes=5))
    order = []
    for _ in range(3):
        order.append(called(town, window))
        queue.miss(actor=town.actor("clerk"), ticket_id=order[-1].pk)
    assert order == [early, booked, walk_in]


def test_a_wish_to_go_first_is_a_wish_of_this_visit(town: Any, hall: Hall, window: Window):
    stories.comes(town, hall)
    first = stories.comes(town, hall, asks_first=True)
    assert called(town, window) == first
    assert {field.name for field in Ticket._meta.fields if "disab" in field.name} == set()


def test_the_order_of_the_database_is_that_of_the_rule(
    town: Any, hall: Hall, window: Window, clock_hand: Any
):
    chance = random.Random(7)
    there = stories.window(town, hall, "2号窗", "secretary")
    now, by = clock.now(), queries.fairness(town.street, clock.now())
    for count in range(40):
        came = now - timedelta(minutes=chance.randint(0, 90))
        booked = chance.choice([None, came + timedelta(minutes=chance.randint(-30, 30))])
        Ticket.objects.create(
            street_id=town.street.pk,
            hall=hall,
            day=town.street.day(now),
            number=f"A{count:03d}",
            joined_at=came,
            booked_for=booked,
            place_at=rules.place(came, booked, chance.random() < 0.2, by),
            state=chance.choice(["waiting", "waiting", "held", "transferred", "served", "left"]),
            held_until=now + timedelta(minutes=chance.choice([-5, 0, 5])),
            for_window=chance.choice([window, there, None]),
        )
    rows = Ticket.objects.filter(street_id=town.street.pk)
    tickets = [
        Standing(row.pk, row.place_at, TicketState(row.state), row.held_until, row.for_window_id)
        for row in rows
    ]
    for at_work in ([window, there], [window]):
        if there not in at_work:
            there = queue_halls.set_window(
                actor=town.actor("secretary"), window_id=there.pk, state=WindowState.PAUSED
            )
        at = queries.windows(town.street.pk, hall.pk)
        open_ids = {one.pk for one in at_work}
        for window_id in (window.pk, None):
            line = queries.line(hall, town.street.day(now), now, at, window_id)
            ruled = rules.in_order(tickets, window_id, open_ids, now)
            assert [one.pk for one in line] == [one.id for one in ruled]
            assert len(ruled) > 5


def test_who_is_held_comes_back_by_themselves_or_after_a_while(
    town: Any, hall: Hall, window: Window, clock_hand: Any
):
    held, second, third = (stories.comes(town, hall) for _ in range(3))
    clerk = town.actor("clerk")
    called(town, window)
    queue.hold(actor=clerk, ticket_id=held.pk)
    assert called(town, window) == second
    queue.miss(actor=clerk, ticket_id=second.pk)
    clock_hand.shift(timedelta(minutes=16))
    assert called(town, window) == held
    queue.hold(actor=clerk, ticket_id=held.pk)
    queue.resume(actor=clerk, ticket_id=held.pk)
    assert called(town, window) == held
    queue.miss(actor=clerk, ticket_id=held.pk)
    assert called(town, window) == third


def test_who_missed_the_call_comes_back_behind_those_who_wait(
    town: Any, hall: Hall, window: Window, clock_hand: Any
):
    missed, second = stories.comes(town, hall), stories.comes(town, hall)
    clerk = town.actor("clerk")
    called(town, window)
    ticket = queue.miss(actor=clerk, ticket_id=missed.pk)
    assert ticket.ended_at == clock.now()
    clock_hand.shift(60)
    queue.resume(actor=clerk, ticket_id=missed.pk)
    assert called(town, window) == second
    queue.miss(actor=clerk, ticket_id=second.pk)
    again = called(town, window)
    assert (again, again.waited_seconds) == (missed, 0)
    queue.miss(actor=clerk, ticket_id=missed.pk)
    clock_hand.shift(timedelta(days=1))
    with pytest.raises(Refused, match="重新取号"):
        queue.resume(actor=clerk, ticket_id=missed.pk)


def test_a_transfer_brings_its_note_and_is_called_there_first(
    town: Any, hall: Hall, window: Window, clock_hand: Any
):
    there = stories.window(town, hall, "2号窗", "secretary")
    ticket, waiting = stories.comes(town, hall), stories.comes(town, hall)
    clerk, colleague = town.actor("clerk"), town.actor("secretary")
    called(town, window)
    queue.serve(actor=clerk, ticket_id=ticket.pk)
    clock_hand.shift(100)
    with pytest.raises(Refused, match="另一个窗口"):
        queue.transfer(actor=clerk, ticket_id=ticket.pk, window_id=window.pk)
    queue.transfer(actor=clerk, ticket_id=ticket.pk, window_id=there.pk, note="身份证已看过")
    assert called(town, window) == waiting
    again = called(town, there, "secretary")
    assert (again, again.note) == (ticket, "身份证已看过")
    queue.serve(actor=colleague, ticket_id=ticket.pk)
    clock_hand.shift(50)
    assert queue.end(actor=colleague, ticket_id=ticket.pk).handled_seconds == 150


def test_a_window_has_one_at_a_time(town: Any, hall: Hall, window: Window):
    first, second = stories.comes(town, hall), stories.comes(town, hall)
    called(town, window)
    with pytest.raises(Refused, match="A001"):
        called(town, window)
    with pytest.raises(Refused, match="A001"):
        queue.call(actor=town.actor("clerk"), ticket_id=second.pk, window_id=window.pk)
    with pytest.raises(IntegrityError, match="window_serves_one"), transaction.atomic():
        Ticket.objects.filter(street_id=town.street.pk, pk=second.pk).update(
            state="serving", window=window
        )
    recalled = queue.recall(actor=town.actor("clerk"), ticket_id=first.pk)
    assert recalled.calls == 2


def test_a_chosen_one_is_called_out_of_turn(town: Any, hall: Hall, window: Window):
    stories.comes(town, hall)
    second = stories.comes(town, hall)
    chosen = queue.call(actor=town.actor("clerk"), ticket_id=second.pk, window_id=window.pk)
    assert (chosen, chosen.state) == (second, TicketState.CALLED)


def test_nobody_waiting_is_said_so(town: Any, window: Window):
    with pytest.raises(Refused, match="没有人在等"):
        called(town, window)


def test_whoever_begins_at_a_window_leaves_the_other_and_takes_over(
    town: Any, hall: Hall, window: Window
):
    second = stories.window(town, hall, "2号窗")
    window.refresh_from_db()
    assert (window.state, window.clerk_id) == (WindowState.CLOSED, None)
    taken = stories.window(town, hall, "2号窗", "secretary")
    assert (taken.pk, taken.clerk_id) == (second.pk, town.account("secretary").pk)
    with pytest.raises(Refused, match="开始办理"):
        called(town, second)


def test_a_paused_window_calls_nobody(town: Any, hall: Hall, window: Window):
    stories.comes(town, hall)
    clerk = town.actor("clerk")
    queue_halls.set_window(actor=clerk, window_id=window.pk, state=WindowState.PAUSED)
    with pytest.raises(Refused, match="开始办理"):
        called(town, window)


def test_only_those_of_the_hall_call_and_only_the_holder_leaves(
    town: Any, hall: Hall, window: Window
):
    ticket, other = stories.comes(town, hall), stories.comes(town, hall)
    for who in ("clerk2", "resident", "grid", "admin"):
        with pytest.raises(Forbidden):
            queue_halls.set_window(
                actor=town.actor(who), window_id=window.pk, state=WindowState.OPEN
            )
        with pytest.raises(Forbidden):
            queue.leave(actor=town.actor(who), ticket_id=ticket.pk)
    with pytest.raises(Forbidden):
        queue.leave(actor=stories.holder(other), ticket_id=ticket.pk)
    with pytest.raises(Forbidden):
        queue.serve(actor=stories.holder(ticket), ticket_id=ticket.pk)
    assert queue.leave(actor=stories.holder(ticket), ticket_id=ticket.pk).state == "left"
    with pytest.raises(Forbidden):
        queue_halls.set_hall(
            actor=town.actor("clerk"),
            code="x",
            name="x",
            organisation_id=hall.organisation_id,
            windows=["1"],
        )


def test_the_door_gives_no_number_while_nobody_is_there(town: Any, hall: Hall, clock_hand: Any):
    visitor = stories.visitor(town)
    queue.take_ticket(actor=visitor, hall_id=hall.pk)
    clock_hand.move_to(SUNDAY)
    with pytest.raises(Refused, match="没有开门"):
        queue.take_ticket(actor=visitor, hall_id=hall.pk)
    stories.comes(town, hall)
    stories.window(town, hall)
    queue.take_ticket(actor=visitor, hall_id=hall.pk)


@pytest.mark.parametrize(
    ("given", "field"),
    [({"phone": "12345"}, "phone"), ({"phone": "abc"}, "phone"), ({"items": ["X-99"]}, "items")],
)
def test_wrong_input_names_its_field(town: Any, hall: Hall, given: dict[str, Any], field: str):
    with pytest.raises(Refused) as refused:
        stories.comes(town, hall, **given)
    assert refused.value.reason.field == field


def test_a_link_opens_its_own_ticket_only(town: Any, hall: Hall):
    one, other = stories.comes(town, hall), stories.comes(town, hall)
    ticket, actor = queries.opened_by_key(town.street, queries.ticket_key(one))
    assert (ticket, actor.id) == (one, one.pk)
    for wrong in (
        other.pk.hex + queries.ticket_key(one)[32:],
        queries.ticket_key(one)[:-1],
        one.pk.hex,
        "x",
    ):
        with pytest.raises(NotFound):
            queries.opened_by_key(town.street, wrong)


def test_a_ticket_tells_how_many_are_before_it(town: Any, hall: Hall, window: Window):
    tickets = [stories.comes(town, hall) for _ in range(3)]
    shown = [queries.own_ticket(town.street, one).before for one in tickets]
    assert shown == [0, 1, 2]
    called(town, window)
    assert queries.own_ticket(town.street, tickets[2]).before == 1
    tickets[0].refresh_from_db()
    assert queries.own_ticket(town.street, tickets[0]).before is None


def test_who_left_a_phone_hears_once_when_three_are_before(town: Any, hall: Hall, window: Window):
    tickets = [stories.comes(town, hall, phone="13800138000") for _ in range(6)]
    stories.comes(town, hall)

    def told() -> list[Any]:
        return [event.subject_id for event in queue.tell_near(actor=town.system, hall_id=hall.pk)]

    called(town, window)
    assert told() == [one.pk for one in tickets[1:5]]
    assert told() == []
    queue.miss(actor=town.actor("clerk"), ticket_id=tickets[0].pk)
    called(town, window)
    assert told() == [tickets[5].pk]


def test_the_load_is_told_by_hour_and_by_item(
    town: Any, hall: Hall, window: Window, clock_hand: Any
):
    clerk = town.actor("clerk")
    for wait, handling, item in ((60, 100, "T-01"), (121, 201, "T-01"), (10, 30, "T-02")):
        ticket = stories.comes(town, hall, items=[item])
        clock_hand.shift(wait)
        called(town, window)
        queue.serve(actor=clerk, ticket_id=ticket.pk)
        clock_hand.shift(handling)
        queue.end(actor=clerk, ticket_id=ticket.pk, items=[item])
    clock_hand.shift(timedelta(hours=1))
    stories.comes(town, hall)
    day = town.street.day(clock.now())
    hours = queue_load.load_by_hour(town.street, hall, day, day)
    assert [(row.name, row.visits, row.served) for row in hours] == [
        ("10:00", 3, 3),
        ("11:00", 1, 0),
    ]
    assert (hours[0].waited, hours[0].longest, hours[0].handled) == (60, 121, 110)
    assert (hours[1].waited, hours[1].handled) == (None, None)
    items = queue_load.load_by_item(town.street, hall, day, day)
    assert [(row.name, row.served, row.handled) for row in items] == [
        ("样例登记", 2, 150),
        ("样例补贴", 1, 30),
    ]


def test_the_night_ends_what_nobody_ended_and_lets_names_go(
    town: Any, hall: Hall, window: Window, clock_hand: Any
):
    ticket = stories.comes(town, hall, name="示小甲", phone="13800138000")
    called(town, window)
    queue.serve(actor=town.actor("clerk"), ticket_id=ticket.pk)
    tasks.settle(town.street.pk)
    ticket.refresh_from_db()
    assert ticket.state == TicketState.SERVING
    clock_hand.shift(timedelta(days=1))
    tasks.settle(town.street.pk)
    ticket.refresh_from_db()
    assert (ticket.state, ticket.handled_seconds, ticket.name) == ("left", 0, "示小甲")
    clock_hand.shift(timedelta(days=8))
    for _ in range(2):
        tasks.settle(town.street.pk)
    ticket.refresh_from_db()
    assert (ticket.name, ticket.phone, ticket.phone_index) == ("", "", None)
    told = Event.objects.filter(street_id=town.street.pk, kind=QueueEvent.FORGOTTEN)
    assert told.count() == 1


def test_a_hall_is_set_anew_under_its_code_and_keeps_its_history(
    town: Any, hall: Hall, window: Any
):
    stories.comes(town, hall)
    ticket = called(town, window)
    again = queue_halls.set_hall(
        actor=town.actor("admin"),
        code="east",
        name="新名",
        organisation_id=hall.organisation_id,
        windows=["3号窗", "2号窗"],
    )
    with context.in_street(town.street.pk):
        assert again.pk == hall.pk
        assert [one.name for one in queries.windows(town.street.pk, hall.pk)] == ["3号窗", "2号窗"]
        ticket.refresh_from_db()
        assert ticket.window.name == "1号窗"
        assert not ticket.window.is_kept
    with pytest.raises(Refused, match="撤了"):
        stories.window(town, hall)


def test_calling_costs_no_more_statements_however_many_wait(
    town: Any, hall: Hall, window: Window, django_assert_max_num_queries: Any
):
    for _ in range(30):
        stories.comes(town, hall)
    with django_assert_max_num_queries(16):
        called(town, window)
