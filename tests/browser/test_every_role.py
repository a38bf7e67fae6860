"""Every address before every role: nothing breaks, whoever asks.

Pages come from ``test_every_page.pages``; what is no page of its own is added here.
A new address without an example fails the first test.
"""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from linli.cases import queries
from linli.cases.models import Category, Route
from linli.files.models import File
from linli.files.tests import factories
from linli.kernel.streets import context
from linli.kernel.streets.models import new_id
from linli.people.models import Post
from linli.people.rules import Role
from tests.architecture.test_pages import PAGES
from tests.browser.checks import sticks_out, too_small, untidy
from tests.browser.test_every_page import pages, raised
from tests.browser.visitor import Visitor
from tests.town import Town

Visit = Callable[..., Visitor]
ROLES = ["", "resident", "grid", "clerk", "dispatcher", "supervisor", "secretary", "leader"]
ROLES += ["department", "auditor", "security", "admin"]
PARTS = re.compile(r'<(\w+[^>]*? class="[^"]*|\w+)')  # tags with what they are drawn by
STAFF = ("/desk/", "/field/", "/board/", "/posters/")
KINDS = ("areas", "grids", "organisations", "posts", "categories", "routes", "texts")
KINDS += ("rules", "days", "halls", "items", "resources")


KEYS = ("", "options/")


def besides(town: Town) -> list[str]:
    """Buttons, parts of pages, photos, files, and pages that look like one of ``pages``."""
    with context.in_street(town.street.pk):
        case = raised(town, "楼道灯不亮", photos=[factories.upload()])
        photo = File.objects.filter(street_id=town.street.pk).latest("id")
        link = f"/follow/{case.number}/{queries.follow_key(case)}/"
        category = Category.objects.filter(street_id=town.street.pk).first()
        route = Route.objects.filter(street_id=town.street.pk).first()
        post = Post.objects.filter(street_id=town.street.pk, role=Role.SHOP).get()
    some, grid, area = new_id(), town.grids["e1"].pk, town.areas["home-3"].pk
    assert category
    assert route
    settings = [
        *(f"{what}/export/" for what in KINDS), *(f"{what}/import/" for what in KINDS),
        "texts/add/", f"texts/{some}/", f"texts/{some}/remove/",
        "sorter/learn/", "sorter/off/", "sorter/1/", "sorter/1/use/",
        "grids/add/", "categories/add/", "organisations/add/", "posts/accounts/add/",
        f"areas/{area}/close/", f"posts/{post.pk}/end/", f"posts/{post.pk}/deputy/", "reckon/",
        f"posts/deputies/{some}/end/",
        f"categories/{category.pk}/", f"categories/{category.pk}/close/",
        f"routes/{route.pk}/", f"routes/{route.pk}/move/", f"routes/{route.pk}/remove/",
        f"texts/{some}/remove/", "sorter/learn/", "sorter/off/", "sorter/1/use/",
    ]  # fmt: skip
    desk = [
        f"photos/{photo.pk}/cover/", f"photos/{photo.pk}/uncover/",
        "export/", "bulk/accept/", "views/", f"views/{some}/delete/", "new/earlier/", "new/plan/",
        "journal/export/", f"counter/ratings/{some}/", "counter/x/reveal/",
        "settings/messages/retry/", f"settings/messages/{some}/retry/",
        f"cases/{case.number}/accept/", f"cases/{case.number}/reveal/", f"photos/{photo.pk}/thumb/",
    ]  # fmt: skip
    return [
        "/language/", "/view/", "/theme/", "/telling/", "/telling/reach/", "/t/nothing", "/guide/",
        f"/handle/{case.number}/sign_in/", f"/handle/{case.number}/photos/{photo.pk}/thumb/",
        "/settled/feed/", f"/settled/{some}/photos/{some}/thumb/",
        *(f"/sign-in/{step}/" for step in ("phone", "code", "second")),
        *(f"{where}passkey/{what}" for where in ("/sign-in/", "/me/security/") for what in KEYS),
        "/me/security/1/drop/", "/me/security/elsewhere/",
        "/desk/hall/load/sheet/", f"/applications/photos/{some}/thumb/",
        f"/visit/{some}/slips/1/", "/desk/hall/take/east/S0001/",
        f"/hall/ticket/{some}/leave/", "/desk/hall/next/", f"/desk/hall/windows/{some}/open/",
        f"/desk/hall/tickets/{some}/call/", "/desk/settings/halls/add/",
        f"/desk/bookings/{some}/came/",
        "/healthz", "/sw.js", "/manifest.webmanifest",
        "/report/hints/", "/report/addresses/", "/report/map/", f"/report/join/{case.pk}/",
        f"/mine/{case.number}/forget/", "/notices/read/", f"/notices/{some}/read/",
        f"{link}photos/{photo.pk}/full/", f"/field/{case.number}/phone/",
        f"/posters/grid/{grid}/", f"/posters/grid/{grid}/buildings/",
        *(f"/desk/{path}" for path in desk), *(f"/desk/settings/{path}" for path in settings),
        "/me/data/copy.json", f"/me/data/{some}/lift/", "/me/consents/share/withdraw/",
        f"/desk/permits/{some}/contacts/", "/sign-out/",
    ]  # fmt: skip


def test_every_address_has_an_example(town: Town) -> None:
    examples = {route(path) for path in [path for _, path in pages(town)] + besides(town)}
    missing = PAGES.keys() - examples
    assert not missing, f"add to pages() of test_every_page.py, or to besides() here: {missing}"


def route(path: str) -> str | None:
    try:
        return resolve(path.partition("?")[0]).route
    except Resolver404:
        return None


@pytest.mark.parametrize("some", [ROLES[::2], ROLES[1::2]], ids=",".join)
def test_no_address_breaks(town: Town, visit: Visit, client: Client, some: list[str]) -> None:
    """Pages of the staff are drawn for each role that sees other parts of them; the others look
    the same to everybody."""
    examples, drawn, found = pages(town), set(), []
    for who in some:
        opened = [path for by, path in examples if by == who]
        client.logout()
        if who:
            client.force_login(town.account(who))
        for path in dict.fromkeys(path for _, path in examples):
            answer = client.get(path)
            found += [f"{path}: {answer.status_code}"] if answer.status_code >= 500 else []
            main = answer.content.decode().partition("<main")[2]
            parts = (path, *PARTS.findall(main))
            is_new = path.startswith(STAFF) and parts not in drawn
            if answer.status_code == 200 and is_new:
                drawn.add(parts)
                opened.append(path)
        visitor = visit("/", by=who, size={"width": 320, "height": 640})
        for path in dict.fromkeys(opened):
            visitor.page.goto(path)
            found += untidy(visitor.page, path) + sticks_out(visitor.page, path)
            found += too_small(visitor.page, path, 44)
        found += visitor.faults
        visitor.page.context.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("who", ROLES)
def test_nothing_beside_the_pages_breaks(town: Town, client: Client, who: str) -> None:
    """Opened by hand, and pressed without anything filled in."""
    if who:
        client.force_login(town.account(who))
    for path in besides(town):
        for answer in (client.get(path), client.post(path)):
            answer.close()  # photos and files leave an open one
            assert answer.status_code < 500, path
