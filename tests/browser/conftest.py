"""A real browser before a real server: Chromium by Playwright, a small town in the database."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from playwright.sync_api import Browser, sync_playwright

from linli.people.models import Account
from tests.browser.visitor import PHONE, Visitor
from tests.town import Town

# Playwright keeps an event loop in this thread; the tests still read the database from it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
PRODUCTION = django_settings.STORAGES["staticfiles"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("LINLI_BROWSER"), args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def collected(tmp_path_factory: Any) -> Iterator[Path]:
    """The static files as in production: hashed, compressed, kept for ever by the browser."""
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=folder), pytest.MonkeyPatch.context() as patch:
        call_command("collectstatic", interactive=False, verbosity=0)
        patch.setattr(StaticFilesHandler, "_should_handle", lambda *_: False)
        yield folder


@pytest.fixture(scope="session")
def live_server(collected: Path, live_server: Any) -> Any:
    """WhiteNoise looks for the static files once, when the server starts."""
    return live_server


@pytest.fixture
def private_folders(private_folders: None, collected: Path, settings: Any) -> None:
    """Addresses of static files are those that were collected."""
    settings.STATIC_ROOT = collected
    settings.STORAGES = settings.STORAGES | {"staticfiles": PRODUCTION}


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
        options = {"service_workers": "block", "locale": "zh-CN"} | options
        context = chromium.new_context(viewport=size, base_url=live_server.url, **options)
        contexts.append(context)
        context.set_default_timeout(15_000)
        if by:
            context.add_cookies([_signed_in(town.account(by), live_server.url)])
        visitor = Visitor(context.new_page())
        _note_faults(visitor)
        visitor.page.goto(path)
        visitor.taps = 0
        return visitor

    yield opened
    for context in contexts:
        context.close()


def _signed_in(account: Account, url: str) -> Any:
    """The cookie of a session; signing in by the form has tests of its own."""
    client = Client()
    client.force_login(account)
    name = django_settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


def _note_faults(visitor: Visitor) -> None:
    """Console errors, blocked content and broken parts; a page that is itself a refusal is none.

    Service workers have a test of their own; elsewhere they would come between page and server.
    """

    def console(message: Any) -> None:
        own = message.text.startswith("Failed to load resource") and (
            message.location.get("url") == visitor.page.url
        )
        own = own or message.text == "Service Worker registration blocked by Playwright"
        if message.type in ("error", "warning") and not own:
            visitor.faults.append(f"{visitor.page.url}: {message.text}")

    visitor.page.on("console", console)
    visitor.page.on("pageerror", lambda error: visitor.faults.append(str(error)))


def _act_as(role: str) -> None:
    connection.settings_dict["ROLE"] = role
    connection.close()
    connection.close_pool()
