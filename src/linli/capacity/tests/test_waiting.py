"""The waiting list of a full day."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from linli.capacity import actions, tasks
from linli.capacity.models import Booking, Waiting
from linli.capacity.rules import CapacityEvent, Kind, Place, State
from linli.capacity.tests.factories import MONDAY, NOW, SATURDAY, Hall, at, hall
from linli.capacity.tests.test_booking import code_of
from linli.kernel import clock, events
from linli.kernel.streets import context

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(town: Any) -> Iterator[Hall]:
    """One window, every hour of Monday taken by the clerk's phone."""
    with clock.at(NOW), context.in_street(town.street.pk):
        place = hall(town, windows=1)
        for hour, minute in ((9, 0), (9, 30), (10, 0), (10, 30), (14, 0), (14, 30)):
            place.book("volunteer", at(MONDAY, hour, minute))
        yield place


def wait(place: Hall, who: str, day: Any = MONDAY) -> Waiting:
    whom = {"organisation_id": place.organisation_id, "kind": Kind.WINDOW}
    return actions.wait(actor=place.actor(who), day=day, **whom)


def give_back(place: Hall, hour: int = 9) -> None:
    booking = Booking.objects.get(state=State.BOOKED, during__startswith=at(MONDAY, hour))
    actions.cancel(actor=place.actor("volunteer"), booking_id=booking.pk)


def stands(*waiting: Waiting) -> list[str]:
    for one in waiting:
        one.refresh_from_db()
    return [one.state for one in waiting]


def test_what_comes_free_is_offered_to_who_came_first(full: Hall):
    first, second = wait(full, "resident"), wait(full, "resident2")
    give_back(full)
    assert stands(first, second) == [Place.OFFERED, Place.WAITING]
    assert first.booking.holder_id == full.town.account("resident").pk
    assert first.booking.expires_at == NOW + timedelta(hours=2)
    assert code_of(lambda: full.hold("shop", at(MONDAY, 9))) == "just_taken"
    actions.confirm(actor=full.actor("resident"), booking_id=first.booking_id)
    assert stands(first, second) == [Place.TAKEN, Place.WAITING]
    kinds = [event.kind for event in events.history(first.street_id, first.pk)]
    assert kinds == [CapacityEvent.WAITED, CapacityEvent.OFFERED, CapacityEvent.TAKEN]


def test_an_offer_that_is_not_taken_goes_to_the_next(full: Hall):
    first, second, third = (wait(full, who) for who in ("resident", "resident2", "shop"))
    give_back(full)
    actions.cancel(actor=full.actor("resident"), booking_id=Waiting.objects.first().booking_id)
    assert stands(first, second, third) == [Place.PASSED, Place.OFFERED, Place.WAITING]
    with clock.at(NOW + timedelta(hours=2)):
        tasks.every_minute(0)
    assert stands(second, third) == [Place.PASSED, Place.OFFERED]
    with clock.at(NOW + timedelta(hours=5)):
        tasks.every_minute(0)
    assert stands(third) == [Place.PASSED]


def test_one_waits_only_for_a_full_day_that_is_open_and_to_come(full: Hall):
    for day, code in (
        (MONDAY + timedelta(1), "still_free"),
        (SATURDAY, "closed_that_day"),
        (MONDAY - timedelta(7), "day_past"),
    ):
        assert code_of(lambda day=day: wait(full, "resident", day)) == code


def test_waiting_twice_is_waiting_once_and_one_may_leave(full: Hall):
    waiting = wait(full, "resident")
    assert wait(full, "resident") == waiting
    actions.leave(actor=full.actor("resident"), waiting_id=waiting.pk)
    give_back(full)
    assert stands(waiting) == [Place.LEFT]
    assert not Booking.objects.filter(state=State.HELD).exists()


def test_nobody_expects_somebody_who_is_forgotten(full: Hall):
    waiting, other = wait(full, "resident"), wait(full, "resident2")
    booking = full.book("resident", at(MONDAY + timedelta(1), 9))
    for _ in range(2):
        account = full.town.account("resident").pk
        actions.forget_person(actor=full.town.system, account_id=account)
    booking.refresh_from_db()
    assert booking.state == State.CANCELLED
    assert stands(waiting, other) == [Place.LEFT, Place.WAITING]
