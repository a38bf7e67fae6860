"""Passwords, second steps, links of the administrator, and the list of browsers."""

import time
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from linli.kernel import clock, events
from linli.kernel.errors import Forbidden, NotFound, Refused
from linli.kernel.models import Event
from linli.people import actions, factors, queries
from linli.people.models import Account, KeyLink, Post
from linli.people.rules import SECOND_FACTOR, Factor, PeopleEvent
from linli.rulebook import actions as rulebook
from linli.rulebook.rules import PRESETS, RuleKey

PASSWORD = "linli-demo"


def signed_in(client: Client, username: str, password: str = PASSWORD, **extra: str) -> Any:
    return client.post("/sign-in/", {"username": username, "password": password, **extra})


def code_of(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def set_up(client: Client) -> str:
    """An authenticator set up on the pages; its secret."""
    client.get("/me/security/totp/")
    secret = str(client.session["mfa.totp.secret"])
    answer = client.post("/me/security/totp/", {"code": code_of(secret)})
    assert answer["Location"] == "/me/security/codes/"
    return secret


def kinds(town: Any, account: Account) -> list[str]:
    return [event.kind for event in events.history(town.street.pk, account.pk)]


def test_who_must_have_a_second_step_is_led_to_it_before_anything_else(
    town: Any, client: Client
) -> None:
    signed_in(client, "admin")
    for path in ("/desk/", "/desk/settings/", "/me/", "/notices/"):
        assert client.get(path)["Location"] == "/me/security/"
    parts = client.get("/desk/", headers={"HX-Request": "true"})
    assert parts["HX-Redirect"] == "/me/security/"
    assert "您的岗位要两步登录" in client.get("/me/security/").content.decode()
    set_up(client)
    assert client.get("/desk/settings/").status_code == 200
    assert PeopleEvent.FACTOR_ADDED in kinds(town, town.account("admin"))


def test_the_password_alone_opens_nothing_for_whoever_has_a_second_step(
    town: Any, client: Client
) -> None:
    signed_in(client, "admin")
    secret = set_up(client)
    other = Client()
    assert signed_in(other, "admin", next="/desk/settings/")["Location"] == "/sign-in/second/"
    assert other.get("/desk/").url.startswith("/sign-in/")
    assert other.post("/sign-in/second/", {"code": "000000"}).status_code == 422
    assert kinds(town, town.account("admin"))[-1] == PeopleEvent.SIGN_IN_FAILED
    answer = other.post("/sign-in/second/", {"code": code_of(secret, 1)})
    assert answer["Location"] == "/desk/settings/"
    assert other.get("/desk/settings/").status_code == 200


def test_a_code_of_the_authenticator_counts_once(town: Any) -> None:
    first = Client()
    signed_in(first, "admin")
    code = code_of(set_up(first), 1)
    for status in (302, 422):
        browser = Client()
        signed_in(browser, "admin")
        assert browser.post("/sign-in/second/", {"code": code}).status_code == status


def test_a_recovery_code_opens_the_second_step_once(town: Any) -> None:
    first = Client()
    signed_in(first, "admin")
    set_up(first)
    (code, *rest) = factors.codes_left(town.account("admin"))
    assert len(rest) == 9
    assert code[:4] in first.get("/me/security/codes/").content.decode()
    for status in (302, 422):
        browser = Client()
        signed_in(browser, "admin")
        assert browser.post("/sign-in/second/", {"code": code}).status_code == status
    assert factors.codes_left(town.account("admin")) == rest


def test_the_half_done_sign_in_does_not_wait_for_ever(town: Any, client: Client) -> None:
    signed_in(client, "admin")
    secret = set_up(client)
    other = Client()
    signed_in(other, "admin")
    with clock.at(clock.now() + timedelta(minutes=11)):
        answer = other.post("/sign-in/second/", {"code": code_of(secret, 1)})
    assert answer["Location"] == "/sign-in/"


def test_secrets_of_factors_are_sealed_in_the_database(town: Any, client: Client) -> None:
    signed_in(client, "admin")
    secret = set_up(client)
    stored = str([factor.data for factor in factors.of(town.account("admin"))])
    assert secret not in stored


def test_the_last_second_step_stays_while_a_post_asks_for_it(town: Any, client: Client) -> None:
    signed_in(client, "admin")
    set_up(client)
    admin = town.account("admin")
    (totp,) = [factor for factor in factors.of(admin) if factor.type == Factor.TOTP]
    with pytest.raises(Refused, match="必须两步登录"):
        actions.drop_factor(actor=town.actor("admin"), account=admin, factor_id=totp.pk)
    clerk = Client()
    signed_in(clerk, "clerk")
    set_up(clerk)
    mine = factors.of(town.account("clerk"))[0]
    other = clerk.post(f"/me/security/{factors.of(admin)[0].pk}/drop/")
    assert other.status_code == 404
    assert factors.has_second(admin), "nobody drops what is another's"
    clerk.post(f"/me/security/{mine.pk}/drop/")
    assert factors.of(town.account("clerk")) == [], "recovery codes of nothing go too"


@pytest.mark.parametrize(("level", "role"), [(1, "admin"), (4, "grid")])
def test_the_subdistrict_sets_who_must(town: Any, client: Client, level: int, role: str) -> None:
    value = dict(PRESETS[RuleKey.SIGN_IN]) | {"second_factor": level}
    rulebook.set_rule(
        actor=town.system, key=RuleKey.SIGN_IN, value=value, valid_from=date(2020, 1, 1)
    )
    signed_in(client, role)
    assert (client.get("/mine/").status_code == 302) is (level == 4)


def test_asking_for_a_second_step_costs_a_page_no_statement(town: Any, client: Client) -> None:
    counts = []
    signed_in(client, "clerk")
    set_up(client)
    for level in (1, 4):
        value = dict(PRESETS[RuleKey.SIGN_IN]) | {"second_factor": level}
        rulebook.set_rule(
            actor=town.system, key=RuleKey.SIGN_IN, value=value, valid_from=date(2020, 1, 1)
        )
        client.get("/mine/")
        with CaptureQueriesContext(connection) as found:
            assert client.get("/mine/").status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_each_level_asks_for_all_of_the_one_below() -> None:
    levels = [SECOND_FACTOR[n] for n in sorted(SECOND_FACTOR)]
    assert all(low < high for low, high in pairwise(levels))


def test_an_old_hash_becomes_argon2_at_the_next_sign_in(town: Any, client: Client) -> None:
    assert town.account("clerk").password.startswith("pbkdf2")
    signed_in(client, "clerk")
    assert Account.objects.get(pk=town.account("clerk").pk).password.startswith("argon2")


def test_a_resident_signs_in_with_phone_and_password(town: Any, client: Client) -> None:
    answer = signed_in(client, town.account("resident").phone)
    assert answer.status_code == 302
    assert client.get("/mine/").status_code == 200


def test_unknown_names_and_wrong_passwords_read_the_same(town: Any) -> None:
    told = []
    for name in ("clerk", "nobody-here"):
        answer = signed_in(Client(), name, "wrong")
        told.append((answer.status_code, answer.content.decode().replace(name, "").count("不对")))
    assert told[0] == told[1]
    failed = Event.objects.filter(kind=PeopleEvent.SIGN_IN_FAILED, street_id=town.street.pk)
    assert sorted(failed.values_list("reason", flat=True)) == ["", "unknown"]
    assert "nobody" not in str(list(failed.values()))


def test_guessing_locks_out_the_guesser_and_not_the_known_browser(
    town: Any, client: Client
) -> None:
    signed_in(client, "clerk")
    client.post("/sign-out/")
    guesser = Client()  # at the same address as the clerk: a hall has one
    for _ in range(10):
        assert signed_in(guesser, "clerk", "wrong").status_code == 422
    assert signed_in(guesser, "clerk", "wrong").status_code == 429
    assert signed_in(guesser, "clerk").status_code == 429, "not even with the right one"
    assert signed_in(Client(REMOTE_ADDR="192.0.2.9"), "clerk").status_code == 302
    assert signed_in(client, "clerk").status_code == 302
    assert signed_in(guesser, "grid").status_code == 302, "others of the hall come in"


def test_a_cookie_of_ones_own_making_makes_no_known_browser(town: Any) -> None:
    forged = Client()
    forged.cookies["linli_known"] = "WyJ4IixbXV0:forged"
    for _ in range(10):
        signed_in(forged, "clerk", "wrong")
    assert signed_in(forged, "clerk").status_code == 429


def test_guesses_from_many_addresses_stop_too(town: Any) -> None:
    statuses = {
        signed_in(Client(REMOTE_ADDR=f"192.0.2.{n}"), "clerk", "wrong").status_code
        for n in range(100)
    }
    assert statuses == {422}
    assert signed_in(Client(REMOTE_ADDR="192.0.2.200"), "clerk", "wrong").status_code == 429


def test_the_administrators_link_sets_a_password_once(town: Any) -> None:
    admin, clerk = town.actor("admin"), town.account("clerk")
    old = Client()
    signed_in(old, "clerk")
    link, secret = actions.make_link(actor=admin, account_id=clerk.pk, drops_factors=False)
    path = f"/sign-in/link/{link.pk}/{secret}/"
    browser = Client()
    assert "clerk" in browser.get(path).content.decode()
    assert browser.post(path, {"password": "short"}).status_code == 422
    assert browser.post(path, {"password": "lamp-of-the-street"})["Location"] == "/desk/"
    assert old.get("/desk/").status_code == 302, "elsewhere the old session is over"
    assert Client().get(path).status_code == 404
    assert Client().post(path, {"password": "lamp-of-the-thief"}).status_code == 404
    assert signed_in(Client(), "clerk", "lamp-of-the-street").status_code == 302


def test_a_link_expires_ends_with_the_next_and_takes_its_secret(town: Any) -> None:
    made = {"actor": town.actor("admin"), "account_id": town.account("clerk").pk}
    first, one = actions.make_link(**made, drops_factors=False)
    link, secret = actions.make_link(**made, drops_factors=False)
    use = {"actor": town.system, "password": "lamp-of-the-street"}
    with pytest.raises(NotFound):
        actions.use_link(link_id=first.pk, secret=one, **use)
    with pytest.raises(NotFound):
        actions.use_link(link_id=link.pk, secret="x" * 32, **use)
    with clock.at(clock.now() + timedelta(hours=25)), pytest.raises(NotFound):
        actions.use_link(link_id=link.pk, secret=secret, **use)
    actions.use_link(link_id=link.pk, secret=secret, **use)
    assert secret not in str(KeyLink.objects.filter(street_id=town.street.pk).values())


def test_a_lost_phone_is_forgotten_with_the_link_only_when_said(town: Any) -> None:
    browser = Client()
    signed_in(browser, "clerk")
    set_up(browser)
    clerk = town.account("clerk")
    for drops in (False, True):
        link, secret = actions.make_link(
            actor=town.actor("admin"), account_id=clerk.pk, drops_factors=drops
        )
        answer = Client().post(
            f"/sign-in/link/{link.pk}/{secret}/", {"password": "lamp-of-the-street"}
        )
        assert answer["Location"] == ("/desk/" if drops else "/sign-in/second/")
    assert not factors.has_second(clerk)


@pytest.mark.parametrize("who", ["leader", "clerk", "resident"])
def test_only_the_administrator_hands_out_links_and_closes(town: Any, who: str) -> None:
    target = town.account("grid").pk
    with pytest.raises(Forbidden):
        actions.make_link(actor=town.actor(who), account_id=target, drops_factors=False)
    with pytest.raises(Forbidden):
        actions.close_account(actor=town.actor(who), account_id=target)


def test_a_closed_account_is_signed_out_and_stays_out(town: Any, client: Client) -> None:
    signed_in(client, "clerk")
    clerk, admin = town.account("clerk"), town.actor("admin")
    with pytest.raises(Refused, match="先办离任"):
        actions.close_account(actor=admin, account_id=clerk.pk)
    post = Post.objects.get(street_id=town.street.pk, account=clerk)
    yesterday = timezone.localdate(clock.now()) - timedelta(days=1)
    actions.end_post(actor=town.system, post_id=post.pk, until=yesterday)
    actions.close_account(actor=admin, account_id=clerk.pk)
    assert client.get("/mine/").status_code in (200, 302)
    assert client.get("/me/security/").url.startswith("/sign-in/")
    assert signed_in(client, "clerk").status_code == 422


def test_the_list_of_browsers_and_the_end_of_the_others(town: Any, client: Client) -> None:
    phone = Client(headers={"user-agent": "Linux; Android 14; Mobile MicroMessenger/8"})
    for browser in (phone, client):
        signed_in(browser, "clerk")
    page = client.get("/me/security/").content.decode()
    assert "手机 · 微信" in page
    assert "就是这里" in page
    client.post("/me/security/elsewhere/")
    assert phone.get("/desk/").status_code == 302
    assert client.get("/desk/").status_code == 200
    assert len(queries.sign_ins(town.account("clerk"))) == 1
    assert kinds(town, town.account("clerk"))[-1] == PeopleEvent.SIGNED_OUT


def test_a_new_password_keeps_this_browser_and_ends_the_others(town: Any, client: Client) -> None:
    other = Client()
    for browser in (other, client):
        signed_in(browser, "resident")
    client.post("/me/security/password/", {"password": "lamp-of-the-street"})
    assert client.get("/me/security/").status_code == 200
    assert other.get("/me/security/").status_code == 302


@pytest.mark.parametrize("path", ["password/", "totp/", "codes/", "passkey/options/"])
def test_after_a_while_changes_ask_who_one_is(town: Any, client: Client, path: str) -> None:
    signed_in(client, "clerk")
    assert client.get(f"/me/security/{path}").status_code == 200
    with clock.at(clock.now() + timedelta(minutes=16)):
        there = client.get(f"/me/security/{path}")["Location"]
    assert there.startswith("/sign-in/?next=%2Fme%2Fsecurity%2F")


def test_a_session_that_two_share_does_not_mix_them(town: Any, client: Client) -> None:
    signed_in(client, "admin")
    set_up(client)
    signed_in(client, "auditor")
    assert client.get("/desk/settings/")["Location"] == "/me/security/", "the proof was another's"


def test_a_broken_passkey_answer_is_refused(town: Any, client: Client) -> None:
    options = client.get("/sign-in/passkey/options/").json()
    assert options["publicKey"]["challenge"]
    for broken in ("", "x", "{}", '{"id": 1}', '{"response": {"userHandle": "YWE"}}'):
        answer = client.post("/sign-in/passkey/", {"credential": broken}, follow=True)
        assert "没有认出来" in answer.content.decode(), broken
    signed_in(client, "clerk")
    client.post("/me/security/passkey/", {"credential": '{"id": "x", "response": {}}'})
    assert not factors.has_second(town.account("clerk"))
