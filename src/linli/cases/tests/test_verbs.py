"""Every verb: what it writes, who may, and what a refusal says."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from linli.cases import actions
from linli.cases.models import Case, CoHandler, Entry, Reporter
from linli.cases.rules.table import STEPS
from linli.cases.rules.words import (
    CaseEvent,
    Contact,
    GiveBack,
    Mode,
    Purpose,
    State,
    Verb,
    Whistle,
)
from linli.cases.tests import stories
from linli.kernel import clock, events
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Forbidden, NotFound, Refused, Stale

EVERYBODY = [
    "resident",
    "resident2",
    "neighbour",
    "grid",
    "grid2",
    "clerk",
    "clerk2",
    "dispatcher",
    "supervisor",
    "secretary",
    "leader",
    "department",
    "volunteer",
    "shop",
    "auditor",
    "admin",
]


def kinds(case: Case) -> list[str]:
    return [event.kind for event in events.history(case.street_id, case.pk)]


@pytest.mark.parametrize("state", list(State))
def test_every_state_can_be_walked_to_by_the_right_roles(town: Any, state: State) -> None:
    case = Case.objects.get(street_id=town.street.pk, pk=stories.in_state(town, state).pk)
    assert case.state == state
    assert case.owner_id
    last = events.history(case.street_id, case.pk)[-1]
    assert last.after["version"] == case.version
    assert case.version == len(kinds(case)) - 1


def test_the_whole_line_is_in_the_thread_in_order(town: Any) -> None:
    case = stories.closed(town)
    actions.rate(actor=town.actor("resident"), case_id=case.pk, stars=5, text="很快")
    assert kinds(case) == [
        CaseEvent.REGISTERED,
        CaseEvent.TRIAGED,
        CaseEvent.DISPATCHED,
        CaseEvent.SIGNED_IN,
        CaseEvent.CONTACTED,
        CaseEvent.REPLIED,
        CaseEvent.CHECKED,
        CaseEvent.CALLED_BACK,
        CaseEvent.CLOSED,
        CaseEvent.RATED,
    ]


def test_words_of_people_stand_in_entries_and_never_in_events(town: Any) -> None:
    case = stories.replied(town)
    entries = Entry.objects.filter(street_id=town.street.pk, case_id=case.pk)
    assert "灯已经换好" in [entry.text for entry in entries]
    assert "灯已经换好" not in str([e.after for e in events.history(case.street_id, case.pk)])


def test_dispatch_starts_the_clocks_and_the_steps_stop_them(town: Any) -> None:
    case = stories.handed_over(town)
    assert case.sign_in_due_at
    assert case.contact_due_at
    promised = case.due_at
    worker = town.actor("grid")
    case = actions.sign_in(actor=worker, case_id=case.pk)
    assert case.sign_in_due_at is None
    assert case.signed_in_at
    case = actions.contact(actor=worker, case_id=case.pk, result=Contact.REACHED)
    assert case.contact_due_at is None
    assert case.contacted_at
    case = actions.reply(actor=worker, case_id=case.pk, text="好了")
    assert case.replied_at
    assert case.due_at == promised


def test_accepting_the_suggestion_is_triage_and_dispatch_in_one(town: Any) -> None:
    case = stories.raised(town, text="样板家园1号楼前垃圾没人清运")
    accepted = actions.accept_suggestion(actor=town.actor("dispatcher"), case_id=case.pk, version=0)
    assert accepted.state == State.DISPATCHED
    assert accepted.owner_id == case.suggested_owner_id
    assert kinds(case)[1:] == [CaseEvent.TRIAGED, CaseEvent.DISPATCHED]


def test_the_suggested_person_comes_with_the_suggested_organisation_only(town: Any) -> None:
    text, units = "样板家园1号楼前垃圾没人清运", town.organisations
    for owner, handler in (("east", town.account("grid").pk), ("west", None)):
        case = stories.triaged(town, text=text)
        assert case.suggested_owner_id == units["east"].pk
        desk = town.actor("dispatcher")
        given = actions.dispatch(actor=desk, case_id=case.pk, owner_id=units[owner].pk)
        assert given.handler_id == handler


def test_a_request_without_category_has_no_suggestion_to_accept(town: Any) -> None:
    case = stories.raised(town, text="来个人看看行吗")
    with pytest.raises(Refused) as refused:
        actions.accept_suggestion(actor=town.actor("dispatcher"), case_id=case.pk)
    assert refused.value.reason.code == "no_suggestion"


def test_a_whistle_needs_one_of_three_occasions_and_somebody_to_call(town: Any) -> None:
    case = stories.in_state(town, State.TRIAGED)
    desk, units = town.actor("dispatcher"), town.organisations
    call = {"actor": desk, "case_id": case.pk, "owner_id": units["east"].pk, "mode": Mode.WHISTLE}
    with pytest.raises(Refused) as refused:
        actions.dispatch(**call)
    assert refused.value.reason.field == "co_handlers"
    with pytest.raises(Refused) as refused:
        actions.dispatch(**call, co_handlers=[units["police"].pk])
    assert refused.value.reason.field == "whistle"
    actions.dispatch(**call, co_handlers=[units["police"].pk], whistle=Whistle.JOINT)
    helper = CoHandler.objects.get(street_id=town.street.pk, case_id=case.pk)
    assert helper.organisation_id == units["police"].pk


def test_a_forged_choice_is_refused_with_its_field(town: Any) -> None:
    case = stories.in_state(town, State.TRIAGED)
    with pytest.raises(Refused) as refused:
        actions.dispatch(actor=town.actor("dispatcher"), case_id=case.pk, owner_id=case.pk)
    assert refused.value.reason.field == "owner"


def test_returned_once_then_named_by_arbitration_then_no_more(town: Any) -> None:
    case = stories.in_state(town, State.RETURNED)
    assert case.owner_id == town.organisations["centre"].pk
    worker, unit = town.actor("grid"), town.organisations["east"]
    case = actions.arbitrate(
        actor=town.actor("dispatcher"), case_id=case.pk, owner_id=unit.pk, text="按属地办理"
    )
    assert (case.state, case.owner_id, case.is_designated) == ("dispatched", unit.pk, True)
    with pytest.raises(Refused) as refused:
        actions.give_back(
            actor=town.actor("clerk"),
            case_id=case.pk,
            reason=GiveBack.NOT_OURS,
            proposed_id=town.organisations["police"].pk,
            text="还是不归我们",
        )
    assert refused.value.reason.code == "designated"
    with pytest.raises(Forbidden):
        actions.sign_in(actor=worker, case_id=case.pk)


def test_an_extension_is_decided_by_somebody_else_and_moves_the_date(town: Any) -> None:
    case = stories.in_progress(town)
    until = case.due_at + timedelta(days=7)
    secretary = town.actor("secretary")
    with pytest.raises(Refused) as refused:
        actions.extend(actor=secretary, case_id=case.pk, text="同意")
    assert refused.value.reason.code == "nothing_asked"
    actions.ask_extension(actor=secretary, case_id=case.pk, until=until, text="等配件")
    with pytest.raises(Refused) as refused:
        actions.extend(actor=secretary, case_id=case.pk, text="自己批")
    assert refused.value.reason.code == "own_ask"
    case = actions.extend(actor=town.actor("supervisor"), case_id=case.pk, text="同意")
    assert (case.due_at, case.ask) == (until, "")


def test_a_denied_extension_leaves_the_date(town: Any) -> None:
    case = stories.in_progress(town)
    promised = case.due_at
    until = promised + timedelta(days=7)
    actions.ask_extension(actor=town.actor("grid"), case_id=case.pk, until=until, text="等配件")
    case = actions.deny(actor=town.actor("supervisor"), case_id=case.pk, text="有库存")
    assert (case.due_at, case.ask) == (promised, "")


def test_sent_back_work_gets_a_new_date(town: Any) -> None:
    case = stories.replied(town)
    with time_machine.travel(clock.now() + timedelta(days=3), tick=False):
        back = actions.send_back(actor=town.actor("supervisor"), case_id=case.pk, text="没修好")
    assert back.state == State.IN_PROGRESS
    assert back.due_at > case.due_at


def test_reopened_within_ten_days_it_is_back_with_the_same_owner(town: Any) -> None:
    case = stories.closed(town)
    with time_machine.travel(clock.now() + timedelta(days=9), tick=False):
        again = actions.reopen(actor=town.actor("resident"), case_id=case.pk, text="又不亮了")
    assert (again.state, again.owner_id, again.reopened) == ("dispatched", case.owner_id, 1)
    assert again.handler_id == case.handler_id
    assert again.sign_in_due_at
    assert again.due_at > case.due_at


def test_reopened_after_ten_days_it_is_a_new_request(town: Any) -> None:
    case = stories.closed(town)
    late = clock.now() + timedelta(days=11)
    with time_machine.travel(late, tick=False), pytest.raises(Refused) as refused:
        actions.reopen(actor=town.actor("resident"), case_id=case.pk, text="又不亮了")
    assert refused.value.reason.code == "reopen_late"


def test_a_declined_request_reopens_at_the_centre(town: Any) -> None:
    case = stories.in_state(town, State.DECLINED)
    again = actions.reopen(actor=town.actor("resident"), case_id=case.pk, text="有新情况")
    assert (again.state, again.owner_id) == ("registered", town.organisations["centre"].pk)


def test_stars_outside_one_to_five_never_get_in(town: Any) -> None:
    case = stories.closed(town)
    with pytest.raises(Refused) as refused:
        actions.rate(actor=town.actor("resident"), case_id=case.pk, stars=6)
    assert refused.value.reason.field == "stars"


def test_an_illegal_step_says_what_is_open_and_who_may(town: Any) -> None:
    case = stories.raised(town)
    with pytest.raises(Refused) as refused:
        actions.reply(actor=town.actor("dispatcher"), case_id=case.pk, text="办好了")
    assert refused.value.reason.code == "illegal_step"
    assert "研判（窗口人员、派单员、督办员、社区书记）" in str(refused.value)


def test_the_second_of_two_clerks_is_told_what_changed(town: Any) -> None:
    case = stories.raised(town)
    actions.answer(actor=town.actor("dispatcher"), case_id=case.pk, text="已修", version=0)
    with pytest.raises(Stale) as stale:
        actions.decline(
            actor=town.actor("supervisor"),
            case_id=case.pk,
            reason="other_area",
            text="不在本街道",
            version=0,
        )
    assert "直接答复" in str(stale.value)


def test_a_link_holder_acts_as_the_reporter_of_that_case_only(town: Any) -> None:
    case, other = stories.closed(town), stories.closed(town)
    holder = Actor(ActorKind.LINK, town.street.pk, case.pk)
    assert actions.rate(actor=holder, case_id=case.pk, stars=4).stars == 4
    with pytest.raises(NotFound):
        actions.rate(actor=holder, case_id=other.pk, stars=1)


@pytest.mark.parametrize("role", EVERYBODY)
def test_who_may_take_which_step_is_what_the_table_says(town: Any, role: str) -> None:
    """Nobody outside the table's roles, area, owner or reporter gets a step done."""
    actor = town.actor(role)
    for verb, state, allowed in (
        (Verb.TRIAGE, State.REGISTERED, {"dispatcher", "supervisor"}),
        (Verb.SIGN_IN, State.DISPATCHED, {"grid", "clerk", "secretary"}),
        (Verb.CHECK, State.REPLIED, {"dispatcher", "supervisor"}),
        (Verb.WITHDRAW, State.REGISTERED, {"resident"}),
    ):
        case = stories.in_state(town, state)
        given: dict[str, Any] = {}
        if verb is Verb.TRIAGE:
            given = {"category_id": case.category_id, "urgency": "N", "kind": "help"}
        act = getattr(actions, verb.value)
        if role in allowed:
            act(actor=actor, case_id=case.pk, **given)
        else:
            with pytest.raises((Forbidden, NotFound)):
                act(actor=actor, case_id=case.pk, **given)


