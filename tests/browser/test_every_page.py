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
        ("", "/sign-in/"), ("", "/nowhere/"),
        ("", follow[new.pk]), ("", follow[closed.pk]),
        ("", follow[new.pk] + "add/"), ("", follow[closed.pk] + "reopen/"),
        ("resident", "/"), ("resident", "/mine/"), ("resident", "/me/"), ("resident", "/desk/"),
        ("grid", "/field/"), ("grid", "/me/"),
        ("supervisor", "/desk/"), ("supervisor", "/desk/?view=all"),
        ("supervisor", "/desk/?view=all&q=zzz"), ("supervisor", "/desk/new/"),
        ("supervisor", desk(new.number)), ("supervisor", desk(late.number)),
        ("supervisor", desk(asked.number)), ("supervisor", desk(returned.number)),
        ("supervisor", desk(closed.number)),
        ("supervisor", desk(late.number) + "triage/"),
        ("supervisor", desk(returned.number) + "arbitrate/"),
        ("supervisor", desk(asked.number) + "extend/"),
    ]  # fmt: skip


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (375, "dark"), (1280, "light")])
def test_every_page_fits_and_is_sound(town: Town, visit: Visit, width: int, scheme: str) -> None:
    people: dict[str, Visitor] = {}
    found: list[str] = []
    for who, path in pages(town):
        if who not in people:
            size = {"width": width, "height": 800}
            people[who] = visit("/", by=who, size=size, color_scheme=scheme)
        page = people[who].page
        page.goto(path)
        where = f"{who or 'visitor'} {path}"
        found += [f"{where}: {fault}" for fault in people[who].faults]
        people[who].faults.clear()
        found += sticks_out(page, where)
        found += too_small(page, where)
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


def too_small(page: Any, where: str) -> list[str]:
    """What is pressed is 44 px high; links within a sentence are as high as the sentence."""
    pressed = "button, summary, select, textarea, .button, nav a, fieldset label, input:not([type])"
    heights = page.locator(pressed).evaluate_all(
        "all => all.filter(one => one.checkVisibility() && !one.closest('.hidden'))"
        ".map(one => [one.getBoundingClientRect().height, one.outerHTML.slice(0, 80)])"
    )
    return [f"{where}: only {height} px high: {html}" for height, html in heights if height < 43.5]


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
