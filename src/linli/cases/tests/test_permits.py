"""Names and phones in bulk leave by two persons; each who is in the list can read of it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from linli import sheets
from linli.cases import actions
from linli.cases.models import Entry
from linli.cases.rules.words import CaseEvent, Purpose
from linli.cases.tests import stories
from linli.kernel import clock, events
from linli.kernel.errors import Forbidden, Refused
from linli.kernel.models import Event
from linli.rights import actions as rights
from linli.rights.models import DataRequest, Permit
from linli.rights.rules import Outcome, PermitReason, RequestKind, RightsEvent

pytestmark = pytest.mark.django_db
ASKED = {"reason": "call_back", "words": "本周集中回访，用完删掉"}


def asked(client: Client, town: Any) -> Permit:
    client.force_login(town.account("dispatcher"))
    answer = client.post("/desk/permits/ask/?view=all", ASKED)
    assert (answer.status_code, answer.url) == (302, "/desk/permits/")
    return Permit.objects.get(street_id=town.street.pk)


def approved(client: Client, town: Any) -> Permit:
    permit = asked(client, town)
    return rights.decide_permit(actor=town.actor("leader"), permit_id=permit.pk, is_given=True)


def taken(client: Client, permit: Permit) -> list[dict[str, sheets.Cell]]:
    answer = client.post(f"/desk/permits/{permit.pk}/contacts/")
    assert answer.status_code == 200, answer.content.decode()
    return list(sheets.read(answer.content))


def kinds(town: Any, prefix: str) -> list[str]:
    found = Event.objects.filter(street_id=town.street.pk, kind__startswith=prefix)
    return list(found.order_by("id").values_list("kind", flat=True))


def test_one_asks_another_approves_and_the_list_leaves(town: Any, client: Client):
    case = stories.handed_over(town)
    ((_, row),) = taken(client, approved(client, town))
    assert (row["工单编号"], row["姓名"], row["联系电话"]) == (case.number, "示小甲", "19900001234")
    assert kinds(town, "rights.") == [
        RightsEvent.PERMIT_ASKED,
        RightsEvent.PERMIT_GIVEN,
        RightsEvent.PERMIT_USED,
    ]
    look = events.history(town.street.pk, case.pk)[-1]
    assert (look.kind, look.reason) == (CaseEvent.REVEALED, Purpose.EXPORT)


def test_nothing_leaves_before_somebody_has_approved(town: Any, client: Client):
    stories.handed_over(town)
    answer = client.post(f"/desk/permits/{asked(client, town).pk}/contacts/")
    assert answer.status_code == 422
    assert "等另一个人批准" in answer.content.decode()


def test_whoever_asks_does_not_approve(town: Any, client: Client):
    stories.handed_over(town)
    permit = asked(client, town)
    Permit.objects.filter(street_id=town.street.pk).update(asked_by=town.account("leader"))
    with pytest.raises(Refused) as refused:
        rights.decide_permit(actor=town.actor("leader"), permit_id=permit.pk, is_given=True)
    assert refused.value.reason.code == "permit_own"


def test_those_who_work_with_the_list_do_not_approve(town: Any, client: Client):
    stories.handed_over(town)
    permit = asked(client, town)
    with pytest.raises(Forbidden):
        rights.decide_permit(actor=town.actor("clerk"), permit_id=permit.pk, is_given=True)


def test_nobody_takes_out_what_another_asked_for(town: Any, client: Client):
    stories.handed_over(town)
    permit = approved(client, town)
    client.force_login(town.account("supervisor"))
    assert client.post(f"/desk/permits/{permit.pk}/contacts/").status_code == 422


def test_a_permit_expires(town: Any, client: Client):
    stories.handed_over(town)
    permit = approved(client, town)
    later = clock.now() + timedelta(days=8)
    with time_machine.travel(later, tick=False), pytest.raises(Refused, match="已过期"):
        rights.permit_of(town.actor("dispatcher"), permit.pk)


def test_what_was_registered_since_stays(town: Any, client: Client):
    stories.handed_over(town)
    permit = approved(client, town)
    stories.handed_over(town, text="后来又登记了一件")
    assert len(taken(client, permit)) == 1


def test_whoever_has_had_their_data_blocked_is_not_in_it(town: Any, client: Client):
    case = stories.handed_over(town)
    DataRequest.objects.create(
        street_id=town.street.pk,
        account=town.account("resident"),
        kind=RequestKind.BLOCK,
        case_id=case.pk,
        asked_at=clock.now(),
        done_at=clock.now(),
        outcome=Outcome.DONE,
    )
    assert taken(client, approved(client, town)) == []
    with pytest.raises(Refused, match="停用"):
        actions.reveal_reporter(actor=town.actor("grid"), case_id=case.pk, purpose=Purpose.HANDLE)


@pytest.mark.parametrize(("words", "named"), [("", "words"), ("用", "words")])
def test_a_reason_is_asked_for(town: Any, client: Client, words: str, named: str):
    stories.handed_over(town)
    client.force_login(town.account("dispatcher"))
    answer = client.post("/desk/permits/ask/?view=all", ASKED | {"words": words})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {named}


def test_an_empty_list_is_not_asked_for(town: Any):
    with pytest.raises(Refused, match="没有可导出"):
        rights.ask_permit(
            actor=town.actor("dispatcher"),
            query="",
            count=0,
            reason=PermitReason.VISIT,
            words="入户走访使用",
        )


def test_the_page_shows_each_what_they_may_do(town: Any, client: Client):
    stories.handed_over(town)
    asked(client, town)
    assert "decide/" not in client.get("/desk/permits/").content.decode()
    client.force_login(town.account("leader"))
    assert "decide/" in client.get("/desk/permits/").content.decode()
    client.force_login(town.account("supervisor"))
    assert "本周集中回访" in client.get("/desk/permits/").content.decode()
    client.force_login(town.account("secretary"))
    assert "本周集中回访" not in client.get("/desk/permits/").content.decode()
    client.force_login(town.account("grid"))
    assert client.get("/desk/permits/").status_code == 403


def test_words_to_a_look_are_kept_sealed_beside_it(town: Any, client: Client):
    case = stories.handed_over(town)
    client.force_login(town.account("grid"))
    sent = {"purpose": "verify", "why": "核对门牌"}
    assert client.post(f"/desk/cases/{case.number}/reveal/", sent).status_code == 200
    look = events.history(town.street.pk, case.pk)[-1]
    entry = Entry.objects.get(street_id=town.street.pk, event_id=look.pk)
    assert (look.reason, entry.text) == (Purpose.VERIFY, "核对门牌")


def test_a_single_look_cannot_claim_a_permit(town: Any, client: Client):
    case = stories.handed_over(town)
    client.force_login(town.account("grid"))
    answer = client.post(f"/desk/cases/{case.number}/reveal/", {"purpose": "export"})
    assert answer.status_code == 404
