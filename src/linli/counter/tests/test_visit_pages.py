"""The pages from the guide to the window, with and without an account."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from linli.capacity import actions as capacity
from linli.counter import actions, queries
from linli.counter.models import Application, Hall, Ticket
from linli.counter.queries import queue
from linli.counter.rules.application_words import CounterEvent, Look, State
from linli.counter.tests import counters, queue_stories
from linli.counter.tests import visit_stories as stories
from linli.counter.tests.visit_stories import MONDAY, NOW, at
from linli.kernel import events
from linli.kernel.streets import context

pytestmark = pytest.mark.django_db
BOOK = "/items/YB-01/book/"
WHO = {"name": "示小甲", "phone": "19900001234", "once": "0191f2a0-0000-7000-8000-000000000001"}


@pytest.fixture(autouse=True)
def clock_hand():
    with time_machine.travel(NOW, tick=False) as hand:
        yield hand


@pytest.fixture
def hall(town: Any) -> Hall:
    stories.item(town)
    return stories.hall(town)


def opened(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def sent(**details: Any) -> dict[str, Any]:
    return {**WHO, "start": at(MONDAY, 9).isoformat(), **details}


def the_one(town: Any) -> Application:
    return Application.objects.get(street_id=town.street.pk)


def link_of(one: Application) -> str:
    with context.in_street(one.street_id):
        return f"/visit/{queries.visit_token(one)}/"


def test_the_guide_ends_in_hours_to_press(hall: Hall, client: Client):
    page = opened(client, "/items/YB-01/guide/?v=1&home=no")
    assert "东样社区居委会" in page
    assert page.count("/items/YB-01/book/?v=1&amp;home=no&amp;start=2026-09-14T") == 3
    assert "/items/YB-01/book/?v=1&amp;home=no" in opened(client, "/items/YB-01/guide/?v=1&home=no")


def test_where_nothing_can_be_booked_one_simply_comes(town: Any, client: Client):
    stories.item(town)
    assert "/book/" not in opened(client, "/items/YB-01/guide/?v=1&home=no")
    assert "不用约，上班时间直接来窗口就行" in opened(client, BOOK)


def test_a_visitor_books_and_follows_by_the_link(town: Any, hall: Hall, client: Client):
    page = opened(client, f"{BOOK}?v=1&home=no&day=2026-09-14")
    assert "就约这个时间" in page
    assert "9月15日" in page
    answer = client.post(f"{BOOK}?v=1&home=no", sent(), follow=True)
    one = the_one(town)
    assert answer.redirect_chain == [(link_of(one), 302)]
    shown = answer.content.decode()
    for words in ("9月14日 09:00", "东样社区居委会", "身份证", one.number, "收好这个链接"):
        assert words in shown
    assert "租约" not in shown, "the answers of the guide made it superfluous"
    assert "<svg" in opened(client, f"{link_of(one)}?print=1")


def test_with_an_account_it_stands_in_my_applications(town: Any, hall: Hall, client: Client):
    client.force_login(town.account("resident"))
    assert 'value="示小甲"' in opened(client, BOOK)
    answer = client.post(BOOK, sent())
    assert answer.url == f"/applications/{the_one(town).number}/"
    page = opened(client, answer.url)
    assert "9月14日 09:00" in page
    assert "收好这个链接" not in page


def test_sent_twice_it_leads_to_the_same_link(town: Any, hall: Hall, client: Client):
    assert client.post(BOOK, sent()).url == client.post(BOOK, sent()).url == link_of(the_one(town))


def test_what_was_just_taken_leaves_what_was_typed_and_shows_the_nearest(
    town: Any, hall: Hall, client: Client
):
    stories.booked(town, phone="19900009999")
    answer = client.post(BOOK, sent())
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "这个时间刚刚被别人约走了" in page
    assert 'value="示小甲"' in page
    assert 'value="19900001234"' in page
    assert "09:30" in page


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (at(MONDAY - timedelta(days=7), 9), "这个时间已经过去"),
        (at(MONDAY, 12), "这个时间不在开放时间里"),
        (at(stories.factories.HOLIDAY, 9), "那天不开放"),
    ],
)
def test_a_refusal_is_said_in_words(hall: Hall, client: Client, start: Any, words: str):
    answer = client.post(BOOK, sent(start=start.isoformat()))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert 'value="示小甲"' in answer.content.decode()


@pytest.mark.parametrize(
    "asked", ["day=x", "day=2026-13-45", "start=x", "start=2026-09-14", "at=x"]
)
def test_a_broken_address_shows_the_first_free_day(hall: Hall, client: Client, asked: str):
    assert "09:00" in opened(client, f"{BOOK}?{asked}")


def test_nothing_chosen_is_asked_for(hall: Hall, client: Client):
    answer = client.post(BOOK, {})
    assert answer.status_code == 422
    assert "请选一个时间" in answer.content.decode()


def test_a_full_day_offers_to_wait(town: Any, hall: Hall, client: Client):
    for n, minutes in enumerate((0, 30, 60, 90, 300, 330)):
        stories.booked(town, at(MONDAY, 9) + timedelta(minutes=minutes), phone=f"1990000200{n}")
    assert "排这天的候补" in opened(client, f"{BOOK}?day=2026-09-14")
    shown = client.post(f"{BOOK}?day=2026-09-14", {**WHO, "wait": "1"}, follow=True)
    assert "在候补 9月14日" in shown.content.decode()
    link = shown.redirect_chain[0][0]
    first = Application.objects.filter(street_id=town.street.pk).order_by("number").first()
    assert first
    assert client.post(f"{link_of(first)}withdraw/", {}).status_code == 302
    page = opened(client, link)
    assert "候补到了一个时间" in page
    booking = page.partition('name="booking" value="')[2].partition('"')[0]
    client.post(f"{link}hour/take/", {"booking": booking})
    assert "候补到了一个时间" not in opened(client, link)
    assert "9月14日 09:00" in opened(client, link)


def test_another_hour_by_the_link(town: Any, hall: Hall, client: Client):
    link = link_of(stories.booked(town))
    assert "选好新的才会换" in opened(client, f"{link}hour/move/?day=2026-09-15")
    answer = client.post(f"{link}hour/move/", {"start": at(MONDAY, 14).isoformat()})
    assert answer.url == link
    assert "9月14日 14:00" in opened(client, link)


def test_a_displaced_visit_shows_the_nearest_hours(town: Any, hall: Hall, client: Client):
    one = stories.booked(town)
    assert one.booking
    capacity.close_day(actor=town.system, resource_id=one.booking.resource_id, day=MONDAY)
    page = opened(client, link_of(one))
    assert "那天不开放了" in page
    assert page.count("hour/move/?start=2026-09-15T") == 3


def test_a_forged_link_opens_nothing(town: Any, hall: Hall, client: Client):
    link = link_of(stories.booked(town))
    forged = link[:-2] + ("0/" if link[-2] != "0" else "1/")
    for path in (forged, f"{forged}hour/move/", f"{forged}withdraw/", f"{forged}slips/1/"):
        opened(client, path, 404)
    opened(client, f"{link}hour/fly/", 404)
    opened(client, f"{link}refuse/", 404)


def test_here_i_am_leads_to_the_ticket(town: Any, hall: Hall, client: Client, clock_hand: Any):
    link = link_of(stories.booked(town))
    assert "我到了" not in opened(client, link)
    clock_hand.move_to(at(MONDAY, 9))
    assert "我到了" in opened(client, link)
    answers = [client.post(f"{link}hour/here/") for _ in range(2)]
    ticket = Ticket.objects.get(street_id=town.street.pk)
    assert {answer.url for answer in answers} == {f"/hall/ticket/{queue.ticket_key(ticket)}/"}
    assert "Y001" in opened(client, link)


def test_the_door_knows_who_has_booked(town: Any, hall: Hall, client: Client, clock_hand: Any):
    one = stories.booked(town, by="resident")
    clock_hand.move_to(at(MONDAY, 9))
    assert "您约了 09:00" not in opened(client, "/hall/east/")
    client.force_login(town.account("resident"))
    assert "您约了 09:00" in opened(client, "/hall/east/")
    answer = client.post(f"/applications/{one.number}/hour/here/", {"hall": "east"})
    assert answer.url.startswith("/hall/ticket/")


def test_the_desk_checks_in_and_receives(town: Any, hall: Hall, client: Client, clock_hand: Any):
    one, window = stories.booked(town), queue_stories.window(town, hall)
    clock_hand.move_to(at(MONDAY, 9))
    client.force_login(town.account("clerk"))
    assert one.number in opened(client, "/desk/hall/take/east/")
    assert "示小甲" not in opened(client, "/desk/hall/take/east/")
    client.post(f"/desk/hall/take/east/{one.number}/")
    assert client.post(f"/desk/hall/take/east/{one.number}/").status_code == 404
    client.post("/desk/hall/next/")
    ticket = Ticket.objects.get(street_id=town.street.pk, window=window)
    client.post(f"/desk/hall/tickets/{ticket.pk}/serve/")
    reception = f"/desk/counter/{one.number}/reception/"
    assert reception in opened(client, "/desk/hall/")
    page = opened(client, reception)
    assert one.number in page
    assert escape("新生儿医保") in page
    ticks = {"brought": ["id", "book", "photo"], "left_out": ["rent"], "way": "window"}
    answer = client.post(reception, ticks)
    assert (answer.url, the_one(town).state) == ("/desk/hall/", State.FINISHED)
    assert one.number in opened(client, "/desk/hall/")


def test_another_halls_clerk_does_not_see_who_is_expected(
    town: Any, hall: Hall, client: Client, clock_hand: Any
):
    one = stories.booked(town)
    clock_hand.move_to(at(MONDAY, 9))
    client.force_login(town.account("clerk2"))
    assert one.number not in opened(client, "/desk/hall/take/east/")
    assert client.post(f"/desk/hall/take/east/{one.number}/").status_code == 404


def test_what_is_missing_keeps_the_clerk_at_the_application(town: Any, hall: Hall, client: Client):
    one = stories.booked(town)
    client.force_login(town.account("clerk"))
    answer = client.post(
        f"/desk/counter/{one.number}/reception/", {"brought": ["id"], "way": "window"}
    )
    assert answer.url == f"/desk/counter/{one.number}/"
    assert the_one(town).state == State.CORRECTING
    client.logout()
    slip = f"{link_of(one)}slips/1/"
    assert slip in opened(client, link_of(one))
    assert "户口簿" in opened(client, slip)


def test_who_has_the_link_rates_once(town: Any, hall: Hall, client: Client):
    one = stories.booked(town)
    actions.take_in_booked(actor=town.actor("clerk"), application_id=one.pk, ticked=counters.ALL)
    link = link_of(one)
    assert "提交评价" in opened(client, link)
    assert client.post(f"{link}rate/", {"stars": "5"}).url == link
    assert "提交评价" not in opened(client, link)


def test_at_home_the_page_asks_for_the_address(town: Any, hall: Hall, client: Client):
    stories.team(town)
    answers = [
        {"code": "yes", "text": "走不出门", "at_home": True},
        {"code": "no", "text": "能来"},
    ]
    question = {"code": "walk", "text": "能来吗？", "answers": answers}
    counters.item(town, "MZ-05", kind=stories.ItemKind.IMMEDIATE, questions=[question])
    path = "/items/MZ-05/book/?v=1&walk=yes"
    assert path.replace("&", "&amp;") in opened(client, "/items/MZ-05/guide/?v=1&walk=yes")
    assert "我们上门的地址" in opened(client, path)
    assert client.post(path, sent()).status_code == 422
    shown = client.post(path, sent(address="样板家园1号楼"), follow=True).content.decode()
    assert "到您家来" in shown
    assert "样板家园1号楼" in shown


@contextmanager
def statements() -> Iterator[list[str]]:
    found: list[str] = []
    with CaptureQueriesContext(connection) as seen:
        yield found
    frame = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    found += [query["sql"] for query in seen if not query["sql"].startswith(frame)]


def test_the_booking_page_takes_six_statements(town: Any, hall: Hall, client: Client):
    opened(client, BOOK)
    with statements() as found:
        opened(client, BOOK)
    assert len(found) <= 6, "\n".join(found)


def test_two_take_a_sheet_along_that_only_the_counter_prints(town: Any, hall: Hall, client: Client):
    stories.team(town)
    one = stories.booked(town, wish={"kind": stories.Kind.TEAM, "address": "样板家园1号楼"})
    other = stories.booked(town, phone="19900009999")
    client.force_login(town.account("clerk"))
    assert "样板家园1号楼" in opened(client, f"/desk/counter/{one.number}/home/")
    look = events.history(town.street.pk, one.pk)[-1]
    assert (look.kind, look.reason) == (CounterEvent.REVEALED, Look.VISIT)
    assert "样板家园1号楼" not in opened(client, f"/desk/counter/{one.number}/")
    opened(client, f"/desk/counter/{other.number}/home/", 404)
    client.force_login(town.account("supervisor"))
    assert "样板家园1号楼" not in opened(client, f"/desk/counter/{one.number}/")
    assert "样板家园1号楼" not in opened(client, f"/desk/counter/{one.number}/home/", 403)
