"""One request from the resident's words to the rating, each person before their own screen."""

from collections.abc import Callable

from tests.browser.visitor import DESKTOP, PHONE, Visitor
from tests.town import Town

Visit = Callable[..., Visitor]
WORDS = "单元门口垃圾没人清，苍蝇很多"


def report(town: Town, visit: Visit) -> Visitor:
    resident = visit(f"/report/?at={town.areas['home-1-1'].pk}", size=PHONE)
    resident.write("要反映什么事？", WORDS)
    resident.tap("提交")
    return resident


def test_from_the_door_to_the_rating(town: Town, visit: Visit) -> None:
    resident = report(town, visit)
    dispatches(visit)
    handles(visit)
    oversees(visit)
    rates_and_reopens(resident)


def dispatches(visit: Visit) -> None:
    """From the inbox to the right desk in two clicks."""
    dispatcher = visit("/desk/", by="dispatcher", size=DESKTOP)
    dispatcher.tap(WORDS)
    dispatcher.reads("因为文中有“垃圾")
    dispatcher.tap("采纳建议并交办")
    assert dispatcher.taps == 2
    dispatcher.reads("已按建议交办给")


def handles(visit: Visit) -> None:
    worker = visit("/field/", by="grid", size=PHONE)
    worker.tap(WORDS)
    worker.tap("签收")
    worker.tap("联系居民")
    worker.tap(worker.page.get_by_label("已联系上"))
    worker.tap("联系居民")
    worker.tap("答复")
    worker.write("答复居民：做了什么，结果怎样", "垃圾已清，每天加清一次。")
    worker.tap("答复")
    worker.reads("已答复")


def oversees(visit: Visit) -> None:
    supervisor = visit("/desk/", by="supervisor", size=DESKTOP)
    supervisor.tap(WORDS)
    supervisor.reads("下一步：核查")
    supervisor.tap("核查")
    supervisor.reads("下一步：回访")
    supervisor.tap("回访")
    supervisor.tap(supervisor.page.get_by_label("已解决", exact=True))
    supervisor.tap(supervisor.page.get_by_label("满意", exact=True))
    supervisor.tap("回访")
    supervisor.tap("办结")
    supervisor.tap(supervisor.page.get_by_role("button", name="确认办结"))
    supervisor.reads("已办结。")
    supervisor.reads("手头没有等您处理的")


def rates_and_reopens(resident: Visitor) -> None:
    resident.page.reload()
    assert "垃圾已清，每天加清一次。" in resident.words()
    resident.tap(resident.page.get_by_label("非常满意", exact=True))
    resident.tap("提交评价")
    assert "您打了 5 颗星" in resident.words()
    assert not resident.page.get_by_label("非常满意", exact=True).count()

    resident.tap("还没解决")
    resident.write("哪里还没有解决", "又堆起来了。")
    resident.tap("重新打开")
    assert "又堆起来了。" in resident.words()
    assert "最迟答复您" in resident.words()


def test_a_caller_is_registered_by_the_desk(town: Town, visit: Visit) -> None:
    clerk = visit("/desk/new/", by="dispatcher", size=DESKTOP)
    assert clerk.page.locator(":focus").get_attribute("name") == "phone"
    clerk.write("说了什么事？", "三号楼路灯不亮")
    clerk.write("怎么称呼", "张示例")
    clerk.write("联系电话", "138 0013 8000")
    clerk.tap("登记")
    assert "请念给居民听" in clerk.words()
    clerk.tap("打开")
    assert "张**" in clerk.words()
    assert "138****8000" in clerk.words()

    clerk.tap(clerk.page.get_by_label("回访"))
    clerk.tap("查看联系方式")
    clerk.reads("用途是“回访”")
    assert clerk.page.locator("a[href='tel:13800138000']").is_visible()


def test_a_step_that_was_refused_keeps_the_words(town: Town, visit: Visit) -> None:
    report(town, visit)
    dispatcher = visit("/desk/", by="dispatcher", size=DESKTOP)
    dispatcher.tap(WORDS)
    dispatcher.tap("并案")
    dispatcher.write("并入哪一件（编号）", "YY-20200101-0001")
    dispatcher.tap(dispatcher.page.locator("#step").get_by_role("button", name="并案"))
    dispatcher.reads("没有这个编号的诉求。")
    assert dispatcher.page.get_by_label("并入哪一件").input_value() == "YY-20200101-0001"
