"""Holding, booking, cancelling: who may, when, and what is on record."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from linli.capacity import actions, queries, tasks
from linli.capacity.models import Booking
from linli.capacity.rules import CapacityEvent, Contingent, Kind, State
from linli.capacity.tests.factories import HOLIDAY, MADE_UP, MONDAY, NOW, SATURDAY, Hall, at, hall
from linli.kernel import clock, events
from linli.kernel.errors import Forbidden, NotFound, Refused
from linli.kernel.models import Event
from linli.kernel.streets import context

pytestmark = pytest.mark.django_db
NINE = at(MONDAY, 9)


@pytest.fixture
def place(town: Any) -> Iterator[Hall]:
    with clock.at(NOW), context.in_street(town.street.pk):
        yield hall(town)


def code_of(act: Any) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.reason.code


def told(booking: Booking) -> list[str]:
    return [event.kind for event in events.history(booking.street_id, booking.pk)]


def test_a_hold_is_confirmed_and_whoever_comes_second_is_told(place: Hall):
    booking = place.hold("resident", NINE)
    assert booking.state == State.HELD
    assert booking.expires_at == NOW + timedelta(minutes=10)
    assert code_of(lambda: place.hold("resident2", NINE)) == "just_taken"
    actions.confirm(actor=place.actor("resident"), booking_id=booking.pk)
    booking.refresh_from_db()
    assert (booking.state, booking.expires_at) == (State.BOOKED, None)
    assert told(booking) == [CapacityEvent.HELD, CapacityEvent.BOOKED]
    assert code_of(lambda: place.book("resident2", NINE)) == "just_taken"
    assert place.book("resident2", NINE, window=1).resource == place.windows[1]


def test_a_hold_that_is_over_makes_way_for_whoever_comes_next(place: Hall):
    first = place.hold("resident", NINE)
    with clock.at(NOW + timedelta(minutes=9, seconds=59)):
        assert code_of(lambda: place.hold("resident2", NINE)) == "just_taken"
    with clock.at(NOW + timedelta(minutes=10)):
        assert code_of(lambda: confirm(place, "resident", first)) == "hold_over"
        second = place.hold("resident2", NINE)
    first.refresh_from_db()
    assert (first.state, second.state) == (State.EXPIRED, State.HELD)
    assert told(first) == [CapacityEvent.HELD, CapacityEvent.EXPIRED]


def test_the_task_ends_a_hold_that_is_over_once(place: Hall):
    over = place.hold("resident", NINE)
    with clock.at(NOW + timedelta(minutes=10)):
        for _ in range(2):
            tasks.every_minute(0)
    assert told(over) == [CapacityEvent.HELD, CapacityEvent.EXPIRED]


def confirm(place: Hall, who: str, booking: Booking) -> Booking:
    return actions.confirm(actor=place.actor(who), booking_id=booking.pk)


@pytest.mark.parametrize(
    ("start", "code"),
    [
        (at(MONDAY, 12), "outside_hours"),
        (at(SATURDAY, 9), "closed_that_day"),
        (at(HOLIDAY, 9), "closed_that_day"),
        (at(MONDAY - timedelta(7), 9), "slot_past"),
        (at(MONDAY + timedelta(35), 9), "slot_far"),
    ],
)
def test_what_cannot_be_booked_says_why(place: Hall, start: Any, code: str):
    assert code_of(lambda: place.hold("resident", start)) == code


def test_a_make_up_sunday_is_booked_like_a_monday(place: Hall):
    assert place.book("resident", at(MADE_UP, 9)).start == at(MADE_UP, 9)


def test_a_cancelled_hour_is_free_again(place: Hall):
    booking = place.book("resident", NINE)
    assert queries.tally_on(place.street, place.windows[0], MONDAY).sold == 1
    actions.cancel(actor=place.actor("resident"), booking_id=booking.pk)
    assert queries.tally_on(place.street, place.windows[0], MONDAY).free == 6
    assert place.book("resident2", NINE).state == State.BOOKED
    assert code_of(lambda: confirm(place, "resident", booking)) == "booking_state"


def test_nobody_touches_the_booking_of_somebody_else(place: Hall):
    booking = place.book("resident", NINE)
    for act in (actions.cancel, actions.confirm, actions.arrive, actions.miss):
        for who in ("resident2", "clerk2"):
            with pytest.raises(NotFound):
                act(actor=place.actor(who), booking_id=booking.pk)
    with pytest.raises(NotFound):
        actions.arrive(actor=place.actor("resident"), booking_id=booking.pk)
    assert actions.arrive(actor=place.actor("clerk"), booking_id=booking.pk).state == State.ARRIVED


def test_one_books_for_others_only_where_one_serves(place: Hall):
    resident = place.town.account("resident").pk
    phone = {"via": Contingent.PHONE, "holder_id": resident}
    for who in ("resident2", "clerk2"):
        with pytest.raises(Forbidden):
            place.book(who, NINE, **phone)
    with pytest.raises(Forbidden):
        place.book("resident", NINE, **phone)  # one's own, but not one's way
    with clock.at(NINE - timedelta(hours=2)):
        assert place.book("clerk", NINE, **phone).holder_id == resident
        somebody = place.book("clerk", NINE, window=1, via=Contingent.PHONE)
    assert somebody.holder_id is None


def test_a_booking_moves_and_keeps_its_key(place: Hall):
    booking, ten = place.book("resident", NINE), at(MONDAY, 10)
    other = place.book("resident2", ten)
    again = {"actor": place.actor("resident"), "booking_id": booking.pk}
    assert code_of(lambda: actions.reschedule(**again, start=ten)) == "just_taken"
    booking.refresh_from_db()
    assert booking.start == NINE
    window = place.windows[1].pk
    moved = actions.reschedule(**again, start=ten, resource_id=window)
    assert (moved.pk, moved.start, moved.resource_id) == (booking.pk, ten, window)
    (event,) = Event.objects.filter(subject_id=moved.pk, kind=CapacityEvent.RESCHEDULED)
    assert (event.before["start"], event.after["start"]) == (NINE.isoformat(), ten.isoformat())
    assert place.book("resident2", NINE).start == NINE
    assert other.start == ten


def test_after_the_hour_has_begun_it_is_not_cancelled_but_missed(place: Hall):
    booking = place.book("resident", NINE)
    clerk = {"actor": place.actor("clerk"), "booking_id": booking.pk}
    assert code_of(lambda: actions.miss(**clerk)) == "booking_ahead"
    with clock.at(NINE):
        assert code_of(lambda: actions.cancel(**clerk)) == "booking_begun"
    with clock.at(NINE + timedelta(minutes=1)):
        assert actions.miss(**clerk).state == State.MISSED


def test_who_did_not_come_too_often_books_by_phone_for_a_while(place: Hall):
    for hour in (9, 10, 14):
        booking = place.book("resident", at(MONDAY, hour))
        with clock.at(at(MONDAY, 16)):
            actions.miss(actor=place.actor("clerk"), booking_id=booking.pk)
    later = at(MONDAY, 17)
    with clock.at(later):
        start = at(MONDAY + timedelta(1), 9)
        assert code_of(lambda: place.book("resident", start)) == "by_phone_only"
        account = place.town.account("resident").pk
        phone = place.book("clerk", start, via=Contingent.PHONE, holder_id=account)
        assert phone.state == State.BOOKED
        assert place.book("resident2", start, window=1).state == State.BOOKED
    with clock.at(later + timedelta(days=90)):
        weekday = at(MONDAY + timedelta(days=92), 9)
        assert place.book("resident", weekday).state == State.BOOKED


def test_the_nearest_free_hours_are_shown_when_one_is_gone(place: Hall):
    near = place.street, NINE, place.organisation_id, Kind.WINDOW
    place.book("resident", NINE)
    found = queries.nearest_free(*near, limit=4)
    assert [(free.slot.start, free.resource) for free in found][:2] == [
        (NINE, place.windows[1]),
        (at(MONDAY, 9, 30), place.windows[0]),
    ]
    place.book("resident", NINE, window=1)
    starts = [free.slot.start for free in queries.nearest_free(*near, limit=40)]
    assert NINE not in starts
    assert len(starts) == 40
    assert starts == sorted(starts)


def test_the_database_itself_refuses_two_at_one_time(place: Hall):
    booking = place.book("resident", NINE)
    twin = Booking.objects.get(street_id=booking.street_id, pk=booking.pk)
    twin.pk, twin._state.adding = Booking._meta.pk.get_default(), True
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)
    twin.resource = place.windows[1]
    twin.save(force_insert=True)


def test_holding_an_hour_takes_few_statements(place: Hall, django_assert_num_queries: Any):
    place.hold("resident", NINE)
    actor, window = place.actor("resident"), place.windows[0].pk
    with django_assert_num_queries(10, connection=connection):
        actions.hold(actor=actor, resource_id=window, start=at(MONDAY, 10))
