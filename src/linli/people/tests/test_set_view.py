"""Large print, colours: chosen with one press, remembered by the browser and the account."""

from typing import Any

import pytest
from django.test import Client

from linli.kernel import events
from linli.kernel.errors import Forbidden
from linli.people import actions
from linli.people.rules import PeopleEvent, View

YEAR = 31_536_000


def signed_in(client: Client, username: str) -> None:
    client.post("/sign-in/", {"username": username, "password": "linli-demo"})


def html(client: Client, path: str = "/") -> str:
    return str(client.get(path).content.decode())


def test_the_choice_is_kept_by_the_account_with_an_event(town: Any) -> None:
    account = town.account("resident")
    actor = town.actor("resident")
    actions.set_view(actor=actor, account=account, view=View.ELDER)
    account.refresh_from_db()
    assert account.is_elder_view
    last = events.history(town.street.pk, account.pk)[-1]
    assert (last.kind, last.after) == (PeopleEvent.VIEW_SET, {"view": "elder"})


def test_choosing_what_holds_already_writes_nothing(town: Any) -> None:
    account = town.account("resident")
    before = len(events.history(town.street.pk, account.pk))
    actions.set_view(actor=town.actor("resident"), account=account, view=View.STANDARD)
    assert len(events.history(town.street.pk, account.pk)) == before


@pytest.mark.parametrize("who", ["clerk", "admin"])
def test_nobody_chooses_for_somebody_else(town: Any, who: str) -> None:
    with pytest.raises(Forbidden):
        actions.set_view(actor=town.actor(who), account=town.account("resident"), view=View.ELDER)


def test_a_visitor_switches_and_comes_back_to_the_same_page(town: Any, client: Client) -> None:
    assert 'data-view="standard"' in html(client, "/report/")
    answer = client.post("/view/", {"view": "elder", "next": "/report/"})
    assert answer["Location"] == "/report/"
    cookie = answer.cookies["linli_view"]
    assert (cookie.value, cookie["max-age"], cookie["samesite"]) == ("elder", YEAR, "Lax")
    shown = html(client, "/report/")
    assert 'data-view="elder"' in shown
    assert "已换成长辈版" in shown
    assert 'value="standard"' in shown


def test_an_account_brings_its_view_to_a_new_device(town: Any, client: Client) -> None:
    signed_in(client, "resident")
    client.post("/view/", {"view": "elder"})
    other = Client()
    assert 'data-view="standard"' in html(other)
    signed_in(other, "resident")
    assert 'data-view="elder"' in html(other)
    other.post("/view/", {"view": "standard"})
    assert 'data-view="standard"' in html(other)


@pytest.mark.parametrize("path", ["/view/", "/theme/", "/language/"])
def test_an_unknown_choice_changes_nothing_and_leads_nowhere_else(
    town: Any, client: Client, path: str
) -> None:
    words = {"view": "huge", "theme": "pink", "language": "xx", "next": "https://evil.example/"}
    answer = client.post(path, words)
    assert answer["Location"] == "/"
    assert not answer.cookies
    assert client.get(path).status_code == 405


def test_a_cookie_of_nonsense_is_no_view(town: Any, client: Client) -> None:
    client.cookies["linli_view"] = client.cookies["linli_theme"] = '"><b>'
    shown = html(client)
    assert 'data-view="standard"' in shown
    assert 'data-theme="system"' in shown


@pytest.mark.parametrize(
    ("theme", "media"),
    [("system", "screen and (prefers-color-scheme: dark)"), ("dark", "screen"), ("light", None)],
)
def test_the_colours_of_the_night_come_when_they_are_asked_for(
    town: Any, client: Client, theme: str, media: str | None
) -> None:
    client.post("/theme/", {"theme": theme, "next": "/me/"})
    shown = html(client, "/me/")
    assert f'data-theme="{theme}"' in shown
    assert ("dark.css" in shown) == (media is not None)
    assert media is None or f'dark.css" media="{media}"' in shown
    assert "颜色已改为" in shown


def test_my_page_sets_the_language_and_says_so_in_it(town: Any, client: Client) -> None:
    client.post("/language/", {"language": "en", "next": "/me/"})
    assert "Pages are in English from now on." in html(client, "/me/")


def test_without_an_account_my_page_has_the_settings(town: Any, client: Client) -> None:
    shown = html(client, "/me/")
    assert "您还没有登录" in shown
    assert shown.count('aria-pressed="true"') == 3
