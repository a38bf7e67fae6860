"""A grid worker in a stairwell: few presses, back where they were, nobody told where they stand."""

from collections.abc import Callable
from typing import Any

import pytest

from linli.cases import actions
from linli.cases.actions import Draft, Person
from linli.cases.models import Case
from linli.cases.rules.words import Channel
from linli.kernel.streets import context
from tests.browser.visitor import PHONE, Visitor
from tests.town import Town

Visit = Callable[..., Visitor]
TEXT = "楼下垃圾没人清"


def handed_over(town: Town, place: str = "home-1", text: str = TEXT) -> Case:
    with context.in_street(town.street.pk):
        draft = Draft(
            text=text,
            channel=Channel.PHONE,
            area_id=town.areas[place].pk,
            person=Person("示小甲", "13800138000"),
        )
        case = actions.register(actor=town.system, draft=draft)
        return actions.accept_suggestion(actor=town.system, case_id=case.pk)


def job(visitor: Visitor, case: Case) -> Any:
    return visitor.page.locator(f"#job-{case.number}")


def test_signing_in_takes_one_tap_and_stays_at_the_job(town: Town, visit: Visit) -> None:
    cases = [handed_over(town) for _ in range(6)]
    worker = visit("/field/", by="grid", size=PHONE, has_touch=True)
    assert "等您办 6 件" in worker.words()
    worker.tap(job(worker, cases[3]).get_by_role("button", name="签收"))
    assert worker.taps == 1
    assert worker.page.url.endswith(f"#job-{cases[3].number}")
    assert job(worker, cases[3]).get_by_text("已签收").is_visible()
    said = worker.page.get_by_text("已签收。", exact=True)
    assert said.is_visible()
    for shown in (said, job(worker, cases[3])):
        top = shown.bounding_box()["y"]
        assert 0 <= top < PHONE["height"], "not on the screen"


@pytest.mark.parametrize("has_script", [True, False])
def test_calling_and_replying_take_four_taps(town: Town, visit: Visit, has_script: bool) -> None:
    case = handed_over(town)
    worker = visit("/field/", by="grid", size=PHONE, java_script_enabled=has_script)
    worker.tap("签收")
    worker.taps = 0
    worker.tap("联系居民 138****8000")
    number = worker.page.get_by_role("link", name="13800138000")
    assert number.get_attribute("href") == "tel:13800138000"
    worker.tap("已联系上")
    worker.page.get_by_label("答复居民").fill("已经清走，明早再来看。")
    worker.tap("发出答复")
    assert worker.taps <= 4
    assert "已答复。" in worker.words()
    assert "今天已答复 1 件" in worker.words()
    with context.in_street(town.street.pk):
        assert Case.objects.get(pk=case.pk).replied_at


def test_returning_goes_by_the_form_and_back_to_the_list(town: Town, visit: Visit) -> None:
    handed_over(town)
    worker = visit("/field/", by="grid", size=PHONE)
    worker.tap("退回")
    worker.page.get_by_label("应由谁办").select_option(label="样板物业")
    worker.page.get_by_label("说明依据").fill("这是物业的事。")
    worker.tap("退回")
    assert "都办完了，辛苦了" in worker.words()


def test_the_nearest_comes_first_and_the_position_stays_on_the_phone(
    town: Town, visit: Visit
) -> None:
    near, far = (handed_over(town, text=f"垃圾没人清 {name}") for name in ("近", "远"))
    with context.in_street(town.street.pk):
        grid = town.grids["e1"]
        for case, lat in ((near, grid.lat), (far, grid.lat + 0.02)):
            Case.objects.filter(street_id=town.street.pk, pk=case.pk).update(lat=lat, lon=grid.lon)
        Case.objects.filter(pk=far.pk).update(due_at=near.registered_at)
    worker = visit(
        "/field/",
        by="grid",
        size=PHONE,
        permissions=["geolocation"],
        geolocation={"latitude": grid.lat, "longitude": grid.lon},
    )
    assert "不发送，不保存" in worker.words()
    sent: list[str] = []
    worker.page.on("request", lambda request: sent.append(request.url))
    worker.tap("按远近")
    worker.page.get_by_text("位置没有离开这部手机").wait_for()
    assert job(worker, near).get_by_text("约 10 米").is_visible()
    assert job(worker, far).get_by_text("约 2.2 公里").is_visible()
    assert sent == []
    kept = worker.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert str(grid.lat)[:5] not in kept
    assert worker.faults == []
