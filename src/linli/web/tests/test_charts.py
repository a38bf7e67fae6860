"""Drawings: none, one and many points, long names, and words for who does not see them."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation

from linli.insight.rules import Bar, Day, Figure, Share
from linli.web.templatetags import charts

LONG = "名字特别长的社区" * 12
ROWS = "/desk/?view=open"


def drawn(tag: str, **values: Any) -> str:
    return Template("{% load charts %}{% " + tag + " %}").render(Context(values))


def days(*counts: tuple[int, int]) -> list[Day]:
    first = date(2026, 9, 1)
    return [
        Day(
            first + timedelta(days=place),
            (Figure("登记", came, f"{ROWS}&n={place}"), Figure("结束", gone, ROWS)),
        )
        for place, (came, gone) in enumerate(counts)
    ]


def bar(name: str, *counts: int, share: Share | None = None, rank: int | None = None) -> Bar:
    words = ("在办", "已超时")
    figures = (Figure(word, n, ROWS) for word, n in zip(words, counts, strict=False))
    return Bar(name, tuple(figures), share, rank)


def stages(*counts: int) -> list[Figure]:
    return [
        Figure(w, n, ROWS) for w, n in zip(("接办", "研办", "交办", "督办"), counts, strict=True)
    ]


def bars_of(*rows: Bar, linked: bool = True) -> str:
    return drawn("bars rows '各社区' '其他' linked=linked", rows=rows, linked=linked)


def line_of(points: list[Day], linked: bool = True) -> str:
    return drawn("line days '每天' 'trend' linked=linked", days=points, linked=linked)


def ring_of(*counts: int, linked: bool = True) -> str:
    whole = Figure("在办", sum(counts), ROWS)
    values = {"figures": stages(*counts), "whole": whole, "linked": linked}
    return drawn("ring figures whole '走到哪一步' 'ring' linked=linked", **values)


EVERY: dict[str, Callable[[], str]] = {
    "no bars": bars_of,
    "one bar": lambda: bars_of(bar("东", 0, 0)),
    "many bars": lambda: bars_of(*(bar(LONG, n, n // 3) for n in range(40))),
    "no days": lambda: line_of([]),
    "one day": lambda: line_of(days((3, 1))),
    "days of nothing": lambda: line_of(days((0, 0), (0, 0))),
    "many days": lambda: line_of(days(*((n % 7, n % 5) for n in range(90)))),
    "empty ring": lambda: ring_of(0, 0, 0, 0),
    "ring of one": lambda: ring_of(0, 5, 0, 0),
    "ring": lambda: ring_of(1, 2, 3, 994),
}


@pytest.mark.parametrize("kind", EVERY)
def test_a_drawing_holds_nothing_that_the_policy_forbids(kind: str):
    page = EVERY[kind]()
    assert not re.search(r"<style|\sstyle=|<script|\son\w+=|nan|inf\b", page)


@pytest.mark.parametrize("kind", EVERY)
def test_a_drawing_is_named_in_words_or_hidden_beside_them(kind: str):
    page = EVERY[kind]()
    for svg in re.findall(r"<svg\b[^>]*>", page):
        assert 'aria-hidden="true"' in svg or 'role="img" aria-labelledby=' in svg
    for ids in re.findall(r'aria-labelledby="([^"]+)"', page):
        assert all(f'id="{name}"' in page for name in ids.split())


@pytest.mark.parametrize(("kind", "rows"), [("many bars", 40), ("many days", 90), ("ring", 4)])
def test_the_same_stands_behind_it_as_a_table(kind: str, rows: int):
    page = EVERY[kind]()
    table = page[page.index("<details") :]
    assert table.count("<caption") == 1
    assert table.count('scope="row"') == rows


def test_the_longest_bar_fills_the_width_and_the_part_lies_within():
    page = bars_of(bar("东", 40, 10), bar("西", 20, 0), bar("北", 0, 0))
    assert re.findall(r'bar-whole" width="([\d.]+)%"', page) == ["100", "50", "0"]
    assert re.findall(r'bar-part" width="([\d.]+)%"', page) == ["25"]


def test_something_is_never_drawn_as_nothing():
    page = bars_of(bar("东", 100_000, 1), bar("西", 1, 1))
    assert (
        re.findall(r'bar-(?:whole|part)" width="([\d.]+)%"', page) == ["100", "0.5"] + ["0.5"] * 2
    )


def test_names_are_escaped_and_what_has_none_is_named():
    page = bars_of(bar("<b>东</b>", 1), bar("", 1))
    assert "&lt;b&gt;东" in page
    assert "<b>东" not in page
    assert "其他" in page


def test_small_shares_are_shown_and_not_ranked():
    def share(part: int, whole: int) -> Share:
        return Share(Figure("按时答复", part), Figure("应答复", whole), Figure("不计时限", 2))

    page = bars_of(bar("东", 3, 1, share=share(9, 12), rank=1), bar("西", 3, 1, share=share(1, 2)))
    assert "<td>75%</td><td>1</td>" in re.sub(r">\s+<", "><", page)
    assert "<td>50%</td><td>太少，不排</td>" in re.sub(r">\s+<", "><", page)
    assert charts.in_percent(share(0, 0)) == "—"


def test_a_single_day_is_a_dot_and_many_are_a_line():
    assert 'd="M500 0h0"' in line_of(days((1, 1)))
    assert 'd="M250 200L750 0"' in line_of(days((0, 0), (2, 1)))


def test_after_a_week_the_mean_of_the_week_is_drawn_over_the_days():
    week = days(*[(7, 0)] * 7)
    assert "粗线" not in line_of(week)
    page = line_of([*week, *days((0, 0))])
    assert "粗线是前 7 天平均" in page
    assert 'class="kind-1" d="M812.5 25L937.5 50"' in page


def test_a_line_says_itself_in_one_sentence():
    page = line_of(days((3, 1), (7, 2), (0, 0)))
    assert "3 天里登记 10 件、结束 3 件；9月2日最多，7 件。" in page
    with translation.override("en"):
        assert "In 3 days Registered: 10, Ended: 3; most on 2 Sep: 7." in line_of(
            days((3, 1), (7, 2), (0, 0))
        )


@pytest.mark.parametrize(
    ("top", "above"), [(0, 1), (1, 1), (3, 4), (9, 10), (11, 20), (76, 80), (101, 200), (999, 1000)]
)
def test_the_scale_ends_at_a_round_number(top: int, above: int):
    assert charts.ceiling(top) == above


def test_a_ring_closes():
    page = ring_of(1, 1, 0, 2)
    found = re.findall(r'dasharray="([\d.]+) 100" stroke-dashoffset="(-?[\d.]+)"', page)
    assert found == [("25", "0"), ("25", "-25"), ("50", "-50")]
    assert "接办 1 件、研办 1 件、交办 0 件、督办 2 件" in page


@pytest.mark.parametrize("kind", ["bars", "line", "ring"])
def test_on_the_hall_screen_nothing_can_be_pressed(kind: str):
    page = {
        "bars": bars_of(bar("东", 4, 1), linked=False),
        "line": line_of(days((3, 1)), linked=False),
        "ring": ring_of(1, 2, 3, 4, linked=False),
    }[kind]
    assert not re.search(r"<a\b|<details|tabindex", page)


def test_days_under_the_pointer_take_no_stop_of_the_keyboard():
    page = EVERY["many days"]()
    drawing = page[: page.index("<details")]
    assert len(re.findall(r"<a\b", drawing)) == drawing.count('tabindex="-1"') == 90
