"""How many statements a page or a step may cost, whatever it shows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.cases import actions
from linli.cases.actions import Draft
from linli.cases.forms import FilterForm
from linli.cases.models import Case, Reporter
from linli.cases.rules.words import Channel, Contact, Mode
from linli.cases.tests import stories
from linli.files.tests.factories import upload

FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT")
CACHED = ("cases_category", "cases_route", "people_organisation", "people_post", "places_area")
CACHED += ("places_grid", "rulebook_rule", "rulebook_calendarday")


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements inside, without those that only frame a transaction."""
    found: list[str] = []
    with CaptureQueriesContext(connection) as seen:
        yield found
    found += [query["sql"] for query in seen if not query["sql"].startswith(FRAME)]


def cached(found: list[str]) -> list[str]:
    """Statements on tables that a warm process knows by heart."""
    return [sql for sql in found if any(f'FROM "{table}"' in sql for table in CACHED)]


def photos(count: int) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile("a.jpg", upload().read(), "image/jpeg") for _ in range(count)]


@pytest.mark.django_db(transaction=True)
def test_raising_a_request_takes_twelve_statements_in_one_transaction(town: Any):
    grid = town.grids["e1"]
    for _ in range(2):
        with CaptureQueriesContext(connection) as framed, statements() as found:
            stories.raised(town, lat=grid.lat, lon=grid.lon, once=f"click-{_}")
    assert len(found) <= 12, found
    assert cached(found) == []
    frames = [query["sql"] for query in framed if query["sql"] in ("BEGIN", "COMMIT")]
    assert frames == ["BEGIN", "COMMIT"]


@pytest.mark.django_db
def test_registering_many_takes_no_more_statements_than_registering_few(town: Any):
    def take_in(count: int) -> int:
        drafts = [Draft(text=f"第{n}件", channel=Channel.LETTER) for n in range(count)]
        with statements() as found:
            actions.register_many(actor=town.system, drafts=drafts)
        return len(found)

    take_in(1)
    assert take_in(5) == take_in(100)


@pytest.fixture
def shown(town: Any, client: Client, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """The statements of one page, asked for by a warm process."""
    filters = FilterForm.filters

    def ask(path: str, who: str = "dispatcher", page_size: int = 30) -> list[str]:
        monkeypatch.setattr(
            FilterForm,
            "filters",
            lambda form, actor: replace(filters(form, actor), page_size=page_size),
        )
        client.force_login(town.account(who))
        for _ in range(2):
            with statements() as found:
                answer = client.get(path)
        assert answer.status_code == 200
        assert cached(found) == []
        return found

    return ask


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["dispatcher", "clerk", "grid", "property"])
def test_the_inbox_takes_six_statements_whatever_it_shows(town: Any, shown: Any, who: str):
    grid = town.grids["e1"]
    drafts = [
        Draft(text=f"第{n}件", channel=Channel.LETTER, lat=grid.lat, lon=grid.lon)
        for n in range(200)
    ]
    actions.register_many(actor=town.system, drafts=drafts)
    actions.save_view(actor=town.actor(who), name="急的", query="view=open&urgency=E")
    few, many = (shown("/desk/?view=all", who, size) for size in (10, 200))
    assert len(few) == len(many) <= 6, many
    assert len(shown("/desk/?view=all&q=第1件", who)) <= 6
    number = Case.objects.filter(street_id=town.street.pk).latest("id").number
    assert len(shown(f"/desk/?view=all&open={number}", who)) <= 15


def full(town: Any) -> Case:
    """A request with everything that can hang on one."""
    units = town.organisations
    case = stories.raised(town, text="楼道堆物，垃圾也没人收")
    desk, worker = town.actor("dispatcher"), town.actor("department")
    stories._studied(town, case)
    actions.dispatch(
        actor=desk,
        case_id=case.pk,
        owner_id=units["urban_management"].pk,
        mode=Mode.LEAD,
        co_handlers=[units["property"].pk, units["east"].pk],
    )
    actions.sign_in(actor=worker, case_id=case.pk)
    actions.contact(actor=worker, case_id=case.pk, result=Contact.REACHED, text="已约")
    for count in range(5):
        actions.note(actor=worker, case_id=case.pk, text=f"第{count}次", photos=photos(2))
    actions.reply(actor=worker, case_id=case.pk, text="清完了", photos=photos(2))
    for name in ("示小乙", "范小丁"):
        Reporter.objects.create(street_id=town.street.pk, case_id=case.pk, name=name)
    return case


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["supervisor", "department", "leader"])
def test_a_full_case_page_takes_eleven_statements(town: Any, shown: Any, who: str):
    """Two of them for what lies beside it."""
    case = full(town)
    Case.objects.filter(street_id=case.street_id).update(
        grid_id=town.grids["e1"].pk, area_path=town.areas["home-1"].path
    )
    found = shown(f"/desk/cases/{case.number}/", who)
    assert len(found) <= 11, found


@pytest.mark.django_db
def test_the_work_order_takes_nine_statements(town: Any, shown: Any):
    assert len(shown(f"/desk/cases/{full(town).number}/print/")) <= 9


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "typed", "said", "most"),
    [
        ("/desk/new/earlier/", {"phone": "19900001234"}, "反映过 3 件", 5),
        ("/desk/new/plan/", {"text": "样板家园1号楼楼道灯不亮"}, "东样第一网格", 5),
    ],
)
def test_what_is_asked_while_typing_costs_little(
    town: Any, client: Client, path: str, typed: dict[str, str], said: str, most: int
):
    for _ in range(3):
        stories.raised(town, area_id=town.areas["home-1"].pk)
    client.force_login(town.account("dispatcher"))
    for _ in range(2):
        with statements() as found:
            answer = client.post(path, typed)
    assert said in answer.content.decode()
    assert len(found) <= most, found


@pytest.mark.django_db
def test_the_residents_pages_take_ten_statements(town: Any, shown: Any):
    case = full(town)
    from linli.cases import queries

    path = f"/follow/{case.number}/{queries.follow_key(case)}/"
    for address in ("/", "/mine/", "/notices/", path):
        found = shown(address, "resident")
        assert len(found) <= 10, found
