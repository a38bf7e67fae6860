"""Every call of the API with a key of another subdistrict, and with another key of the same one."""

import re
from typing import Any

import pytest
from django.test import Client

from linli.kernel.actor import system
from linli.kernel.streets import context
from linli.openapi import actions as openapi
from linli.openapi.api import api
from linli.openapi.rules import MAY
from tests.walls.town import PHONE, SOUGHT, Secret, elsewhere, keep_secret

pytestmark = pytest.mark.django_db
CALLS = [
    (method.upper(), path)
    for path, methods in api.get_openapi_schema()["paths"].items()
    for method in methods
]


@pytest.fixture
def secret(town: Any) -> Secret:
    return keep_secret(town)


@pytest.fixture(params=["another subdistrict", "another key of the same"])
def key(request: Any, town: Any) -> dict[str, str]:
    is_here = request.param != "another subdistrict"
    street_id = town.street.pk if is_here else elsewhere().street_id
    token = openapi.create_key(actor=system(street_id), name="x", may=list(MAY))
    return {"authorization": f"Bearer {token}"}


def asked(client: Client, key: dict[str, str], method: str, path: str, **body: Any) -> Any:
    sent = client.generic(
        method, path, b"" if method == "GET" else str(body), "application/json", headers=key
    )
    assert sent.status_code < 500
    return sent


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_no_call_gives_anything_away(
    client: Client, secret: Secret, key: dict[str, str], method: str, path: str
):
    before = secret.footprint()
    address = re.sub(r"{\w+}", str(secret.case.pk), path)
    found = [asked(client, key, method, address)]
    assert address == path or found[0].status_code == 404
    for words in (*SOUGHT, PHONE, secret.case.number):
        found.append(asked(client, key, method, f"{address}?q={words}"))
    for answer in found:
        assert not [word for word in secret.words if word in answer.content.decode()]
        assert '"total": 0' in answer.content.decode() or answer.status_code >= 400
    assert secret.footprint() == before


def test_a_key_that_raised_it_finds_it(client: Client, town: Any, secret: Secret):
    """So that the test above could fail."""
    token = openapi.create_key(actor=town.system, name="x", may=list(MAY))
    key = {"authorization": f"Bearer {token}"}
    made = client.post(
        "/api/v1/cases", {"text": "路灯不亮"}, content_type="application/json", headers=key
    )
    assert made.status_code == 201
    listed = client.get("/api/v1/cases", headers=key).json()
    assert [row["number"] for row in listed["items"]] == [made.json()["number"]]
    with context.in_street(town.street.pk):
        assert secret.case.number not in str(listed)
