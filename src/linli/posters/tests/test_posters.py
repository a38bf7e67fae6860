"""Posters: what stands on them, where their code leads, what two hundred of them cost."""

import re
from datetime import date
from itertools import groupby
from typing import Any

import pytest
import segno
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.kernel.streets.models import Street
from linli.people import actions as people
from linli.people.models import Post
from linli.places import actions as places
from linli.places.rules import AreaKind, AreaRow
from linli.posters import queries
from linli.posters.rules import Size, sheets, spaced

CODE = re.compile(r'stroke="#000" d="([^"]+)"')


@pytest.fixture
def printed(town: Any, client: Client) -> Any:
    """The page of posters as a grid worker opens it."""

    def ask(path: str, who: str = "grid", **headers: Any) -> str:
        client.force_login(town.account(who))
        answer = client.get(path, **headers)
        assert answer.status_code == 200
        return answer.content.decode()

    return ask


def modules(page: str) -> list[list[int]]:
    """What a camera sees of the first code of a page: dark 1, light 0, without the quiet zone."""
    side = int(re.findall(r'qr-code" viewBox="0 0 (\d+)', page)[0])
    seen = [[0] * side for _ in range(side)]
    for x, y, length in re.findall(r"M(\d+) (\d+)\.5h(\d+)", CODE.findall(page)[0]):
        for column in range(int(x), int(x) + int(length)):
            seen[int(y)][column] = 1
    quiet = [row[4:-4] for row in seen[4:-4]]
    assert sum(map(sum, quiet)) == sum(map(sum, seen)), "something dark in the quiet zone"
    return quiet


def read(page: str) -> str:
    """The words of the first code, read as a phone does: mask off, along the columns, both
    halves of the data put together (version 5-M)."""
    seen = modules(page)
    side = len(seen)
    assert side == 37, "this reader knows version 5 only"

    def is_fixed(row: int, column: int) -> bool:
        corner = (row < 9 and (column < 9 or column >= side - 8)) or (
            row >= side - 8 and column < 9
        )
        aligned = abs(row - 30) <= 2 and abs(column - 30) <= 2
        return corner or aligned or row == 6 or column == 6

    assert [seen[8][c] ^ m for c, m in zip((2, 3, 4), (1, 0, 1), strict=True)] == [0, 1, 0]
    assert [seen[8][c] ^ m for c, m in zip((0, 1), (1, 0), strict=True)] == [0, 0], "level M"
    bits, rows, right = [], list(reversed(range(side))), side - 1
    while right > 0:
        right -= right == 6
        for row in rows:
            bits += [
                seen[row][column] ^ (column % 3 == 0)
                for column in (right, right - 1)
                if not is_fixed(row, column)
            ]
        rows, right = rows[::-1], right - 2
    words = [int("".join(str(int(b)) for b in bits[at : at + 8]), 2) for at in range(0, 86 * 8, 8)]
    stream = "".join(f"{word:08b}" for word in words[0::2] + words[1::2])
    assert stream[:4] == "0100", "bytes"
    length = int(stream[4:12], 2)
    return bytes(int(stream[12 + 8 * n : 20 + 8 * n], 2) for n in range(length)).decode()


@pytest.mark.django_db
def test_the_code_of_a_building_opens_the_report_at_that_building(town: Any, printed: Any):
    area = town.areas["home-1"]
    page = printed(f"/posters/area/{area.pk}/")
    address = f"http://testserver/report/?at={area.pk}"
    assert read(page) == address
    assert modules(page) == [list(row) for row in segno.make_qr(address, error="m", mask=2).matrix]
    for words in ("有事您说", "扫一扫，不用注册", "样板家园1号楼", "东样社区", "例小丁", "12345"):
        assert words in page
    assert "199 0000 0004" in page
    assert "testserver/report/" in page


@pytest.mark.django_db
def test_the_code_of_a_grid_names_the_grid(town: Any, printed: Any):
    grid = town.grids["e1"]
    assert read(printed(f"/posters/grid/{grid.pk}/")).endswith(f"/report/?grid={grid.pk}")


@pytest.mark.django_db
def test_the_code_leads_to_the_host_of_the_street_wherever_staff_work(town: Any, printed: Any):
    path = f"/posters/area/{town.areas['home-1'].pk}/"
    assert "只有这台电脑打得开" in printed(path, HTTP_HOST="localhost")
    Street.objects.filter(pk=town.street.pk).update(host="sl.example")
    page = printed(path, HTTP_HOST="localhost")
    assert read(page).startswith("http://sl.example/report/?at=")
    assert "只有这台电脑打得开" not in page


@pytest.mark.django_db
def test_an_empty_post_is_said_loudly_and_no_empty_name_is_printed(town: Any, printed: Any):
    post = Post.objects.get(street_id=town.street.pk, account=town.account("grid2"))
    people.end_post(actor=town.system, post_id=post.pk, until=date(2020, 1, 2))
    page = printed(f"/posters/area/{town.areas['home-3'].pk}/")
    assert "1 张海报没有网格员" in page
    assert "网格员岗位空着" in page
    assert "您的网格员" not in page
    assert "没有网格员" in printed("/posters/")


@pytest.mark.django_db
def test_a_place_of_several_grids_names_the_office_of_its_community(town: Any):
    poster = queries.of_area(Street.objects.get(pk=town.street.pk), town.areas["home"].pk)
    assert (poster.name, poster.is_vacant) == ("东样社区居委会", False)


@pytest.mark.django_db
def test_only_staff_print(town: Any, client: Client):
    path = f"/posters/grid/{town.grids['e1'].pk}/"
    assert client.get(path).status_code == 302
    client.force_login(town.account("resident"))
    assert client.get(path).status_code == 403
    client.force_login(town.account("clerk"))
    assert client.get(path).status_code == 200
    assert client.get("/posters/area/00000000-0000-0000-0000-000000000000/").status_code == 404


@pytest.mark.django_db
def test_two_hundred_posters_take_no_more_statements_than_three(town: Any, printed: Any):
    path = f"/posters/area/{town.areas['home'].pk}/buildings/?size=card"

    def cost() -> int:
        printed(path)
        with CaptureQueriesContext(connection) as seen:
            page = printed(path)
        costs.append(page.count("qr-code"))
        return len(seen)

    costs: list[int] = []
    few = cost()
    rows = [
        AreaRow(kind=AreaKind.BUILDING, name=f"{n}号楼", code=f"home-{n}", parent="home")
        for n in range(4, 201)
    ]
    places.import_areas(actor=town.system, rows=rows)
    assert cost() == few
    assert costs == [3, 200]


def test_cards_come_ten_to_a_sheet_and_a_single_one_fills_it():
    assert [len(sheet) for sheet in sheets(range(23), Size.CARD)] == [10, 10, 3]
    assert [len(list(same)) for _, same in groupby(sheets(["a"], Size.CARD)[0])] == [10]
    assert len(sheets(range(23), Size.A4)) == 23
    assert sheets([], Size.CARD) == []


def test_a_mobile_number_is_read_in_groups():
    assert spaced("19900000005") == "199 0000 0005"
    assert spaced("12345") == "12345"
