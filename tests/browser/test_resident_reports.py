"""A resident scans the code at the door and reports, with a phone and without JavaScript."""

from base64 import b64decode
from collections.abc import Callable

from linli.cases.models import Case
from linli.kernel.streets import context
from tests.browser.visitor import Visitor
from tests.town import Town

Visit = Callable[..., Visitor]
PHOTO = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
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


def typing(town: Town, visit: Visit, path: str = "/report/") -> Visitor:
    """With JavaScript: the page helps while somebody types."""
    return visit(path, has_touch=True)


def test_who_handles_it_is_said_while_typing_and_the_draft_stays(town: Town, visit: Visit) -> None:
    resident = typing(town, visit)
    words = "样板家园1号楼的楼道灯不亮"
    resident.page.get_by_label("要反映什么事？").press_sequentially(words)
    resident.page.locator(".report-plan").wait_for()
    assert "楼道照明" in resident.words()
    assert "认出的地方：样板家园1号楼" in resident.words()

    resident.page.reload()
    assert resident.page.get_by_label("要反映什么事？").input_value() == words
    assert "草稿还在" in resident.words()
    resident.tap("提交")
    resident.page.wait_for_url("**/follow/**")
    resident.page.goto("/report/")
    assert resident.page.get_by_label("要反映什么事？").input_value() == ""
    assert not resident.faults


def test_somebody_else_has_it_too_and_joins_with_one_tap(town: Town, visit: Visit) -> None:
    area = town.areas["home-1-1"]
    first = visit(f"/report/?at={area.pk}")
    first.page.get_by_label("要反映什么事？").fill("楼道灯不亮，我家在501")
    first.tap("提交")
    first.page.wait_for_url("**/follow/**")

    second = typing(town, visit, f"/report/?at={area.pk}")
    second.write("要反映什么事？", "楼道灯又灭了")
    join = second.page.get_by_role("button", name="我也遇到")
    join.wait_for()
    second.tap(join)
    second.page.wait_for_url("**/follow/**")
    assert second.taps <= 4
    assert len(cases(town)) == 1
    assert "楼道灯又灭了" in second.words()
    assert "501" not in second.words()
    assert not second.faults


def test_photos_are_seen_taken_away_and_kept_through_a_mistake(town: Town, visit: Visit) -> None:
    resident, page = (one := typing(town, visit)), one.page
    photo = {"name": "灯.png", "mimeType": "image/png", "buffer": PHOTO}
    page.locator("#id_photos").set_input_files([photo] * 2)
    page.locator("#id_photos").set_input_files([photo] * 9)
    assert page.locator(".report-strip li").count() == 9
    assert "最多 9 张" in resident.words()
    page.get_by_role("button", name="去掉第 3 张照片").click()
    page.get_by_label("要反映什么事？").fill(WORDS)
    page.locator("summary", has_text="怎么联系您").click()
    page.get_by_label("联系电话").fill("12")
    resident.tap("提交")
    page.get_by_role("alert").wait_for()
    assert page.locator(".report-strip li").count() == 8
    page.get_by_label("联系电话").fill("13800138000")
    resident.tap("提交")
    page.wait_for_url("**/follow/**")
    assert page.locator(".photos img").count() == 8


def test_without_a_network_nothing_is_lost(town: Town, visit: Visit) -> None:
    resident = typing(town, visit)
    resident.page.get_by_label("要反映什么事？").fill(WORDS)
    resident.page.context.set_offline(True)
    resident.tap("提交")
    resident.page.get_by_text("您写的都还在").first.wait_for()
    assert resident.page.get_by_label("要反映什么事？").input_value() == WORDS
    resident.page.context.set_offline(False)
    resident.tap("提交")
    resident.page.wait_for_url("**/follow/**")
    assert len(cases(town)) == 1


def test_the_position_is_asked_for_by_a_press_and_names_the_grid(town: Town, visit: Visit) -> None:
    grid = town.grids["w1"]
    spot = {"latitude": grid.lat, "longitude": grid.lon}
    resident = visit("/report/", geolocation=spot, permissions=["geolocation"])
    assert not resident.page.locator("#placed").is_visible()
    resident.tap("用手机定位")
    resident.page.locator("#placed", has_text="西样第一网格").wait_for()
    resident.page.get_by_label("要反映什么事？").fill(WORDS)
    resident.tap("提交")
    resident.page.wait_for_url("**/follow/**")
    assert cases(town)[0].grid_id == grid.pk


def test_a_tap_on_the_map_places_it_and_keeps_the_words(town: Town, visit: Visit) -> None:
    resident, page = (one := typing(town, visit)), one.page
    page.get_by_label("要反映什么事？").fill(WORDS)
    page.locator(".report-plan").wait_for()
    page.locator("summary", has_text="从地图或名单里选").click()
    page.locator(f".report-map svg a[data-grid='{town.grids['w2'].pk}']").click()
    page.locator("#placed", has_text="西样第二网格").wait_for()
    assert page.get_by_label("要反映什么事？").input_value() == WORDS
    resident.tap("提交")
    page.wait_for_url("**/follow/**")
    assert cases(town)[0].grid_id == town.grids["w2"].pk
    assert not resident.faults
