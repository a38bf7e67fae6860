"""What every test stands on: the application's database role, and the SQL lint."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests import sql_lint


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: Any, django_db_blocker: Any) -> None:
    """Migrations ran as the owner; the tests run with the rights that web and worker have."""
    with django_db_blocker.unblock():
        connection.settings_dict["ROLE"] = "linli_app"
        connection.close()
        connection.close_pool()


@pytest.fixture(autouse=True)
def lint_sql(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every statement of every test names its street, or declares that it fans out."""
    if not {"db", "transactional_db"} & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("db")
    with connection.execute_wrapper(sql_lint.watch):
        yield


@pytest.fixture(autouse=True)
def private_folders(tmp_path: Path, settings: Any) -> None:
    """Uploads of a test go to its own folder; pages find static files without collecting them."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
