"""The report page says what registering will do, keeps what was typed, and finds the place."""

from typing import Any

import pytest
from django.test import Client

from linli.cases.models import Case, Reporter
from linli.cases.tests import stories
from linli.cases.tests.test_budgets import cached, statements
from linli.kernel.streets.models import Street
from linli.places import queries as places

WORDS = "样板家园1号楼的楼道灯不亮"
HTMX = {"HX-Request": "true"}


def typed(client: Client, htmx: bool = True, **fields: Any) -> str:
    answer = client.post("/report/hints/", fields, headers=HTMX if htmx else {})
    assert answer.status_code == 200
    return answer.content.decode()


def sent(town: Any, client: Client, **fields: Any) -> Case:
    answer = client.post("/report/", fields)
    assert answer.status_code == 302, answer.content.decode()
    return Case.objects.get(street_id=town.street.pk, number=answer["Location"].split("/")[2])


def test_what_is_said_before_is_what_registering_does(town: Any, client: Client) -> None:
    said = typed(client, text=WORDS)
    case = sent(town, client, text=WORDS)
    assert case.category.name in said
    assert all(word in said for word in case.because)
    assert case.suggested_owner.name in said
    assert "样板家园1号楼" in said
    assert f"{case.due_at:%-m月%-d日} 18:00" in said


def test_hints_take_six_statements(town: Any, client: Client) -> None:
    stories.raised(town, WORDS)
    for _ in range(2):
        with statements() as found:
            said = typed(client, text=WORDS)
    assert "我也遇到" in said
    assert len(found) <= 6, found
    assert cached(found) == []


def test_without_a_script_the_hints_come_with_all_that_was_typed(town: Any, client: Client) -> None:
    fields = {"text": WORDS, "phone": "12", "address": "门口"}
    page = typed(client, htmx=False, **fields)
    assert "<!doctype html>" in page
    assert all(value in page for value in fields.values())
    assert "楼道照明" in page


def test_joining_takes_the_words_along_and_nothing_is_raised(town: Any, client: Client) -> None:
    case = stories.raised(town, WORDS)
    fields = {"text": "我家楼道也黑", "name": "示小乙", "phone": "13800138000"}
    answer = client.post(f"/report/join/{case.pk}/", fields, headers=HTMX)
    thread = client.get(answer["HX-Redirect"]).content.decode()
    assert Case.objects.filter(street_id=town.street.pk).count() == 1
    assert Reporter.objects.filter(street_id=town.street.pk, case_id=case.pk).count() == 2
    assert "我家楼道也黑" in thread
    assert WORDS not in thread


def test_a_tapped_grid_places_the_request_and_a_named_building_places_it_better(
    town: Any, client: Client
) -> None:
    grid = town.grids["w1"]
    case = sent(town, client, text="灯坏了", grid=grid.pk)
    assert (case.grid_id, case.area_path) == (grid.pk, case.community.path)
    assert sent(town, client, text=WORDS, grid=grid.pk).grid_id == town.grids["e1"].pk


def test_the_scanned_place_is_remembered_by_the_browser_and_home_knows_the_grid_worker(
    town: Any, client: Client
) -> None:
    assert "您住哪里？" in client.get("/").content.decode()
    client.get(f"/report/?at={town.areas['home-1'].pk}")
    home = client.get("/").content.decode()
    assert "例小丁" in home
    assert "东样社区" in home
    client.get(f"/place/?grid={town.grids['e2'].pk}")
    assert "例小戊" in client.get("/").content.decode()
    client.post("/place/")
    assert "您住哪里？" in client.get("/").content.decode()


@pytest.mark.parametrize("address", ["/report/?at=x", "/report/?grid=x", "/place/?grid=x"])
def test_a_broken_code_is_dropped(town: Any, client: Client, address: str) -> None:
    client.cookies["linli_place"] = "x"
    assert client.get(address).status_code == 200


def test_another_place_than_the_scanned_one_keeps_the_words(town: Any, client: Client) -> None:
    fields = {"text": "灯坏了", "area": town.areas["home-1"].pk, "elsewhere": "1"}
    page = typed(client, htmx=False, **fields)
    assert "灯坏了" in page
    assert "不用再写地址" not in page


def test_addresses_are_offered_while_typing(town: Any, client: Client) -> None:
    street = Street.objects.get(pk=town.street.pk)
    assert places.suggestions(street, "样板")[0] == "样板家园"
    assert "样板家园3号楼" in places.suggestions(street, "样板家园3")
    assert places.suggestions(street, " ") == []
    offered = client.get("/report/addresses/", {"address": "样板"}).content.decode()
    assert '<option value="样板家园1号楼">' in offered


def test_what_others_will_not_see_is_said_while_typing(town: Any, client: Client) -> None:
    said = typed(client, text="样板家园501室漏水，电话13900139000")
    assert "别人看不到" in said
    assert "<b><bdi>13900139000</bdi></b>（电话）" in said
    assert "<b><bdi>501室</bdi></b>（门牌）" in said
    assert "别人看不到" not in typed(client, text=WORDS)
