"""The list of somebody outside: true counts, near things together, every step and back again."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.cases import actions, queries
from linli.cases.actions import Draft
from linli.cases.models import Case, Reporter
from linli.cases.queries import Due
from linli.cases.rules.words import CaseEvent, Channel, Purpose, State
from linli.cases.tests import stories
from linli.kernel import clock
from linli.kernel.models import Event
from linli.kernel.streets.models import Street

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(town: Any, client: Client) -> Client:
    client.force_login(town.account("grid"))
    return client


def work(town: Any) -> queries.FieldWork:
    street = Street.objects.get(pk=town.street.pk)
    return queries.field_work(town.actor("grid"), street)


def shown(town: Any) -> dict[Due, list[str]]:
    return {due: [job.row.case.text for job in jobs] for due, _, jobs in work(town).parts}


def handed_over(town: Any, text: str, **due: Any) -> Case:
    case = stories.handed_over(town, text=text)
    if due:
        Case.objects.filter(street_id=town.street.pk, pk=case.pk).update(**due)
    return case


def test_jobs_stand_under_late_today_and_later_with_true_counts(town: Any):
    now = clock.now()
    handed_over(town, "早该办了", due_at=now - timedelta(hours=1))
    handed_over(town, "以后再办", due_at=now + timedelta(days=9))
    evening = queries.field._midnight(now) + timedelta(days=1, seconds=-1)
    handed_over(town, "今天要办", due_at=evening)
    assert shown(town) == {Due.LATE: ["早该办了"], Due.TODAY: ["今天要办"], Due.LATER: ["以后再办"]}
    assert [count for _, count, _ in work(town).parts] == [1, 1, 1]
    assert work(town).done == 0
    stories.replied(town)
    assert (work(town).waiting, work(town).done) == (3, 1)


def test_what_lies_in_one_compound_stays_together(town: Any):
    now, home = clock.now(), town.areas["home"].path
    for days, text, path in ((2, "甲", home), (3, "乙", ""), (4, "丙", home + "0009.")):
        handed_over(town, text, due_at=now + timedelta(days=days), area_path=path)
    assert shown(town)[Due.LATER] == ["甲", "丙", "乙"]


def test_the_list_costs_the_same_for_ten_jobs_and_for_a_hundred(town: Any, worker: Client):
    def cost(count: int) -> int:
        grid = town.grids["e1"]
        drafts = [
            Draft(text=f"第{n}件", channel=Channel.LETTER, lat=grid.lat, lon=grid.lon)
            for n in range(count)
        ]
        actions.register_many(actor=town.system, drafts=drafts)
        Case.objects.filter(street_id=town.street.pk).update(
            state=State.DISPATCHED, handler_id=town.account("grid").pk
        )
        worker.get("/field/")
        with CaptureQueriesContext(connection) as seen:
            assert worker.get("/field/").status_code == 200
        return len(seen)

    few = cost(10)
    assert cost(90) == few <= 7
    assert work(town).waiting == 100
    assert worker.get("/field/?page=2").content.count(b"job-title") == 50


def test_a_step_leads_back_to_the_same_job_and_nowhere_else(town: Any, worker: Client):
    case = handed_over(town, "楼道灯不亮")
    back = f"/field/?page=1#job-{case.number}"
    path = f"/field/{case.number}/sign_in/"
    answer = worker.post(path, {"version": case.version, "next": back})
    assert (answer.status_code, answer["Location"]) == (302, back)
    answer = worker.post(
        f"/field/{case.number}/contact/",
        {"result": "reached", "next": "https://elsewhere.example/"},
    )
    assert answer["Location"] == f"/field/#job-{case.number}"
    answer = worker.post(path, {"version": case.version})
    assert answer.status_code == 422
    assert "现在是“办理中”" in answer.content.decode()


def test_the_number_shows_after_one_press_that_is_on_record(town: Any, worker: Client):
    case = stories.in_progress(town)
    page = worker.get("/field/").content.decode()
    assert "199****1234" in page
    assert "19900001234" not in page
    answer = worker.post(f"/field/{case.number}/phone/")
    assert 'href="tel:19900001234"' in answer.content.decode()
    look = Event.objects.get(street_id=town.street.pk, kind=CaseEvent.REVEALED)
    assert (look.reason, look.actor_id) == (Purpose.HANDLE, town.account("grid").pk)
    assert worker.get(f"/field/{case.number}/phone/").status_code == 405


def test_without_a_number_nobody_is_called(town: Any, worker: Client):
    case = stories.handed_over(town)
    actions.sign_in(actor=town.actor("grid"), case_id=case.pk)
    Reporter.objects.filter(street_id=town.street.pk, case_id=case.pk).update(phone="")
    page = worker.get("/field/").content.decode()
    assert "没留电话，直接办" in page
    assert "/phone/" not in page


def test_what_is_seen_on_the_way_is_raised_in_ones_own_grid(town: Any, worker: Client):
    grid = town.grids["e1"]
    page = worker.get("/field/new/").content.decode()
    assert f'<option value="{grid.pk}" selected>' in page
    assert str(town.areas["home-1-1"].pk) in page
    assert str(town.areas["home-3"].pk) not in page
    answer = worker.post("/field/new/", {"text": "井盖松了", "where": str(grid.pk)})
    assert answer["Location"] == "/field/"
    case = Case.objects.get(street_id=town.street.pk)
    assert (case.channel, case.grid_id, case.lat) == (Channel.PATROL, grid.pk, None)
    worker.post("/field/new/", {"text": "门禁坏了", "where": str(town.areas["home-1"].pk)})
    case = Case.objects.get(street_id=town.street.pk, text="门禁坏了")
    assert case.area_id == town.areas["home-1"].pk
    answer = worker.post("/field/new/", {"text": "", "where": str(grid.pk)})
    assert "请写下要反映的事" in answer.content.decode()


@pytest.mark.parametrize("who", ["dispatcher", "leader", "department"])
def test_everybody_who_works_here_may_look(town: Any, client: Client, who: str):
    stories.raised(town)
    client.force_login(town.account(who))
    assert client.get("/field/").status_code == 200


def test_a_day_without_jobs_is_a_kind_page(worker: Client):
    assert "都办完了，辛苦了" in worker.get("/field/").content.decode()
