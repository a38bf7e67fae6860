"""Every page on small and large screens: nothing sticks out or is blocked, axe is content."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from linli.cases import actions, queries
from linli.cases.actions import Draft, Person
from linli.cases.models import Case
from linli.cases.rules.words import Channel, Contact, GiveBack, Satisfied, Solved
from linli.kernel import clock
from linli.kernel.streets import context
from tests.browser.visitor import Visitor
from tests.town import Town

Visit = Callable[..., Visitor]
LONG = "没有空格也没有标点的长文" * 40 + "A" * 300


def raised(town: Town, text: str, **details: Any) -> Case:
    person = Person("示小甲", "13800138000", town.account("resident").pk)
    draft = Draft(text=text, channel=Channel.PHONE, person=person, **details)
    return actions.register(actor=town.system, draft=draft)


def walked(town: Town, *steps: tuple[Callable[..., Case], dict[str, Any]]) -> Case:
    """A request handed over and taken so many steps along."""
    case = raised(town, "单元门口垃圾没人清", area_id=town.areas["home-1-1"].pk)
    actions.accept_suggestion(actor=town.system, case_id=case.pk)
    for act, words in steps:
        case = act(actor=town.system, case_id=case.pk, **words)
    return case


def pages(town: Town) -> list[tuple[str, str]]:
    """(who, path) of every page, with requests in the states that look different."""
    with context.in_street(town.street.pk):
        new = raised(town, LONG, lat=30.0, lon=110.0)
        late = raised(town, "路灯不亮", registered_at=clock.now() - timedelta(days=60))
        signed = (actions.sign_in, {})
        worked = (actions.contact, {"result": Contact.REACHED, "text": LONG})
        until = clock.now() + timedelta(days=90)
        asked = walked(town, signed, (actions.ask_extension, {"until": until, "text": "等配件"}))
        proposed = town.organisations["property"].pk
        words = {"reason": GiveBack.NOT_OURS, "proposed_id": proposed, "text": "归物业"}
        returned = walked(town, (actions.give_back, words))
        said = {"solved": Solved.YES, "satisfied": Satisfied.YES}
        replied = (actions.reply, {"text": "办好了"})
        closed = walked(
            town, signed, worked, replied, (actions.check, {}), (actions.call_back, said),
            (actions.close, {}),
        )  # fmt: skip
        follow = {c.pk: f"/follow/{c.number}/{queries.follow_key(c)}/" for c in (new, closed)}
    desk = "/desk/cases/{}/".format
    return [
        ("", "/"), ("", "/report/"), ("", f"/report/?at={town.areas['home-1'].pk}"),
        ("", "/sign-in/"), ("", "/nowhere/"), ("", "/me/"),
        ("", follow[new.pk]), ("", follow[closed.pk]),
        ("", follow[new.pk] + "add/"), ("", follow[closed.pk] + "reopen/"),
        ("resident", "/"), ("resident", "/mine/"), ("resident", "/me/"), ("resident", "/desk/"),
        ("grid", "/field/"), ("grid", "/me/"),
        ("supervisor", "/desk/"), ("supervisor", "/desk/?view=all"),
        ("supervisor", "/desk/?view=all&q=zzz"),
        ("supervisor", f"/desk/?view=all&open={late.number}"),
        ("dispatcher", "/desk/?category=none&sort=place"), ("supervisor", "/desk/new/"),
        ("supervisor", desk(new.number)), ("supervisor", desk(late.number)),
        ("supervisor", desk(asked.number)), ("supervisor", desk(returned.number)),
        ("supervisor", desk(closed.number)),
        ("supervisor", desk(late.number) + "triage/"),
        ("supervisor", desk(returned.number) + "arbitrate/"),
        ("supervisor", desk(asked.number) + "extend/"),
        ("leader", "/board/"), ("leader", "/desk/?view=all&late=1&ended_from=2026-01-01"),
    ]  # fmt: skip


@pytest.mark.parametrize("view", ["standard", "elder"])
@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (375, "dark"), (1280, "light")])
def test_every_page_fits_and_is_sound(
    town: Town, visit: Visit, width: int, scheme: str, view: str
) -> None:
    people: dict[str, Visitor] = {}
    found: list[str] = []
    for who, path in pages(town):
        if who not in people:
            size = {"width": width, "height": 800}
            people[who] = visit("/", by=who, size=size, color_scheme=scheme)
            choose(people[who].page, view)
        page = people[who].page
        page.goto(path)
        where = f"{who or 'visitor'} {path}"
        found += [f"{where}: {fault}" for fault in people[who].faults]
        people[who].faults.clear()
        found += sticks_out(page, where)
        is_large = view == "elder" and who in ("", "resident")
        found += too_small(page, where, 60 if is_large else 44)
        found += left_alone(page, where) + too_fine(page, where) if view == "elder" else []
        found += violations(page, where) if width > 320 else []
    assert not found, "\n".join(found)


def sticks_out(page: Any, where: str) -> list[str]:
    """Nothing is wider than the screen, in either writing direction."""
    wide = []
    for direction in ("rtl", "ltr"):
        page.evaluate(f"document.documentElement.dir = '{direction}'")
        extra = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        wide += [f"{where}: {extra} px too wide ({direction})"] if extra > 0 else []
    return wide


def too_small(page: Any, where: str, least: int) -> list[str]:
    """What is pressed is high enough; links within a sentence are as high as the sentence."""
    pressed = (
        "button, summary, select, textarea, .button, nav a, fieldset label, .call, .go, .jump,"
        " .title-row > a, input:not([type=radio], [type=checkbox], [type=hidden])"
    )
    heights = page.locator(pressed).evaluate_all(
        "all => all.filter(one => one.checkVisibility() && !one.closest('.hidden'))"
        ".map(one => [one.getBoundingClientRect().height, one.outerHTML.slice(0, 80)])"
    )
    return [
        f"{where}: only {height} px high: {html}"
        for height, html in heights
        if height < least - 0.5
    ]


def choose(page: Any, view: str) -> None:
    """As the switch in the header does."""
    page.context.add_cookies([{"name": "linli_view", "value": view, "url": page.url}])


LAST_LINES = """all => all.filter(one => one.checkVisibility()).map(one => {
  const range = document.createRange(), lines = new Map();
  const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest('.hidden, option, bdi')) continue;
    for (let at = 0; at < node.length; at++) {
      if (!/[\\p{L}\\p{N}]/u.test(node.data[at])) continue;
      range.setStart(node, at); range.setEnd(node, at + 1);
      const line = Math.round(range.getBoundingClientRect().bottom / 8);
      lines.set(line, (lines.get(line) || 0) + 1);
    }
  }
  return [lines.size, [...lines.values()].pop() || 0, one.innerText.slice(0, 40)];
})"""


def left_alone(page: Any, where: str) -> list[str]:
    """No button, label or heading wraps by a single character."""
    named = "button, .button, nav a, label, legend, summary, dt, .pill, .link-button, .brand, h2"
    lines = page.locator(named).evaluate_all(LAST_LINES)
    return [f"{where}: one character alone: {text}" for n, last, text in lines if n > 1 == last]


FONTS = """all => all.filter(one => one.checkVisibility() && !one.closest('.hidden')
  && [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
  .map(one => [parseFloat(getComputedStyle(one).fontSize),
    parseFloat(getComputedStyle(one).lineHeight), one.outerHTML.slice(0, 80)])"""


def too_fine(page: Any, where: str) -> list[str]:
    """Large print: nothing below 18 px, the text of the page 18 px and 30 %, lines well apart."""
    body = float(page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)"))
    texts = page.locator("body *").evaluate_all(FONTS)
    fine = [f"{where}: {size} px: {html}" for size, _, html in texts if size < 18]
    near = [f"{where}: lines too near: {html}" for size, high, html in texts if high < 1.49 * size]
    return fine + near + ([f"{where}: text of {body} px"] if body < 23.4 else [])


def violations(page: Any, where: str) -> list[str]:
    """What axe calls serious or critical."""
    response = Axe().run(page).response
    return [
        f"{where}: {rule['id']} {[node['target'] for node in rule['nodes']][:4]}"
        for rule in response["violations"]
        if rule["impact"] in ("serious", "critical")
    ]


def test_the_page_goes_on_in_the_other_language(town: Town, visit: Visit) -> None:
    resident = visit("/report/")
    assert resident.page.locator("html").get_attribute("lang") == "zh-hans"
    resident.page.get_by_role("button", name="English").click()
    assert resident.page.url.endswith("/report/")
    assert resident.page.locator("html").get_attribute("lang") == "en"


def test_large_print_takes_one_press_and_no_script(town: Town, visit: Visit) -> None:
    resident = visit("/report/", java_script_enabled=False)
    header = resident.page.get_by_role("banner")
    header.get_by_role("button", name="长辈版").click()
    assert resident.page.url.endswith("/report/")
    assert resident.page.locator("html").get_attribute("data-view") == "elder"
    resident.page.goto("/")
    header.get_by_role("button", name="标准版").click()
    assert resident.page.locator("html").get_attribute("data-view") == "standard"


@pytest.mark.parametrize("look", ["view=standard", "view=elder", "theme=dark", "dir=rtl"])
@pytest.mark.parametrize("width", [320, 375, 1280])
def test_the_guide_fits_and_is_sound(town: Town, visit: Visit, width: int, look: str) -> None:
    visitor = visit(f"/guide/?{look}", size={"width": width, "height": 800})
    page, is_large = visitor.page, look == "view=elder"
    found = visitor.faults + sticks_out(page, look) + too_small(page, look, 60 if is_large else 44)
    found += left_alone(page, look) + too_fine(page, look) if is_large else []
    found += violations(page, look) if width > 320 else []
    assert not found, "\n".join(found)
