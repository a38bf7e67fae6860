"""One trip: the guide, an hour, the hall, the window, the stars; each before their own screen."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from linli.capacity.tests import factories
from linli.counter import actions as counter
from linli.counter.models import Application, Hall, Rating
from linli.counter.rules.application_words import State
from linli.counter.tests import queue_stories
from linli.kernel import clock
from linli.kernel.streets import context
from linli.rulebook import queries as rulebook
from tests.browser.visitor import DESKTOP, PHONE, Visitor
from tests.town import Town

Visit = Callable[..., Visitor]
Hand = Callable[[datetime], None]


@pytest.fixture
def clock_hand(monkeypatch: pytest.MonkeyPatch) -> Hand:
    """The clock of the server too, which runs in another thread."""

    def turned(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return turned


@pytest.fixture
def hall(town: Town, clock_hand: Hand) -> Hall:
    """With hours to be booked; it is the eve of the next day at work, at eight in the evening."""
    with context.in_street(town.street.pk):
        counter.install_items(actor=town.system)
        factories.hall(town)
        made = queue_stories.hall(town)
        clock_hand(morning(town) - timedelta(hours=13))
        return made


def morning(town: Town) -> datetime:
    """Nine o'clock of a working day from Monday to Friday that lies ahead."""
    zone, today = ZoneInfo(town.street.zone), town.street.day(datetime.now(UTC))
    calendar = rulebook.office(town.street, datetime.now(UTC)).calendar
    days = (today + timedelta(n) for n in count(1))
    day = next(d for d in days if d.weekday() < 5 and calendar.is_working_day(d))
    return datetime.combine(day, time(9), zone).astimezone(UTC)


def the_one(town: Town) -> Application:
    with context.in_street(town.street.pk):
        return Application.objects.select_related("booking").get(street_id=town.street.pk)


def test_from_the_guide_to_the_stars_in_one_trip(
    town: Town, hall: Hall, visit: Visit, clock_hand: Hand
) -> None:
    clerk = visit("/desk/hall/", by="clerk", size=DESKTOP)
    clerk.tap(clerk.page.get_by_role("button", name="开始办理").first)

    resident = visit("/items/?q=新生儿医保", size=PHONE, java_script_enabled=False)
    books(resident)
    one = the_one(town)
    assert one.account_id is None
    assert one.booking
    clock_hand(one.booking.start - timedelta(minutes=5))
    resident.page.reload()
    link = resident.page.url
    resident.tap("我到了，取号")
    resident.reads("Y001")

    serves(clerk)
    assert (the_one(town).state, the_one(town).trips) == (State.FINISHED, 1)
    resident.page.reload()
    resident.reads("办完了")
    resident.page.goto(link)
    resident.tap(resident.page.get_by_label("非常满意", exact=True))
    resident.tap("提交评价")
    expect(resident.page.get_by_role("button", name="提交评价")).to_have_count(0)
    with context.in_street(town.street.pk):
        assert Rating.objects.get(street_id=town.street.pk).stars == 5
    assert resident.faults + clerk.faults == []


def books(resident: Visitor) -> None:
    """From the words somebody thinks of to an hour, on a phone and without a script."""
    resident.tap(resident.page.get_by_role("link", name="城乡居民医保参保"))
    resident.tap(resident.page.get_by_role("link", name="问几句，看我要带什么"))
    resident.tap(resident.page.get_by_role("link", name="刚出生的孩子"))
    resident.tap(resident.page.get_by_role("link", name="我自己来"))
    resident.reads("东样社区居委会")
    resident.tap("预约")
    assert resident.page.evaluate("document.documentElement.scrollWidth") <= 375
    resident.tap(resident.page.get_by_label("09:00"))
    resident.write("您的姓名", "示小甲")
    resident.write("手机号", "19900001234")
    resident.tap("就约这个时间")
    resident.reads("收好这个链接")
    resident.reads("09:00")


def serves(clerk: Visitor) -> None:
    """Keyboard first, fewer than ten actions from the call to the end of the visit."""
    clerk.page.reload()
    clerk.taps = 0
    presses(clerk, "n", "等人来窗口")
    presses(clerk, "n", "正在办")
    presses(clerk, "r", "交来的材料")
    papers = clerk.page.get_by_role("group", name="交来的材料")
    clerk.tap(papers.get_by_label("出生医学证明"))
    clerk.tap("收件")
    clerk.reads("已办结")
    presses(clerk, "n", "叫下一位")
    assert clerk.taps == 6 < 10, "call, begin, open, one paper, receive, end"


def presses(clerk: Visitor, key: str, then: str) -> None:
    clerk.taps += 1
    clerk.page.keyboard.press(key)
    clerk.reads(then)
