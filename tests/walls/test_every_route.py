"""Every address, asked by everybody whom it does not concern: they find nothing.

The examples are those of ``test_every_page`` and ``test_every_role``, so an address without one
fails there; here their ids are those of a secret, and every verb is tried.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import Resolver404, ResolverMatch, resolve, reverse

from linli.cases import actions
from linli.cases.actions import Draft, Person
from linli.cases.queries import follow_key
from linli.cases.rules.words import Channel, Verb
from linli.kernel.streets import context
from linli.people.models import Account
from tests.architecture.test_pages import PAGES
from tests.browser.test_every_page import pages
from tests.browser.test_every_role import besides, route
from tests.town import Town
from tests.walls.town import SOUGHT, Secret, keep_secret, strangers

pytestmark = pytest.mark.django_db

WHO = ("no account", "another subdistrict", "another community", "another grid")
WHO += ("another household", "another staircase", "another organisation", "no desk")
WHO += ("an ended post", "an ended post of this grid")
# Every verb is tried by whoever has a desk of their own; the others are stopped at the door.
THOROUGH = ("another subdistrict", "another grid")
# 我也遇到 is open to everybody who stands before the same trouble; see cases/tests/test_join.
OPEN = {"cases:join"}
LISTS = ("/", "/report/", "/settled/", "/settled/feed/", "/mine/", "/notices/", "/field/")
LISTS += (
    "/desk/export/",
    "/desk/thanks/",
    "/board/",
    "/desk/settings/messages/",
    "/report/addresses/",
)
LISTS += ("/desk/settings/posts/", "/desk/settings/organisations/", "/desk/new/")
LISTS += ("/report/addresses/",)


@pytest.fixture
def ground(town: Town) -> tuple[Town, Secret, dict[str, Account | None]]:
    return town, keep_secret(town), strangers(town)


def test_every_stranger_is_tried(ground: Any):
    assert set(WHO) == ground[2].keys()


@pytest.mark.parametrize("who", WHO)
def test_no_address_gives_anything_away(ground: Any, client: Client, who: str):
    town, secret, everybody = ground
    examples = dict.fromkeys([path for _, path in pages(town)] + besides(town))
    assert {route(path) for path in examples} >= PAGES.keys()
    verbs = [verb.value for verb in Verb] if who in THOROUGH else []
    tried = dict.fromkeys([*examples, *forged(examples, town, secret, verbs)])
    before, found = secret.footprint(), []
    enter(client, everybody[who])
    for path in tried:
        is_about_it = names(path, secret)
        for answer in (client.get(path), client.post(path, filled(town, secret))):
            found += leaks(answer, secret, path)
            is_shown = answer.status_code < 300
            found += [f"{path} opens"] if is_about_it and is_shown else []
        if path.startswith(("/sign-", "/view/", "/language/")):
            enter(client, everybody[who])
    assert not found, "\n".join(found)
    assert secret.footprint() == before, "something of it was changed"


@pytest.mark.parametrize("who", WHO)
def test_no_search_count_or_suggestion_gives_anything_away(ground: Any, client: Client, who: str):
    _, secret, everybody = ground
    enter(client, everybody[who])
    found: list[str] = []
    for path in LISTS:
        for asked in ("view=all", *(f"view=all&{name}={words}" for name, words in asking(secret))):
            found += leaks(client.get(f"{path}?{asked}"), secret, asked)
    for path, typed in {
        "/desk/new/earlier/": {"phone": "13912345678"},
        "/desk/new/plan/": {"text": "红木箱子被人搬走", "address": "灰瓦巷"},
        "/report/hints/": {"text": "红木箱子被人搬走", "address": "灰瓦巷"},
    }.items():
        found += leaks(client.post(path, typed), secret, str(typed))
    assert not found, "\n".join(found)


def test_the_one_in_charge_finds_all_of_it(ground: Any, client: Client):
    """So that the tests above could fail."""
    town, secret, _ = ground
    client.force_login(town.account("grid"))
    shown = client.get(f"/desk/cases/{secret.case.number}/").content.decode()
    assert {word for word in secret.words if word in shown} >= {*secret.words[:3], "139****5678"}
    for words in SOUGHT[:2]:
        assert secret.case.number in client.get(f"/desk/?view=all&q={words}").content.decode()
    photo = client.get(f"/desk/photos/{secret.photo.pk}/thumb/")
    assert b"".join(photo.streaming_content)  # type: ignore[attr-defined]


def enter(client: Client, account: Account | None) -> None:
    client.logout()
    if account:
        client.force_login(account)


def asking(secret: Secret) -> Iterator[tuple[str, str]]:
    yield from (("q", words) for words in (*SOUGHT, "13912345678", "5678", secret.case.number))
    yield "open", secret.case.number
    yield "address", "灰瓦巷"


def leaks(answer: Any, secret: Secret, asked: str) -> list[str]:
    """Words of the secret in an answer that were not in the question; an export is unzipped."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as sheet:
            body = b"".join(map(sheet.read, sheet.namelist()))
    shown = (body + str(answer.headers).encode()).decode(errors="replace")
    assert answer.status_code < 500, asked
    given = unquote(asked)
    return [f"{asked}: {word}" for word in secret.words if word in shown and word not in given]


