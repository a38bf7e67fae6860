"""Several desks on one request: co-handlers answer the lead, a whistle is kept and judged."""

from datetime import timedelta
from typing import Any

import pytest

from linli.cases import actions, queries
from linli.cases.models import Case, CoHandler
from linli.cases.queries.lists import Filters
from linli.cases.rules.words import CaseEvent, Contact, GiveBack, Mode, State, Verb, Whistle
from linli.cases.tests import stories
from linli.files.tests.factories import upload
from linli.kernel import clock
from linli.kernel.errors import Forbidden, Refused

pytestmark = pytest.mark.django_db


def shown(town: Any, case: Case, who: str) -> queries.CasePage:
    return queries.case_page(town.actor(who), town.street, case.number)


def may(town: Any, case: Case, who: str) -> set[Verb]:
    return {option.verb for option in shown(town, case, who).options if option.may}


def code_of(act: Any, **given: Any) -> str:
    with pytest.raises(Refused) as refused:
        act(**given)
    return refused.value.reason.code


def done(town: Any, case: Case) -> Case:
    worker = town.actor("department")
    actions.sign_in(actor=worker, case_id=case.pk)
    actions.contact(actor=worker, case_id=case.pk, result=Contact.REACHED)
    return actions.reply(actor=worker, case_id=case.pk, text="一起清完了")


def test_a_co_handler_answers_the_lead_who_sees_who_has_not(town: Any):
    case = stories.called(town, Mode.LEAD)
    before = shown(town, case, "department").co_handlers
    assert [one.is_awaited for one in before] == [True, True]
    helper = town.actor("property")
    actions.assist(actor=helper, case_id=case.pk, text="杂物已清", photos=[upload()])
    page = shown(town, case, "department")
    assert [(one.name, one.is_awaited) for one in page.co_handlers] == [
        ("样板物业", False),
        ("公安", True),
    ]
    line = page.thread[-1]
    assert (line.text, line.unit, len(line.photos)) == ("杂物已清", "样板物业", 1)
    assert CaseEvent.ASSISTED not in [x.what for x in shown(town, case, "resident").thread]


def test_what_a_co_handler_says_in_public_the_resident_reads(town: Any):
    case = stories.called(town, Mode.LEAD)
    actions.assist(actor=town.actor("property"), case_id=case.pk, text="已清", is_public=True)
    line = shown(town, case, "resident").thread[-1]
    assert (line.what, line.text, line.unit) == (CaseEvent.ASSISTED, "已清", "样板物业")


def test_only_who_was_called_assists(town: Any):
    case = stories.called(town, Mode.LEAD)
    for who in ("department", "dispatcher"):
        with pytest.raises(Forbidden):
            actions.assist(actor=town.actor(who), case_id=case.pk, text="我来")
        assert Verb.ASSIST not in may(town, case, who)
    assert Verb.ASSIST in may(town, case, "property")
    assert not {Verb.REPLY, Verb.SIGN_IN, Verb.GIVE_BACK} & may(town, case, "property")


def test_what_waits_for_a_helper_stands_in_its_inbox_until_answered(town: Any):
    case, helper = stories.called(town, Mode.LEAD), town.actor("property")
    mine = queries.inbox(helper, town.street, Filters()).rows
    assert [row.case.pk for row in mine] == [case.pk]
    actions.assist(actor=helper, case_id=case.pk, text="好了")
    assert queries.inbox(helper, town.street, Filters()).rows == []


def test_a_whistle_keeps_who_was_called_and_when_each_came(town: Any):
    case, units = stories.called(town), town.organisations
    assert Case.objects.get(street_id=town.street.pk, pk=case.pk).whistle == Whistle.JOINT
    own = {"actor": town.actor("property"), "case_id": case.pk}
    assert code_of(actions.arrive, **own, unit_id=units["police"].pk) == "not_own_unit"
    actions.arrive(**own, unit_id=units["property"].pk)
    assert code_of(actions.arrive, **own, unit_id=units["property"].pk) == "come_before"
    actions.arrive(actor=town.actor("department"), case_id=case.pk, unit_id=units["police"].pk)
    rows = CoHandler.objects.filter(street_id=town.street.pk, case=case)
    assert all(row.called_at and row.arrived_at for row in rows)
    line = shown(town, case, "resident").thread[-1]
    assert (line.what, line.unit) == (CaseEvent.ARRIVED, "公安")
    assert Verb.ARRIVE not in may(town, case, "department")


