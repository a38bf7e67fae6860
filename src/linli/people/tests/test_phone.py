"""A phone and six digits are enough to come in; they count once, for a while, for few tries."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from linli.kernel import clock, events
from linli.kernel.models import Event
from linli.people import actions, channels, rules
from linli.people.channels import NotSentError, ShortMessages
from linli.people.models import Account, SignInCode
from linli.people.rules import Device, PeopleEvent, Program
from linli.words import Reason

PHONE = "13800138000"


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The messages that went out: phone and digits."""
    box: list[tuple[str, str]] = []

    def send(phone: str, text: str, key: str) -> None:
        box.append((phone, "".join(c for c in text if c.isdigit())[:6]))

    way = ShortMessages(lambda: True, send, lambda: False)
    monkeypatch.setattr(channels, "short_messages", way)
    return box


def ask(client: Client, phone: str = PHONE, **extra: str) -> Any:
    return client.post("/sign-in/phone/", {"phone": phone, **extra})


def enter(client: Client, digits: str) -> Any:
    return client.post("/sign-in/code/", {"code": digits})


def wrong(digits: str) -> str:
    return f"{(int(digits) + 1) % 10**6:06}"


def test_the_first_sign_in_opens_an_account_and_the_next_finds_it(
    town: Any, client: Client, sent: Any
) -> None:
    before = Account.objects.count()
    for number in (PHONE, "+86 138-0013-8000"):
        browser = Client()
        ask(browser, number, next="/mine/")
        assert "138****8000" in browser.get("/sign-in/code/").content.decode()
        assert enter(browser, sent[-1][1])["Location"] == "/mine/"
        assert browser.get("/me/security/").status_code == 200
    assert Account.objects.count() == before + 1
    told = list(Event.objects.filter(street_id=town.street.pk).values())
    assert [event["kind"] for event in told].count(PeopleEvent.SIGNED_IN) == 2
    assert PHONE not in str(told)


def test_whoever_left_a_number_before_is_found_by_it(town: Any, client: Client, sent: Any) -> None:
    account = town.account("resident")
    ask(client, account.phone)
    enter(client, sent[-1][1])
    assert events.history(town.street.pk, account.pk)[-1].kind == PeopleEvent.SIGNED_IN


def test_known_and_unknown_numbers_get_the_same_answer(
    town: Any, client: Client, sent: Any
) -> None:
    known, unknown = Client(), Client()
    answers = [ask(known, town.account("resident").phone), ask(unknown, "13900000001")]
    assert len({(answer.status_code, answer["Location"]) for answer in answers}) == 1
    tails = [enter(browser, "000000").content.decode() for browser in (known, unknown)]
    assert all("验证码不对" in tail for tail in tails)
    assert len(sent) == 2


def test_a_code_counts_once(town: Any, client: Client, sent: Any) -> None:
    ask(client)
    code = SignInCode.objects.get(street_id=town.street.pk)
    enter(client, sent[0][1])
    again = actions.use_code(actor=town.system, code_id=code.pk, digits=sent[0][1])
    assert isinstance(again, Reason)
    assert again.code == "code_used"


def test_a_code_of_another_browser_opens_nothing(town: Any, sent: Any) -> None:
    mine, theirs = Client(), Client()
    ask(mine)
    ask(theirs)
    assert enter(theirs, sent[0][1]).status_code == 422
    assert enter(mine, sent[0][1]).status_code == 302, "and mine still counts"


def test_a_code_expires(town: Any, client: Client, sent: Any) -> None:
    ask(client)
    with clock.at(clock.now() + timedelta(minutes=5, seconds=1)):
        assert "过期" in enter(client, sent[0][1]).content.decode()


def test_after_five_wrong_tries_the_right_code_is_refused(
    town: Any, client: Client, sent: Any
) -> None:
    ask(client)
    for _ in range(5):
        assert enter(client, wrong(sent[0][1])).status_code == 422
    assert "作废" in enter(client, sent[0][1]).content.decode()
    assert SignInCode.objects.get(street_id=town.street.pk).tries == 6


