"""The thread by its link: rated with the keyboard alone, kept by the browser, read to the end."""

from collections.abc import Callable

from linli.cases import queries
from linli.cases.models import Case
from linli.cases.tests import stories
from linli.kernel.streets import context
from tests.browser.visitor import Visitor
from tests.town import Town

Visit = Callable[..., Visitor]
LONG = "灯一直闪，" * 2000


FOCUS = "[document.activeElement.name, document.activeElement.innerText?.trim()]"


def link(case: Case) -> str:
    return f"/follow/{case.number}/{queries.follow_key(case)}/"


def reach(visitor: Visitor, name: str) -> None:
    """Press Tab until the field or button of this name has the focus."""
    for _ in range(60):
        visitor.page.keyboard.press("Tab")
        if name in visitor.page.evaluate(FOCUS):
            return
    raise AssertionError(f"{name} is not reached with Tab")


def test_a_thread_is_rated_with_the_keyboard_alone(town: Town, visit: Visit) -> None:
    with context.in_street(town.street.pk):
        case = stories.closed(town)
    resident = visit(link(case), java_script_enabled=False)
    keys, words = resident.page.keyboard, resident.page.get_by_label("想说的话")
    assert "这件事办完了" in resident.words()
    reach(resident, "stars")
    keys.press("Space")
    assert resident.page.get_by_label("非常不满意").is_checked()
    assert resident.page.get_by_label("办得太慢").is_visible()
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    assert resident.page.get_by_label("基本满意").is_checked()
    reach(resident, "reason")
    keys.press("ArrowDown")
    reach(resident, "text")
    assert words.evaluate("e => e === document.activeElement")
    keys.type("等了四天")
    reach(resident, "提交评价")
    keys.press("Enter")
    resident.reads("您打了 3 颗星")
    assert "3 星（共 5 星）" in resident.page.locator(".given-stars").inner_text()
    assert not resident.page.get_by_role("button", name="提交评价").count()
    with context.in_street(town.street.pk):
        assert Case.objects.get(street_id=town.street.pk, pk=case.pk).stars == 3


def test_a_thread_is_opened_to_be_read_and_no_star_is_marked(town: Town, visit: Visit) -> None:
    with context.in_street(town.street.pk):
        case = stories.closed(town)
    resident = visit(link(case))
    assert resident.page.evaluate("document.activeElement === document.body")
    assert resident.page.evaluate("scrollY") == 0


def test_reasons_are_asked_for_where_few_stars_are_given(town: Town, visit: Visit) -> None:
    with context.in_street(town.street.pk):
        case = stories.closed(town)
    resident = visit(link(case))
    slow = resident.page.get_by_label("办得太慢")
    assert not slow.is_visible()
    resident.tap(resident.page.get_by_label("不满意", exact=True))
    assert slow.is_visible()
    resident.tap(resident.page.get_by_label("非常满意", exact=True))
    assert not slow.is_visible()


def test_ten_thousand_characters_are_folded_and_open_on_a_press(town: Town, visit: Visit) -> None:
    with context.in_street(town.street.pk):
        case = stories.raised(town, text=LONG[:10_000])
    resident = visit(link(case))
    height = "document.documentElement.scrollHeight"
    folded = resident.page.evaluate(height)
    assert folded < 2500
    resident.tap(resident.page.get_by_text("展开全部"))
    assert resident.page.evaluate(height) > 3 * folded


def test_the_browser_lists_what_it_opened(town: Town, visit: Visit) -> None:
    with context.in_street(town.street.pk):
        case = stories.raised(town)
    resident = visit(link(case), java_script_enabled=False)
    resident.page.goto("/mine/")
    assert case.number in resident.words()
    resident.tap("不再显示")
    assert "这台设备上还没有" in resident.words()


def test_a_step_back_from_withdrawing_changes_nothing(town: Town, visit: Visit) -> None:
    with context.in_street(town.street.pk):
        case = stories.raised(town)
    resident = visit(link(case))
    resident.tap("撤回")
    assert "确定不用办了吗？" in resident.words()
    resident.tap("不撤回，接着办")
    assert "最迟答复您" in resident.words()
    resident.tap("撤回")
    resident.tap("确定撤回")
    assert "您撤回了这件事" in resident.words()