def names(path: str, secret: Secret) -> bool:
    """Whether an address is that of the secret, and none that is open to everybody."""
    match = found(path)
    if match is None or not match.kwargs:
        return False
    ids = {secret.case.number, str(secret.case.pk), str(secret.photo.pk)}
    return not ids.isdisjoint(map(str, match.kwargs.values()))


def found(path: str) -> ResolverMatch | None:
    try:
        return resolve(path.partition("?")[0])
    except Resolver404:
        return None


def forged(examples: Any, town: Town, secret: Secret, verbs: Sequence[str]) -> list[str]:
    """The same addresses with the secret's ids, for each of these verbs besides the example's own;
    keys and tokens are those of a request of one's own."""
    with context.in_street(town.street.pk):
        own = actions.register(
            actor=town.system,
            draft=Draft(text="自己的事", channel=Channel.PHONE, person=Person("外小人", "")),
        )
    ids: dict[str, Any] = {
        "number": secret.case.number,
        "case_id": secret.case.pk,
        "file_id": secret.photo.pk,
        "key": follow_key(own),
        "token": follow_key(own),
    }
    made = []
    for path in examples:
        match = found(path)
        if match is None or not match.kwargs.keys() & ids.keys() or match.view_name in OPEN:
            continue
        kwargs = {name: ids.get(name, value) for name, value in match.kwargs.items()}
        if isinstance(match.kwargs.get("number"), int):  # a version of the sorter
            continue
        made.append(reverse(match.view_name, kwargs=kwargs))
        for verb in verbs if "verb" in kwargs else ():
            made.append(reverse(match.view_name, kwargs=kwargs | {"verb": verb}))
    return list(dict.fromkeys(made))


def filled(town: Town, secret: Secret) -> dict[str, Any]:
    """What a stranger would send who knows every id of the town."""
    case, unit = secret.case, town.organisations["centre"].pk
    return {
        "text": "替别人办了",
        "title": "替别人办了",
        "summary": "替别人办了",
        "result": "reached",
        "version": case.version,
        "case": [str(case.pk)],
        "cases": [str(case.pk), case.number],
        "number": case.number,
        "leading": case.number,
        "category": str(case.category_id),
        "owner": str(unit),
        "proposed": str(unit),
        "organisation": str(unit),
        "handler": str(town.account("grid2").pk),
        "solved": "yes",
        "satisfied": "yes",
        "stars": "1",
        "area": str(town.areas["home-1-1"].pk),
        "username": "grid",
        "password": "a-Forged-password-7",
        "until": "2020-01-02",
    }