def test_staff_sign_in_by_password_not_by_phone(town: Any, client: Client, sent: Any) -> None:
    ask(client, town.account("clerk").phone)
    assert "用户名和密码" in enter(client, sent[0][1]).content.decode()
    assert client.get("/desk/").status_code == 302


@pytest.mark.parametrize("written", ["", "12345", "1380013800", "28001380001", "abc"])
def test_what_is_no_mobile_number_says_so(
    town: Any, client: Client, sent: Any, written: str
) -> None:
    answer = ask(client, written)
    assert answer.status_code == 422
    assert not sent


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_a_code_leads_nowhere_else(town: Any, client: Client, sent: Any, to: str) -> None:
    ask(client, next=to)
    assert enter(client, sent[0][1])["Location"] == "/"


def test_forty_people_of_one_hall_sign_up_within_a_minute(town: Any, sent: Any) -> None:
    before = Account.objects.count()
    for number in range(40):
        browser = Client(REMOTE_ADDR="198.51.100.7")
        ask(browser, f"139000000{number:02}")
        assert enter(browser, sent[-1][1]).status_code == 302
    assert Account.objects.count() == before + 40


def test_one_number_is_not_flooded_and_its_own_browser_still_gets_a_code(
    town: Any, client: Client, sent: Any
) -> None:
    ask(client)
    enter(client, sent[-1][1])
    client.post("/sign-out/")
    for number in range(12):
        ask(Client(REMOTE_ADDR=f"203.0.113.{number}"), PHONE)
    assert len(sent) == 1 + 9, "ten in an hour from browsers that we have never seen"
    assert ask(client).status_code == 302
    assert enter(client, sent[-1][1]).status_code == 302


def test_a_message_that_cannot_be_sent_says_so(
    town: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(phone: str, text: str, key: str) -> None:
        raise NotSentError

    way = ShortMessages(lambda: True, refuse, lambda: False)
    monkeypatch.setattr(channels, "short_messages", way)
    assert "没有发出去" in ask(client).content.decode()


def test_without_a_way_to_send_nobody_is_asked_for_a_number(town: Any, client: Client) -> None:
    assert "手机号" not in client.get("/sign-in/").content.decode().replace("用户名或手机号", "")
    assert ask(client).status_code == 200
    assert not SignInCode.objects.filter(street_id=town.street.pk).exists()


def test_the_demo_shows_the_code_on_the_page(
    town: Any, client: Client, sent: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = ShortMessages(lambda: True, channels.short_messages.send, lambda: True)
    monkeypatch.setattr(channels, "short_messages", way)
    ask(client)
    assert sent[0][1] in client.get("/sign-in/code/").content.decode()


def test_a_number_that_two_accounts_name_opens_the_first(town: Any) -> None:
    named = {"actor": town.system, "password": None, "name": "示小丙", "phone": PHONE}
    first = actions.register_account(username="one", **named)
    second = actions.register_account(username="two", **named)
    assert first.phone_index
    assert second.phone_index is None


@pytest.mark.parametrize(
    ("agent", "known"),
    [
        ("Mozilla/5.0 (Linux; Android 14) Mobile MicroMessenger/8", (Device.PHONE, Program.WECHAT)),
        ("Mozilla/5.0 (iPhone) Mobile Safari", (Device.PHONE, Program.BROWSER)),
        ("Mozilla/5.0 (iPad) Mobile Safari", (Device.TABLET, Program.BROWSER)),
        ("Mozilla/5.0 (Windows NT 10.0)", (Device.COMPUTER, Program.BROWSER)),
        ("", (Device.COMPUTER, Program.BROWSER)),
    ],
)
def test_a_browser_is_known_again_by_kind(agent: str, known: Any) -> None:
    assert rules.device_of(agent) == known
