"""A person's own page: what is held, who looked, a copy of it, and what they ask about it."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from linli.cases import actions, queries
from linli.cases.actions import Person
from linli.cases.models import Case
from linli.cases.rules.words import CaseEvent, Kind, Purpose, State
from linli.cases.tests import stories
from linli.cases.tests.test_budgets import cached, statements
from linli.kernel import events
from linli.kernel.errors import Refused
from linli.kernel.models import Event
from linli.kernel.streets.models import Street, new_id
from linli.rights.models import DataRequest
from linli.rights.rules import RequestKind, RightsEvent
from linli.rulebook import queries as rulebook

pytestmark = pytest.mark.django_db


@pytest.fixture
def resident(town: Any, client: Client) -> Client:
    client.force_login(town.account("resident"))
    return client


def looked(town: Any, case: Case, who: str = "grid", **given: Any) -> None:
    purpose = given.pop("purpose", Purpose.HANDLE)
    actions.reveal_reporter(actor=town.actor(who), case_id=case.pk, purpose=purpose, **given)


def seen(town: Any, who: str = "resident") -> list[queries.Look]:
    street = Street.objects.get(pk=town.street.pk)
    return queries.who_looked(street, town.account(who).pk)[:]


def test_who_looked_is_told_by_unit_role_and_purpose_and_by_no_name(town: Any, resident: Client):
    case = stories.handed_over(town)
    looked(town, case, "clerk", purpose=Purpose.VERIFY, text="核对门牌")
    (look,) = seen(town)
    assert look.who == "东样社区居委会的窗口人员"
    assert (look.what, look.why, look.words) == ("看了您的姓名和电话", "核实情况", "核对门牌")
    shown = resident.get("/me/data/").content.decode()
    assert "东样社区居委会的窗口人员" in shown
    assert "核对门牌" in shown
    assert town.account("clerk").name not in shown


def test_what_others_raised_is_not_among_it(town: Any):
    looked(town, stories.handed_over(town))
    other = Person("示小乙", "19900000002", town.account("resident2").pk)
    looked(town, stories.handed_over(town, person=other, text="别人家的事"))
    assert len(seen(town)) == len(seen(town, "resident2")) == 1
    assert seen(town, "volunteer") == []


def test_looks_stand_newest_first_on_pages(town: Any, resident: Client):
    case = stories.handed_over(town)
    for number in range(35):
        looked(town, case, text=f"第{number}次")
    first = resident.get("/me/data/").context["looks"]
    assert (first.found, first.pages) == (35, 2)
    assert first.rows[0].words == "第34次"
    assert resident.get("/me/data/?page=2").context["looks"].rows[-1].words == "第0次"


def test_the_page_takes_as_many_statements_for_many_as_for_few(town: Any, resident: Client):
    def taken(times: int) -> int:
        for number in range(times):
            looked(town, stories.handed_over(town, text=f"第{times}-{number}件"))
        resident.get("/me/data/")
        with statements() as found:
            resident.get("/me/data/")
        assert cached(found) == []
        return len(found)

    assert taken(1) == taken(6) <= 19


def test_the_list_of_looks_goes_by_an_index(town: Any):
    looked(town, stories.handed_over(town))
    street = Street.objects.get(pk=town.street.pk)
    others = (Case(street_id=street.pk, pk=new_id()) for _ in range(300))
    events.write(events.draft(town.actor("grid"), CaseEvent.REVEALED, case) for case in others)
    rows = queries.who_looked(street, town.account("resident").pk)._rows
    with connection.as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE kernel_event")
    assert "event_by_subject" in rows[:30].explain()


def test_a_copy_is_whole_and_holds_nothing_of_others(town: Any, resident: Client):
    own = stories.in_progress(town, address="样板家园1号楼")
    actions.add(actor=town.actor("resident"), case_id=own.pk, text="我补充一句")
    other = Person("示小乙", "19900000002", town.account("resident2").pk)
    theirs = stories.raised(town, person=other, text="别人家的事")
    me = Person("示小甲", "19900001234", town.account("resident").pk)
    actions.join(actor=town.actor("resident"), case_id=theirs.pk, person=me)
    answer = resident.get("/me/data/copy.json")
    assert "attachment" in answer["Content-Disposition"]
    whole = answer.content.decode()
    copy = json.loads(whole)
    assert copy["account"]["phone"] == town.account("resident").phone
    first, second = copy["requests"]
    assert (first["text"], first["address"]) == (stories.TEXT, "样板家园1号楼")
    assert [said["text"] for said in first["words"]] == ["我补充一句"]
    assert second.keys() == {"number", "name", "phone", "joined_at"}
    for foreign in ("别人家的事", "示小乙", "19900000002", "已约上门"):
        assert foreign not in whole
    kinds = Event.objects.filter(street_id=town.street.pk, kind=RightsEvent.COPIED)
    assert kinds.count() == 1


def test_the_same_is_there_for_paper(town: Any, resident: Client):
    case = stories.handed_over(town)
    looked(town, case)
    shown = resident.get("/me/data/print/").content.decode()
    for text in (stories.TEXT, town.account("resident").phone, case.number, "看了您的姓名和电话"):
        assert text in shown


@pytest.mark.parametrize("kind", list(RequestKind))
def test_each_request_is_a_case_of_its_own_due_in_fifteen_working_days(
    town: Any, resident: Client, kind: RequestKind
):
    answer = resident.post(f"/me/data/{kind}/", {"text": "电话写错了一位"})
    assert (answer.status_code, answer.url) == (302, "/me/data/")
    request = DataRequest.objects.get(street_id=town.street.pk)
    case = Case.objects.get(street_id=town.street.pk, pk=request.case_id)
    street = Street.objects.get(pk=town.street.pk)
    office = rulebook.office(street, case.registered_at)
    day = office.calendar.add_working_days(office.local_day(case.registered_at), 15)
    assert (request.kind, case.kind, case.state) == (kind, Kind.RIGHTS, State.REGISTERED)
    assert office.local_day(case.due_at) == day
    assert case.number in resident.get("/mine/").content.decode()


def test_one_request_of_a_kind_at_a_time(town: Any, resident: Client):
    resident.post("/me/data/block/", {"text": ""})
    again = resident.post("/me/data/block/", {"text": ""})
    assert again.status_code == 422
    assert Case.objects.filter(street_id=town.street.pk).count() == 1


def test_what_is_to_be_put_right_has_to_be_said(town: Any):
    with pytest.raises(Refused) as refused:
        actions.ask_right(actor=town.actor("resident"), kind=RequestKind.CORRECT, text="")
    assert refused.value.reason.field == "text"


def test_a_request_about_data_is_never_published(town: Any):
    from linli.cases.rules.limits import why_not_publish

    assert why_not_publish(Kind.RIGHTS, False, "")


def test_a_visitor_is_asked_to_sign_in(client: Client, town: Any):
    for path in ("", "copy.json", "print/", "delete/"):
        assert "/sign-in/" in client.get(f"/me/data/{path}").url


def test_the_page_of_somebody_with_nothing_says_what_will_be_there(town: Any, client: Client):
    client.force_login(town.account("volunteer"))
    shown = client.get("/me/data/").content.decode()
    assert "还没有人看过" in shown
