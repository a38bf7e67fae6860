"""The inbox beyond its filters: searching, many at once, views of one's own, the table."""

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from linli import sheets
from linli.cases import actions, queries
from linli.cases.forms import FilterForm
from linli.cases.models import Case, SavedView
from linli.cases.queries import Filters, View
from linli.cases.rules.limits import MOST_VIEWS
from linli.cases.rules.looks import Sort
from linli.cases.rules.words import Channel, DeskEvent, State
from linli.cases.tests import stories
from linli.kernel import events
from linli.kernel.errors import Forbidden, NotFound, Refused
from tests.town import EAST

pytestmark = pytest.mark.django_db
RUBBISH = "单元门口垃圾没人清"


@pytest.fixture
def desk(town: Any, client: Client) -> Client:
    client.force_login(town.account("dispatcher"))
    return client


def found(town: Any, words: str) -> list[str]:
    filters = Filters(view=View.ALL, words=words)
    shown = queries.inbox(town.actor("dispatcher"), town.street, filters)
    return sorted(row.case.text for row in shown.rows)


def fresh(case: Case) -> Case:
    return Case.objects.get(street_id=case.street_id, pk=case.pk)


def at(case: Case) -> str:
    return f"{case.number}@{case.version}"


# search


@pytest.fixture
def placed(town: Any) -> None:
    units, grid = town.areas, town.grids["w1"]
    stories.raised(town, text="甲", area_id=units["home-1-1"].pk)
    stories.raised(town, text="乙", area_id=units["home-3"].pk)
    stories.raised(town, text="丙", lat=grid.lat, lon=grid.lon)


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        ("样板家园", "乙甲"),
        ("样板家园1号楼", "甲"),
        ("3号楼", "乙"),
        ("东样社区", "乙甲"),
        ("西样第一", "丙"),
        ("小样街道", "丙乙甲"),
        ("乌有里", ""),
        ("  丙 ", "丙"),
        ("19900001234", "丙乙甲"),
        ("+86 199-0000-1234", "丙乙甲"),
    ],
)
def test_words_find_a_place_a_text_or_a_phone(
    town: Any, placed: None, words: str, texts: str
) -> None:
    assert "".join(found(town, words)) == "".join(sorted(texts))


def test_the_last_digits_of_a_number_find_it(town: Any) -> None:
    case = stories.raised(town)
    assert found(town, case.number[-4:]) == [case.text]


def test_what_is_not_in_this_view_is_counted_elsewhere(town: Any, desk: Client) -> None:
    stories.closed(town, text=RUBBISH)
    page = desk.get("/desk/?view=mine&q=垃圾").content.decode()
    assert "这个视图里没有" in page
    assert "全部诉求里有 1 件。" in page
    assert "没有找到" in desk.get("/desk/?view=all&q=乌有").content.decode()


def test_rows_stand_in_the_order_one_asks_for(town: Any, placed: None) -> None:
    def order(sort: Sort | None) -> str:
        filters = Filters(view=View.OPEN, sort=sort)
        shown = queries.inbox(town.actor("dispatcher"), town.street, filters)
        return "".join(row.case.text for row in shown.rows)

    assert order(Sort.NEWEST) == "丙乙甲"
    assert order(Sort.PLACE) == "甲乙丙"
    assert order(None) == order(Sort.DUE) == "甲乙丙"


# many at once


def test_each_one_is_its_own_step_and_refusals_are_named(town: Any, desk: Client) -> None:
    first, second = (stories.raised(town, text=RUBBISH) for _ in range(2))
    signed = stories.signed_in(town)
    seen = at(second)
    actions.note(actor=town.actor("supervisor"), case_id=second.pk, text="催一下")
    asked = {
        "case": [at(first), seen, at(signed), "YY-19990101-0001@0"],
        "next": "/desk/?view=open",
    }
    answer = desk.post("/desk/bulk/dispatch/", asked, follow=True)
    page = answer.content.decode()
    assert answer.request["QUERY_STRING"] == "view=open"
    assert "已交办 1 件。 3 件没办：" in page
    assert f"{second.number} 您打开之后，别人已经处理过：记录" in page
    assert f"{signed.number} 诉求现在是“已签收”" in page
    assert "YY-19990101-0001 没有找到" in page
    assert [fresh(case).state for case in (first, second)] == [State.DISPATCHED, State.REGISTERED]


