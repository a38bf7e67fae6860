"""代办: in writing, for a time, with the originals accounted for on every step of the way."""

from collections.abc import Callable
from datetime import timedelta

from linli.counter.models import Application, Mandate, Original
from linli.counter.tests import counters
from linli.kernel import clock
from tests.browser.visitor import DESKTOP, PHONE, Visitor
from tests.town import Town

Visit = Callable[..., Visitor]


def test_somebody_runs_the_errand_and_every_original_comes_back(town: Town, visit: Visit) -> None:
    one = counters.accepted(town)
    clerk = visit(f"/desk/counter/{one.number}/", by="clerk", size=DESKTOP)
    mandate(town, clerk, one)
    agent = visit("/desk/counter/", by="grid", size=PHONE)
    agent.tap(agent.page.get_by_role("link", name=one.item_version.name).first)
    agent.tap("收原件")
    agent.page.get_by_label("哪份原件").select_option(label="户口簿")
    agent.tap("收原件")
    agent.reads("在我们这里")
    decides(clerk)
    hands_over_too_early(clerk)
    agent.page.reload()
    agent.tap("还原件")
    agent.write("谁签收的", "示小甲")
    agent.tap("还原件")
    agent.reads("已还")
    clerk.page.goto(f"/desk/counter/{one.number}/")
    delivers(clerk)
    clerk.reads("结果已经送到")
    original = Original.objects.get(street_id=town.street.pk, application=one)
    grid = town.account("grid").pk
    assert (original.taken_by_id, original.returned_by_id) == (grid, grid)
    assert original.taken_at < original.returned_at
    assert clerk.faults == agent.faults == []


def mandate(town: Town, clerk: Visitor, one: Application) -> None:
    """Not without a signature on paper."""
    clerk.tap("委托代办")
    clerk.page.get_by_label("委托谁").select_option(str(town.account("grid").pk))
    until = town.street.day(clock.now()) + timedelta(days=10)
    clerk.page.get_by_label("到哪天为止").fill(until.isoformat())
    clerk.tap("委托代办")
    clerk.reads("委托要有书面的")
    clerk.page.get_by_label("申请人已在委托书上签字").check()
    clerk.tap("委托代办")
    clerk.reads("代办委托")


def decides(clerk: Visitor) -> None:
    clerk.page.reload()
    clerk.tap("开始审查")
    clerk.tap("开始审查")
    clerk.tap("决定")
    clerk.page.get_by_label("准予").check()
    clerk.tap("决定")
    clerk.tap("办结")
    clerk.tap("办结")


def hands_over_too_early(clerk: Visitor) -> None:
    delivers(clerk)
    clerk.reads("还有原件没有归还：户口簿")


def delivers(clerk: Visitor) -> None:
    clerk.tap("送达")
    clerk.page.get_by_label("怎么送到的").select_option("agent")
    clerk.tap("送达")


def test_a_mandate_that_has_run_out_is_refused_with_its_day(town: Town, visit: Visit) -> None:
    one = counters.accepted(town)
    clerk = visit(f"/desk/counter/{one.number}/", by="clerk", size=DESKTOP)
    mandate(town, clerk, one)
    agent = visit(f"/desk/counter/{one.number}/take_original/", by="grid", size=PHONE)
    yesterday = town.street.day(clock.now()) - timedelta(days=1)
    Mandate.objects.filter(street_id=town.street.pk).update(until=yesterday)
    agent.tap("收原件")
    agent.reads(f"委托书{yesterday}已到期")
    assert not Original.objects.filter(street_id=town.street.pk).exists()
