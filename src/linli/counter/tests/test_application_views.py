"""The pages of applications: one screen to receive, one page each for staff and applicant."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from linli.counter import actions, queries
from linli.counter.models import Application, Rating
from linli.counter.rules.application_words import Stars, State
from linli.counter.rules.catalogue import Kind
from linli.counter.tests import counters
from linli.kernel import clock

pytestmark = pytest.mark.django_db


def opened(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def test_an_immediate_item_is_done_with_one_form(town: Any, client: Client) -> None:
    item = counters.item(town, "YB-01", name="居民医保参保", kind=Kind.IMMEDIATE, questions=[])
    client.force_login(town.account("clerk"))
    assert "YB-01 居民医保参保" in opened(client, "/desk/counter/new/")
    shown = opened(client, f"/desk/counter/new/?item={item.pk}")
    assert "户口簿" in shown
    assert "参保记录：我们查询" in shown
    sent = {"name": "示小甲", "item": str(item.pk), "way": "window"}
    sent["brought"] = ["id", "book", "photo", "rent"]
    answer = client.post("/desk/counter/new/", sent)
    one = Application.objects.get(street_id=town.street.pk)
    assert answer.url == f"/desk/counter/{one.number}/"
    assert (one.state, one.trips) == (State.FINISHED, 1)


def test_what_is_wrong_comes_back_filled(town: Any, client: Client) -> None:
    item = counters.item(town)
    client.force_login(town.account("clerk"))
    sent = {"name": " ", "item": str(item.pk), "way": "window", "brought": ["id"]}
    answer = client.post("/desk/counter/new/", sent)
    assert answer.status_code == 422
    assert "户口簿" in answer.content.decode()
    assert not Application.objects.filter(street_id=town.street.pk).exists()


def test_every_state_has_its_pages(town: Any, client: Client) -> None:
    found = [counters.in_state(town, state) for state in State]
    client.force_login(town.account("clerk"))
    listed = opened(client, "/desk/counter/?view=all")
    for one in found:
        assert one.number in listed
        assert "经过" in opened(client, f"/desk/counter/{one.number}/")
    client.force_login(town.account("resident"))
    mine = opened(client, "/applications/")
    for one in found:
        assert one.number in mine
        assert "经过" in opened(client, f"/applications/{one.number}/")


def test_every_step_that_is_open_has_its_form(town: Any, client: Client) -> None:
    client.force_login(town.account("clerk"))
    for state in (State.BOOKED, State.RECEIVED, State.CORRECTING, State.REVIEWING, State.FINISHED):
        one = counters.in_state(town, state)
        page = opened(client, f"/desk/counter/{one.number}/")
        for verb in [v for v in actions.__all__ if f"/{one.number}/{v}/" in page]:
            assert "<form" in opened(client, f"/desk/counter/{one.number}/{verb}/")


def test_a_step_is_taken_from_its_page_and_a_refusal_stays_beside_it(
    town: Any, client: Client
) -> None:
    one = counters.received(town)
    client.force_login(town.account("clerk"))
    path = f"/desk/counter/{one.number}/refuse/"
    sent = {"reason": "not_ours", "text": "请去医保中心", "version": one.version}
    answer = client.post(path, sent)
    assert answer.status_code == 422
    assert "请写该去哪个单位办" in answer.content.decode()
    assert client.post(path, {**sent, "office": "医保中心"}).status_code == 302
    slip = opened(client, f"/desk/counter/{one.number}/slips/1/")
    assert "60 天内申请行政复议" in slip
    assert f"{one.number}-1" in slip


def test_the_applicant_rates_once_and_is_not_asked_again(town: Any, client: Client) -> None:
    one = counters.finished(town)
    client.force_login(town.account("resident"))
    path = f"/applications/{one.number}/"
    assert "等您评价" in opened(client, path)
    client.post(f"{path}rate/", {"stars": Stars.TWO.value, "text": "等久了"})
    assert Rating.objects.filter(street_id=town.street.pk).count() == 1
    assert "等您评价" not in opened(client, path)


def test_nobody_opens_what_is_somebody_elses(town: Any, client: Client) -> None:
    one = counters.accepted(town)
    client.force_login(town.account("resident2"))
    for path in ("", "slips/1/", "withdraw/"):
        opened(client, f"/applications/{one.number}/{path}", 404)
    client.force_login(town.account("clerk2"))
    opened(client, f"/applications/{one.number}/", 404)


def test_a_clerk_who_did_not_take_it_sees_a_masked_name(town: Any, client: Client) -> None:
    one = counters.accepted(town)
    client.force_login(town.account("clerk2"))
    shown = opened(client, f"/desk/counter/{one.number}/")
    assert "示**" in shown
    assert "示小甲" not in shown
    assert "19900001234" not in shown


def test_a_bad_rating_is_seen_to_on_its_page(town: Any, client: Client) -> None:
    one = counters.finished(town)
    given = {"actor": town.actor("resident"), "application_id": one.pk, "stars": Stars.ONE}
    rating = actions.rate(**given, text="站了一上午", phone="19900001234")
    client.force_login(town.account("supervisor"))
    page = opened(client, "/desk/counter/ratings/")
    assert "站了一上午" in page
    assert one.number not in page
    path = f"/desk/counter/ratings/{rating.pk}/"
    assert client.post(path, {"called": "1"}).status_code == 302
    assert client.post(path, {"text": ""}).status_code == 422
    assert client.post(path, {"text": "加了椅子"}).status_code == 302
    assert "没有要整改的差评" in opened(client, "/desk/counter/ratings/")
    client.force_login(town.account("clerk"))
    opened(client, "/desk/counter/ratings/", 403)


def test_a_choice_of_a_unit_or_of_a_person_reaches_the_action(town: Any, client: Client) -> None:
    one = counters.accepted(town)
    client.force_login(town.account("clerk"))
    path, until = f"/desk/counter/{one.number}/", counters.today(town).isoformat()
    agent = {"agent": str(town.account("grid").pk), "until": until, "is_signed": "on"}
    assert client.post(f"{path}give_mandate/", agent).status_code == 302
    unit = {"department": str(town.organisations["urban_management"].pk)}
    assert client.post(f"{path}pass_up/", unit).status_code == 302
    one.refresh_from_db()
    assert one.state == State.PASSED_UP


def test_an_agent_opens_what_they_were_given_and_is_told_when_it_is_over(
    town: Any, client: Client
) -> None:
    one = counters.accepted(town)
    client.force_login(town.account("grid"))
    path = f"/desk/counter/{one.number}/"
    opened(client, path, 404)
    actions.give_mandate(
        actor=town.actor("resident"),
        application_id=one.pk,
        agent_id=town.account("grid").pk,
        until=counters.today(town),
    )
    assert one.number in opened(client, "/desk/counter/")
    opened(client, path)
    with clock.at(clock.now() + timedelta(days=2)):
        assert "已到期" in opened(client, path, 403)
        assert one.number not in opened(client, "/desk/counter/")


def test_what_comes_next_as_a_rule_is_offered_first(town: Any) -> None:
    def first(one: Application) -> str:
        page = queries.application_page(town.actor("clerk"), town.street, one.number)
        return page.steps[0].verb.value

    assert first(counters.reviewing(town)) == "pass_up"
    assert first(counters.reviewing(town, kind=Kind.ERRAND)) == "decide"
    assert first(counters.received(town)) == "accept"
