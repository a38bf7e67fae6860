"""Every address says who may open it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from linli.kernel.streets.models import new_id
from linli.kernel.tests import factories
from linli.openapi.api import api

SOURCE = Path(__file__).parents[2] / "src" / "linli"


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        path = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLPattern):
            yield path, entry.callback
        else:
            yield from patterns(entry, path)


ADDRESSES = dict(patterns(get_resolver()))
PAGES = {path: view for path, view in ADDRESSES.items() if not path.startswith("api/")}


def test_the_pages_are_found():
    assert {"", "sign-in/", "desk/", "report/"} <= PAGES.keys()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_declares_who_may_open_it(path: str):
    assert callable(getattr(PAGES[path], "may", None)), f"{path}: add @page(may=…)"


@pytest.mark.django_db
def test_every_call_of_the_api_asks_for_a_key(client: Client):
    factories.street()
    found = 0
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method in methods:
            address = re.sub(r"{\w+}", str(new_id()), path)
            answer = client.generic(method.upper(), address, content_type="application/json")
            assert answer.status_code == 401, f"{method} {path} answers anybody"
            found += 1
    assert found >= 3


def test_views_use_the_forms_of_their_own_module():
    """Import-linter cannot say this one."""
    for file in SOURCE.glob("*/views/**/*.py") if SOURCE.exists() else []:
        own = file.relative_to(SOURCE).parts[0]
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                parts = node.module.split(".")
                assert parts[2:3] != ["forms"] or parts[1] == own, f"{file}: {node.module}"
