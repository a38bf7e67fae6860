"""A message on its way: taken, not taken, tried again, interrupted, held for the night."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail

from linli.kernel import clock, events
from linli.kernel.errors import Forbidden, Refused
from linli.kernel.models import Event
from linli.kernel.streets.models import Street
from linli.notices import actions, channels, queries, tasks
from linli.notices.channels.webhook import signature
from linli.notices.models import Message
from linli.notices.rules import (
    LEASE,
    MOST_TRIES,
    Channel,
    Draft,
    Failure,
    NoticeEvent,
    State,
)
from linli.notices.tests import gateway as local
from linli.notices.tests.gateway import Gateway
from linli.people.rules import PeopleEvent
from linli.rulebook import actions as rulebook

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)  # 12:00 in the street
NIGHT = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)  # 22:00
PHONE = "19900000042"


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def gateway(settings: Any) -> Iterator[Gateway]:
    with local.running() as running:
        settings.LINLI_SMS = running.url
        settings.LINLI_ADDRESS = "https://linli.example.cn"
        yield running


def happened(town: Any) -> Event:
    return events.record(town.system, PeopleEvent.SIGNED_IN, town.account("resident"))


def queued(
    town: Any, text: str = "灯修好了", event: Event | None = None, **details: Any
) -> Message:
    details = {"channel": Channel.SMS, "address": PHONE, "path": "/follow/1/", **details}
    drafts = [Draft(ways=[text], **details)]
    (message,) = actions.send_out(actor=town.system, event=event or happened(town), drafts=drafts)
    return message


def now(town: Any, message: Message) -> Message:
    return Message.objects.get(street_id=town.street.pk, pk=message.pk)


def send(town: Any) -> int:
    return tasks.send(town.street.pk)


def test_a_message_goes_to_the_gateway_with_its_key_and_link(town: Any, gateway: Gateway):
    message = queued(town)
    assert send(town) == 1
    ((headers, body),) = gateway.heard
    link = f"https://linli.example.cn/t/{message.code}"
    assert json.loads(body) == {"phone": PHONE, "text": f"灯修好了 {link}", "id": str(message.pk)}
    assert headers["Idempotency-Key"] == str(message.pk)
    assert now(town, message).state == State.SENT
    assert send(town) == 0


def test_the_body_is_what_the_gateway_wants(town: Any, gateway: Gateway, settings: Any):
    settings.LINLI_SMS = gateway.url + "?id={key}"
    settings.LINLI_SMS_BODY = "mobile={address}&content={text}&pass={secret}"
    settings.LINLI_SMS_HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}
    settings.LINLI_SMS_SIGN = "【小样】"
    settings.LINLI_ADDRESS = ""
    queued(town, "a&b={key}\n好")
    assert send(town) == 1
    (_, body) = gateway.heard[0]
    assert body == (
        f"mobile={PHONE}&content=%E3%80%90%E5%B0%8F%E6%A0%B7%E3%80%91"
        "a%26b%3D%7Bkey%7D%0A%E5%A5%BD&pass={secret}"
    )


def test_quotes_and_line_breaks_stay_within_the_json(town: Any, gateway: Gateway):
    queued(town, '他说"好"\n{address}')
    assert send(town) == 1
    assert gateway.texts[0].startswith('他说"好"\n{address} https')


def test_a_broken_gateway_is_asked_again_later_with_the_same_key(
    town: Any, gateway: Gateway, at_noon: Any
):
    gateway.answers = [500]
    message = queued(town)
    assert send(town) == 0
    waiting = now(town, message)
    assert (waiting.state, waiting.tries, waiting.failure) == (State.WAITING, 1, Failure.BUSY)
    assert waiting.next_try_at == NOON + timedelta(minutes=1)
    assert send(town) == 0
    at_noon.move_to(NOON + timedelta(minutes=1))
    assert send(town) == 1
    assert len(set(gateway.keys)) == 1
    sent = now(town, message)
    assert (sent.state, sent.tries, sent.failure) == (State.SENT, 2, "")


def test_what_the_gateway_refuses_for_good_is_not_tried_again(town: Any, gateway: Gateway):
    gateway.answers = [422]
    message = queued(town)
    send(town)
    assert now(town, message).state == State.FAILED
    assert now(town, message).failure == Failure.REFUSED


def test_a_gateway_that_sends_us_elsewhere_gets_nothing(town: Any, gateway: Gateway):
    gateway.answers = [302]
    message = queued(town)
    send(town)
    assert len(gateway.heard) == 1
    assert now(town, message).failure == Failure.BUSY


def test_a_slow_gateway_is_not_waited_for(town: Any, gateway: Gateway, settings: Any):
    gateway.is_slow, settings.LINLI_SEND_SECONDS = True, 0.2
    message = queued(town)
    assert send(town) == 0
    assert now(town, message).failure == Failure.TIMEOUT


def test_a_gateway_that_is_not_there_is_told_apart(town: Any, settings: Any):
    with local.running() as gone:
        settings.LINLI_SMS = gone.url
    message = queued(town)
    assert send(town) == 0
    assert now(town, message).failure == Failure.UNREACHABLE


def test_an_answer_that_is_not_yes_is_not_a_yes(town: Any, gateway: Gateway, settings: Any):
    settings.LINLI_SMS_EXPECT = '"code": 0'
    gateway.says = '{"code": 17}'
    message = queued(town)
    send(town)
    assert now(town, message).failure == Failure.UNCLEAR


def test_after_the_last_try_it_is_given_up_and_tried_by_hand(
    town: Any, gateway: Gateway, at_noon: Any, settings: Any
):
    rulebook.set_rule(
        actor=town.system,
        key="notices.quiet",
        value={"begins": "08:00", "ends": "08:00"},
        valid_from=NOON.date(),
    )
    gateway.answers = [503] * MOST_TRIES
    message = queued(town)
    for _ in range(MOST_TRIES):
        send(town)
        at_noon.shift(timedelta(days=1))
    given_up = now(town, message)
    assert (given_up.state, given_up.tries) == (State.GIVEN_UP, MOST_TRIES)
    assert send(town) == 0
    admin = town.actor("admin")
    assert actions.retry(actor=admin, message_id=message.pk) == 1
    assert send(town) == 1
    assert len(set(gateway.keys)) == 1
    with pytest.raises(Refused, match="不用再试"):
        actions.retry(actor=admin, message_id=message.pk)


def test_only_the_administrator_tries_again(town: Any):
    for who in ("resident", "supervisor", "leader", "auditor"):
        with pytest.raises(Forbidden):
            actions.retry(actor=town.actor(who))


def test_a_worker_killed_before_sending_leaves_the_message_to_the_next(
    town: Any, gateway: Gateway, at_noon: Any
):
    message = queued(town)
    assert actions.claim(actor=town.system) == message
    assert send(town) == 0  # whoever has it may still be at it
    at_noon.shift(LEASE)
    assert send(town) == 1
    assert now(town, message).tries == 2


def test_a_worker_killed_after_the_yes_asks_again_with_the_same_key(
    town: Any, gateway: Gateway, at_noon: Any, monkeypatch: pytest.MonkeyPatch
):
    """The honest limit: the gateway hears it twice, and knows by the key that it is one."""

    def killed(**_details: Any) -> None:
        raise KeyboardInterrupt

    message = queued(town)
    with monkeypatch.context() as patched:
        patched.setattr(actions, "sent", killed)
        with pytest.raises(KeyboardInterrupt):
            send(town)
    at_noon.shift(LEASE)
    assert send(town) == 1
    assert gateway.keys == [str(message.pk)] * 2
    assert len(set(gateway.texts)) == 1


def test_a_message_that_kills_every_worker_is_given_up(town: Any, gateway: Gateway, at_noon: Any):
    message = queued(town, is_urgent=True)
    for _ in range(MOST_TRIES):
        assert actions.claim(actor=town.system) == message
        at_noon.shift(LEASE)
    assert send(town) == 0
    assert (now(town, message).state, now(town, message).failure) == (State.GIVEN_UP, Failure.LOST)


def test_a_worker_that_was_too_slow_changes_nothing(town: Any, gateway: Gateway, at_noon: Any):
    message = queued(town)
    actions.claim(actor=town.system)
    at_noon.shift(LEASE)
    assert send(town) == 1
    late = {"tries": 1, "failure": Failure.TIMEOUT, "is_final": True}
    actions.fail(actor=town.system, message_id=message.pk, **late)
    assert now(town, message).state == State.SENT


def test_one_event_is_told_to_one_address_once(town: Any, gateway: Gateway):
    event = happened(town)
    draft = Draft(Channel.SMS, PHONE, ["灯修好了"])
    for _ in range(2):
        actions.send_out(actor=town.system, event=event, drafts=[draft, draft])
    assert send(town) == 1


def test_the_night_waits_for_the_morning_and_comes_as_one(
    town: Any, gateway: Gateway, at_noon: Any
):
    at_noon.move_to(NIGHT)
    first, second = queued(town, "灯修好了"), queued(town, "水来了", happened(town))
    Message.objects.filter(street_id=town.street.pk, pk=second.pk).update(subject_id=second.pk)
    other = queued(town, "垃圾清了", address="19900000043")
    assert send(town) == 0
    at_noon.move_to(NIGHT + timedelta(hours=9, minutes=59))
    assert send(town) == 0
    at_noon.move_to(NIGHT + timedelta(hours=10))
    assert send(town) == 2
    assert gateway.texts[0].startswith("您反映的 2 件事有新进展 https://")
    assert gateway.texts[1].startswith("垃圾清了")
    assert now(town, second).within == now(town, first)
    assert now(town, second).state == State.JOINED
    assert now(town, other).state == State.SENT
    street = Street.objects.get(pk=town.street.pk)
    assert [one.text for one in queries.behind(street, first.code)] == ["水来了"]  # one path


def test_two_steps_of_one_matter_are_told_by_the_last(town: Any, gateway: Gateway, at_noon: Any):
    at_noon.move_to(NIGHT)
    queued(town, "有人接下了")
    queued(town, "灯修好了")
    at_noon.move_to(NIGHT + timedelta(hours=10))
    assert send(town) == 1
    assert gateway.texts[0].startswith("灯修好了 ")


def test_an_emergency_rings_at_night(town: Any, gateway: Gateway, at_noon: Any):
    at_noon.move_to(NIGHT)
    queued(town, is_urgent=True)
    assert send(town) == 1


def test_a_new_try_at_night_waits_too(town: Any, gateway: Gateway, at_noon: Any):
    at_noon.move_to(NIGHT - timedelta(hours=1, seconds=1))
    gateway.answers = [500]
    message = queued(town)
    send(town)
    at_noon.move_to(NIGHT)
    assert send(town) == 0
    assert now(town, message).next_try_at == NIGHT + timedelta(hours=10)
    assert len(gateway.heard) == 1


def test_the_quiet_hours_are_those_of_the_rulebook(town: Any, gateway: Gateway, at_noon: Any):
    rule = {"begins": "11:00", "ends": "13:00"}
    rulebook.set_rule(actor=town.system, key="notices.quiet", value=rule, valid_from=NOON.date())
    assert queued(town).next_try_at == NOON + timedelta(hours=1)


def test_what_is_said_is_kept_encrypted_and_the_journal_has_none_of_it(town: Any):
    message = queued(town)
    kept = Event.objects.filter(street_id=town.street.pk, subject_id=message.pk).get()
    assert kept.kind == NoticeEvent.QUEUED
    assert PHONE not in f"{kept.before}{kept.after}"


def test_nothing_is_open_unless_somebody_configured_it():
    assert not channels.is_open(Channel.SMS)
    assert not channels.is_open(Channel.MAIL)


def test_the_sandbox_keeps_the_message_and_sends_nothing(town: Any, settings: Any):
    settings.LINLI_SMS = settings.LINLI_MAIL = "sandbox"
    message = queued(town)
    queued(town, channel=Channel.MAIL, address="z@example.cn")
    assert send(town) == 2
    assert mail.outbox == []
    assert (now(town, message).state, now(town, message).via) == (State.KEPT, "sandbox")


def test_a_letter_has_a_subject_a_link_and_a_way_out(town: Any, settings: Any):
    settings.LINLI_MAIL, settings.LINLI_ADDRESS = "smtp://post", "https://linli.example.cn"
    message = queued(town, channel=Channel.MAIL, address="z@example.cn")
    assert send(town) == 1
    (letter,) = mail.outbox
    assert letter.subject == "小样街道：您反映的事有新进展"
    assert "灯修好了\nhttps://linli.example.cn/follow/1/" in letter.body
    assert "https://linli.example.cn/me/" in letter.body
    assert letter.to == ["z@example.cn"]
    assert str(message.pk) in letter.extra_headers["Message-ID"]


def test_a_push_is_signed_and_goes_to_every_open_hook(town: Any, gateway: Gateway):
    hook = actions.open_hook(actor=town.system, name="城市热线", url=gateway.url)
    queued(town, '{"number": "1"}', channel=Channel.WEBHOOK, address=str(hook.pk))
    assert send(town) == 1
    ((headers, body),) = gateway.heard
    moment = int(clock.now().timestamp())
    given = signature(hook.secret, moment, body.encode())
    assert headers["Linli-Signature"] == f"t={moment},v1={given}"
    assert body == '{"number": "1"}'


def test_a_closed_hook_hears_no_more(town: Any, gateway: Gateway):
    hook = actions.open_hook(actor=town.system, name="城市热线", url=gateway.url)
    message = queued(town, "{}", channel=Channel.WEBHOOK, address=str(hook.pk))
    actions.close_hook(actor=town.system, name="城市热线")
    assert send(town) == 0
    assert now(town, message).state == State.FAILED
    assert gateway.heard == []


@pytest.mark.parametrize("url", ["", "ftp://x", "file:///etc/passwd", "https://"])
def test_a_hook_is_a_web_address(town: Any, url: str):
    with pytest.raises(Refused):
        actions.open_hook(actor=town.system, name="x", url=url)


def test_every_minute_every_street_with_something_due_is_served(town: Any, gateway: Gateway):
    queued(town)
    assert queries.due_streets() == [town.street.pk]
    tasks.sweep(0)
    assert queries.due_streets() == []
    assert len(gateway.heard) == 1
