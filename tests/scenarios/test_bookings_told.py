"""An hour is booked, by account and by link; then its day becomes a holiday, or is near."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client

from linli.capacity import actions as hours
from linli.capacity import tasks
from linli.capacity.models import Booking
from linli.capacity.rules import CapacityEvent, Contingent, Kind
from linli.capacity.tests.factories import MADE_UP, MONDAY, NOW, Hall, at, hall
from linli.counter import actions, queries
from linli.counter.actions import callers
from linli.counter.models import Application
from linli.counter.queries import telling
from linli.counter.rules.application_papers import Draft, Ticked
from linli.counter.tests import counters
from linli.kernel import events
from linli.kernel.actor import Actor
from linli.kernel.models import Event
from linli.kernel.streets import context
from linli.notices import actions as notices
from linli.notices import tasks as sending
from linli.notices.queries import unread
from linli.notices.tests import gateway as local
from linli.notices.tests.gateway import Gateway
from linli.people import actions as people
from linli.people.rules import Reach, Telling
from linli.rulebook import actions as rulebook
from linli.rulebook.rules import DayKind, NamedDay

pytestmark = pytest.mark.django_db(transaction=True)
TUESDAY = MONDAY + timedelta(1)
PHONE = "19911110001"


@pytest.fixture
def place(town: Any) -> Iterator[Hall]:
    with time_machine.travel(NOW, tick=False), context.in_street(town.street.pk):
        yield hall(town, phone=50)


@pytest.fixture
def gateway(settings: Any) -> Iterator[Gateway]:
    with local.running() as running:
        settings.LINLI_SMS, settings.LINLI_ADDRESS = running.url, "https://ll.example.cn"
        yield running


def heard(place: Hall, gateway: Gateway) -> list[tuple[str, str, str]]:
    """(phone, words, link) since the last time."""
    events.hand_over(place.town.street.pk)
    sending.send(place.town.street.pk)
    found = [json.loads(body) for _, body in gateway.heard]
    gateway.heard.clear()
    parts = [(one["phone"], *one["text"].rpartition(" ")) for one in found]
    return sorted((phone, words, link) for phone, words, _, link in parts)


def by_account(place: Hall, start: datetime, window: int = 0) -> Application:
    """The resident books for themselves, and wants text messages too."""
    town = place.town
    people.set_reach(
        actor=town.actor("resident"), account=town.account("resident"), reach=Reach.SMS
    )
    one = counters.booked(town)
    one.booking = place.book("resident", start, window)
    one.save(update_fields=["booking"])
    return one


def by_phone(place: Hall, start: datetime, window: int = 0) -> Application:
    """Somebody without account calls."""
    details = {"name": "示小乙", "phone": PHONE, "item_id": counters.item(place.town, "P-1").pk}
    return callers.book_for_caller(
        actor=place.actor("clerk"),
        draft=Draft(**details, ticked=Ticked()),
        resource_id=place.windows[window].pk,
        start=start,
    )


def becomes_holiday(place: Hall, day: Any = MONDAY) -> None:
    days = [NamedDay(day, DayKind.HOLIDAY, "补休")]
    rulebook.set_days(actor=place.actor("admin"), days=days)


def as_holder(place: Hall, one: Application) -> Actor:
    if one.account_id:
        return place.actor("resident")
    link = telling.visit_path(one)
    return queries.opened_visit(place.street, link.split("/")[2])[1]


def page(place: Hall, client: Client) -> str:
    client.force_login(place.town.account("resident"))
    return " ".join(client.get("/notices/").content.decode().split())


def test_a_day_that_becomes_a_holiday_is_told_once_and_the_offer_moves_the_booking(
    place: Hall, gateway: Gateway, client: Client
):
    mine, theirs = by_account(place, at(MONDAY, 9)), by_phone(place, at(MONDAY, 9, 30))
    own = place.town.account("resident").phone
    ((phone, words, _),) = heard(place, gateway)
    assert phone == PHONE
    assert "带上材料来就行" in words
    becomes_holiday(place)
    told = []
    for _ in range(2):
        tasks.find_displaced(0)
        told += heard(place, gateway)
    assert [phone for phone, _, _ in told] == sorted([own, PHONE])
    assert all("不开放了" in words for _, words, _ in told)
    assert all(len(f"{words} {link}") <= 70 for _, words, link in told)
    link = next(link for phone, _, link in told if phone == PHONE)
    answer = client.get(link.removeprefix("https://ll.example.cn"))
    assert answer.url == telling.visit_path(theirs)
    shown = page(place, client)
    assert "9月14日 09:00（1号窗口）不开放了" in shown
    assert "最近的空：9月15日 09:00" in shown
    assert mine.number in shown
    assert unread(place.actor("resident")) == 1
    for one in (mine, theirs):
        event = Event.objects.get(subject_id=one.booking_id, kind=CapacityEvent.DISPLACED)
        offer = event.after["free"][0]
        moved = hours.reschedule(
            actor=as_holder(place, one),
            booking_id=one.booking_id,
            start=datetime.fromisoformat(offer["start"]),
            resource_id=UUID(offer["resource"]),
        )
        assert place.street.day(moved.start) == TUESDAY
        assert moved.displaced_at is None
    tasks.find_displaced(0)
    assert heard(place, gateway) == []
    assert unread(place.actor("resident")) == 1


def test_a_closed_day_that_opens_again_is_told_too(place: Hall, gateway: Gateway):
    by_phone(place, at(MONDAY, 9, 30))
    heard(place, gateway)
    window = {"actor": place.actor("clerk"), "resource_id": place.windows[0].pk, "day": MONDAY}
    hours.close_day(**window)
    ((_, words, _),) = heard(place, gateway)
    assert "不开放了" in words
    hours.open_day(**window)
    ((_, words, _),) = heard(place, gateway)
    assert "又开放了" in words


def test_on_the_working_day_before_one_is_reminded_once(place: Hall, gateway: Gateway):
    by_phone(place, at(MADE_UP, 9, 30))
    by_account(place, at(MONDAY, 9))
    heard(place, gateway)
    friday = MADE_UP - timedelta(2)
    for day, expected in ((friday - timedelta(1), 0), (friday, 1), (friday, 0)):
        with time_machine.travel(at(day, 9, 30), tick=False):
            tasks.remind_daily(0)
            found = heard(place, gateway)
        assert len(found) == expected
        assert all("9月20日 09:30" in words for _, words, _ in found)


def test_whoever_waits_is_told_what_came_free(place: Hall, gateway: Gateway, client: Client):
    for window in range(2):
        for hour, minute in ((9, 0), (9, 30), (10, 0), (10, 30), (14, 0), (14, 30)):
            for who, via in (("resident2", Contingent.PUBLIC), ("clerk", Contingent.PHONE)):
                try:
                    place.book(who, at(MONDAY, hour, minute), window, via=via)
                    break
                except Exception:  # noqa: BLE001 - it is kept for the other way
                    continue
    hours.wait(
        actor=place.actor("resident"),
        organisation_id=place.organisation_id,
        kind=Kind.WINDOW,
        day=MONDAY,
    )
    taken = Booking.objects.filter(via=Contingent.PUBLIC).order_by("during").first()
    assert taken
    hours.cancel(actor=place.actor("resident2"), booking_id=taken.pk)
    heard(place, gateway)
    assert "候补到了：9月14日 09:00" in page(place, client)
    assert "前确认" in page(place, client)


def test_moved_by_the_desk_is_told_and_by_oneself_is_not(place: Hall, gateway: Gateway):
    one, later = by_phone(place, at(MONDAY, 9, 30)), at(MONDAY, 10, 30)
    heard(place, gateway)
    hours.reschedule(actor=place.actor("clerk"), booking_id=one.booking_id, start=later)
    ((_, words, _),) = heard(place, gateway)
    assert "9月14日 10:30" in words
    again = {"booking_id": one.booking_id, "start": at(TUESDAY, 9, 30)}
    hours.reschedule(actor=as_holder(place, one), **again)
    assert heard(place, gateway) == []


def test_the_applicant_reads_every_step_that_is_theirs_to_know(
    place: Hall, gateway: Gateway, client: Client
):
    one = counters.correcting(place.town)
    heard(place, gateway)
    shown = page(place, client)
    assert "材料收到了" in shown
    assert "还缺几样材料" in shown
    actions.withdraw(actor=place.actor("resident"), application_id=one.pk)
    heard(place, gateway)
    assert "撤回" not in page(place, client)


def test_several_steps_at_once_are_one_message(place: Hall, gateway: Gateway):
    details = {"name": "示小乙", "phone": PHONE, "account_id": None}
    one = counters.accepted(place.town, **details)
    ((phone, words, link),) = heard(place, gateway)
    assert phone == PHONE
    assert "已经受理" in words
    assert link
    actions.examine(actor=place.actor("clerk"), application_id=one.pk)
    assert "正在审查" in heard(place, gateway)[0][1]


def test_who_wants_results_only_hears_results(place: Hall, gateway: Gateway, client: Client):
    people.set_telling(
        actor=place.actor("resident"),
        account=place.town.account("resident"),
        telling=Telling.RESULT,
    )
    counters.finished(place.town)
    heard(place, gateway)
    shown = page(place, client)
    assert "办好了，可以取结果" in shown
    assert "已经受理" not in shown
    notices.mark_read(actor=place.actor("resident"))
