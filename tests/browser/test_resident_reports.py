"""A resident scans the code at the door and reports, with a phone and without JavaScript."""

from collections.abc import Callable

from linli.cases.models import Case
from linli.kernel.streets import context
from tests.browser.visitor import Visitor
from tests.town import Town

Visit = Callable[..., Visitor]
WORDS = "单元门口垃圾没人清，苍蝇很多"


def at_the_door(town: Town, visit: Visit) -> Visitor:
    area = town.areas["home-1-1"]
    return visit(f"/report/?at={area.pk}", java_script_enabled=False, has_touch=True)


def cases(town: Town) -> list[Case]:
    with context.in_street(town.street.pk):
        return list(Case.objects.filter(street_id=town.street.pk))


def test_a_report_takes_at_most_four_taps(town: Town, visit: Visit) -> None:
    resident = at_the_door(town, visit)
    assert "样板家园1号楼1单元" in resident.words()

    resident.write("要反映什么事？", WORDS)
    resident.tap("提交")

    assert resident.taps <= 4
    (case,) = cases(town)
    assert case.number in resident.words()
    assert "最迟答复您" in resident.words()
    assert resident.page.locator(".promise-due time").get_attribute("datetime")
    assert case.area_id == town.areas["home-1-1"].pk


def test_sending_the_same_form_twice_gives_one_request(town: Town, visit: Visit) -> None:
    resident = at_the_door(town, visit)
    resident.page.get_by_label("要反映什么事？").fill(WORDS)
    resident.named("提交").dblclick()
    resident.page.wait_for_url("**/follow/**")

    assert len(cases(town)) == 1
    assert cases(town)[0].number in resident.words()


def test_an_error_keeps_what_was_typed(town: Town, visit: Visit) -> None:
    resident = at_the_door(town, visit)
    resident.page.get_by_label("要反映什么事？").fill(WORDS)
    resident.page.get_by_label("在哪里？").fill("垃圾桶旁边")
    resident.page.locator("summary").click()
    resident.page.get_by_label("联系电话").fill("12")
    resident.tap("提交")

    page = resident.page
    assert page.get_by_role("alert").is_visible()
    phone = page.get_by_label("联系电话")
    assert phone.is_visible(), "the folded part opens where the mistake is"
    assert phone.get_attribute("aria-invalid") == "true"
    told_by = phone.get_attribute("aria-describedby")
    assert "5 到 15 位" in page.locator(f"#{told_by}").inner_text()
    assert page.get_by_label("要反映什么事？").input_value() == WORDS
    assert page.get_by_label("在哪里？").input_value() == "垃圾桶旁边"
    assert "样板家园1号楼1单元" in resident.words()

    phone.fill("13800138000")
    resident.tap("提交")
    assert len(cases(town)) == 1


def test_an_empty_report_says_what_to_do(town: Town, visit: Visit) -> None:
    resident = at_the_door(town, visit)
    resident.tap("提交")
    assert "请写下要反映的事，一句话就行。" in resident.words()
    assert cases(town) == []
