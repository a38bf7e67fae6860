"""Every page on small and large screens: nothing sticks out or is blocked, axe is content."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page

from linli import triage
from linli.capacity import actions as hours
from linli.capacity import queries as capacity
from linli.capacity.rules import Contingent, Kind
from linli.capacity.tests import factories as windows
from linli.cases import actions, queries
from linli.cases.actions import Draft, Person
from linli.cases.models import Case, Publication
from linli.cases.rules.words import (
    AskBack,
    Channel,
    Contact,
    GiveBack,
    Satisfied,
    Solved,
    Supervision,
)
from linli.counter import actions as counter
from linli.counter import queries as counted
from linli.counter.actions import callers
from linli.counter.actions import queue as numbers
from linli.counter.models import Item
from linli.counter.queries import queue
from linli.counter.rules.application_papers import Ticked
from linli.counter.tests import counters, queue_stories, visit_stories
from linli.kernel import clock, events
from linli.kernel.streets import context
from linli.people import actions as people
from linli.rights import actions as rights
from linli.rights.models import DataRequest
from linli.rights.rules import PermitReason, RequestKind
from tests.browser.checks import (
    ALL_BUT_CONTRAST,
    CONTRAST,
    in_chinese,
    left_alone,
    own_words,
    sticks_out,
    too_fine,
    too_small,
    untidy,
    violations,
)
from tests.browser.visitor import Visitor
from tests.town import Town

Visit = Callable[..., Visitor]
LONG = "没有空格也没有标点的长文" * 40 + "A" * 300


def raised(town: Town, text: str, photos: Any = (), **details: Any) -> Case:
    person = Person("示小甲", "13800138000", town.account("resident").pk)
    draft = Draft(text=text, channel=Channel.PHONE, person=person, **details)
    return actions.register(actor=town.system, draft=draft, photos=photos)


def walked(town: Town, *steps: tuple[Callable[..., Case], dict[str, Any]]) -> Case:
    """A request handed over and taken so many steps along."""
    case = raised(town, "单元门口垃圾没人清", area_id=town.areas["home-1-1"].pk)
    actions.accept_suggestion(actor=town.system, case_id=case.pk)
    for act, words in steps:
        case = act(actor=town.system, case_id=case.pk, **words)
    return case


def about_data(town: Town) -> list[tuple[str, str]]:
    """Somebody asks about their data, somebody for contacts in bulk."""
    actions.ask_right(actor=town.actor("resident"), kind=RequestKind.CORRECT, text=LONG)
    permit = rights.ask_permit(
        actor=town.actor("dispatcher"), query="", count=3, reason=PermitReason.VISIT, words=LONG
    )
    asked = DataRequest.objects.get(street_id=town.street.pk)
    return [
        *(("resident", f"/me/data/{path}") for path in ("", "print/", "delete/", "correct/")),
        *(("resident", f"/me/data/{path}") for path in ("copy/", "block/")),
        ("resident", "/me/consents/"), ("leader", "/desk/rights/"),
        ("leader", f"/desk/rights/{asked.pk}/"), ("leader", "/desk/permits/"),
        ("leader", f"/desk/permits/{permit.pk}/decide/"),
        ("dispatcher", "/desk/permits/ask/?view=all"), ("dispatcher", "/desk/permits/"),
    ]  # fmt: skip


def about_items(town: Town) -> list[tuple[str, str]]:
    """Finding an item, reading it, the way to its end, and its versions."""
    counter.install_items(actor=town.system)
    item = Item.objects.get(street_id=town.street.pk, code="MZ-05").pk
    end = "/items/MZ-05/guide/?v=1&aged_80={}&who={}".format
    settings = "/desk/settings/items/"
    return [
        ("", "/items/"), ("", "/items/?q=老人补贴"), ("", "/items/?q=zzz"), ("", "/items/MZ-01/"),
        ("", "/items/MZ-05/guide/"), ("", end(1, "")), ("", end(1, 2)), ("", end(1, 3)),
        ("", end(2, 1)), ("", end(1, 1) + "&print=1"),
        ("admin", settings), ("admin", f"{settings}add/"), ("admin", f"{settings}{item}/"),
        ("admin", f"{settings}{item}/close/"), ("admin", f"{settings}{item}/versions/1/"),
    ]  # fmt: skip


def in_a_hall(town: Town) -> list[tuple[str, str]]:
    """One number called, one that waits, one that was held; a clerk at work and one who is not."""
    hall = queue_stories.hall(town)
    window = queue_stories.window(town, hall)
    held, called, waits = (
        queue_stories.comes(town, hall, name="示小甲", items=["T-01"], asks_first=True)
        for _ in range(3)
    )
    clerk = town.actor("clerk")
    numbers.call_next(actor=clerk, window_id=window.pk)
    numbers.hold(actor=clerk, ticket_id=held.pk)
    numbers.call_next(actor=clerk, window_id=window.pk)
    numbers.serve(actor=clerk, ticket_id=called.pk)
    tickets = [f"/hall/ticket/{queue.ticket_key(one)}/" for one in (held, called, waits)]
    return [
        *(("", path) for path in tickets), ("", "/hall/east/"), ("", "/hall/east/screen/"),
        ("clerk", "/desk/hall/"), ("secretary", "/desk/hall/"),
        ("clerk", "/desk/hall/take/east/"), ("leader", "/desk/hall/load/"),
        ("clerk", f"/desk/hall/tickets/{called.pk}/transfer/"),
        ("admin", "/desk/settings/halls/"), ("admin", f"/desk/settings/halls/{hall.pk}/"),
    ]  # fmt: skip


def with_an_hour(town: Town) -> list[tuple[str, str]]:
    """Beside ``about_bookings``: one booked by link, one at home, one displaced."""
    visit_stories.team(town)
    visit_stories.item(town, "YB-91")
    east = town.organisations["east"].pk
    free = capacity.nearest_free(town.street, clock.now(), east, Kind.WINDOW, limit=20)
    item_id = Item.objects.get(street_id=town.street.pk, code="YB-91").pk
    start, moved = free[0].slot.start, free[-1]
    link, away = (
        counter.book_visit(
            actor=queue_stories.visitor(town),
            draft=visit_stories.draft(town, item_id, phone=phone),
            wish=visit_stories.wish(town, at),
        )
        for phone, at in (("19900005001", start), ("19900005002", moved.slot.start))
    )
    home = counter.book_visit(
        actor=town.actor("resident"),
        draft=visit_stories.draft(town, item_id, account_id=town.account("resident").pk),
        wish=visit_stories.wish(town, start, kind=Kind.TEAM, address=LONG[:100]),
    )
    assert away.booking
    hours.close_day(
        actor=town.system,
        resource_id=away.booking.resource_id,
        day=town.street.day(away.booking.start),
    )
    mine, base = f"/visit/{counted.visit_token(link)}/", f"/applications/{home.number}/"
    book = "/items/YB-91/book/"
    return [
        ("", book), ("", "/items/YB-91/guide/?v=1&home=no"), ("", mine), ("", f"{mine}?print=1"),
        ("", f"{mine}hour/move/"), ("", f"{mine}withdraw/"),
        ("", f"/visit/{counted.visit_token(away)}/"), ("resident", book), ("resident", base),
        ("resident", f"{base}hour/move/"), ("clerk", f"/desk/counter/{link.number}/"),
        ("clerk", f"/desk/counter/{link.number}/reception/"),
        ("clerk", f"/desk/counter/{home.number}/reception/"),
        ("clerk", f"/desk/counter/{home.number}/home/"),
    ]  # fmt: skip


def about_bookings(town: Town) -> list[tuple[str, str]]:
    """A window with a day that is closed, somebody who phoned, and the day they come."""
    place = windows.hall(town, phone=50)
    street, window = place.street, place.windows[0]
    near = (street, clock.now(), place.organisation_id, Kind.WINDOW, Contingent.PHONE)
    first, *_others, last = capacity.nearest_free(*near)
    draft = counters.draft(town, Ticked(), name="示小甲", phone="19900001234", account_id=None)
    hour = {"resource_id": first.resource.pk, "start": first.slot.start}
    one = callers.book_for_caller(actor=town.actor("clerk"), draft=draft, **hour).booking
    assert one
    closed = street.day(last.slot.start)
    hours.close_day(actor=town.system, resource_id=window.pk, day=closed)
    settings, desk = "/desk/settings/resources/", "/desk/bookings/"
    return [
        ("clerk", f"{desk}?day={street.day(one.start)}"), ("clerk", f"{desk}?day=2020-01-01"),
        ("clerk", f"{desk}new/"), ("clerk", f"{desk}{one.pk}/move/"), ("admin", settings),
        ("admin", f"{settings}add/"), ("admin", f"{settings}{window.pk}/"),
        ("admin", f"{settings}{window.pk}/hours/"), ("admin", f"{settings}{window.pk}/close/"),
        ("admin", f"{settings}{window.pk}/open/{closed}/"),
    ]  # fmt: skip


def a_lesson() -> queries.Lesson:
    """What little can be learned in no time."""
    texts = ["电梯困人", "路灯不亮"] * 6
    codes = ["facilities.lift_trapped", "facilities.street_light"] * 6
    return queries.Lesson(triage.train(texts, codes), 0.5, len(texts), 0)


def pages(town: Town) -> list[tuple[str, str]]:
    """(who, path) of every page, with requests in the states that look different."""
    with context.in_street(town.street.pk):
        new = raised(town, LONG, lat=30.0, lon=110.0)
        late = raised(town, "路灯不亮", registered_at=clock.now() - timedelta(days=60))
        signed = (actions.sign_in, {})
        worked = (actions.contact, {"result": Contact.REACHED, "text": LONG})
        asked = walked(town, signed)
        until = (asked.due_at or clock.now()) + timedelta(days=1)
        actions.ask_extension(actor=town.system, case_id=asked.pk, until=until, text="等配件")
        question = {"reason": AskBack.PLACE, "text": "请问是哪个单元？"}
        waiting = walked(town, signed, (actions.ask_back, question))
        shared = walked(town, signed, (actions.share, {}))
        link = queries.handler_link(shared, events.history(shared.street_id, shared.pk))
        assert link
        proposed = town.organisations["property"].pk
        words = {"reason": GiveBack.NOT_OURS, "proposed_id": proposed, "text": "归物业"}
        returned = walked(town, (actions.give_back, words))
        demand = {"reason": Supervision.OVERDUE, "text": "请今天说明原因"}
        supervised = walked(town, (actions.supervise, demand))
        said = {"solved": Solved.YES, "satisfied": Satisfied.YES}
        replied = (actions.reply, {"text": "办好了"})
        closed = walked(
            town, signed, worked, replied, (actions.check, {}), (actions.call_back, said),
            (actions.close, {}),
        )  # fmt: skip
        told = {"title": "垃圾清走了", "summary": LONG, "result": "已清走，〔电话〕"}
        open_to_all = walked(
            town, signed, worked, replied, (actions.check, {}), (actions.call_back, said),
            (actions.close, {}), (actions.thank, {"text": LONG, "is_public": True}),
            (actions.publish, told),
        )  # fmt: skip
        board = Publication.objects.get(street_id=town.street.pk, case_id=open_to_all.pk)
        handed = people.make_link(
            actor=town.system, account_id=town.account("clerk").pk, drops_factors=False
        )
        called = walked(town, signed, worked, replied, (actions.check, {}), (actions.miss_call, {}))
        told, done, no = map(counters.in_state, [town] * 3, ("correcting", "finished", "refused"))
        events.hand_over(town.street.pk)
        actions.keep_version(actor=town.system, lesson=a_lesson())
        data = about_data(town) + about_items(town) + in_a_hall(town)
        data += about_bookings(town) + with_an_hour(town)
        text = actions.set_reply_text(actor=town.actor("admin"), name="已约时间", text=LONG[:500])
        follow = {
            c.pk: f"/follow/{c.number}/{queries.follow_key(c)}/"
            for c in (new, closed, waiting, called, open_to_all)
        }
    desk = "/desk/cases/{}/".format
    return [
        *data,
        ("", "/"), ("", "/report/"), ("", f"/report/?at={town.areas['home-1'].pk}"),
        ("", "/sign-in/"), ("", "/nowhere/"), ("", "/place/"), ("", "/settled/"), ("", "/me/"),
        ("", follow[new.pk]), ("", follow[closed.pk]),
        ("", "/settled/?q=zzz"), ("", f"/settled/{board.pk}/"),
        ("", follow[called.pk]), ("", follow[called.pk] + "confirm/"),
        ("", follow[open_to_all.pk]), ("", follow[open_to_all.pk] + "take_off/"),
        ("supervisor", "/desk/thanks/"), ("supervisor", "/desk/?view=publish"),
        ("supervisor", desk(closed.number) + "publish/"),
        ("supervisor", desk(closed.number) + "unpublish/"),
        ("supervisor", desk(called.number) + "call_back/"),
        ("", follow[waiting.pk]), ("", follow[waiting.pk] + "add/"),
        ("grid", desk(waiting.number)), ("", follow[new.pk] + "add/"),
        ("", follow[closed.pk] + "reopen/"),
        ("", follow[new.pk] + "withdraw/"), ("", follow[closed.pk] + "rate/"), ("", "/mine/"),
        ("resident", "/"), ("resident", "/mine/"), ("resident", "/notices/"),
        ("resident", "/me/"), ("resident", "/desk/"),
        ("resident", "/me/security/"), ("resident", "/me/security/password/"),
        ("grid", "/me/security/"), ("grid", "/me/security/totp/"), ("grid", "/me/security/codes/"),
        ("", f"/sign-in/link/{handed[0].pk}/{handed[1]}/"),
        ("", f"/sign-in/link/{handed[0].pk}/x/"),
        ("admin", f"/desk/settings/posts/accounts/{town.account('grid').pk}/close/"),
        ("grid", "/field/"), ("grid", "/field/new/"), ("grid", "/me/"),
        ("grid", f"/field/{asked.number}/contact/"),
        ("supervisor", "/desk/"), ("supervisor", "/desk/?view=all"),
        ("supervisor", "/desk/?view=all&q=zzz"),
        ("supervisor", f"/desk/?view=all&open={late.number}"),
        ("dispatcher", "/desk/?category=none&sort=place"), ("supervisor", "/desk/new/"),
        ("supervisor", desk(new.number)), ("supervisor", desk(late.number)),
        ("supervisor", desk(asked.number)), ("supervisor", desk(returned.number)),
        ("supervisor", desk(closed.number)),
        ("supervisor", desk(late.number) + "triage/"),
        ("supervisor", desk(late.number) + f"merge/?leading={new.number}"),
        ("supervisor", desk(new.number) + "print/"),
        ("supervisor", desk(supervised.number) + "letters/1/"),
        ("supervisor", f"/desk/new/{late.number}/"),
        ("supervisor", desk(returned.number) + "arbitrate/"),
        ("supervisor", desk(asked.number) + "extend/"),
        ("", f"/handle/{link.token}/"), ("supervisor", desk(shared.number)),
        ("", "/offline/"), ("resident", "/telling/mail/"), ("resident", "/telling/mail/x/"),
        ("grid", "/posters/"), ("grid", f"/posters/area/{town.areas['home-1'].pk}/"),
        ("grid", f"/posters/area/{town.areas['home'].pk}/buildings/?size=card"),
        ("leader", "/board/"), ("leader", "/desk/?view=all&late=1&ended_from=2026-01-01"),
        ("clerk", "/desk/counter/?view=all"), ("clerk", "/desk/counter/?view=due"),
        ("clerk", f"/desk/counter/new/?item={told.item_version.item_id}"),
        ("clerk", f"/desk/counter/help/{told.item_version.item.code}/"),
        ("clerk", f"/desk/counter/{told.number}/"), ("clerk", f"/desk/counter/{done.number}/"),
        ("clerk", f"/desk/counter/{told.number}/correct/"),
        ("clerk", f"/desk/counter/{told.number}/give_mandate/"),
        ("clerk", f"/desk/counter/{no.number}/slips/1/"), ("resident", "/applications/"),
        ("resident", f"/applications/{told.number}/"),
        ("resident", f"/applications/{done.number}/"),
        ("resident", f"/applications/{told.number}/withdraw/"),
        ("resident", f"/applications/{told.number}/slips/1/"),
        ("supervisor", "/desk/counter/ratings/"),
        ("auditor", "/desk/journal/"), ("admin", "/desk/settings/"),
        ("admin", "/desk/settings/areas/"),
        ("admin", "/desk/settings/grids/"), ("admin", "/desk/settings/organisations/"),
        ("admin", "/desk/settings/posts/"), ("admin", "/desk/settings/categories/"),
        ("admin", "/desk/settings/sorter/"), ("admin", "/desk/settings/sorter/1/"),
        ("admin", "/desk/settings/routes/"), ("admin", "/desk/settings/rules/"),
        ("admin", "/desk/settings/days/"), ("admin", "/desk/settings/grids/import/"),
        ("admin", "/desk/settings/messages/"), ("admin", "/desk/settings/rules/notices.quiet/"),
        ("admin", "/desk/settings/posts/add/"), ("admin", "/desk/settings/routes/add/"),
        ("admin", "/desk/settings/rules/cases.clocks/"),
        ("admin", f"/desk/settings/grids/{town.grids['e1'].pk}"),
        ("admin", f"/desk/settings/grids/{town.grids['e1'].pk}/close/"),
        ("admin", f"/desk/settings/areas/{town.areas['home-1'].pk}/"),
        ("admin", f"/desk/settings/organisations/{town.organisations['property'].pk}/"),
        ("admin", f"/desk/settings/posts/accounts/{town.account('grid').pk}/"),
        ("admin", "/desk/settings/texts/"), ("admin", f"/desk/settings/texts/{text.pk}/"),
        ("dispatcher", desk(asked.number) + "split/"),
        ("admin", "/desk/settings/permissions/"),
        ("admin", f"/desk/settings/permissions/?username=grid&right=reply&number={new.number}"),
        ("admin", "/desk/settings/days/set/"), ("admin", "/desk/settings/areas/add/"),
    ]  # fmt: skip


@pytest.mark.parametrize("half", [0, 1])  # each core takes one
@pytest.mark.parametrize(("view", "phone"), [("elder", 320), ("standard", 375)])
def test_every_page_fits_and_is_sound(
    town: Town, visit: Visit, view: str, phone: int, half: int
) -> None:
    """As wide as a desk and as narrow as a phone. Standard pages on the narrowest screen are walked
    role by role, in ``test_every_role``; what fits there in large print fits a wider phone."""
    found: list[str] = []
    for who, path, visitor in walk(town, visit, 1280, {"linli_view": view}, half):
        page, where = visitor.page, f"{who or 'visitor'} {path}"
        is_office = who not in ("", "resident")
        for width in (phone, 1280) if is_office else (1280, phone):  # last where it is mostly read
            page.set_viewport_size({"width": width, "height": 800})
            found += out_of_shape(page, f"{where} at {width}", view, is_office=is_office)
            if view == "standard":
                found += violations(page, f"{where} at {width}")
        if view == "standard":
            page.emulate_media(color_scheme="dark")
            found += violations(page, f"{where} in the dark", CONTRAST)
            page.emulate_media(color_scheme="light")
        else:  # large print changes no colour, and names nothing anew on the desk
            found += violations(page, where, ALL_BUT_CONTRAST)
        found += [f"{where}: {fault}" for fault in visitor.faults] + untidy(page, where)
    assert not found, "\n".join(found)


def out_of_shape(page: Page, where: str, view: str, *, is_office: bool) -> list[str]:
    """What is wider than the screen, too small to press or, in large print, to read."""
    if view == "standard":
        return sticks_out(page, where) + too_small(page, where, 44)
    found = sticks_out(page, where) + too_small(page, where, 44 if is_office else 60)
    return found + left_alone(page, where) + too_fine(page, where)


def test_every_page_is_in_one_language(town: Town, visit: Visit) -> None:
    found, data = [], None
    for who, path, visitor in walk(town, visit, 320, cookies={"django_language": "en"}):
        where = f"{who or 'visitor'} {path} in English"
        data = data or own_words(town)
        found += sticks_out(visitor.page, where) + in_chinese(visitor.page, where, data)
    assert not found, "\n".join(found)


def walk(
    town: Town, visit: Visit, width: int, cookies: dict[str, str], half: int | None = None
) -> Iterator[tuple[str, str, Visitor]]:
    """Every page, or every other, before whoever works on it, with the choices its cookies stand
    for."""
    people: dict[str, Visitor] = {}
    every = pages(town)
    for who, path in every if half is None else every[half::2]:
        if who not in people:
            people[who] = visit(
                "/", by=who, size={"width": width, "height": 800}, reduced_motion="reduce"
            )
            url = people[who].page.url
            people[who].page.context.add_cookies(
                [{"name": name, "value": value, "url": url} for name, value in cookies.items()]
            )
        people[who].faults.clear()
        people[who].page.set_viewport_size({"width": width, "height": 800})
        people[who].page.goto(path)
        yield who, path, people[who]


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