def test_nobody_arrives_where_nobody_whistled(town: Any):
    case = stories.called(town, Mode.LEAD)
    unit_id = town.organisations["property"].pk
    given = {"actor": town.actor("property"), "case_id": case.pk, "unit_id": unit_id}
    assert code_of(actions.arrive, **given) == "no_whistle"
    assert Verb.ARRIVE not in may(town, case, "property")
    stranger = town.organisations["east"].pk
    whistled = {**given, "case_id": stories.called(town).pk, "unit_id": stranger}
    assert code_of(actions.arrive, **whistled) == "not_called"


def test_both_sides_of_a_whistle_judge_each_other_once(town: Any):
    case, units = stories.called(town), town.organisations
    done(town, case)
    lead, helper = town.actor("department"), town.actor("property")
    unit_id = units["property"].pk
    actions.appraise(actor=lead, case_id=case.pk, stars=4, unit_id=unit_id)
    actions.appraise(actor=helper, case_id=case.pk, stars=2, text="叫得太晚")
    again = {"case_id": case.pk, "stars": 5}
    assert code_of(actions.appraise, actor=lead, unit_id=unit_id, **again) == "judged_before"
    assert code_of(actions.appraise, actor=helper, **again) == "judged_before"
    assert code_of(actions.appraise, actor=lead, **again) == "not_called"
    assert code_of(actions.appraise, actor=helper, unit_id=unit_id, **again) == "not_your_side"
    row = CoHandler.objects.get(street_id=town.street.pk, case=case, organisation=unit_id)
    assert (row.stars, row.stars_back) == (4, 2)
    assert CaseEvent.APPRAISED not in [x.what for x in shown(town, case, "resident").thread]


def test_whistles_are_counted_by_organisation(town: Any):
    case, units = stories.called(town), town.organisations
    stories.called(town, Mode.LEAD)
    actions.arrive(actor=town.actor("property"), case_id=case.pk, unit_id=units["property"].pk)
    done(town, case)
    actions.appraise(
        actor=town.actor("department"), case_id=case.pk, stars=4, unit_id=units["property"].pk
    )
    now = clock.now()
    day = timedelta(days=1)
    counts = {row.name: row for row in queries.whistles(town.street, now - day, now + day)}
    assert set(counts) == {"样板物业", "公安"}
    company = counts["样板物业"]
    assert (company.called, company.arrived, company.answered, company.stars) == (1, 1, 0, 4.0)
    assert counts["公安"].stars is None
    assert queries.whistles(town.street, now - 2 * day, now - day) == []


def test_a_returned_request_is_with_the_last_resort_and_no_bounce_is_told(town: Any):
    case = stories.handed_over(town)
    units = town.organisations
    actions.give_back(
        actor=town.actor("grid"),
        case_id=case.pk,
        reason=GiveBack.NOT_OURS,
        proposed_id=units["property"].pk,
        text="属于物业",
    )
    page = shown(town, case, "resident")
    assert page.row.owner == "小样街道指挥中心"
    assert CaseEvent.GIVEN_BACK not in [line.what for line in page.thread]
    actions.arbitrate(
        actor=town.actor("dispatcher"),
        case_id=case.pk,
        owner_id=units["property"].pk,
        text="公共部位归物业",
    )
    told = shown(town, case, "resident")
    assert (told.row.owner, told.thread[-1].text) == ("样板物业", "公共部位归物业")
    given = {"reason": GiveBack.NOT_OURS, "proposed_id": units["east"].pk, "text": "不归我们"}
    refused = code_of(actions.give_back, actor=town.actor("property"), case_id=case.pk, **given)
    assert refused == "designated"
    assert Case.objects.get(street_id=town.street.pk, pk=case.pk).state == State.DISPATCHED
