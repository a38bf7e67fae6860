"""The day's bookings at the desk: who comes, what became of it, and booking for a caller."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from linli.capacity import actions as hours
from linli.capacity.models import Booking
from linli.capacity.rules import Contingent, Kind
from linli.capacity.rules import State as Stands
from linli.capacity.tests.factories import MONDAY, NOW, Hall, at, hall, week
from linli.counter.models import Application, Item
from linli.counter.queries import drifts
from linli.counter.rules.application_words import State
from linli.counter.tests import counters
from linli.kernel import clock
from linli.kernel.streets import context

pytestmark = pytest.mark.django_db
HERE = "/desk/bookings/"
DAY = f"?day={MONDAY}"
CALLER = {"name": "示小甲", "phone": "19911110001"}


@pytest.fixture
def place(town: Any) -> Iterator[Hall]:
    with time_machine.travel(NOW, tick=False), context.in_street(town.street.pk):
        yield hall(town, phone=50)


@pytest.fixture
def clerk(place: Hall, client: Client) -> Client:
    client.force_login(place.town.account("clerk"))
    return client


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.status_code
    return " ".join(answer.content.decode().split())


def offered(clerk: Client, day: Any = MONDAY) -> list[str]:
    form = clerk.get(f"{HERE}new/?day={day}").context["form"]
    return [key for key, _ in form.fields["hour"].widget.choices]


def called(place: Hall, clerk: Client, hour: str, **details: Any) -> Any:
    known = Item.objects.filter(code="T-00").first()
    item = known or counters.item(place.town, "T-00")
    given = CALLER | {"item": str(item.pk), "hour": hour} | details
    return clerk.post(f"{HERE}new/{DAY}", given, follow=True)


def test_a_caller_gets_an_hour_kept_for_the_phone(place: Hall, clerk: Client):
    keys = offered(clerk)
    assert len(keys) == 2 * 3
    once = "0b5ed5e0-0000-4000-8000-000000000001"
    seen = text(called(place, clerk, keys[0], once=once))
    assert "示*" in seen
    assert "示小甲" not in seen
    assert "高龄津贴" in seen
    application = Application.objects.get()
    assert application.state == State.BOOKED
    booking = application.booking
    assert (booking.via, booking.state) == (Contingent.PHONE, Stands.BOOKED)
    assert booking.holder_id == application.pk
    called(place, clerk, keys[0], once=once)
    assert Application.objects.count() == 1


def test_an_hour_that_has_just_gone_leaves_no_application(place: Hall, clerk: Client):
    keys = offered(clerk)
    called(place, clerk, keys[0])
    again = called(place, clerk, keys[0])
    assert "刚刚被别人约走了" in text(again, 422)
    assert "19911110001" in text(again, 422)
    assert Application.objects.count() == 1
    assert "请从列出的时间里选" in text(called(place, clerk, "随便"), 422)


def test_where_we_come_to_has_to_be_said(place: Hall, clerk: Client):
    town = place.town
    east = town.organisations["east"]
    team = hours.open_resource(
        actor=town.system, organisation=east, kind=Kind.TEAM, name="上门一组"
    )
    hours.set_hours(actor=town.system, resource_id=team.pk, week=week(phone=50), since=MONDAY)
    key = next(key for key in offered(clerk) if key.startswith(str(team.pk)))
    assert "请写到哪一户" in text(called(place, clerk, key), 422)
    called(place, clerk, key, address="1幢2单元301")
    assert Application.objects.get().address == "1幢2单元301"


def test_what_became_of_each_is_one_press(place: Hall, clerk: Client):
    for key in offered(clerk)[:3]:
        called(place, clerk, key)
    first, second, third = Booking.objects.order_by("during", "id")
    press = lambda one, act: clerk.post(f"{HERE}{one.pk}/{act}/", follow=True)  # noqa: E731
    press(first, "came")
    assert "约的时间还没有到" in text(press(second, "missed"))
    press(third, "cancel")
    with time_machine.travel(at(MONDAY, 16), tick=False):
        clerk.force_login(place.town.account("clerk"))
        press(second, "missed")
    found = Booking.objects.order_by("during", "id").values_list("state", flat=True)
    assert list(found) == [Stands.ARRIVED, Stands.MISSED, Stands.CANCELLED]
    assert Application.objects.get(booking_id=third.pk).state == State.WITHDRAWN
    seen = text(clerk.get(HERE + DAY))
    assert seen.count("<tr") == 1 + 2


def test_another_hour_keeps_the_application(place: Hall, clerk: Client):
    called(place, clerk, offered(clerk)[0])
    booking = Booking.objects.get()
    page = clerk.get(f"{HERE}{booking.pk}/move/?day={MONDAY + timedelta(1)}")
    keys = [key for key, _ in page.context["form"].fields["hour"].widget.choices]
    clerk.post(f"{HERE}{booking.pk}/move/", {"hour": keys[0]})
    booking.refresh_from_db()
    assert place.street.day(booking.start) == MONDAY + timedelta(1)
    assert Application.objects.get().booking_id == booking.pk


def test_a_full_or_closed_day_offers_what_is_nearest(place: Hall, clerk: Client):
    keys = offered(clerk, MONDAY + timedelta(5))
    assert keys
    assert all(key.partition("@")[2] > f"{MONDAY + timedelta(2)}" for key in keys)


def test_only_where_one_serves(place: Hall, client: Client, clerk: Client):
    called(place, clerk, offered(clerk)[0])
    booking = Booking.objects.get()
    client.force_login(place.town.account("clerk2"))
    assert "还没有能预约的窗口" in text(client.get(HERE + DAY))
    assert client.get(f"{HERE}new/").status_code == 404
    for act in ("came", "missed", "cancel", "move"):
        assert client.post(f"{HERE}{booking.pk}/{act}/").status_code == 404
    client.force_login(place.town.account("resident"))
    assert client.get(HERE).status_code == 403


def test_a_day_without_anybody_says_what_next(place: Hall, clerk: Client):
    assert "这天没有人约" in text(clerk.get(f"{HERE}?day=nonsense&unit=zzz"))
    assert place.street.day(clock.now()).isoformat() in text(clerk.get(HERE))


def test_an_hour_in_the_name_of_somebody_else_is_found(place: Hall, clerk: Client):
    called(place, clerk, offered(clerk)[0])
    look = lambda: [d for s in drifts.SURVEYS for part in s.look(place.street) for d in part]  # noqa: E731
    assert look() == []
    Booking.objects.update(holder_id=place.town.account("resident2").pk)
    (found,) = look()
    assert (found.row, found.reason.code) == (Application.objects.get().number, "hour_of_others")