def test_the_way_back_takes_back_those_and_only_those(town: Any, desk: Client) -> None:
    case = stories.raised(town, text=RUBBISH)
    page = desk.post("/desk/bulk/dispatch/", {"case": [at(case)]}, follow=True)
    (told,) = page.context["messages"]
    desk.post(told.extra_tags)
    assert fresh(case).state == State.TRIAGED


def test_what_cannot_be_undone_offers_no_way_back(town: Any, client: Client) -> None:
    client.force_login(town.account("supervisor"))
    case = stories.replied(town)
    page = client.post("/desk/bulk/check/", {"case": [at(case)]}, follow=True)
    (told,) = page.context["messages"]
    assert (str(told), told.extra_tags) == ("已核查 1 件。", "")
    assert fresh(case).state == State.CHECKING


def test_nothing_chosen_and_other_verbs_do_nothing(town: Any, desk: Client) -> None:
    assert "先勾选要办的诉求" in desk.post("/desk/bulk/dispatch/", follow=True).content.decode()
    assert desk.post("/desk/bulk/answer/").status_code == 404
    assert desk.get("/desk/bulk/dispatch/").status_code == 405


@pytest.mark.parametrize(
    ("who", "verbs"),
    [("dispatcher", ["dispatch"]), ("grid", ["sign_in"]), ("auditor", [])],
)
def test_only_steps_that_somebody_may_take_here_are_offered(
    town: Any, client: Client, who: str, verbs: list[str]
) -> None:
    stories.raised(town, text=RUBBISH)
    stories.handed_over(town)
    client.force_login(town.account(who))
    page = client.get("/desk/?view=open")
    assert page.context["bulk"] == verbs
    assert ('name="case"' in page.content.decode()) == bool(verbs)


# the case beside the list


def test_the_list_goes_on_with_the_next_one_that_is_left(town: Any, desk: Client) -> None:
    place = town.areas["home-1-1"].pk
    cases = [stories.raised(town, text=RUBBISH, area_id=place) for _ in range(3)]
    where = "http://testserver/desk/?view=mine"

    def accepted(case: Case) -> str:
        path = f"/desk/cases/{case.number}/accept/"
        answer = desk.post(path, headers={"referer": f"{where}&open={case.number}"})
        return answer["Location"]

    assert accepted(cases[1]) == f"/desk/?view=mine&open={cases[2].number}"
    assert accepted(cases[2]) == f"/desk/?view=mine&open={cases[0].number}"
    assert accepted(cases[0]) == "/desk/?view=mine"


def test_from_its_own_page_a_step_leads_back_to_it(town: Any, desk: Client) -> None:
    case = stories.raised(town, text=RUBBISH)
    page = f"/desk/cases/{case.number}/"
    answer = desk.post(f"{page}accept/", headers={"referer": f"http://testserver{page}"})
    assert answer["Location"] == page
    evil = desk.post(
        f"{page}note/", {"text": "好"}, headers={"referer": f"http://evil/desk/?open={case.number}"}
    )
    assert evil["Location"] == page


def test_beside_the_list_a_case_comes_without_the_frame(town: Any, desk: Client) -> None:
    case = stories.raised(town)
    headers = {"hx-request": "true", "hx-target": "pane"}
    page = desk.get(f"/desk/cases/{case.number}/", headers=headers).content.decode()
    assert case.text in page
    assert "<html" not in page
    assert desk.get("/desk/", headers=headers)["HX-Location"] == '{"path": "/desk/"}'


def test_a_number_nobody_may_open_leaves_the_list(town: Any, desk: Client) -> None:
    page = desk.get("/desk/?open=YY-19990101-0001")
    assert page.status_code == 200
    assert "shown" not in page.context


# filters as chips


