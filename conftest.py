"""What every test stands on: the application's database role, its walls, and the SQL lint."""

import time
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.handlers.base import BaseHandler
from django.db import connection
from django.test import Client
from procrastinate.tasks import Task

from linli.kernel.streets import context
from tests import sql_lint

pytest_plugins = ["tests.town"]


# What makes guessing slow makes tests slow.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost = 1, 64

# Two shared cores are slow at times; what is wrong is wrong however long it takes.
hypothesis.settings.register_profile("linli", deadline=None)
hypothesis.settings.load_profile("linli")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: Any, django_db_blocker: Any) -> Iterator[None]:
    """Migrations ran as the owner; the tests run with the rights that web and worker have."""
    with django_db_blocker.unblock():
        _act_as("linli_app")
    yield
    with django_db_blocker.unblock():
        _act_as("")


def _act_as(role: str) -> None:
    connection.settings_dict["ROLE"] = role
    connection.close()
    connection.close_pool()


@pytest.fixture(autouse=True)
def lint_sql() -> Iterator[None]:
    """Every statement of every test names its street, or declares that it fans out."""
    with connection.execute_wrapper(sql_lint.watch):
        yield


_is_served: ContextVar[bool] = ContextVar("is_served", default=False)


@pytest.fixture(autouse=True)
def outside_the_walls(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test looks into every street; requests and jobs see what they see at work: outside of any
    street nothing."""
    really = context.told
    monkeypatch.setattr(context, "told", lambda: really() or ("" if _is_served.get() else "*"))
    for entry, name in ((BaseHandler, "get_response"), (Task, "__call__")):
        monkeypatch.setattr(entry, name, _served(getattr(entry, name)))


def _served(entry: Any) -> Any:
    def run(*args: Any, **kwargs: Any) -> Any:
        token = _is_served.set(True)
        try:
            return entry(*args, **kwargs)
        finally:
            _is_served.reset(token)

    return run


@pytest.fixture
def at_work() -> Iterator[None]:
    """The test itself stands inside the walls, as requests and jobs do."""
    token = _is_served.set(True)
    yield
    _is_served.reset(token)


@pytest.fixture(autouse=True)
def forced_is_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    """``force_login`` stands for a whole sign-in, its second step included."""
    plain = Client.force_login

    def forced(client: Client, user: Any, backend: Any = None) -> None:
        plain(client, user, backend)
        session = client.session
        proof = {"method": "mfa", "type": "totp", "at": time.time()}
        session["account_authentication_methods"] = [proof]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()

    monkeypatch.setattr(Client, "force_login", forced)


@pytest.fixture(autouse=True)
def private_folders(tmp_path: Path, settings: Any) -> None:
    """Uploads of a test go to its own folder; pages find static files without collecting them."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
