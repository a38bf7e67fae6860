"""Setting hours and closing days, and whoever had booked."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from psycopg.types.range import Range

from linli.capacity import actions, queries, tasks
from linli.capacity.models import Hours
from linli.capacity.rules import CapacityEvent, Kind
from linli.capacity.tests.factories import MONDAY, NOW, Hall, at, hall, week
from linli.capacity.tests.test_booking import code_of
from linli.kernel import clock
from linli.kernel.errors import Forbidden
from linli.kernel.models import Event
from linli.kernel.streets import context
from linli.rulebook import actions as rulebook
from linli.rulebook.rules import DayKind, NamedDay

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + timedelta(1)


@pytest.fixture
def place(town: Any) -> Iterator[Hall]:
    with clock.at(NOW), context.in_street(town.street.pk):
        yield hall(town)


def displaced() -> list[Event]:
    return list(Event.objects.filter(kind=CapacityEvent.DISPLACED).order_by("id"))


def count(place: Hall, day: Any) -> int:
    return len(queries.slots_on(place.street, place.windows[0].pk, day))


def test_hours_for_a_time_leave_what_was_before_and_after(place: Hall):
    window = place.windows[0].pk
    only_mornings = [one for one in week() if one.opens.hour == 9]
    until = MONDAY + timedelta(6)
    actions.set_hours(
        actor=place.actor("admin"),
        resource_id=window,
        week=only_mornings,
        since=MONDAY,
        until=until,
    )
    days = [MONDAY + timedelta(weeks=n) for n in (-1, 0, 1)]
    assert [count(place, day) for day in days] == [6, 4, 6]


def test_the_database_holds_no_two_hours_at_one_time(place: Hall):
    row = Hours.objects.filter(weekday=0).first()
    row.pk, row._state.adding = Hours._meta.pk.get_default(), True
    row.valid, row.minutes = Range(MONDAY, None), Range(row.minutes.upper - 1, 900)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_only_the_administrator_sets_up_and_who_serves_may_close_a_day(place: Hall):
    window = place.windows[0].pk
    for who in ("resident", "clerk", "clerk2"):
        with pytest.raises(Forbidden):
            actions.set_hours(actor=place.actor(who), resource_id=window, week=[], since=MONDAY)
    for who in ("resident", "clerk2"):
        with pytest.raises(Forbidden):
            actions.close_day(actor=place.actor(who), resource_id=window, day=MONDAY)
    for _ in range(2):
        actions.close_day(actor=place.actor("clerk"), resource_id=window, day=MONDAY)
    assert count(place, MONDAY) == 0
    assert Event.objects.filter(kind=CapacityEvent.DAY_CLOSED).count() == 1


def test_two_of_one_name_are_refused_and_an_empty_name(place: Hall):
    east = place.town.organisations["east"]
    for name, code in (("1号窗口", "resource_twice"), (" ", "resource_name")):
        whom = {"actor": place.town.system, "organisation": east, "kind": Kind.ROOM}
        assert code_of(lambda name=name, w=whom: actions.open_resource(**w, name=name)) == code


def test_whoever_booked_a_day_that_closes_is_told_once_with_other_hours(place: Hall):
    booking = place.book("resident", at(MONDAY, 9))
    kept = place.book("resident2", at(MONDAY, 9), window=1)
    window = place.windows[0]
    for _ in range(2):
        actions.close_day(actor=place.actor("clerk"), resource_id=window.pk, day=MONDAY)
        tasks.find_displaced(0)
    (event,) = displaced()
    assert event.subject_id == booking.pk != kept.pk
    first = event.after["free"][0]
    assert first["resource"] == str(place.windows[1].pk)
    assert code_of(lambda: place.book("shop", at(MONDAY, 9, 30))) == "closed_that_day"
    moved = actions.reschedule(
        actor=place.actor("resident"), booking_id=booking.pk, start=at(TUESDAY, 9)
    )
    assert moved.displaced_at is None


def test_a_day_that_becomes_a_holiday_after_booking_is_found(place: Hall):
    bookings = [place.book("resident", at(MONDAY, hour)) for hour in (9, 14)]
    day = NamedDay(MONDAY, DayKind.HOLIDAY, "补休")
    rulebook.set_days(actor=place.actor("admin"), days=[day])
    tasks.find_displaced(0)
    assert [event.subject_id for event in displaced()] == [booking.pk for booking in bookings]
    offered = {free["start"][:10] for event in displaced() for free in event.after["free"]}
    assert offered == {TUESDAY.isoformat()}


def test_other_slots_on_the_same_hours_displace_nobody(place: Hall):
    place.book("resident", at(MONDAY, 9))
    longer = [type(one)(one.weekday, one.opens, one.closes, 60) for one in week()]
    window = place.windows[0].pk
    actions.set_hours(actor=place.actor("admin"), resource_id=window, week=longer, since=MONDAY)
    assert displaced() == []
    assert code_of(lambda: place.book("shop", at(MONDAY, 9))) == "just_taken"


def test_a_week_without_hours_closes_from_a_day_on(place: Hall):
    window = place.windows[0].pk
    actions.set_hours(actor=place.actor("admin"), resource_id=window, week=[], since=TUESDAY)
    assert [count(place, day) for day in (MONDAY, TUESDAY, MONDAY + timedelta(7))] == [6, 0, 0]
