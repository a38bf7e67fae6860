"""Several desks and one request: returned and decided, called by whistle, merged and told."""

from collections.abc import Callable

from playwright.sync_api import expect

from linli.cases import actions, queries
from linli.cases.actions import Draft, Person
from linli.cases.models import Case
from linli.cases.rules.words import Channel, Kind, Urgency
from linli.kernel import events
from linli.kernel.streets import context
from tests.browser.visitor import DESKTOP, Visitor
from tests.town import Town

Visit = Callable[..., Visitor]
DARK = "楼道灯不亮，摸黑上楼"


def raised(town: Town, by: str = "resident") -> Case:
    person = Person("示小甲", "13800138000", town.account(by).pk)
    draft = Draft(DARK, Channel.PHONE, area_id=town.areas["home-1-1"].pk, person=person)
    with context.in_street(town.street.pk):
        return actions.register(actor=town.actor(by), draft=draft)


def at_desk(visit: Visit, case: Case, by: str) -> Visitor:
    return visit(f"/desk/cases/{case.number}/", by=by, size=DESKTOP)


def own_page(visit: Visit, case: Case) -> Visitor:
    return visit(f"/follow/{case.number}/{queries.follow_key(case)}/")


def test_returned_once_the_centre_decides_and_it_stays_there(town: Town, visit: Visit) -> None:
    case = raised(town)
    with context.in_street(town.street.pk):
        actions.accept_suggestion(actor=town.system, case_id=case.pk)
    unit = at_desk(visit, case, "property")
    unit.tap("退回")
    unit.page.get_by_label("应由谁办").select_option(label="城管")
    unit.write("说明依据", "公共照明由城管维护")
    unit.tap(unit.page.locator("#step").get_by_role("button", name="退回"))

    centre = at_desk(visit, case, "dispatcher")
    centre.reads("公共照明由城管维护")
    centre.tap("裁定")
    centre.page.get_by_label("承办单位").select_option(label="样板物业")
    centre.write("裁定理由", "楼道在小区里，仍由物业办")
    centre.tap(centre.page.locator("#step").get_by_role("button", name="裁定"))

    unit.page.reload()
    unit.reads("楼道在小区里，仍由物业办")
    expect(unit.page.get_by_role("main").get_by_text("退回", exact=True)).to_have_count(0)
    resident = own_page(visit, case)
    resident.reads("指挥中心定了，由样板物业来办")
    assert unit.faults + centre.faults + resident.faults == []


def test_who_has_no_account_works_by_the_link(town: Town, visit: Visit) -> None:
    case = raised(town)
    with context.in_street(town.street.pk):
        actions.accept_suggestion(actor=town.system, case_id=case.pk)
        case = actions.share(actor=town.system, case_id=case.pk)
        link = queries.handler_link(case, events.history(town.street.pk, case.pk))
    assert link
    handler = visit(f"/handle/{link.token}/")
    handler.tap("签收")
    handler.tap(handler.page.get_by_role("main").get_by_role("button", name="签收"))
    handler.reads("承办单位签收")
    assert handler.faults == []


def test_a_whistle_is_answered_and_both_sides_are_judged(town: Town, visit: Visit) -> None:
    case = raised(town)
    with context.in_street(town.street.pk):
        actions.triage(
            actor=town.system, case_id=case.pk, category_id=case.category_id,
            urgency=Urgency.ORDINARY, kind=Kind.HELP,
        )  # fmt: skip
    centre = at_desk(visit, case, "dispatcher")
    centre.tap("换承办单位")
    centre.page.get_by_label("方式").select_option(label="吹哨报到")
    centre.page.get_by_label("公安").check()
    centre.page.get_by_label("吹哨情形").select_option(index=1)
    centre.tap(centre.page.locator("#step").get_by_role("button", name="交办"))
    centre.reads("公安")

    centre.tap("报到")
    centre.page.get_by_label("哪个单位到了").select_option(label="公安")
    centre.tap(centre.page.locator("#step").get_by_role("button", name="报到"))
    centre.reads("到场报到")
    assert centre.faults == []


def test_whoever_was_merged_reads_the_leading_one_in_the_own_thread(
    town: Town, visit: Visit
) -> None:
    leading, other = raised(town), raised(town, by="resident2")
    desk = at_desk(visit, other, "dispatcher")
    desk.tap(desk.page.get_by_role("button", name=f"并入“{leading.title}”").first)
    with context.in_street(town.street.pk):
        actions.accept_suggestion(actor=town.system, case_id=leading.pk)
    neighbour = own_page(visit, other)
    neighbour.reads("和另一件相同的事一起办")
    neighbour.reads("交给样板物业来办")

    desk.page.goto(f"/desk/cases/{other.number}/")
    desk.tap("拆出单办")
    desk.write("为什么不是同一件", "不是同一盏灯")
    desk.tap(desk.page.locator("#step").get_by_role("button", name="拆出单办"))
    neighbour.page.reload()
    expect(neighbour.page.get_by_role("main").get_by_text("交给样板物业来办")).to_have_count(0)
    assert desk.faults + neighbour.faults == []
