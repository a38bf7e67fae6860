"""The inbox in the hands of a dispatcher: by mouse, by keyboard, without scripts, many at once."""

from collections.abc import Callable
from typing import Any

import pytest

from linli.cases import actions
from linli.cases.actions import Draft
from linli.cases.models import Case
from linli.cases.rules.words import Channel
from linli.kernel.streets import context
from tests.browser.test_every_page import raised, sticks_out, violations
from tests.browser.visitor import DESKTOP, PHONE, Visitor
from tests.town import Town

Visit = Callable[..., Visitor]
TEXTS = ("一号楼垃圾没人清", "二号楼垃圾没人清", "三号楼垃圾没人清")


@pytest.fixture
def waiting(town: Town) -> list[Case]:
    """Three requests with a suggestion, the oldest due first."""
    with context.in_street(town.street.pk):
        return [raised(town, text, area_id=town.areas["home-1-1"].pk) for text in TEXTS]


def state(case: Case) -> str:
    return Case.objects.get(street_id=case.street_id, pk=case.pk).state


def title(visitor: Visitor) -> str:
    return visitor.page.locator("#pane .case-title").inner_text()


def test_two_clicks_hand_one_over_and_the_next_stands_open(
    waiting: list[Case], visit: Visit
) -> None:
    dispatcher = visit("/desk/", by="dispatcher", size=DESKTOP)
    dispatcher.tap(TEXTS[0])
    assert dispatcher.page.url.endswith(f"?open={waiting[0].number}")
    dispatcher.tap("采纳建议并交办")
    assert dispatcher.taps == 2
    assert state(waiting[0]) == "dispatched"
    assert title(dispatcher) == TEXTS[1]
    assert dispatcher.page.url.endswith(f"?open={waiting[1].number}")
    dispatcher.page.locator("#pane:focus").wait_for()

    dispatcher.page.get_by_role("button", name="撤销").click()
    dispatcher.page.get_by_text("已收回。").wait_for()
    assert state(waiting[0]) == "triaged"
    assert not dispatcher.faults


def test_a_shared_address_opens_list_and_case_without_scripts(
    waiting: list[Case], visit: Visit
) -> None:
    address = f"/desk/?view=open&open={waiting[1].number}"
    plain = visit(address, by="dispatcher", size=DESKTOP, java_script_enabled=False)
    assert title(plain) == TEXTS[1]
    assert plain.page.locator(".rows [aria-current]").inner_text() == TEXTS[1]
    plain.page.get_by_role("button", name="采纳建议并交办").click()
    assert state(waiting[1]) == "dispatched"
    assert f"open={waiting[1].number}" in plain.page.url, "still among the open ones"


def test_on_a_phone_a_row_leads_to_its_own_page(waiting: list[Case], visit: Visit) -> None:
    clerk = visit("/desk/", by="dispatcher", size=PHONE)
    clerk.tap(TEXTS[0])
    assert clerk.page.url.endswith(f"/desk/cases/{waiting[0].number}/")
    clerk.page.goto(f"/desk/?open={waiting[0].number}")
    assert not clerk.page.locator(".list").is_visible()
    clerk.tap("回到列表")
    assert clerk.page.locator(".list").is_visible()


def test_the_keyboard_alone_does_a_mornings_work(waiting: list[Case], visit: Visit) -> None:
    dispatcher = visit("/desk/", by="dispatcher", size=DESKTOP)
    press = dispatcher.page.keyboard.press
    for key in "jjk":
        press(key)
    assert dispatcher.page.locator(".rows .cover:focus").inner_text() == TEXTS[0]
    press("o")
    dispatcher.page.get_by_role("heading", name=TEXTS[0]).wait_for()
    press("a")
    dispatcher.page.get_by_role("heading", name=TEXTS[1]).wait_for()
    press("j")
    press("x")
    assert dispatcher.page.get_by_text("已选 1").is_visible()
    press("/")
    dispatcher.page.keyboard.type("ja?")
    assert dispatcher.page.locator("main [type=search]").input_value() == "ja?"
    press("Escape")
    press("?")
    assert dispatcher.page.get_by_role("dialog").is_visible()
    press("j")
    press("Escape")
    press("g")
    press("n")
    dispatcher.page.wait_for_url("**/desk/new/")
    assert not dispatcher.faults


def test_the_keys_can_be_switched_off_on_this_computer(waiting: list[Case], visit: Visit) -> None:
    dispatcher = visit("/desk/", by="dispatcher", size=DESKTOP)
    dispatcher.tap(dispatcher.page.get_by_role("button", name="快捷键"))
    dispatcher.tap(dispatcher.page.get_by_label("在这台电脑上使用快捷键"))
    dispatcher.page.reload()
    dispatcher.page.keyboard.press("j")
    assert dispatcher.page.locator(".rows .cover:focus").count() == 0