def test_looking_at_a_phone_number_takes_a_purpose_and_is_on_record(town: Any) -> None:
    case = stories.handed_over(town)
    found = actions.reveal_reporter(
        actor=town.actor("grid"), case_id=case.pk, purpose=Purpose.HANDLE
    )
    assert [person.phone for person in found] == ["19900001234"]
    last = events.history(case.street_id, case.pk)[-1]
    assert (last.kind, last.reason) == (CaseEvent.REVEALED, Purpose.HANDLE)
    with pytest.raises(NotFound):
        actions.reveal_reporter(actor=town.actor("grid2"), case_id=case.pk, purpose=Purpose.HANDLE)


def test_names_and_numbers_lie_encrypted_in_the_database(town: Any) -> None:
    case = stories.raised(town)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, phone FROM cases_reporter WHERE street_id = %s AND case_id = %s",
            [town.street.pk, case.pk],
        )
        stored = b"".join(bytes(value) for value in cursor.fetchone())
    assert b"19900001234" not in stored
    assert "示".encode() not in stored
    assert Reporter.objects.get(street_id=town.street.pk, case_id=case.pk).phone == "19900001234"


def test_every_verb_of_the_table_was_walked_in_these_tests() -> None:
    walked = {verb.value for verb in Verb} & set(dir(actions))
    assert walked == {step.verb.value for step in STEPS}


def test_the_auditor_reads_the_desk_and_changes_nothing(town: Any, client: Client) -> None:
    case = stories.raised(town)
    client.force_login(town.account("auditor"))
    assert client.get(f"/desk/cases/{case.number}/").status_code == 200
    answer = client.post(f"/desk/cases/{case.number}/answer/", {"text": "好"})
    assert answer.status_code == 422
    assert "只能由" in answer.content.decode()
