"""The auditor reads the whole journal in plain words; nobody else does."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from linli.audit import queries
from linli.audit.queries import KINDS, OBJECTS, Asked
from linli.cases.tests import stories
from linli.kernel import clock, events, seal, tasks
from linli.kernel.models import Event
from linli.kernel.streets import context
from linli.kernel.tests import factories
from linli.people.rules import PeopleEvent
from linli.words import Word

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(town: Any, client: Client) -> Client:
    client.force_login(town.account("auditor"))
    return client


def read(reader: Client, path: str = "/desk/journal/", **asked: str) -> str:
    answer = reader.get(path, asked)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def every_word() -> set[type[Word]]:
    return {kind for kind in Word.__subclasses__() if ".tests." not in kind.__module__}


def test_every_kind_of_event_has_its_word_for_the_auditor():
    kinds = {kind for kind in every_word() if all(m.value.count(".") == 2 for m in kind)}
    assert kinds == {kind for _, kind in KINDS}


def test_every_object_named_is_a_model():
    known = {model._meta.label_lower for model in apps.get_models()}
    assert OBJECTS.keys() <= known


def test_whatever_happened_in_a_town_is_told_in_words(town: Any):
    stories.closed(town)
    events.hand_over(town.street.pk)
    seal.seal_waiting(town.street.pk)
    with context.in_street(town.street.pk):
        page = queries.journal(town.street, Asked(), "")
        types = set(Event.objects.values_list("subject_type", flat=True))
    assert len(page.entries) == 50
    assert types <= OBJECTS.keys()
    assert not [entry for entry in page.entries if "." in entry.what + entry.object]
    assert {entry.seal for entry in page.entries} == {1}


@pytest.mark.parametrize("who", ["resident", "grid", "dispatcher", "supervisor", "leader", "admin"])
def test_nobody_but_the_auditor_opens_it(town: Any, client: Client, who: str):
    client.force_login(town.account(who))
    assert client.get("/desk/journal/").status_code == 403
    assert client.post("/desk/journal/export/", {"ground": "routine"}).status_code == 403
    assert "/desk/journal/" not in client.get("/desk/").content.decode()


def test_the_auditor_finds_it_in_the_navigation(reader: Client):
    assert "/desk/journal/" in reader.get("/desk/").content.decode()


def test_it_is_searched_by_who_what_which_and_when(town: Any, reader: Client):
    case, other = stories.in_progress(town), stories.raised(town)
    with context.in_street(town.street.pk):
        every = Event.objects.filter(subject_id=case.pk).count()
    found = reader.get("/desk/journal/", {"about": case.number}).context["shown"].entries
    assert len(found) == every
    assert {entry.number for entry in found} == {case.number}
    by_kind = reader.get("/desk/journal/", {"kind": "cases.case.registered"}).context["shown"]
    assert {entry.number for entry in by_kind.entries} == {case.number, other.number}
    grid = reader.get("/desk/journal/", {"who": "grid"}).context["shown"].entries
    assert {entry.username for entry in grid} <= {"grid"}
    today = timezone.localdate(clock.now()).isoformat()
    assert reader.get("/desk/journal/", {"since": today}).context["shown"].entries
    assert not reader.get("/desk/journal/", {"until": "2001-01-01"}).context["shown"].entries
    types = reader.get("/desk/journal/", {"subject_type": "places.grid"}).context["shown"].entries
    assert {entry.object for entry in types} == {"网格"}


def test_who_and_what_that_do_not_exist_are_said_so(reader: Client):
    answer = reader.get("/desk/journal/", {"who": "没有这人", "about": "没有这件"})
    assert answer.status_code == 422
    assert "没有这个姓名或用户名的人" in answer.content.decode()
    assert "没有这个编号或用户名" in answer.content.decode()


@pytest.mark.parametrize("older", ["x", "2026-01-01~x", "2026-01-01T00:00:00~" + "0" * 32, "~"])
def test_a_broken_place_is_the_first_page(reader: Client, older: str):
    assert read(reader, older=older).count("<tr") == read(reader).count("<tr")


def test_pages_follow_one_another_without_gap_or_repeat(town: Any):
    account, moment = town.account("resident"), clock.now()
    with context.in_street(town.street.pk):
        for n in range(120):
            at = moment - timedelta(seconds=n // 7)
            events.record(town.system, PeopleEvent.SIGNED_IN, account, at=at)
        every = list(queries.found(town.street, Asked()).values_list("pk", flat=True))
        seen, older = [], ""
        while True:
            page = queries.journal(town.street, Asked(), older)
            seen += [entry.event.pk for entry in page.entries]
            older = page.older
            if not older:
                break
    assert seen == every


def test_a_page_costs_few_statements_however_long_the_journal(town: Any):
    stories.closed(town)
    with context.in_street(town.street.pk), CaptureQueriesContext(connection) as cost:
        queries.journal(town.street, Asked(), "")
    assert len(cost) <= 6


def test_a_page_far_back_is_found_by_an_index(town: Any):
    with context.in_street(town.street.pk), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        rows = queries.found(town.street, Asked())
        plan = rows.filter(at__lte=clock.now())[:51].explain()
    assert "event_by_time" in plan


def test_residents_are_masked(town: Any):
    stories.raised(town)
    with context.in_street(town.street.pk):
        asked = Asked(who=(town.account("resident").pk,))
        entry = queries.journal(town.street, asked, "").entries[0]
    assert entry.username == ""
    assert entry.who == "" or "*" in entry.who


def test_an_export_takes_a_reason_and_is_itself_on_record(town: Any, reader: Client):
    case = stories.raised(town)
    path = f"/desk/journal/export/?about={case.number}"
    refused = reader.post(path, {})
    assert refused.status_code == 422
    answer = reader.post(path, {"ground": "complaint"})
    assert answer.status_code == 200
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert list(rows[0]) == list(queries.COLUMNS)
    assert {row[6] for row in rows[1:]} == {case.number}
    with context.in_street(town.street.pk):
        event = Event.objects.get(kind="audit.journal.exported")
    assert event.actor_id == town.account("auditor").pk
    assert event.reason == "complaint"
    assert event.after["about"] == str(case.pk)
    assert event.after["count"] == len(rows) - 1
    assert case.number not in str(event.after)


def test_too_much_at_once_is_refused_with_what_to_do(
    town: Any, reader: Client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("linli.audit.rules.MOST", 3)
    answer = reader.post("/desk/journal/export/", {"ground": "routine"})
    assert answer.status_code == 422
    assert "请缩小时间范围" in answer.content.decode()


def test_the_state_of_the_seal_stands_on_top(town: Any, reader: Client):
    assert "还没有" in read(reader)
    tasks.check_every(timestamp=0)
    said = read(reader)
    assert "封存的记录没有被改过。" in said
    assert seal.head(town.street.pk).hash_text in said


def test_what_was_not_checked_for_two_days_is_said_aloud(town: Any, reader: Client):
    with clock.at(clock.now() - timedelta(days=3)):
        tasks.check_every(timestamp=0)
    seal.seal_waiting(town.street.pk)
    assert "两天没有核对过" in read(reader)


def test_a_broken_record_is_said_aloud(town: Any, reader: Client):
    seal.seal_waiting(town.street.pk)
    with connection.as_owner(), context.in_street(town.street.pk):
        key = Event.objects.order_by("id").values_list("pk", flat=True)[0]
        Event.objects.filter(pk=key).update(audience="x")
    tasks.check_every(timestamp=0)
    assert "1 处对不上" in read(reader)


def test_a_worker_that_stands_still_is_said_aloud(town: Any, reader: Client):
    with clock.at(clock.now() - timedelta(hours=2)):
        events.record(town.system, PeopleEvent.SIGNED_IN, town.account("admin"))
    with context.in_street(town.street.pk), connection.as_owner():
        late = Event.objects.order_by("at").first()
        Event.objects.exclude(pk=late.pk).update(at=clock.now() - timedelta(hours=3))
    assert "后台任务可能停了" in read(reader)


def test_another_street_is_never_read(town: Any, reader: Client):
    foreign = factories.event(factories.actor())
    found = reader.get("/desk/journal/", {"about": str(foreign.subject_id)}).context["shown"]
    assert found.entries == []
    assert str(foreign.subject_id) not in read(reader)
