"""The pages of the hall, from the door to the wall and the clerk's panel."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from linli.counter.actions import queue, queue_halls
from linli.counter.models import Hall, Ticket
from linli.counter.queries import queue as queries
from linli.counter.tests import queue_stories as stories

pytestmark = pytest.mark.django_db
OPEN_AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
SUNDAY = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock_hand():
    with time_machine.travel(OPEN_AT, tick=False) as hand:
        yield hand


@pytest.fixture
def hall(town: Any) -> Hall:
    return stories.hall(town)


@pytest.fixture
def clerk(town: Any, client: Client) -> Client:
    client.force_login(town.account("clerk"))
    return client


def shown(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_one_press_at_the_door_leads_to_the_own_ticket(town: Any, hall: Hall, client: Client):
    stories.comes(town, hall)
    assert "1 人在等" in shown(client.get("/hall/east/"))
    answer = client.post("/hall/east/", {}, follow=True)
    page = shown(answer)
    assert "A002" in page
    assert "前面还有 <b>1</b> 位" in page
    assert answer.redirect_chain[0][0].startswith("/hall/ticket/")


def test_a_wrong_phone_stays_in_the_form(hall: Hall, client: Client):
    answer = client.post("/hall/east/", {"phone": "1380013"})
    assert answer.status_code == 422
    assert "手机号要 11 位" in answer.content.decode()
    assert 'value="1380013"' in answer.content.decode()


def test_a_closed_door_says_when_to_come(hall: Hall, client: Client, clock_hand: Any):
    clock_hand.move_to(SUNDAY)
    assert "大厅现在没有开门" in shown(client.get("/hall/east/"))
    assert client.post("/hall/east/", {}).status_code == 422


def test_a_hall_that_is_none_and_a_key_that_is_none_are_not_found(hall: Hall, client: Client):
    for path in ("/hall/nowhere/", "/hall/nowhere/screen/", "/hall/ticket/x/"):
        assert client.get(path).status_code == 404


def test_the_holder_may_stop_waiting(town: Any, hall: Hall, client: Client):
    ticket = stories.comes(town, hall)
    path = f"/hall/ticket/{queries.ticket_key(ticket)}/"
    assert "不等了" in shown(client.get(path))
    assert "重新取号" in shown(client.post(f"{path}leave/", follow=True))
    ticket.refresh_from_db()
    assert ticket.state == "left"


def test_the_wall_shows_numbers_and_windows_and_no_names(town: Any, hall: Hall, client: Client):
    window = stories.window(town, hall)
    for _ in range(2):
        stories.comes(town, hall, name="示小甲", phone="13800138000")
    queue.call_next(actor=town.actor("clerk"), window_id=window.pk)
    page = shown(client.get("/hall/east/screen/"))
    assert "A001" in page
    assert "A002" in page
    assert "1号窗" in page
    for secret in ("示小甲", "138", "样小己"):
        assert secret not in page


def test_a_clerk_calls_serves_and_ends_with_one_key(town: Any, hall: Hall, clerk: Client):
    window = hall.windows.filter(street_id=town.street.pk).get(name="1号窗")
    ticket = stories.comes(town, hall, items=["T-01"])
    assert "您在哪个窗口？" in shown(clerk.get("/desk/hall/"))
    page = shown(clerk.post(f"/desk/hall/windows/{window.pk}/open/", follow=True))
    for path, given in (
        ("/desk/hall/next/", {}),
        (f"/desk/hall/tickets/{ticket.pk}/serve/", {}),
        (f"/desk/hall/tickets/{ticket.pk}/end/", {"items": ["T-01"], "more": "T-02"}),
    ):
        assert page.count('data-key="n"') == 1
        assert path in page
        page = shown(clerk.post(path, given, follow=True))
    ticket.refresh_from_db()
    assert ticket.state == "served"
    done = queries.items_of(ticket)
    assert [(row.item_code, row.is_done) for row in done] == [("T-01", True), ("T-02", True)]


def test_what_is_refused_is_said_on_the_panel(town: Any, hall: Hall, clerk: Client):
    stories.window(town, hall)
    page = shown(clerk.post("/desk/hall/next/", follow=True))
    assert "现在没有人在等" in page


def test_an_appointment_is_taken_at_the_desk(town: Any, hall: Hall, clerk: Client):
    clerk.post("/desk/hall/take/east/", {"name": "示小甲", "booked": "10:30"})
    ticket = Ticket.objects.get(street_id=town.street.pk)
    assert ticket.number == "Y001"
    assert ticket.booked_for == datetime(2026, 3, 2, 2, 30, tzinfo=UTC)


def test_a_transfer_carries_words_to_the_other_window(town: Any, hall: Hall, clerk: Client):
    window = stories.window(town, hall)
    there = stories.window(town, hall, "2号窗", "secretary")
    ticket = stories.comes(town, hall)
    queue.call_next(actor=town.actor("clerk"), window_id=window.pk)
    path = f"/desk/hall/tickets/{ticket.pk}/transfer/"
    assert "2号窗" in shown(clerk.get(path))
    clerk.post(path, {"window": str(there.pk), "note": "照片还差一张"})
    queue.call_next(actor=town.actor("secretary"), window_id=there.pk)
    clerk.force_login(town.account("secretary"))
    assert "照片还差一张" in shown(clerk.get("/desk/hall/"))


def test_strangers_find_no_panel_and_no_figures(town: Any, hall: Hall, client: Client):
    ticket = stories.comes(town, hall, name="示小甲")
    paths = ("/desk/hall/", "/desk/hall/load/", f"/desk/hall/tickets/{ticket.pk}/transfer/")
    for path in paths:
        assert client.get(path).status_code == 302
    client.force_login(town.account("resident"))
    for path in paths:
        assert client.get(path).status_code == 403
    client.force_login(town.account("clerk2"))
    assert client.get(paths[2]).status_code == 404


def test_the_load_of_a_day_is_read_by_who_manages(town: Any, hall: Hall, client: Client):
    stories.comes(town, hall, items=["T-01"])
    client.force_login(town.account("leader"))
    page = shown(client.get("/desk/hall/load/"))
    assert "10:00" in page
    assert "样例登记" in page
    assert "这几天没有人来" in shown(
        client.get("/desk/hall/load/?since=2020-01-01&until=2020-01-02")
    )
    shown(client.get("/desk/hall/load/?since=x&hall=zzz"))


def test_the_administrator_sets_a_hall_and_takes_it_out_and_in(town: Any, client: Client):
    client.force_login(town.account("admin"))
    unit = str(town.organisations["east"].pk)
    given = {"code": "ticket", "name": "新大厅", "organisation": unit, "windows": "1号窗、2号窗"}
    answer = client.post("/desk/settings/halls/add/", given)
    assert "也不能是“ticket”" in answer.content.decode()
    client.post("/desk/settings/halls/add/", given | {"code": "new", "is_open": "on"})
    hall = Hall.objects.get(street_id=town.street.pk)
    assert "1号窗" in shown(client.get("/desk/settings/halls/"))
    client.post(f"/desk/settings/halls/{hall.pk}/", given | {"windows": "3号窗，4号窗"})
    names = [one.name for one in queries.windows(town.street.pk, hall.pk)]
    assert names == ["3号窗", "4号窗"]
    hall.refresh_from_db()
    assert not hall.is_open
    assert list(queries.export_halls(town.street)) == [
        ("new", "新大厅", "east", "3号窗、4号窗", "否")
    ]


def test_a_sheet_of_halls_changes_what_it_says_and_names_what_is_wrong(town: Any, hall: Hall):
    def row(code: str, unit: str, windows: str) -> dict[str, str]:
        return {"代码": code, "名称": "东样便民大厅", "单位": unit, "窗口": windows}

    given = [
        row("east", "east", "1号窗、3号窗"),
        row("west", "west", "1号窗"),
        row("x/y", "west", "1号窗"),
        row("other", "nobody", "1号窗"),
    ]
    for expected in ((1, 1), (0, 0)):
        report = queue_halls.import_halls(actor=town.actor("admin"), rows=enumerate(given, 2))
        assert (report.new, report.changed, [one.number for one in report.refused]) == (
            *expected,
            [4, 5],
        )
    assert [one.name for one in queries.windows(town.street.pk, hall.pk)] == ["1号窗", "3号窗"]
