"""Items in the database: installed, changed by version, found and read on pages."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli import sheets
from linli.counter import actions, queries
from linli.counter.models import Item, ItemVersion
from linli.counter.rules.catalogue import CatalogueEvent, Kind, Source
from linli.kernel import clock, events
from linli.kernel.errors import Forbidden, NotFound, Refused
from linli.kernel.models import Event
from linli.kernel.streets import context

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(town: Any) -> Any:
    """A town with the shipped catalogue."""
    assert actions.install_items(actor=town.system) == 45
    town.street.refresh_from_db()
    with context.in_street(town.street.pk):
        yield town


@pytest.fixture
def admin(office: Any, client: Client) -> Client:
    client.force_login(office.account("admin"))
    return client


def today(town: Any) -> date:
    day: date = town.street.day(clock.now())
    return day


def offer(town: Any, code: str = "MZ-05", day: date | None = None) -> queries.Offer:
    town.street.refresh_from_db()
    return queries.offer(town.street, code, day or today(town))


def test_the_catalogue_is_installed_once(office: Any):
    assert actions.install_items(actor=office.system) == 0
    found = Item.objects.filter(street_id=office.street.pk)
    assert found.count() == 45
    told = Event.objects.filter(street_id=office.street.pk, kind=CatalogueEvent.ADDED)
    assert told.count() == 45


def test_a_department_that_is_here_is_linked(office: Any):
    police = office.organisations["police"].pk
    assert offer(office, "GA-01").version.department_id == police
    assert offer(office, "MZ-01").version.department_id is None


def test_a_change_makes_a_version_and_leaves_the_old_one(office: Any):
    before = offer(office)
    later = today(office) + timedelta(days=10)
    changed = actions.change_item(
        actor=office.actor("admin"), item_id=before.entry.id, since=later, result="津贴"
    )
    assert offer(office).version == before.version
    after = offer(office, day=later)
    assert (after.version.number, after.content.result) == (2, "津贴")
    assert after.content == replace(before.content, result="津贴")
    assert queries.version(office.street, before.version.id).content == before.content
    last = events.history(office.street.pk, before.entry.id)[-1]
    assert (last.kind, last.after["changed"]) == (CatalogueEvent.CHANGED, ["result"])
    assert changed.number == 2


def test_of_two_versions_of_one_day_the_later_written_counts(office: Any):
    item = offer(office).entry.id
    for result in ("甲", "乙"):
        actions.change_item(
            actor=office.actor("admin"), item_id=item, since=today(office), result=result
        )
    assert offer(office).content.result == "乙"


def test_nobody_changes_what_was(office: Any):
    item, yesterday = offer(office).entry.id, today(office) - timedelta(days=1)
    with pytest.raises(Refused) as refused:
        actions.change_item(
            actor=office.actor("admin"), item_id=item, since=yesterday, result="津贴"
        )
    assert refused.value.reason.field == "since"


def test_only_the_administrator_changes_the_catalogue(office: Any):
    entry = offer(office).entry
    for who in ("clerk", "resident", "leader"):
        actor = office.actor(who)
        with pytest.raises(Forbidden):
            actions.change_item(actor=actor, item_id=entry.id, since=today(office), name="别的")
        with pytest.raises(Forbidden):
            actions.close_item(actor=actor, item_id=entry.id)


def test_a_proof_on_the_list_gets_into_no_version(office: Any):
    known = offer(office)
    asked = replace(
        known.content.materials[0],
        code="x",
        name="婚姻状况证明",
        issued_by="居委会",
        source=Source.APPLICANT,
    )
    with pytest.raises(Refused) as refused:
        actions.change_item(
            actor=office.actor("admin"),
            item_id=known.entry.id,
            since=today(office),
            materials=(*known.content.materials, asked),
        )
    assert refused.value.reason.code == "proof_blocked"
    assert ItemVersion.objects.filter(item_id=known.entry.id).count() == 1


def test_a_closed_item_is_not_offered_but_can_be_read(office: Any, client: Client):
    entry = offer(office).entry
    actions.close_item(actor=office.actor("admin"), item_id=entry.id)
    office.street.refresh_from_db()
    assert entry.code not in [o.entry.code for o in queries.offers(office.street, today(office))]
    assert "停办" in client.get(f"/items/{entry.code}/").content.decode()
    actions.reopen_item(actor=office.actor("admin"), item_id=entry.id)
    assert offer(office).entry.is_open


def test_a_new_item_begins_on_its_day(office: Any):
    content = replace(offer(office).content, name="示例新项目", kind=Kind.IMMEDIATE)
    since = today(office) + timedelta(days=3)
    admin = office.actor("admin")
    actions.add_item(actor=admin, code="QT-02", since=since, content=content)
    with pytest.raises(NotFound):
        offer(office, "QT-02")
    assert offer(office, "QT-02", since).content == content
    with pytest.raises(Refused, match="代码已经有了"):
        actions.add_item(actor=admin, code="QT-02", since=since, content=content)


def test_reading_the_catalogue_again_costs_no_statement(
    office: Any, django_assert_num_queries: Any
):
    assert queries.offers(office.street, today(office))
    with django_assert_num_queries(0):
        queries.found_offers(office.street, today(office), "老人补贴")


def test_residents_find_read_and_are_guided_to_the_end(office: Any, client: Client):
    assert "高龄津贴" in client.get("/items/", {"q": "老人80岁补贴"}).content.decode()
    assert "没有找到这件事" in client.get("/items/", {"q": "zzz"}).content.decode()
    assert "民政" in client.get("/items/").content.decode()
    assert "出生医学证明" in client.get("/items/YB-01/").content.decode()
    first = client.get("/items/MZ-05/guide/").content.decode()
    assert "老人满 80 岁了吗" in first
    second = client.get("/items/MZ-05/guide/", {"v": "1", "aged_80": "1"}).content.decode()
    assert "谁来窗口办" in second
    end = {"v": "1", "aged_80": "1", "who": "2"}
    told = client.get("/items/MZ-05/guide/", end).content.decode()
    assert "代办人的身份证" in told
    assert "http://testserver/items/MZ-05/guide/?v=1&amp;aged_80=1&amp;who=2" in told
    paper = client.get("/items/MZ-05/guide/", {**end, "print": "1"}).content.decode()
    assert "扫一扫看这一页" in paper
    assert "代办人的身份证" in paper
    stopped = client.get("/items/MZ-05/guide/", {"v": "1", "aged_80": "2"}).content.decode()
    assert "先不用跑这一趟" in stopped


def test_a_link_to_another_version_is_asked_anew(office: Any, client: Client):
    told = client.get("/items/MZ-05/guide/", {"v": "7", "aged_80": "1", "who": "1"})
    assert "请重新答一遍" in told.content.decode()


@pytest.mark.parametrize("path", ["/items/XX-99/", "/items/XX-99/guide/"])
def test_an_item_that_there_is_not_is_not_found(office: Any, client: Client, path: str):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("query", ["?q=" + "长" * 5000, "?q=%00", "?q=%ff"])
def test_odd_words_to_look_for_give_a_page(office: Any, client: Client, query: str):
    assert client.get(f"/items/{query}").status_code == 200


def test_what_goes_out_comes_back_unchanged(office: Any, admin: Client):
    content = admin.get("/desk/settings/items/export/").content
    rows = list(sheets.read(content))
    upload = SimpleUploadedFile("out.xlsx", content)
    report = admin.post("/desk/settings/items/import/", {"file": upload}).context["report"]
    assert report.refused == ()
    assert (report.new, report.changed, report.known) == (0, 0, len(rows)) == (0, 0, 45)


def test_a_sheet_adds_changes_and_closes(office: Any):
    rows = [
        (2, {"代码": "MZ-05", "承诺时间": "15个工作日", "开办": "否"}),
        (3, {"代码": "QT-09", "名称": "示例项目", "部门": "民政", "材料": "身份证｜您带来｜原件"}),
        (4, {"代码": "QT-10", "名称": "坏项目", "部门": "民政", "材料": "身份证"}),
        (5, {"代码": "QT-11", "部门": "民政"}),
    ]
    report = actions.import_items(actor=office.actor("admin"), rows=rows)
    assert (report.new, report.changed, len(report.refused)) == (1, 1, 2)
    changed = offer(office)
    assert changed.content.promised
    assert (changed.version.number, changed.content.promised.n) == (2, 15)
    assert not changed.entry.is_open
    assert changed.content.materials == changed.entry.versions[1].content.materials
    assert [one.code for one in offer(office, "QT-09").content.materials] == ["m1"]


def test_the_administrator_writes_a_version_in_a_form(office: Any, admin: Client):
    entry = offer(office).entry
    path = f"/desk/settings/items/{entry.id}/"
    form = admin.get(path).context["form"]
    given = {name: value for name, value in form.initial.items() if value is not None}
    given |= {"result": "新津贴", "since": today(office).isoformat()}
    assert admin.post(path, given).status_code == 302
    assert offer(office).content.result == "新津贴"
    given["materials"] = "身份证"
    wrong = admin.post(path, given)
    assert wrong.status_code == 422
    assert "materials" in wrong.context["form"].errors
    page = admin.get(f"{path}versions/1/").content.decode()
    assert "按月发到社保卡的津贴" in page
    assert "高龄津贴" in admin.get("/desk/settings/items/", {"q": "老人补贴"}).content.decode()
    assert admin.get("/desk/settings/items/add/").status_code == 200
    assert admin.post(f"{path}close/", {"sure": "1"}).status_code == 302
    assert not offer(office).entry.is_open
