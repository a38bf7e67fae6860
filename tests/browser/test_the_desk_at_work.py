"""At the desk: a caller registered without a mouse, a step in its place, the order on paper."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from linli.cases import actions, queries
from linli.cases.actions import Draft, Person
from linli.cases.models import Case
from linli.cases.rules.words import Channel
from linli.kernel.streets import context
from tests.browser.visitor import DESKTOP, PHONE, Visitor
from tests.town import Town

Visit = Callable[..., Visitor]
DARK = "楼道灯不亮，摸黑上楼"


def raised(town: Town, text: str = DARK, area: str = "home-1-1") -> Case:
    with context.in_street(town.street.pk):
        draft = Draft(
            text,
            Channel.WINDOW,
            area_id=town.areas[area].pk,
            person=Person("示小甲", "13800138000"),
        )
        return actions.register(actor=town.system, draft=draft)


def focused(page: Page) -> str | None:
    return page.locator(":focus").get_attribute("name")


def test_a_caller_is_registered_with_the_keyboard_alone(town: Town, visit: Visit) -> None:
    known = raised(town, "单元门口垃圾没人清")
    page = visit("/desk/new/", by="dispatcher", size=DESKTOP).page
    assert focused(page) == "phone"
    page.keyboard.type("138 0013 8000")
    expect(page.locator("#earlier")).to_contain_text("这个号码反映过 1 件")
    expect(page.locator("#earlier").get_by_role("link", name=known.title)).to_be_visible()

    page.keyboard.press("Enter")
    assert focused(page) == "name"
    page.keyboard.type("张示例")
    while focused(page) != "text":
        page.keyboard.press("Tab")
    page.keyboard.type("样板家园1号楼" + DARK)
    plan = page.locator("#plan")
    expect(plan).to_contain_text("样板家园1号楼")
    expect(plan).to_contain_text("东样第一网格")
    expect(plan).to_contain_text("楼道照明")
    expect(plan).to_contain_text("样板物业")

    page.reload()
    assert page.get_by_label("怎么称呼").input_value() == "张示例"
    expect(plan).to_contain_text("样板物业")
    page.get_by_label("说了什么事？").focus()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/desk/new/YY-*/")
    assert "请念给居民听" in page.get_by_role("main").inner_text()
    assert "最迟答复" in page.get_by_role("main").inner_text()
    page.get_by_role("link", name="再登记一件").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/new/")
    assert page.get_by_label("怎么称呼").input_value() == ""


def test_a_step_is_taken_in_the_page_of_its_request(town: Town, visit: Visit) -> None:
    case = raised(town)
    desk = visit(f"/desk/cases/{case.number}/", by="dispatcher", size=DESKTOP)
    page, step = desk.page, desk.page.locator("#step")
    desk.tap("不予受理")
    expect(step.get_by_label("原因")).to_be_focused()
    page.keyboard.press("Escape")
    expect(step).to_be_empty()
    assert page.locator(":focus").inner_text() == "不予受理"

    desk.tap("直接答复")
    expect(step.get_by_label("直接告诉居民")).to_be_focused()
    step.get_by_text("常用语").click()
    desk.tap(step.get_by_role("button", name="谢谢您告诉我们，我们记下了。"))
    page.keyboard.press("Escape")
    expect(step.get_by_label("直接告诉居民")).to_have_value("谢谢您告诉我们，我们记下了。")
    step.get_by_role("button", name="直接答复").click()
    expect(page.get_by_text("这件已经结束")).to_be_visible()
    assert page.url.endswith(f"/desk/cases/{case.number}/")
    assert desk.faults == []


def test_a_likely_twin_is_joined_at_one_tap(town: Town, visit: Visit) -> None:
    first, case = raised(town), raised(town)
    desk = visit(f"/desk/cases/{case.number}/", by="dispatcher", size=DESKTOP)
    expect(desk.page.get_by_role("link", name="打开看看").first).to_have_attribute(
        "href", f"/desk/cases/{first.number}/"
    )
    desk.tap(desk.page.get_by_role("button", name=f"并入“{first.title}”").first)
    expect(desk.page.locator(".related")).to_contain_text("并入了这一件")


def test_an_ordinary_work_order_fills_one_sheet(town: Town, visit: Visit) -> None:
    case = raised(town, DARK * 10)
    desk = visit(f"/desk/cases/{case.number}/print/", by="dispatcher", size=PHONE)
    assert "138****8000" in desk.words()
    assert sheets(desk.page) == 1
    desk.page.get_by_role("link", name="印两份").click()
    desk.page.wait_for_url("**?copies=2")
    assert sheets(desk.page) == 2

    desk.page.get_by_text("印上完整的联系方式").click()
    desk.page.get_by_label("联系办理").check()
    desk.page.get_by_role("button", name="印上联系方式").click()
    assert "13800138000" in desk.words()
    with context.in_street(town.street.pk):
        page = queries.case_page(town.actor("dispatcher"), town.street, case.number)
    assert page.thread[-1].event.reason == "handle"


def sheets(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))
