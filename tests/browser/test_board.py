"""The board on the screens it is for: a leader's phone and desk, the wall of the hall."""

from collections.abc import Callable
from typing import Any

import pytest

from linli.cases.tests import stories
from linli.kernel.streets import context
from tests.browser.checks import SHIFT, STILL, sticks_out, violations
from tests.browser.visitor import PHONE, Visitor
from tests.town import Town

Visit = Callable[..., Visitor]
HALL = {"width": 1920, "height": 1080}


def filled(town: Town) -> None:
    with context.in_street(town.street.pk):
        for way in stories.WAYS.values():
            way(town)


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (HALL, "dark")])
def test_the_board_is_sound_with_everything_unfolded(
    town: Town, visit: Visit, size: Any, scheme: str
) -> None:
    filled(town)
    leader = visit("/board/", by="leader", size=size, color_scheme=scheme)
    assert leader.page.evaluate(SHIFT) < STILL
    for summary in leader.page.locator("main summary").all():
        summary.click()
    assert leader.page.locator("main details[open] table").count() == 4
    assert not sticks_out(leader.page, "/board/") + violations(leader.page, "/board/")
    assert not leader.faults


def test_the_hall_screen_fits_the_wall_and_draws_itself_anew(town: Town, visit: Visit) -> None:
    """A wall has no keyboard to interrupt, so axe's word against refreshing does not apply."""
    filled(town)
    wall = visit("/board/?screen=1", by="leader", size=HALL)
    high = wall.page.evaluate("document.documentElement.scrollHeight")
    assert high <= HALL["height"]
    faults = sticks_out(wall.page, "wall") + violations(wall.page, "wall")
    assert [fault for fault in faults if "meta-refresh" not in fault] == []
    assert not wall.faults


def test_a_figure_opens_its_rows_with_the_condition_in_sight(town: Town, visit: Visit) -> None:
    filled(town)
    leader = visit("/board/", by="leader")
    tile = leader.page.locator(".tile a").first
    count = tile.locator("b").inner_text()
    leader.tap(tile)
    assert leader.page.locator("h1").inner_text().endswith(f"{count} 件")
    assert leader.page.get_by_label("登记，从").input_value()
    leader.tap("清除条件")
    assert not leader.page.get_by_label("登记，从").is_visible()
