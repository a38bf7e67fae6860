"""一次告知: whatever is missing is told at once and in full, on paper, and never again."""

from collections.abc import Callable

from linli.counter.models import Application, Slip
from linli.counter.tests import counters
from tests.browser.visitor import DESKTOP, PHONE, Visitor
from tests.town import Town

Visit = Callable[..., Visitor]


def test_two_papers_are_missing_told_at_once_brought_and_accepted(town: Town, visit: Visit) -> None:
    item = counters.item(town, "T-1")
    clerk = visit("/desk/counter/new/", by="clerk", size=DESKTOP)
    clerk.page.get_by_label("申请人姓名").fill("示小甲")
    clerk.page.get_by_role("textbox", name="电话").fill("13800138000")
    clerk.page.get_by_label("办什么").select_option(str(item.pk))
    brought = clerk.page.get_by_role("group", name="交来的材料")
    brought.get_by_label("身份证").check()
    clerk.page.get_by_role("group", name="按他的情况不用交").get_by_label("租约").check()
    clerk.tap("收件")
    clerk.reads("待补正")
    one = Application.objects.get(street_id=town.street.pk)
    told_on_paper(town, visit, clerk, one)
    brings_one_and_then_the_other(clerk)
    clerk.reads("已收件")
    told_again_is_refused(town, clerk, one)
    clerk.tap("受理")
    clerk.tap("受理")
    clerk.reads("已受理")
    kinds = Slip.objects.filter(street_id=town.street.pk).order_by("ordinal")
    assert list(kinds.values_list("kind", flat=True)) == ["correction", "acceptance"]
    assert clerk.faults == []


def told_on_paper(town: Town, visit: Visit, clerk: Visitor, one: Application) -> None:
    """The slip names both papers; the applicant reads the same at home."""
    clerk.tap("补正告知书")
    clerk.reads("户口簿")
    clerk.reads("照片")
    assert "身份证" not in clerk.words()
    clerk.page.emulate_media(media="print")
    assert clerk.page.get_by_role("heading", level=1).is_visible()
    clerk.page.emulate_media(media="screen")
    one.account_id = town.account("resident").pk
    one.save(update_fields=["account"])
    resident = visit(f"/applications/{one.number}/", by="resident", size=PHONE)
    resident.reads("请在期限前把告知书上的材料补齐")
    assert resident.faults == []
    clerk.page.goto(f"/desk/counter/{one.number}/")


def brings_one_and_then_the_other(clerk: Visitor) -> None:
    for material in ("户口簿", "照片"):
        clerk.reads("待补正")
        clerk.tap("补正")
        clerk.page.get_by_label(material).check()
        clerk.tap("补正")


def told_again_is_refused(town: Town, clerk: Visitor, one: Application) -> None:
    """There is no button for it, and whoever knows the address is told why not."""
    assert clerk.page.get_by_role("link", name="一次告知补正").count() == 0
    clerk.page.goto(f"/desk/counter/{one.number}/ask_correction/")
    clerk.tap("一次告知补正")
    clerk.reads("已经一次性告知过")
    clerk.page.goto(f"/desk/counter/{one.number}/")