@pytest.mark.parametrize("start", ["/desk/", "/desk/new/", "/board/", "/field/"])
def test_a_phone_number_is_found_in_two_actions_from_every_page(
    waiting: list[Case], visit: Visit, start: str
) -> None:
    desk = visit(start, by="supervisor", size=DESKTOP)
    field = desk.page.get_by_role("search").get_by_role("searchbox").first
    field.fill("138 0013 8000")
    field.press("Enter")
    desk.page.wait_for_url("**view=all&q=138*")
    desk.settle()
    assert desk.page.locator(".rows .cover").count() == 3


def test_the_list_answers_while_one_types_and_the_address_follows(
    waiting: list[Case], visit: Visit
) -> None:
    desk = visit("/desk/", by="dispatcher", size=DESKTOP)
    desk.tap(TEXTS[2])
    desk.page.get_by_role("searchbox").press_sequentially("二号楼")
    desk.page.wait_for_url("**view=all&q=*")
    assert desk.page.locator(".rows .cover").all_inner_texts() == [TEXTS[1]]
    assert "1 件" in desk.page.locator("#said").inner_text()
    assert desk.page.locator("#side-views [aria-current]").inner_text().startswith("全部")
    assert title(desk) == TEXTS[2], "the open case stays"
    assert desk.page.get_by_role("searchbox").input_value() == "二号楼"


def test_many_are_handed_over_at_once_and_taken_back_at_once(
    town: Town, waiting: list[Case], visit: Visit
) -> None:
    with context.in_street(town.street.pk):
        unsorted = raised(town, "来个人看看行吗", area_id=town.areas["home-1-1"].pk)
    desk = visit("/desk/", by="dispatcher", size=DESKTOP)
    desk.tap(desk.page.get_by_label("全选本页"))
    desk.tap("按建议交办所选")
    told = desk.page.locator("#messages").inner_text()
    assert "已交办 3 件。" in told
    assert f"1 件没办：{unsorted.number} 没有认出类别，请先研判。" in told
    assert {state(case) for case in waiting} == {"dispatched"}
    desk.page.get_by_role("button", name="撤销").click()
    desk.page.get_by_text("已收回 3 件。").wait_for()
    assert {state(case) for case in waiting} == {"triaged"}


def test_a_step_with_a_form_is_filled_in_beside_the_list(
    town: Town, waiting: list[Case], visit: Visit
) -> None:
    desk = visit("/desk/", by="dispatcher", size=DESKTOP)
    desk.tap(TEXTS[0])
    desk.tap("并案")
    desk.write("并入哪一件（编号）", "YY-20200101-0001")
    desk.tap(desk.page.locator("#pane form .button-main"))
    assert "没有这个编号的诉求。" in desk.words()
    desk.page.get_by_label("并入哪一件（编号）").fill(waiting[1].number)
    desk.tap(desk.page.locator("#pane form .button-main"))
    assert state(waiting[0]) == "merged"
    assert title(desk) == TEXTS[1]


def test_going_back_closes_the_case_again(waiting: list[Case], visit: Visit) -> None:
    desk = visit("/desk/", by="dispatcher", size=DESKTOP)
    desk.tap(TEXTS[0])
    desk.page.go_back()
    desk.page.get_by_text("选一件，在这里办。").wait_for()
    assert desk.page.locator(".rows .cover").count() == 3


def test_filters_become_chips_and_a_view_of_ones_own(
    town: Town, waiting: list[Case], visit: Visit
) -> None:
    with context.in_street(town.street.pk):
        letter = Draft(text="想装几根晾衣杆", channel=Channel.LETTER)
        actions.register(actor=town.system, draft=letter)
    desk = visit("/desk/", by="dispatcher", size=DESKTOP)
    desk.tap(desk.page.locator(".filter summary"))
    desk.page.get_by_label("来源").select_option("letter")
    desk.page.get_by_role("link", name="来信").wait_for()
    assert desk.page.url.endswith("?view=mine&channel=letter")
    desk.tap(desk.page.get_by_text("存为我的视图"))
    desk.page.get_by_label("视图的名字").fill("来信")
    desk.tap("存下")
    own = desk.page.locator("#side-views").get_by_role("link", name="来信")
    assert own.inner_text().split() == ["来信", "1"]
    assert own.get_attribute("aria-current") == "page"
    desk.tap("删除视图“来信”")
    assert own.count() == 0


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_chosen_rows_and_the_table_of_keys_are_sound(
    waiting: list[Case], visit: Visit, size: Any
) -> None:
    desk = visit(
        f"/desk/?open={waiting[0].number}" if size is DESKTOP else "/desk/",
        by="dispatcher",
        size=size,
    )
    desk.tap(desk.page.get_by_label("全选本页"))
    desk.tap(desk.page.locator(".filter summary"))
    found = sticks_out(desk.page, "chosen") + violations(desk.page, "chosen")
    desk.page.evaluate("document.querySelector('#keys').showModal()")
    found += violations(desk.page, "keys")
    assert not found, "\n".join(found)
