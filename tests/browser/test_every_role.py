"""Every address before every role: nothing breaks, whoever asks.

Pages come from ``test_every_page.pages``; what is no page (buttons, photos, files) is added here.
A new address without an example fails the first test.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from linli.cases import queries
from linli.files.models import File
from linli.files.tests import factories
from linli.kernel.streets import context
from tests.architecture.test_pages import PAGES
from tests.browser.checks import sticks_out, untidy
from tests.browser.test_every_page import pages, raised
from tests.browser.visitor import Visitor
from tests.town import PASSWORD, Town

Visit = Callable[..., Visitor]
ROLES = ["", "resident", "grid", "clerk", "dispatcher", "supervisor", "secretary", "leader"]
ROLES += ["department", "auditor", "admin"]


def buttons(town: Town) -> list[str]:
    """Addresses that are no page of their own, before and after which a page stands."""
    with context.in_street(town.street.pk):
        case = raised(town, "楼道灯不亮", photos=[factories.upload()])
        photo = File.objects.get(street_id=town.street.pk)
        link = f"/follow/{case.number}/{queries.follow_key(case)}/"
    return [
        "/language/", "/view/", "/theme/", "/healthz", "/sw.js", "/manifest.webmanifest",
        f"/desk/cases/{case.number}/accept/", f"/desk/cases/{case.number}/reveal/",
        f"/desk/photos/{photo.pk}/thumb/", f"{link}photos/{photo.pk}/full/",
        "/guide/", "/sign-out/",
    ]  # fmt: skip


def test_every_address_has_an_example(town: Town) -> None:
    examples = {route(path) for path in [path for _, path in pages(town)] + buttons(town)}
    missing = PAGES.keys() - examples
    assert not missing, f"add to pages() of test_every_page.py, or to buttons() here: {missing}"


def route(path: str) -> str | None:
    try:
        return resolve(path.partition("?")[0]).route
    except Resolver404:
        return None


@pytest.mark.parametrize("who", ROLES)
def test_no_address_breaks(town: Town, visit: Visit, who: str) -> None:
    visitor = visit("/", by=who, size={"width": 320, "height": 640})
    found: list[str] = []
    for path in dict.fromkeys(path for _, path in pages(town)):
        answer: Any = visitor.page.goto(path)
        found += [f"{path}: {answer.status}"] if answer.status >= 500 else []
        found += untidy(visitor.page, path) + sticks_out(visitor.page, path)
    assert not found + visitor.faults, "\n".join(found + visitor.faults)


@pytest.mark.parametrize("who", ROLES)
def test_no_button_breaks(town: Town, client: Client, who: str) -> None:
    """Opened by hand, and pressed without anything filled in."""
    client.post("/sign-in/", {"username": who, "password": PASSWORD})
    for path in buttons(town):
        assert client.get(path).status_code < 500, path
        assert client.post(path).status_code < 500, path
