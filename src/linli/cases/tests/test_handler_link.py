"""The link to work by: one request, one owner, until it expires or changes hands."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.cases import actions, queries
from linli.cases.models import Case
from linli.cases.rules.words import CaseEvent, GiveBack, State
from linli.cases.tests import stories
from linli.files.tests.factories import upload
from linli.kernel import clock, events
from linli.kernel.errors import Forbidden, Refused

pytestmark = pytest.mark.django_db


def given(town: Any) -> Case:
    """With the property company."""
    case, owner_id = stories.triaged(town), town.organisations["property"].pk
    return actions.dispatch(actor=town.actor("dispatcher"), case_id=case.pk, owner_id=owner_id)


def shared(town: Any, case: Case) -> str:
    actions.share(actor=town.actor("property"), case_id=case.pk)
    link = queries.case_page(town.actor("property"), town.street, case.number).link
    assert link
    return link.token


def path(token: str, rest: str = "") -> str:
    return f"/handle/{token}/{rest}"


def fresh(case: Case) -> Case:
    return Case.objects.get(street_id=case.street_id, pk=case.pk)


def test_from_signing_in_to_the_reply_without_an_account(town: Any, client: Client):
    case = given(town)
    token = shared(town, case)
    page = client.get(path(token)).content.decode()
    assert case.title in page
    assert "199****1234" in page
    assert "19900001234" not in page
    assert client.post(path(token, "sign_in/"), {}).status_code == 302
    assert client.post(path(token, "contact/"), {"result": "reached"}).status_code == 302
    photo = SimpleUploadedFile("a.jpg", upload().read(), "image/jpeg")
    sent = client.post(path(token, "reply/"), {"text": "灯换好了", "photos": [photo]})
    assert sent.status_code == 302
    assert fresh(case).state == State.REPLIED
    told = queries.case_page(town.actor("resident"), town.street, case.number).thread
    last = told[-1]
    assert (last.what, last.who, last.text) == (CaseEvent.REPLIED, "样板物业", "灯换好了")
    assert len(last.photos) == 1
    seen = client.get(path(token, f"photos/{last.photos[0].pk}/thumb/"))
    assert b"".join(seen.streaming_content).startswith(b"\xff\xd8")


def test_each_opening_is_on_record_and_told_to_staff_only(town: Any, client: Client):
    case = given(town)
    token = shared(town, case)
    client.get(path(token))
    client.get(path(token))
    kinds = [event.kind for event in events.history(town.street.pk, case.pk)]
    assert kinds.count(CaseEvent.OPENED) == 2
    told = queries.case_page(town.actor("resident"), town.street, case.number).thread
    assert not {CaseEvent.OPENED, CaseEvent.SHARED} & {line.what for line in told}


def test_a_forged_link_opens_nothing(town: Any, client: Client):
    case = given(town)
    token = shared(town, case)
    number, until, key = token.replace(":", ".").split(".")
    later = f"{number}.{int(until) + 86400}:{key}"
    for forged in (f"{token[:-1]}{'a' if token[-1] != 'a' else 'b'}", later, f"{number}.1:x", "x"):
        assert client.get(path(forged)).status_code in (404, 409, 403, 422, 400)
        assert client.post(path(forged, "sign_in/"), {}).status_code != 302
    assert fresh(case).state == State.DISPATCHED


def test_the_link_of_one_request_opens_no_other(town: Any, client: Client):
    one, other = given(town), given(town)
    token = shared(town, one)
    moved = token.replace(one.number, other.number)
    assert client.get(path(moved)).status_code != 200
    with pytest.raises(Refused):
        queries.opened_by_handler(town.street, moved)
    _, actor = queries.opened_by_handler(town.street, token)
    with pytest.raises(Refused):
        actions.sign_in(actor=actor, case_id=other.pk)
    with pytest.raises(Refused):
        queries.case_page(actor, town.street, other.number)


def test_it_ends_after_the_days_of_the_rule(town: Any, client: Client):
    case = given(town)
    token = shared(town, case)
    with time_machine.travel(clock.now() + timedelta(days=6, hours=23), tick=False):
        assert client.get(path(token)).status_code == 200
    with time_machine.travel(clock.now() + timedelta(days=7, minutes=1), tick=False):
        answer = client.get(path(token))
        assert answer.status_code != 200
        assert "过期" in answer.content.decode()
        page = queries.case_page(town.actor("property"), town.street, case.number)
        assert page.link is None


def test_it_ends_when_the_request_changes_hands_and_comes_back(town: Any, client: Client):
    case, units = given(town), town.organisations
    token = shared(town, case)
    actions.give_back(
        actor=town.actor("property"),
        case_id=case.pk,
        reason=GiveBack.NOT_OURS,
        proposed_id=units["east"].pk,
        text="不归我们",
    )
    assert client.get(path(token)).status_code != 200
    actions.arbitrate(
        actor=town.actor("dispatcher"),
        case_id=case.pk,
        owner_id=units["property"].pk,
        text="归物业",
    )
    assert client.get(path(token)).status_code != 200
    assert queries.case_page(town.actor("property"), town.street, case.number).link is None


def test_it_does_three_steps_and_reads_no_notes_of_the_staff(town: Any, client: Client):
    case = given(town)
    token = shared(town, case)
    actions.note(actor=town.actor("dispatcher"), case_id=case.pk, text="内部提醒一句")
    assert "内部提醒一句" not in client.get(path(token)).content.decode()
    for verb in ("give_back", "note", "share", "split", "nothing"):
        assert client.get(path(token, f"{verb}/")).status_code == 404
    _, actor = queries.opened_by_handler(town.street, token)
    with pytest.raises(Forbidden):
        actions.note(actor=actor, case_id=case.pk, text="一句")


def test_only_the_owner_and_the_desk_give_it_out(town: Any):
    case = given(town)
    with pytest.raises(Refused):
        actions.share(actor=town.actor("department"), case_id=case.pk)
    actions.share(actor=town.actor("dispatcher"), case_id=case.pk)


def test_it_stands_on_the_page_and_on_the_work_order(town: Any, client: Client):
    case = given(town)
    client.force_login(town.account("property"))
    assert "不用账号" not in client.get(f"/desk/cases/{case.number}/print/").content.decode()
    token = shared(town, case)
    assert token in client.get(f"/desk/cases/{case.number}/").content.decode()
    assert "不用账号" in client.get(f"/desk/cases/{case.number}/print/").content.decode()


def test_an_ended_request_opens_by_no_link(town: Any, client: Client):
    case = given(town)
    token = shared(town, case)
    actions.withdraw(actor=town.actor("resident"), case_id=case.pk)
    assert "已经结束" in client.get(path(token)).content.decode()
