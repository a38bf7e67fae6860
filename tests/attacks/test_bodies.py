"""Bodies that no honest program sends: too deep, too large, of the wrong kind, too much said."""

from typing import Any

import pytest
from django.test import Client

from linli.cases.models import Case
from linli.cases.rules.words import State
from tests.attacks.test_injection import STRINGS
from tests.town import Town

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/cases"


@pytest.fixture
def key(town: Town) -> dict[str, str]:
    from linli.openapi import actions

    token = actions.create_key(actor=town.system, name="x", may=["cases:write", "cases:read"])
    return {"authorization": f"Bearer {token}"}


def send(client: Client, key: dict[str, str], body: str) -> Any:
    return client.post(ADDRESS, body, content_type="application/json", headers=key)


@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000 + "]" * 100_000,
        '{"text":' * 20_000 + "1" + "}" * 20_000,
        '{"text": "' + "长" * 600_000 + '"}',
        '{"text": {"$gt": ""}}',
        '{"text": ["a"]}',
        '{"text": 1e999}',
        '{"text": "a", "lat": NaN, "lon": NaN}',
        '{"text": "\\ud800"}',
        "null",
        "",
    ],
    ids=[
        "deep list",
        "deep object",
        "large",
        "operator",
        "list",
        "huge",
        "nan",
        "half",
        "null",
        "",
    ],
)
def test_what_no_honest_program_sends_is_refused(
    client: Client, town: Town, key: dict[str, str], body: str
):
    answer = send(client, key, body)
    assert 400 <= answer.status_code < 500
    assert not Case.objects.filter(street_id=town.street.pk).exists()


def test_fields_that_the_documentation_does_not_name_change_nothing(
    client: Client, town: Town, key: dict[str, str]
):
    forged = '{"text": "灯坏了", "state": "closed", "owner_id": "x", "street_id": 1, "number": "1"}'
    assert send(client, key, forged).status_code == 201
    case = Case.objects.get(street_id=town.street.pk)
    assert case.state == State.REGISTERED
    assert case.number != "1"


@pytest.mark.parametrize("words", STRINGS)
def test_every_value_is_taken_as_text(client: Client, town: Town, key: dict[str, str], words: str):
    asked = {"q": words, "status": words, "page": words}
    for name, value in asked.items():
        assert client.get(ADDRESS, {name: value}, headers=key).status_code < 500
    assert client.get(f"{ADDRESS}/{words[:8]}", headers=key).status_code in (404, 422)
    answer = client.post(
        ADDRESS,
        {"text": words, "category": words, "address": words, "external_id": words},
        content_type="application/json",
        headers=key | {"idempotency-key": words.encode("ascii", "ignore").decode()},
    )
    assert answer.status_code < 500
