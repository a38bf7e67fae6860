"""Name, number and address of an applicant: masked, opened for a purpose, told to the person."""

from typing import Any

import pytest
from django.test import Client

from linli.counter import actions
from linli.counter.rules.application_words import CounterEvent, Look
from linli.counter.tests import counters
from linli.kernel import clock, events
from linli.kernel.errors import Forbidden, NotFound, Refused
from linli.rights.models import DataRequest
from linli.rights.rules import Outcome, RequestKind

pytestmark = pytest.mark.django_db


def page(one: Any) -> str:
    return f"/desk/counter/{one.number}/"


def test_another_clerk_reads_the_number_after_saying_what_for(town: Any, client: Client) -> None:
    one = counters.received(town)
    client.force_login(town.account("secretary"))
    assert one.phone not in client.get(page(one)).content.decode()
    assert client.post(f"{page(one)}reveal/", {"purpose": ""}).status_code == 422
    shown = client.post(f"{page(one)}reveal/", {"purpose": "contact"}).content.decode()
    assert one.phone in shown
    look = events.history(town.street.pk, one.pk)[-1]
    assert (look.kind, look.reason) == (CounterEvent.REVEALED, Look.CONTACT)
    assert look.actor_id == town.account("secretary").pk


def test_the_applicant_reads_who_looked_and_why(town: Any, client: Client) -> None:
    one = counters.received(town)
    actions.reveal_applicant(
        actor=town.actor("secretary"), application_id=one.pk, purpose=Look.CONTACT
    )
    client.force_login(town.account("resident"))
    thread = client.get(f"/applications/{one.number}/").content.decode()
    assert "工作人员看了您的姓名、电话和地址，为了联系申请人。" in thread
    shown = client.get("/me/data/").content.decode()
    assert one.number in shown
    assert "看了您的姓名、电话和地址" in shown
    assert "联系申请人" in shown
    assert town.account("secretary").name not in shown


def test_who_has_no_part_in_it_does_not_look(town: Any) -> None:
    one = counters.received(town)
    for who, refusal in (("leader", Forbidden), ("resident2", NotFound), ("department", NotFound)):
        with pytest.raises(refusal):
            actions.reveal_applicant(
                actor=town.actor(who), application_id=one.pk, purpose=Look.CONTACT
            )


def test_whose_data_is_blocked_is_not_looked_at(town: Any) -> None:
    one = counters.received(town)
    DataRequest.objects.create(
        street_id=town.street.pk,
        account_id=one.account_id,
        kind=RequestKind.BLOCK,
        case_id=one.pk,
        asked_at=clock.now(),
        done_at=clock.now(),
        outcome=Outcome.DONE,
    )
    with pytest.raises(Refused) as refused:
        actions.reveal_applicant(
            actor=town.actor("secretary"), application_id=one.pk, purpose=Look.CONTACT
        )
    assert refused.value.reason.code == "reveal_blocked"
