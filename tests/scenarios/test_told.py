"""Who hears of a step outside of the pages, in which words, and who does not."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client

from linli.cases import actions, queries
from linli.cases.actions import Draft, Person
from linli.cases.models import Case, Category
from linli.cases.rules.words import CaseEvent, Channel, Kind, Purpose, State, Urgency
from linli.cases.tests import stories
from linli.kernel import events
from linli.kernel.actor import Actor, ActorKind
from linli.notices import actions as notices
from linli.notices import tasks
from linli.notices.models import Message
from linli.notices.queries import notice_page, unread
from linli.notices.rules import Channel as Way
from linli.notices.tests import gateway as local
from linli.notices.tests.gateway import Gateway
from linli.people import actions as people
from linli.people.rules import Reach, Telling
from tests.town import Town

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
PHONE, OTHER = "19911110001", "19911110002"


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def gateway(settings: Any) -> Iterator[Gateway]:
    with local.running() as running:
        settings.LINLI_SMS, settings.LINLI_ADDRESS = running.url, "https://ll.example.cn"
        yield running


def raised(town: Town, phone: str = PHONE, text: str = "路灯不亮", **details: Any) -> Case:
    """By somebody who left a phone and has no account."""
    visitor = Actor(ActorKind.VISITOR, town.street.pk)
    draft = Draft(text=text, channel=Channel.PHONE, person=Person("示小丙", phone), **details)
    return actions.register(actor=visitor, draft=draft)


def told(town: Town, gateway: Gateway) -> list[tuple[str, str]]:
    """(phone, what they were told) since the last time."""
    events.hand_over(town.street.pk)
    tasks.send(town.street.pk)
    heard = [json.loads(body) for _, body in gateway.heard]
    gateway.heard.clear()
    return sorted((one["phone"], one["text"].rpartition(" https://")[0]) for one in heard)


def answered(town: Town, case: Case, text: str = "今晚就亮") -> Case:
    return actions.answer(actor=town.actor("dispatcher"), case_id=case.pk, text=text)


def test_whoever_left_only_a_phone_hears_what_happened_and_what_comes_next(
    town: Town, gateway: Gateway
):
    case = raised(town)
    ((phone, text),) = told(town, gateway)
    assert phone == PHONE
    assert text == "路灯：您说了这件事，小样街道指挥中心收到了。"
    answered(town, case)
    ((_, text),) = told(town, gateway)
    assert "派单员拟某直接答复了您" in text
    assert "今晚就亮" not in text


def test_each_text_fits_into_one_message_with_its_link(town: Town, gateway: Gateway):
    case = raised(town)
    answered(town, case)
    events.hand_over(town.street.pk)
    tasks.send(town.street.pk)
    assert all(len(text) <= 70 for text in gateway.texts)


def test_the_link_opens_their_own_request(town: Town, gateway: Gateway, client: Client):
    case = raised(town)
    told(town, gateway)
    message = Message.objects.get(street_id=town.street.pk)
    answer = client.get(f"/t/{message.code}")
    assert answer.url == f"/follow/{case.number}/{queries.follow_key(case)}/"
    assert client.get("/t/nothing").status_code == 404


def test_several_matters_of_one_night_open_as_a_list(
    town: Town, gateway: Gateway, at_noon: Any, client: Client
):
    cases = [raised(town, text=text) for text in ("路灯不亮", "楼道灯不亮")]
    told(town, gateway)
    at_noon.shift(timedelta(hours=10))
    for case in cases:
        answered(town, case)
    assert told(town, gateway) == []
    at_noon.shift(timedelta(hours=10))
    assert told(town, gateway) == [(PHONE, "您反映的 2 件事有新进展")]
    lead = Message.objects.filter(street_id=town.street.pk, state="sent").latest("sent_at")
    shown = client.get(f"/t/{lead.code}").content.decode()
    assert all(queries.follow_key(case) in shown for case in cases)


def test_whoever_joined_is_told_of_the_step_and_not_of_what_is_private(
    town: Town, gateway: Gateway
):
    case = raised(town)
    actions.join(
        actor=Actor(ActorKind.VISITOR, town.street.pk), case_id=case.pk, person=Person("", OTHER)
    )
    told(town, gateway)
    actions.reveal_reporter(actor=town.actor("supervisor"), case_id=case.pk, purpose=Purpose.VERIFY)
    assert told(town, gateway) == []
    answered(town, case)
    assert [phone for phone, _ in told(town, gateway)] == [PHONE, OTHER]


def test_whoever_was_merged_hears_of_the_leading_request_under_their_own_link(
    town: Town, gateway: Gateway, client: Client
):
    leading, case = raised(town), raised(town, OTHER)
    third = stories.raised(town)  # somebody with an account
    desk = town.actor("dispatcher")
    for one in (case, third):
        actions.merge(actor=desk, case_id=one.pk, leading=leading.number)
    told(town, gateway)
    before = unread(town.actor("resident"))
    answered(town, leading)
    assert [phone for phone, _ in told(town, gateway)] == [PHONE, OTHER]
    message = Message.objects.filter(street_id=town.street.pk, kind=CaseEvent.ANSWERED)
    links = {client.get(f"/t/{one.code}").url.split("/")[2] for one in message}
    assert links == {leading.number, case.number}
    assert unread(town.actor("resident")) == before + 1
    newest = notice_page(town.actor("resident")).notices[0]
    browser = Client()
    browser.force_login(town.account("resident"))
    shown = browser.get("/notices/").content.decode()
    assert newest.kind == CaseEvent.ANSWERED
    assert "派单员拟某直接答复了您" in shown
    assert f"/follow/{third.number}/" in shown
    assert leading.number not in shown


def test_a_person_with_two_merged_requests_hears_once(town: Town, gateway: Gateway):
    leading, case = raised(town), raised(town)
    actions.merge(actor=town.actor("dispatcher"), case_id=case.pk, leading=leading.number)
    told(town, gateway)
    answered(town, leading)
    assert len(told(town, gateway)) == 1


@pytest.mark.parametrize("secret", ["personal", "report"])
def test_a_secret_matter_is_told_by_its_number_alone(town: Town, gateway: Gateway, secret: str):
    matter = Category.objects.get(street_id=town.street.pk, code="neighbours.family")
    assert matter.is_personal
    details = {"category": matter.code} if secret == "personal" else {"kind": Kind.REPORT}
    case = raised(town, text="邻居总吵架", **details)
    answered(town, case)
    texts = {text for _, text in told(town, gateway)}
    assert texts == {f"诉求 {case.number} 有新进展"}


def test_a_call_needs_no_message_unless_nobody_answered(town: Town, gateway: Gateway):
    person = Person("示小丙", PHONE)
    stories.in_progress(town, person=person)
    texts = [text for _, text in told(town, gateway)]
    assert not [text for text in texts if "联系" in text.partition("。")[0]]


def test_history_taken_over_from_elsewhere_rings_no_phone(town: Town, gateway: Gateway):
    draft = Draft(
        text="老工单",
        channel=Channel.HOTLINE,
        person=Person("示小丙", PHONE),
        source="旧系统",
        external_id="1",
        registered_at=NOON - timedelta(days=300),
        ended_at=NOON - timedelta(days=290),
        reply="已办",
    )
    actions.register_many(actor=town.system, drafts=[draft])
    assert told(town, gateway) == []


def test_an_account_is_told_the_way_it_chose(town: Town, gateway: Gateway, settings: Any):
    settings.LINLI_MAIL = "smtp://post"
    account, resident = town.account("resident"), town.actor("resident")
    case = stories.raised(town)
    actions.note(actor=town.actor("dispatcher"), case_id=case.pk, text="看过")
    assert told(town, gateway) == []
    people.set_reach(actor=resident, account=account, reach=Reach.SMS)
    answered(town, case)
    assert [phone for phone, _ in told(town, gateway)] == [account.phone]
    people.set_mail(actor=resident, account=account, mail="z@example.cn")
    answered(town, stories.raised(town))
    assert told(town, gateway) == []
    assert "直接答复了您" in mail.outbox[0].body


def test_only_results_go_out_to_whoever_asked_for_results_only(town: Town, gateway: Gateway):
    account, resident = town.account("resident"), town.actor("resident")
    people.set_telling(actor=resident, account=account, telling=Telling.RESULT)
    people.set_reach(actor=resident, account=account, reach=Reach.SMS)
    stories.in_progress(town)
    assert told(town, gateway) == []
    stories.replied(town)
    assert len(told(town, gateway)) == 1


def test_it_is_said_in_the_language_of_the_person(town: Town, gateway: Gateway):
    browser = Client()
    browser.force_login(town.account("resident"))
    browser.post("/language/", {"language": "en"})
    town.account("resident").refresh_from_db()
    resident = town.actor("resident")
    people.set_reach(actor=resident, account=town.account("resident"), reach=Reach.SMS)
    answered(town, stories.raised(town))
    ((_, text),) = told(town, gateway)
    assert "answered you" in text


def test_an_emergency_is_told_at_night(town: Town, gateway: Gateway, at_noon: Any):
    at_noon.shift(timedelta(hours=11))
    case = raised(town, text="闻到煤气味，有人晕倒")
    assert case.urgency == Urgency.EMERGENCY
    assert len(told(town, gateway)) == 1
    raised(town, OTHER)
    assert told(town, gateway) == []


def test_integrators_hear_public_steps_as_codes_only(town: Town, gateway: Gateway):
    notices.open_hook(actor=town.system, name="城市热线", url=gateway.url)
    case = raised(town, "", text="我住501，路灯不亮")
    stories._studied(town, case)  # staff only
    events.hand_over(town.street.pk)
    tasks.send(town.street.pk)
    (body,) = [body for headers, body in gateway.heard if "Linli-Signature" in headers]
    pushed = json.loads(body)
    assert pushed["number"] == case.number
    assert pushed["kind"] == CaseEvent.REGISTERED
    assert pushed["status"] == State.REGISTERED
    assert "501" not in body


def test_nothing_leaves_a_place_that_has_configured_nothing(town: Town):
    answered(town, raised(town))
    events.hand_over(town.street.pk)
    assert not Message.objects.filter(street_id=town.street.pk).exists()


def test_telling_the_same_event_again_sends_nothing_more(town: Town, gateway: Gateway):
    from linli.flows.case_to_notice import tell_reporters

    case = raised(town)
    assert len(told(town, gateway)) == 1
    (event,) = events.history(town.street.pk, case.pk)
    tell_reporters(event)
    assert told(town, gateway) == []
    assert Message.objects.filter(street_id=town.street.pk, channel=Way.SMS).count() == 1
