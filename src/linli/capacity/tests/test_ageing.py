"""Old bookings are nobody's; what does not fit together is found."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from linli.capacity import tasks
from linli.capacity.models import Booking, Waiting
from linli.capacity.queries import drifts
from linli.capacity.rules import CapacityEvent, Kind, Place
from linli.capacity.tests.factories import MONDAY, NOW, Hall, at, hall
from linli.kernel import clock
from linli.kernel.models import Event
from linli.kernel.streets import context
from linli.rulebook import queries as rulebook
from linli.rulebook.rules import RuleKey

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(town: Any) -> Iterator[Hall]:
    with clock.at(NOW), context.in_street(town.street.pk):
        yield hall(town)


def found(place: Hall) -> list[str]:
    every = [one for survey in drifts.SURVEYS for part in survey.look(place.street) for one in part]
    return [one.reason.code for one in every]


def test_whose_hour_it_was_is_forgotten_after_the_days_of_the_rule(place: Hall):
    booking = place.book("resident", at(MONDAY, 9))
    Waiting.objects.create(
        street_id=booking.street_id,
        organisation_id=place.organisation_id,
        kind=Kind.WINDOW,
        day=MONDAY,
        holder_id=booking.holder_id,
        state=Place.LEFT,
    )
    days = rulebook.rule_at(place.street, RuleKey.PRIVACY, NOW).value["case_days"]
    for later, is_known in ((days, True), (days + 2, False)):
        with clock.at(at(MONDAY, 9, 30) + timedelta(days=later)):
            tasks.forget_daily(0)
        booking.refresh_from_db()
        assert (booking.holder_id is not None) == is_known
        assert Waiting.objects.filter(street_id=booking.street_id).exists() == is_known
    assert Event.objects.filter(kind=CapacityEvent.FORGOTTEN).count() == 2


def test_two_at_one_time_are_found_even_without_the_constraint(place: Hall):
    booking = place.book("resident", at(MONDAY, 9))
    place.book("resident2", at(MONDAY, 9), window=1)
    assert found(place) == []
    with connection.as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE capacity_booking DROP CONSTRAINT booking_one_at_a_time")
        cursor.execute("ALTER TABLE capacity_booking DROP CONSTRAINT booking_hold_expires")
    twin = Booking.objects.get(street_id=booking.street_id, pk=booking.pk)
    twin.pk, twin._state.adding = Booking._meta.pk.get_default(), True
    twin.state = "held"
    twin.save(force_insert=True)
    assert found(place) == ["bookings_overlap", "hold_endless"]