def test_every_condition_is_a_chip_with_the_way_to_take_it_off(town: Any) -> None:
    asked = f"view=open&q=灯&community={town.areas[EAST].pk}&state=&registered_from=2026-03-01"
    form = FilterForm(town.street, QueryDict(asked + "&sort=place&late=perhaps&page=3&open=x"))
    words = [chip.words for chip in form.chips()]
    assert words == ["“灯”", "东样社区", "登记，从 2026年3月1日"]
    kept = f"view=open&community={town.areas[EAST].pk}&registered_from=2026-03-01&sort=place"
    assert form.chips()[0].without == kept
    assert form.kept() == kept


# views of one's own


def save(client: Client, name: str, query: str = "view=open&late=1") -> Any:
    return client.post("/desk/views/", {"name": name, "query": query}, follow=True)


def test_a_view_keeps_filters_but_never_searched_words(town: Any, desk: Client) -> None:
    page = save(desk, "超时的", "view=open&late=1&q=13800138000&evil=1&page=7&open=x")
    (view,) = SavedView.objects.filter(street_id=town.street.pk)
    assert view.query == "view=open&late=1"
    assert page.request["QUERY_STRING"] == "view=open&late=1"
    (event,) = events.history(town.street.pk, view.pk)
    assert (event.kind, event.after) == (DeskEvent.VIEW_SAVED, {})
    assert page.context["own_views"] == [(view, 0, True)]


def test_a_view_shows_its_true_count_and_is_only_ones_own(town: Any, desk: Client) -> None:
    stories.raised(town, channel=Channel.QR)
    stories.raised(town)
    save(desk, "扫码的", "view=open&channel=qr")
    assert [n for _, n, _ in desk.get("/desk/").context["own_views"]] == [1]
    desk.force_login(town.account("supervisor"))
    assert desk.get("/desk/").context["own_views"] == []
    view = SavedView.objects.get(street_id=town.street.pk)
    assert desk.post(f"/desk/views/{view.pk}/delete/").status_code == 404
    with pytest.raises(NotFound):
        actions.delete_view(actor=town.actor("supervisor"), view_id=view.pk)


def test_the_same_name_replaces_and_the_thirteenth_is_refused(town: Any, desk: Client) -> None:
    for number in range(MOST_VIEWS):
        save(desk, f"第{number}个")
    save(desk, "第0个", "view=all&late=soon")
    own = SavedView.objects.filter(street_id=town.street.pk)
    assert own.count() == MOST_VIEWS
    assert own.get(name="第0个").query == "view=all&late=soon"
    assert "最多存 12 个视图" in save(desk, "再来一个").content.decode()
    assert own.count() == MOST_VIEWS
    desk.post(f"/desk/views/{own.get(name='第0个').pk}/delete/")
    assert own.count() == MOST_VIEWS - 1


# the table


def test_the_table_has_what_was_found_and_nothing_of_a_person(town: Any, desk: Client) -> None:
    stories.raised(town, text=RUBBISH, address="样板家园1号楼1单元101室")
    stories.raised(town, text="路灯不亮")
    answer = desk.get("/desk/export/?view=all&q=垃圾")
    sheet = sheets.read(answer.content)
    rows = [cells for _, cells in sheet]
    assert tuple(sheet.columns) == queries.LIST_COLUMNS
    assert len(rows) == 1
    text = str(rows)
    assert not [word for word in ("示", "199", "101", "垃圾没人清") if word in text]
    account = town.account("dispatcher").pk
    (event,) = [e for e in events.history(town.street.pk, account) if e.kind == DeskEvent.EXPORTED]
    assert event.after == {"count": 1}


def test_only_some_posts_may_take_the_table_out(town: Any, client: Client) -> None:
    client.force_login(town.account("grid"))
    assert client.get("/desk/export/").status_code == 403
    assert "导出表格" not in client.get("/desk/?view=all").content.decode()
    with pytest.raises(Forbidden):
        actions.export_list(actor=town.actor("auditor"), street=town.street, filters=Filters())


def test_nobody_without_an_account_keeps_views(town: Any) -> None:
    with pytest.raises(Refused):
        actions.save_view(actor=town.system, name="甲", query="")
