"""Eight want one hour at the same instant: one has it, seven are told, none waits for ever."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from linli.capacity import actions, queries
from linli.capacity.actions import taking
from linli.capacity.models import Booking
from linli.capacity.queries import Free
from linli.capacity.rules import CapacityEvent, Kind, State
from linli.capacity.tests.factories import Hall, hall
from linli.kernel import clock, events
from linli.kernel.errors import Refused
from linli.kernel.streets import context
from tests.concurrency.together import PATIENCE, at_once
from tests.town import Town

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS, CLIENTS = 100, 8
CONSTRAINT = "booking_one_at_a_time"


@pytest.fixture
def place(town: Town) -> Hall:
    return hall(town)


def free(place: Hall, limit: int = ROUNDS) -> list[Free]:
    with context.in_street(place.street.pk):
        whom = (place.organisation_id, Kind.WINDOW)
        return queries.nearest_free(place.street, clock.now(), *whom, limit=limit)


def hold(place: Hall, one: Free) -> Booking:
    return actions.hold(actor=place.town.system, resource_id=one.resource.pk, start=one.slot.start)


def got(answers: list[Any]) -> int:
    """How many have it; all others were refused in words."""
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert [type(one) for one in refused] == [Refused] * len(refused), refused
    assert {one.reason.code for one in refused} <= {"just_taken"}
    return len(answers) - len(refused)


def kept(place: Hall, one: Free) -> int:
    rows = Booking.objects.filter(street_id=place.street.pk, resource=one.resource)
    return rows.filter(state=State.HELD, during__startswith=one.slot.start).count()


def test_a_hundred_times_eight_at_once_and_exactly_one_has_it(place: Hall):
    for one in free(place):
        answers = at_once([partial(hold, place, one)] * CLIENTS)
        assert (got(answers), kept(place, one)) == (1, 1)


@pytest.fixture
def all_have_looked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worst moment: all see that it is free before the first writes."""
    meet, look = Barrier(CLIENTS), taking.make_room

    def look_and_meet(*args: Any) -> None:
        look(*args)
        meet.wait(PATIENCE)

    monkeypatch.setattr(taking, "make_room", look_and_meet)


def test_when_all_have_seen_it_free_one_has_it(place: Hall, all_have_looked: None):
    for one in free(place, 10):
        answers = at_once([partial(hold, place, one)] * CLIENTS)
        assert (got(answers), kept(place, one)) == (1, 1)


@contextmanager
def without_constraint() -> Iterator[None]:
    table = 'ALTER TABLE "capacity_booking"'
    with connection.as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [CONSTRAINT]
        )
        (definition,) = cursor.fetchone()
        cursor.execute(f"{table} DROP CONSTRAINT {CONSTRAINT}")
    try:
        yield
    finally:
        with connection.as_owner(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM capacity_booking")
            cursor.execute(f"{table} ADD CONSTRAINT {CONSTRAINT} {definition}")


def test_without_the_constraint_they_all_have_it(place: Hall, all_have_looked: None):
    """The negative control: were this to find one only, the tests above say nothing."""
    (one,) = free(place, 1)
    with without_constraint():
        at_once([partial(hold, place, one)] * CLIENTS)
        assert kept(place, one) == CLIENTS


def test_eight_bookings_that_move_to_one_hour_at_once(place: Hall):
    hours = free(place, CLIENTS + 5)
    bookings = [hold(place, one) for one in hours[:CLIENTS]]

    def move(booking: Booking, to: Free) -> Booking:
        whom = {"actor": place.town.system, "booking_id": booking.pk}
        return actions.reschedule(**whom, start=to.slot.start, resource_id=to.resource.pk)

    for to in hours[CLIENTS:]:
        assert got(at_once([partial(move, booking, to) for booking in bookings])) == 1
        assert kept(place, to) == 1
    assert Booking.objects.filter(street_id=place.street.pk, state=State.HELD).count() == CLIENTS


def test_two_that_want_each_others_hour_are_told_that_it_was_taken(place: Hall):
    """Each has one and waits for the other's: the database ends one of them."""
    hours, meet = free(place, 2), Barrier(2)

    def both(first: Free, second: Free, meet: Callable[[], object]) -> None:
        with transaction.atomic():
            hold(place, first)
            meet()
            hold(place, second)

    wait = partial(meet.wait, PATIENCE)
    answers = at_once([partial(both, *hours, wait), partial(both, *hours[::-1], wait)])
    assert got(answers) == 1
    assert [kept(place, one) for one in hours] == [1, 1]


def test_a_hold_that_is_over_goes_to_one_of_the_eight_who_come_next(place: Hall):
    for one in free(place, 5):
        over = hold(place, one)
        rows = Booking.objects.filter(street_id=place.street.pk, pk=over.pk)
        rows.update(expires_at=clock.now())
        answers = at_once([partial(hold, place, one)] * CLIENTS)
        assert (got(answers), kept(place, one)) == (1, 1)
        assert rows.get().state == State.EXPIRED
        kinds = [event.kind for event in events.history(place.street.pk, over.pk)]
        assert kinds == [CapacityEvent.HELD, CapacityEvent.EXPIRED]
