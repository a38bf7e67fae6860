"""A real browser before a real server: Chromium by Playwright, a small town in the database."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.visitor import PHONE, Visitor
from tests.town import PASSWORD, Town

# Playwright keeps an event loop in this thread; the tests still read the database from it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("LINLI_BROWSER"), args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def static_folder() -> None:
    Path(django_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session")
def live_server(static_folder: None, live_server: Any) -> Any:
    """The server looks for the folder of static files once, when it starts."""
    return live_server


@pytest.fixture
def app_role() -> Iterator[None]:
    """Set up before the database and left after it: back to the application's rights."""
    yield
    _act_as("linli_app")


@pytest.fixture
def town(app_role: None, transactional_db: None, town: Town) -> Iterator[Town]:
    """The small town, seen by the server's own connections; emptying the tables takes the owner."""
    yield town
    _act_as("")


@pytest.fixture
def visit(chromium: Browser, town: Town, live_server: Any) -> Iterator[Callable[..., Visitor]]:
    """``visit("/", size=PHONE)`` opens a fresh browser; ``by="grid"`` signs in first."""
    contexts = []

    def opened(path: str, *, by: str = "", size: Any = PHONE, **options: Any) -> Visitor:
        context = chromium.new_context(
            viewport=size, base_url=live_server.url, locale="zh-CN", **options
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        visitor = Visitor(context.new_page())
        _note_faults(visitor)
        if by:
            _sign_in(visitor.page, by)
        visitor.page.goto(path)
        visitor.taps = 0
        return visitor

    yield opened
    for context in contexts:
        context.close()


def _sign_in(page: Page, username: str) -> None:
    page.goto("/sign-in/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录").click()


def _note_faults(visitor: Visitor) -> None:
    """Console errors, blocked content and broken parts; a page that is itself a refusal is none."""

    def console(message: Any) -> None:
        own = message.text.startswith("Failed to load resource") and (
            message.location.get("url") == visitor.page.url
        )
        if message.type in ("error", "warning") and not own:
            visitor.faults.append(f"{visitor.page.url}: {message.text}")

    visitor.page.on("console", console)
    visitor.page.on("pageerror", lambda error: visitor.faults.append(str(error)))


def _act_as(role: str) -> None:
    connection.settings_dict["ROLE"] = role
    connection.close()
    connection.close_pool()
