"""The board: who opens it, what it counts, and that every figure finds its rows."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from linli.cases import actions
from linli.cases.actions import Draft
from linli.cases.models import Case
from linli.cases.rules.words import Channel
from linli.cases.tests import stories
from linli.insight import queries
from linli.kernel import clock
from linli.kernel.streets import context
from tests.town import PASSWORD

LINK = re.compile(r'<a[^>]*href="([^"]+)"[^>]*data-rows="(\d+)"')
FOUND = re.compile(r"<h1[^>]*>[^<]*<span class=\"muted\">(\d+) 件")
FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT")
SECRET = stories.TEXT


def filled(town: Any) -> None:
    """Requests in every state, in both communities and in none, late and old ones."""
    for state, way in stories.WAYS.items():
        assert way(town).state == state
    old = clock.now() - timedelta(days=40)
    west = town.grids["w1"]
    drafts = [
        Draft(
            text="王家楼道灯坏了",
            channel=Channel.LETTER,
            registered_at=old,
            lat=west.lat,
            lon=west.lon,
        ),
        Draft(text="没有地点的事", channel=Channel.LETTER, registered_at=old),
        Draft(
            text="早办完了",
            channel=Channel.LETTER,
            registered_at=old,
            ended_at=old + timedelta(days=20),
            lat=west.lat,
            lon=west.lon,
        ),
        Draft(
            text="很久以前",
            channel=Channel.LETTER,
            registered_at=old - timedelta(days=300),
            ended_at=old - timedelta(days=290),
        ),
    ]
    for draft in drafts:
        actions.register(actor=town.system, draft=draft)


def shown(client: Client, town: Any, who: str, path: str = "/board/") -> str:
    client.force_login(town.account(who))
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["leader", "supervisor", "dispatcher", "secretary", "admin"])
def test_who_leads_opens_the_board_and_finds_it_in_the_navigation(
    client: Client, town: Any, who: str
):
    assert 'href="/board/"' in shown(client, town, who, "/desk/")
    assert "看板" in shown(client, town, who)


@pytest.mark.django_db
def test_a_leader_who_signs_in_stands_before_it(client: Client, town: Any):
    answer = client.post("/sign-in/", {"username": "leader", "password": PASSWORD})
    assert answer.headers["Location"] == "/board/"


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["resident", "grid", "clerk", "department", "auditor", "shop"])
def test_others_do_not(client: Client, town: Any, who: str):
    client.force_login(town.account(who))
    assert client.get("/board/").status_code == 403
    assert client.get("/board/?screen=1").status_code == 403
    assert 'href="/board/"' not in client.get("/desk/").content.decode()


@pytest.mark.django_db
def test_a_visitor_signs_in_first(client: Client, town: Any):
    answer = client.get("/board/?screen=1")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in/?next=%2Fboard%2F%3Fscreen%3D1"


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["leader", "secretary"])
def test_every_figure_is_the_number_of_rows_behind_it(client: Client, town: Any, who: str):
    filled(town)
    links = set(LINK.findall(shown(client, town, who).replace("&amp;", "&")))
    asked = {name for address, _ in links for name in re.findall(r"(\w+)=", address)}
    assert asked >= {"view", "late", "promise", "stage", "community", "category"}
    assert asked >= {"registered_from", "registered_to", "ended_from", "ended_to"}
    assert len({address for address, _ in links}) == len(links) > 100
    for address, count in links:
        answer = client.get(address)
        found = FOUND.search(answer.content.decode())
        assert found, address
        assert found[1] == count, address


@pytest.mark.django_db
def test_the_street_is_counted(client: Client, town: Any):
    filled(town)
    with context.in_street(town.street.pk):
        board = queries.board(town.actor("leader"), town.street)
    counts = {figure.word: figure.count for figure in (*board.today, *board.stages)}
    open_now = Case.objects.filter(street_id=town.street.pk, ended_at=None).count()
    assert counts["在办"] == open_now == sum(figure.count for figure in board.stages)
    assert counts["已超时"] == 2
    assert counts["今天登记"] == Case.objects.filter(street_id=town.street.pk).count() - 4
    names = [bar.name for bar in board.communities]
    assert names == ["东样社区", "西样社区", ""]
    west = board.communities[1]
    assert [figure.count for figure in west.figures] == [1, 1]
    assert (west.share.part.count, west.share.whole.count, west.rank) == (0, 1, None)
    assert sum(bar.figures[0].count for bar in board.communities) == open_now
    assert len(board.trend) == 90
    assert sum(day.figures[0].count for day in board.trend) == counts["今天登记"] + 3


@pytest.mark.django_db
def test_a_first_figure_is_read_against_another(town: Any):
    filled(town)
    with context.in_street(town.street.pk):
        board = queries.board(town.actor("leader"), town.street)
    beside = [(one.word, other.word, other.count) for one, other in board.tiles]
    assert beside[:2] == [("今天登记", "昨天", 0), ("今天结束", "昨天", 0)]
    assert beside[2] == ("在办", "快到期", board.soon.count)
    assert board.late_percent == round(100 * 2 / board.today[2].count)


@pytest.mark.django_db
def test_a_secretary_counts_what_a_secretary_sees(town: Any):
    filled(town)
    with context.in_street(town.street.pk):
        whole = queries.board(town.actor("leader"), town.street)
        own = queries.board(town.actor("secretary"), town.street)
    assert [bar.name for bar in own.communities] == ["东样社区"]
    assert own.communities[0].figures[0].count == whole.communities[0].figures[0].count
    assert own.communities[0].rank is None


@pytest.mark.django_db
def test_merged_withdrawn_and_declined_stay_out_of_the_share(town: Any):
    for way in (stories.closed, stories.answered, stories.merged, stories.withdrawn):
        way(town)
    stories.declined(town)
    with context.in_street(town.street.pk):
        share = queries.board(town.actor("leader"), town.street).share
    assert (share.part.count, share.whole.count, share.excluded.count) == (2, 2, 3)
    assert share.percent == 100


@pytest.mark.django_db
def test_an_empty_street_is_told_what_to_do_next(client: Client, town: Any):
    page = shown(client, town, "leader")
    assert "还没有可以统计的诉求" in page
    assert 'href="/desk/?view=all"' in page
    assert "还没有" not in strip_tags(shown(client, town, "leader", "/board/?screen=1"))


@pytest.mark.django_db
def test_the_hall_screen_shows_figures_and_nothing_of_a_person(client: Client, town: Any):
    filled(town)
    assert SECRET in shown(client, town, "leader")
    page = shown(client, town, "leader", "/board/?screen=1")
    assert '<meta http-equiv="refresh" content="60">' in page
    assert "<nav" not in page
    assert "data-rows" not in page
    assert re.findall(r'<a\b[^>]*href="([^"]*)"', page) == ["#main"]
    numbers = [case.number for case in Case.objects.filter(street_id=town.street.pk)]
    assert not [word for word in (SECRET, *numbers, "示小甲") if word in page]


@pytest.mark.django_db
def test_the_board_takes_six_statements_however_much_there_is(client: Client, town: Any):
    filled(town)
    few = statements(client, town)
    drafts = [Draft(text=f"第{n}件", channel=Channel.LETTER) for n in range(100)]
    actions.register_many(actor=town.system, drafts=drafts)
    many = statements(client, town)
    assert len(few) == len(many) <= 6, many


@pytest.mark.django_db
def test_the_board_reads_no_history_beyond_its_window(client: Client, town: Any):
    """Every statement on requests is bound by open states or by days."""
    filled(town)
    on_cases = [sql for sql in statements(client, town) if 'FROM "cases_case"' in sql]
    assert len(on_cases) == 4
    for sql in on_cases:
        where = sql.split(" WHERE ", 1)[1].split(" GROUP BY ", 1)[0]
        assert '"state" IN (' in where or '"registered_at" >=' in where, sql


def statements(client: Client, town: Any) -> list[str]:
    """The statements of the board, asked for by a warm process."""
    shown(client, town, "leader")
    with CaptureQueriesContext(connection) as seen:
        shown_again = client.get("/board/")
    assert shown_again.status_code == 200
    return [query["sql"] for query in seen if not query["sql"].startswith(FRAME)]
