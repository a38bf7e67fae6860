"""The administrator sees what did not get through and tries again; a person chooses how to be
told."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from linli.kernel import events
from linli.notices import actions, tasks
from linli.notices.models import Message
from linli.notices.rules import Channel, Draft, Failure, State
from linli.people.rules import PeopleEvent, Reach
from tests.town import Town

pytestmark = pytest.mark.django_db

PAGE = "/desk/settings/messages/"
PHONE = "19911110001"


@pytest.fixture(autouse=True)
def sandbox(settings: Any) -> None:
    settings.LINLI_SMS = settings.LINLI_MAIL = "sandbox"
    settings.LINLI_ADDRESS = "https://ll.example.cn"


def opened(town: Town, who: str = "admin") -> Client:
    browser = Client()
    browser.force_login(town.account(who))
    return browser


def queued(town: Town, count: int = 1, phone: str = PHONE) -> list[Message]:
    resident = town.account("resident")
    return [
        actions.send_out(
            actor=town.system,
            event=events.record(town.system, PeopleEvent.SIGNED_IN, resident),
            drafts=[Draft(Channel.SMS, phone, ["路灯修好了"], "/follow/1/", is_urgent=True)],
        )[0]
        for _ in range(count)
    ]


def failed(town: Town, message: Message) -> None:
    actions.fail(
        actor=town.system, message_id=message.pk, tries=0, failure=Failure.REFUSED, is_final=True
    )


def page(town: Town, path: str = PAGE, who: str = "admin") -> str:
    return str(opened(town, who).get(path).content.decode())


def counts(shown: str) -> dict[str, int]:
    return {
        word.strip(): int(count)
        for word, count in re.findall(r"([^>]+) <b class=\"number\">(\d+)</b></a>", shown)
    }


def test_the_counts_are_those_of_the_table_whatever_is_filtered(town: Town):
    first, second, *_ = queued(town, 3)
    for message in (first, second):
        failed(town, message)
    every = counts(page(town))
    assert every == counts(page(town, f"{PAGE}?state=sent"))
    assert every[State.FAILED.word] == 2
    assert every[State.WAITING.word] == 1
    shown = page(town, f"{PAGE}?state=failed")
    assert shown.count('<tr role="row">') == 1 + 2
    assert Failure.REFUSED.word in shown


def test_the_sandbox_shows_what_it_keeps_and_that_nothing_was_sent(town: Town):
    queued(town)
    tasks.send(town.street.pk)
    shown = page(town)
    assert "没有真的发出去" in shown
    assert "路灯修好了 https://ll.example.cn/t/" in shown
    assert PHONE not in shown
    assert "路灯修好了" not in page(town, who="supervisor")


def test_somebody_is_found_by_their_whole_number(town: Town):
    queued(town)
    queued(town, phone="19911110002")
    assert page(town, f"{PAGE}?q=199 1111 0001").count('<tr role="row">') == 1 + 1
    assert "没有符合的" in page(town, f"{PAGE}?q=1991111")


def test_one_or_all_are_tried_again_by_a_button(town: Town):
    first, second = queued(town, 2)
    for message in (first, second):
        failed(town, message)
    browser = opened(town)
    browser.post(f"{PAGE}{first.pk}/retry/")
    assert counts(page(town))[State.WAITING.word] == 1
    browser.post(f"{PAGE}retry/")
    assert counts(page(town))[State.WAITING.word] == 2
    assert opened(town, "supervisor").post(f"{PAGE}retry/").status_code == 403


def test_the_settings_warn_of_what_did_not_get_through(town: Town):
    (message,) = queued(town)
    assert "没有发成" not in page(town, "/desk/settings/")
    failed(town, message)
    assert "1 条没有发成" in page(town, "/desk/settings/")


def test_an_address_for_mail_counts_once_its_letter_was_opened(town: Town):
    browser = opened(town, "resident")
    assert browser.post("/telling/reach/", {"reach": "mail"}).url == "/telling/mail/"
    browser.post("/telling/mail/", {"mail": "Z@example.cn"})
    account = town.account("resident")
    account.refresh_from_db()
    assert (account.mail, account.reach) == ("", Reach.PAGE)
    link = Message.objects.get(street_id=town.street.pk).path
    browser.get(link)  # programs that look into mail open links
    account.refresh_from_db()
    assert account.mail == ""
    assert opened(town, "resident2").post(link).status_code == 404
    browser.post(link)
    account.refresh_from_db()
    assert (account.mail, account.reach) == ("z@example.cn", Reach.MAIL)
    assert "z***@example.cn" in page(town, "/me/", "resident")
    assert mail.outbox == []


def test_no_more_than_five_letters_a_day_ask_for_an_address(town: Town):
    browser = opened(town, "resident")
    answers = [
        browser.post("/telling/mail/", {"mail": f"z{count}@example.cn"}) for count in range(6)
    ]
    assert [answer.status_code for answer in answers] == [302] * 5 + [422]


def test_a_link_that_nobody_signed_confirms_nothing(town: Town):
    assert opened(town, "resident").post("/telling/mail/x:y:z/").status_code == 422


def test_the_choice_is_offered_only_where_there_is_a_way(town: Town, settings: Any):
    assert "也发短信" in page(town, "/me/", "resident")
    settings.LINLI_SMS = settings.LINLI_MAIL = ""
    assert "也发短信" not in page(town, "/me/", "resident")
    assert "消息怎么发" not in page(town, "/me/", "resident")


def test_whoever_left_no_phone_is_told_so(town: Town):
    account = town.account("resident")
    account.phone = ""
    account.save(update_fields=["phone"])
    answer = opened(town, "resident").post("/telling/reach/", {"reach": "sms"})
    assert answer.status_code == 422
    assert "您没有留电话" in answer.content.decode()
