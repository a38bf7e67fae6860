"""The administrator's pages: a name, a week, a closed day, and all of it as a sheet."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from linli import sheets
from linli.capacity import queries, rules
from linli.capacity.models import ClosedDay, Resource
from linli.capacity.rules import CapacityEvent, Cut, Opening
from linli.capacity.tests.factories import MONDAY, NOW, Hall, at, hall
from linli.kernel.models import Event
from linli.kernel.streets import context
from linli.words import Reason

BASE = "/desk/settings/resources/"


@pytest.fixture
def place(town: Any) -> Iterator[Hall]:
    with time_machine.travel(NOW, tick=False), context.in_street(town.street.pk):
        yield hall(town)


@pytest.fixture
def admin(place: Hall, client: Client) -> Client:
    client.force_login(place.town.account("admin"))
    return client


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.status_code
    return " ".join(answer.content.decode().split())


def week(since: Any, **details: Any) -> dict[str, Any]:
    days = {f"day{n}": "09:00-11:00、14:00-15:00" for n in range(5)}
    return {"since": str(since), "minutes": 30, "phone": 0, "internal": 0, **days, **details}


TIMES = st.tuples(*[st.times().map(lambda at: at.replace(second=0, microsecond=0))] * 2)


@given(st.lists(st.tuples(st.integers(0, 6), TIMES), max_size=8))
def test_a_week_is_read_as_it_was_written(spans: list[Any]):
    days = [Opening(day, *times, 30) for day, times in spans]
    ordered = sorted(days, key=lambda one: (one.weekday, one.opens))
    assert rules.read_week(rules.written_week(days), Cut()) == ordered


@pytest.mark.parametrize("written", ["九点到十一点", "25:00-26:00", "09:00", "9:00-11:00 下午休息"])
def test_hours_that_cannot_be_read_name_the_day(written: str):
    refused = rules.read_week({2: written}, Cut())
    assert isinstance(refused, Reason)
    assert (refused.params["day"], refused.field) == ("周三", "day2")


@pytest.mark.django_db
def test_a_window_is_added_named_and_opened(place: Hall, admin: Client):
    unit = {"organisation": str(place.organisation_id), "kind": "team"}
    assert "已经有叫" in text(admin.post(f"{BASE}add/", {**unit, "name": "1号窗口"}), 422)
    listed = text(admin.post(f"{BASE}add/", {**unit, "name": "上门一组"}, follow=True))
    assert "还没写开放时间" in listed
    team = Resource.objects.get(name="上门一组")
    admin.post(f"{BASE}{team.pk}/", {"name": "上门甲组"})
    assert 'value="2026-09-12"' in text(admin.get(f"{BASE}{team.pk}/hours/"))
    answers = week(MONDAY, day5="9:00—10:00", minutes=60, phone=50)
    seen = admin.post(f"{BASE}{team.pk}/hours/", answers)
    assert "不影响谁" in text(seen)
    assert not queries.slots_on(place.street, team.pk, MONDAY)
    shown = admin.post(
        f"{BASE}{team.pk}/hours/", answers | {"seen": seen.context["seen"]}, follow=True
    )
    assert "周一、周二、周三、周四、周五" in text(shown)
    assert "上门甲组" in text(shown)
    assert len(queries.slots_on(place.street, team.pk, MONDAY + timedelta(5))) == 1
    kinds = [CapacityEvent.RENAMED, CapacityEvent.HOURS_SET]
    assert Event.objects.filter(subject_id=team.pk, kind__in=kinds).count() == 2


@pytest.mark.django_db
def test_whose_hours_it_touches_is_said_before_anything_is_kept(place: Hall, admin: Client):
    booking = place.book("resident", at(MONDAY, 14))
    window = f"{BASE}{place.windows[0].pk}/"
    for path, answers in (
        ("hours/", week(MONDAY, day0="09:00-11:00")),
        ("close/", {"day": str(MONDAY)}),
    ):
        seen = admin.post(window + path, answers)
        assert "有 1 个约好的时间不开放了" in text(seen)
        assert "2026-09-14 14:00" in text(seen)
        booking.refresh_from_db()
        assert booking.displaced_at is None
    admin.post(f"{window}close/", {"day": str(MONDAY), "seen": seen.context["seen"]})
    booking.refresh_from_db()
    assert booking.displaced_at == NOW
    assert f"{MONDAY}" in text(admin.get(window))
    admin.post(f"{window}open/{MONDAY}/", {"sure": "1"})
    booking.refresh_from_db()
    assert booking.displaced_at is None
    assert not ClosedDay.objects.exists()
    told = Event.objects.filter(subject_id=booking.pk).order_by("id").values_list("kind", flat=True)
    assert list(told)[-2:] == [CapacityEvent.DISPLACED, CapacityEvent.RESTORED]


@pytest.mark.django_db
def test_wrong_answers_name_the_field(place: Hall, admin: Client):
    window = f"{BASE}{place.windows[0].pk}/"
    for details, word in (
        ({"day1": "早上"}, "周二的“早上”看不懂"),
        ({"day1": "09:00-11:00、10:00-12:00"}, "重叠"),
        ({"phone": 60, "internal": 60}, "百分之百"),
        ({"since": "2026-09-01"}, "过去的日子"),
    ):
        assert word in text(admin.post(f"{window}hours/", week(MONDAY) | details), 422)
    assert "已经过去" in text(admin.post(f"{window}close/", {"day": "2026-09-01"}), 422)


@pytest.mark.django_db
def test_what_goes_out_comes_back_and_a_bad_row_costs_no_good_one(place: Hall, admin: Client):
    rows = list(sheets.read(admin.get(f"{BASE}export/").content))
    assert len(rows) == 2
    unit = rows[0][1]["单位"]
    sheet = "\n".join(
        [
            "单位,种类,名称,周一,周二,每号分钟,电话留号",
            f"{unit},窗口,1号窗口,09:00-11:00,,30,20",
            f"{unit},房间,谈话室,09:00-11:00,14:00-16:00,60,",
            f"{unit},窗口,2号窗口,九点,,,",
            f"{unit},房间,2号窗口,,,,",
            "没有,窗口,3号窗口,,,,",
        ]
    )
    upload = SimpleUploadedFile("表.csv", sheet.encode("utf-8-sig"))
    preview = admin.post(f"{BASE}import/", {"file": upload})
    told = text(preview)
    for number, word in ((4, "看不懂"), (5, "种类不能改"), (6, "没有登记")):
        assert f"第 {number} 行" in told
        assert word in told
    assert Resource.objects.count() == 2
    admin.post(f"{BASE}import/", {"kept": preview.context["kept"]})
    room = Resource.objects.get(name="谈话室")
    assert len(queries.slots_on(place.street, room.pk, MONDAY + timedelta(1))) == 2
    assert len(queries.slots_on(place.street, place.windows[0].pk, MONDAY)) == 4
    assert not queries.slots_on(place.street, place.windows[0].pk, MONDAY + timedelta(1))
    assert len(queries.slots_on(place.street, place.windows[1].pk, MONDAY)) == 6


@pytest.mark.django_db
def test_only_the_administrator_changes_what_the_leader_may_read(place: Hall, client: Client):
    client.force_login(place.town.account("leader"))
    assert "1号窗口" in text(client.get(BASE))
    for path in ("add/", f"{place.windows[0].pk}/hours/", f"{place.windows[0].pk}/close/"):
        assert client.get(f"{BASE}{path}").status_code == 403
