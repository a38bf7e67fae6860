"""The clocks of one request: each step starts and stops its own, a question stops them all, and a
change of the rules moves them only when asked."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from linli.cases import actions, queries
from linli.cases.models import Case, Pause
from linli.cases.queries import Filters, View
from linli.cases.rules.clocks import RUNNING, STEP_CLOCKS, Timer, Tone
from linli.cases.rules.table import STEPS
from linli.cases.rules.words import (
    AskBack,
    CaseEvent,
    Contact,
    Satisfied,
    Solved,
    State,
    Urgency,
    Verb,
)
from linli.cases.tests import stories
from linli.kernel import clock, events
from linli.kernel.actor import Actor, ActorKind, system
from linli.kernel.errors import Forbidden, NotFound, Refused
from linli.kernel.streets.models import Street
from linli.rulebook import actions as rulebook
from linli.rulebook import queries as rules_of
from linli.rulebook import rules
from linli.rulebook.rules import DayKind, NamedDay

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 16, 1, tzinfo=UTC)  # nine o'clock in China
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def at() -> Iterator[Any]:
    """Travels to so long after Monday nine o'clock; the clock stands there."""
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield lambda since: traveller.move_to(MONDAY + since)


def local(*parts: int) -> datetime:
    return datetime(2026, *parts, tzinfo=UTC) - 8 * HOUR  # type: ignore[misc,arg-type]


def asked(town: Any, **details: Any) -> Case:
    case = stories.in_progress(town, **details)
    return actions.ask_back(
        actor=town.actor("grid"), case_id=case.pk, reason=AskBack.PLACE, text="哪个单元？"
    )


def fresh(case: Case) -> Case:
    return Case.objects.get(street_id=case.street_id, pk=case.pk)


def page(town: Any, case: Case, actor: Actor) -> Any:
    return queries.case_page(actor, Street.objects.get(pk=town.street.pk), case.number)


def holder(case: Case) -> Actor:
    return Actor(ActorKind.LINK, case.street_id, case.pk)


# each step its clock


def test_each_clock_names_columns_of_a_request_and_a_span_of_the_rule() -> None:
    columns = {field.name for field in Case._meta.get_fields()}
    spans = set(rules.CLOCK_PRESETS["N"])
    assert set(STEP_CLOCKS) == set(Timer)
    for timer, one in STEP_CLOCKS.items():
        assert {one.due, one.done} <= columns
        assert timer.value in spans
        assert one.stops
        assert one.stops <= {step.verb for step in STEPS}


def test_what_stops_a_clock_is_read_from_the_state_table() -> None:
    assert Verb.SIGN_IN in STEP_CLOCKS[Timer.SIGN_IN].stops
    assert Verb.CONTACT in STEP_CLOCKS[Timer.CONTACT].stops
    assert {Verb.NOTE, Verb.REPLY} <= STEP_CLOCKS[Timer.ACTION].stops
    assert {Verb.REPLY, Verb.ANSWER, Verb.PARK} <= STEP_CLOCKS[Timer.REPLY].stops
    by_phone_or_link = {Verb.CALL_BACK, Verb.CONFIRM}
    assert STEP_CLOCKS[Timer.CALL_BACK].stops == by_phone_or_link | {Verb.SEND_BACK}


def test_the_steps_from_handing_over_to_the_call_back_start_and_stop_their_clocks(
    town: Any, at: Any
) -> None:
    worker, supervisor = town.actor("grid"), town.actor("supervisor")
    case = stories.handed_over(town)
    assert (case.sign_in_due_at, case.contact_due_at) == (local(11, 17, 9), local(11, 17, 18))
    assert case.action_due_at == local(11, 18, 18)
    assert case.due_at == local(11, 23, 18)
    at(HOUR)
    case = actions.sign_in(actor=worker, case_id=case.pk)
    assert (case.sign_in_due_at, case.signed_in_at) == (None, clock.now())
    case = actions.contact(actor=worker, case_id=case.pk, result=Contact.REACHED)
    assert (case.contact_due_at, case.acted_at) == (None, None)
    at(2 * HOUR)
    actions.note(actor=town.actor("dispatcher"), case_id=case.pk, text="请抓紧")
    assert fresh(case).acted_at is None, "only what the owner does is an action"
    case = actions.note(actor=worker, case_id=case.pk, text="到现场看过，要换灯头")
    assert (case.action_due_at, case.acted_at) == (None, clock.now())
    case = actions.reply(actor=worker, case_id=case.pk, text="换好了")
    assert case.call_back_due_at == local(11, 19, 18)
    actions.check(actor=supervisor, case_id=case.pk)
    at(3 * HOUR)
    case = actions.call_back(
        actor=supervisor, case_id=case.pk, solved=Solved.YES, satisfied=Satisfied.YES
    )
    assert (case.call_back_due_at, case.called_back_at) == (None, clock.now())


def test_work_sent_back_has_no_call_back_to_wait_for(town: Any) -> None:
    case = stories.replied(town)
    back = actions.send_back(actor=town.actor("supervisor"), case_id=case.pk, text="没修好")
    assert back.call_back_due_at is None


# asking back


def test_a_question_stops_the_clocks_with_a_reason_and_a_cap(town: Any, at: Any) -> None:
    case = asked(town)
    assert case.state == State.IN_PROGRESS
    assert case.paused_until == local(11, 23, 18)  # five working days
    (row,) = queries.rows(town.street, [case])
    assert row.tone is Tone.STOPPED
    shown = page(town, case, holder(case))
    assert shown.question.text == "哪个单元？"
    assert shown.question.event.reason == AskBack.PLACE
    at(10 * DAY)  # a paused clock is never late
    late = Filters(view=View.ALL, late=queries.lists.Lateness.LATE)
    assert queries.inbox(town.actor("dispatcher"), town.street, late).found == 0


def test_the_answer_of_the_resident_moves_the_date_by_what_was_missed(town: Any, at: Any) -> None:
    case = asked(town)
    assert case.due_at == local(11, 23, 18)
    at(2 * DAY + HOUR)  # Monday and Tuesday have closed meanwhile
    case = actions.add(actor=holder(case), case_id=case.pk, text="三单元")
    assert (case.due_at, case.paused_until) == (local(11, 25, 18), None)
    assert case.action_due_at == local(11, 20, 18)
    assert case.warn_at == local(11, 24, 18)
    pause = Pause.objects.get(street_id=town.street.pk, case_id=case.pk)
    assert (pause.started_at, pause.ended_at) == (MONDAY, clock.now())
    assert page(town, case, holder(case)).question is None


def test_what_a_neighbour_adds_is_no_answer(town: Any, at: Any) -> None:
    case = asked(town)
    joined = actions.join(
        actor=town.actor("resident2"),
        case_id=case.pk,
        person=actions.Person("示小乙", account_id=town.account("resident2").pk),
    )
    neighbour = town.actor("resident2")
    actions.add(actor=neighbour, case_id=case.pk, text="我家也是")
    assert fresh(case).paused_until
    link = Actor(ActorKind.LINK, town.street.pk, joined.pk)
    assert page(town, case, link).question is None, "the question is for whoever raised it"


def test_at_its_cap_the_clock_goes_on_by_itself_however_late_the_job_comes(
    town: Any, at: Any
) -> None:
    case, machine = asked(town), system(town.street.pk)
    assert queries.due_to_go_on(town.street) == []
    with pytest.raises(Refused):
        actions.go_on(actor=machine, case_id=case.pk)
    at(9 * DAY)
    assert queries.due_to_go_on(town.street) == [case.pk]
    case = actions.go_on(actor=machine, case_id=case.pk)
    assert case.due_at == local(12, 1, 18)  # six working days were left, and are left again
    assert queries.due_to_go_on(town.street) == []
    with pytest.raises(Refused):
        actions.go_on(actor=machine, case_id=case.pk)
    went_on = events.history(case.street_id, case.pk)[-1]
    assert (went_on.kind, went_on.after["due"]) == (CaseEvent.WENT_ON, case.due_at.isoformat())


def test_staff_who_hear_the_answer_by_phone_go_on(town: Any, at: Any) -> None:
    case = asked(town)
    at(DAY + HOUR)
    case = actions.go_on(actor=town.actor("grid"), case_id=case.pk, text="电话里说是三单元")
    assert case.due_at == local(11, 24, 18)


def test_whoever_takes_the_next_step_does_not_wait_any_more(town: Any, at: Any) -> None:
    case = asked(town)
    at(DAY + HOUR)
    case = actions.reply(actor=town.actor("grid"), case_id=case.pk, text="已找到，换好了")
    assert (case.paused_until, case.due_at) == (None, local(11, 24, 18))


def test_what_the_desk_asked_before_it_studied_counts_for_the_promise(town: Any, at: Any) -> None:
    case, desk = stories.raised(town), town.actor("dispatcher")
    actions.ask_back(actor=desk, case_id=case.pk, reason=AskBack.FACTS, text="什么事？")
    at(2 * DAY + HOUR)
    actions.add(actor=holder(case), case_id=case.pk, text="灯不亮")
    case = actions.triage(
        actor=desk,
        case_id=case.pk,
        category_id=stories.matter(town, "facilities.stairwell_light").pk,
        urgency=Urgency.ORDINARY,
        kind="help",
    )
    assert case.due_at == local(11, 25, 18)


def test_a_clock_is_stopped_twice_at_most_and_never_once_it_is_late(town: Any, at: Any) -> None:
    case, worker = asked(town), town.actor("grid")
    again = {"actor": worker, "case_id": case.pk, "reason": AskBack.PROOF, "text": "照片？"}
    with pytest.raises(Refused) as refused:
        actions.ask_back(**again)
    assert refused.value.reason.code == "paused_already"
    actions.go_on(actor=worker, case_id=case.pk)
    actions.ask_back(**again)
    actions.go_on(actor=worker, case_id=case.pk)
    with pytest.raises(Refused) as refused:
        actions.ask_back(**again)
    assert refused.value.reason.code == "paused_before"
    late = stories.in_progress(town)
    at(20 * DAY)
    with pytest.raises(Refused) as refused:
        actions.ask_back(**again | {"case_id": late.pk})
    assert refused.value.reason.code == "late_already"


def test_only_the_owner_asks_back_while_working(town: Any) -> None:
    case = stories.in_progress(town)
    for name in ("dispatcher", "grid2", "resident"):
        with pytest.raises((Forbidden, NotFound)):
            actions.ask_back(
                actor=town.actor(name), case_id=case.pk, reason=AskBack.PLACE, text="哪里？"
            )


# more time, parking


def test_an_extension_has_a_length_and_a_number_from_the_rulebook(town: Any, at: Any) -> None:
    case, worker, chief = stories.in_progress(town), town.actor("grid"), town.actor("supervisor")
    ask = {"actor": worker, "case_id": case.pk, "text": "等配件"}
    with pytest.raises(Refused) as refused:
        actions.ask_extension(**ask, until=local(12, 3, 9))  # seven working days end on the 2nd
    assert refused.value.reason.code == "until_late"
    actions.ask_extension(**ask, until=local(12, 2, 18))
    case = actions.extend(actor=chief, case_id=case.pk, text="同意，配件下周到")
    assert (case.due_at, case.promised_from, case.extensions) == (local(12, 2, 18), None, 1)
    with pytest.raises(Refused) as refused:
        actions.ask_extension(**ask, until=local(12, 4, 18))
    assert refused.value.reason.code == "extended_before"
    told = page(town, case, holder(case)).thread[-1]
    assert (told.what, told.text) == (CaseEvent.EXTENDED, "同意，配件下周到")


def test_nobody_of_the_same_level_decides(town: Any) -> None:
    case, secretary = stories.in_progress(town), town.actor("secretary")
    until = case.due_at + DAY
    actions.ask_extension(actor=secretary, case_id=case.pk, until=until, text="等配件")
    Case.objects.filter(street_id=town.street.pk, pk=case.pk).update(
        ask_by=town.account("dispatcher").pk
    )
    with pytest.raises(Refused) as refused:
        actions.extend(actor=town.actor("supervisor"), case_id=case.pk, text="同意")
    assert refused.value.reason.code == "own_ask"


def test_what_is_parked_is_looked_at_again_each_quarter_until_it_moves(town: Any, at: Any) -> None:
    case, chief = stories.in_progress(town), town.actor("supervisor")
    ask = {"actor": town.actor("grid"), "case_id": case.pk, "text": "等改造"}
    with pytest.raises(Refused) as refused:
        actions.ask_parking(**ask, until=clock.now() + 93 * DAY)
    assert refused.value.reason.code == "review_late"
    actions.ask_parking(**ask, until=clock.now() + 92 * DAY)
    actions.park(actor=chief, case_id=case.pk, text="列入明年改造")
    duty = Filters(view=View.REVIEW)
    assert queries.inbox(chief, town.street, duty).found == 0
    at(92 * DAY)
    for view in (View.REVIEW, View.MINE):
        shown = queries.inbox(chief, town.street, Filters(view=view))
        assert [row.case.pk for row in shown.rows] == [case.pk]
    with pytest.raises(Refused):
        actions.review(actor=chief, case_id=case.pk, until=clock.now(), text="还不行")
    until = clock.now() + 90 * DAY
    case = actions.review(actor=chief, case_id=case.pk, until=until, text="明年三月动工")
    assert (case.state, case.parked_until) == (State.PARKED, until)
    assert queries.inbox(chief, town.street, duty).found == 0
    at(182 * DAY)
    assert queries.inbox(chief, town.street, duty).found == 1
    case = actions.resume(actor=chief, case_id=case.pk, text="动工了")
    assert (case.state, case.parked_until) == (State.IN_PROGRESS, None)


# a change of the rules


def set_reply(town: Any, days: int) -> None:
    street = Street.objects.get(pk=town.street.pk)
    value = rules_of.rule_at(street, "cases.clocks", clock.now()).value
    rulebook.set_rule(
        actor=town.actor("admin"),
        key="cases.clocks",
        value={**value, "N": {**value["N"], "reply": {"working_days": days}}},
        valid_from=clock.now().astimezone(rules_of.office(street, clock.now()).zone).date(),
    )


def test_a_new_rule_moves_no_running_clock_until_somebody_asks(town: Any, at: Any) -> None:
    case, extended = stories.in_progress(town), stories.in_progress(town)
    until = extended.due_at + DAY
    actions.ask_extension(actor=town.actor("grid"), case_id=extended.pk, until=until, text="等")
    actions.extend(actor=town.actor("supervisor"), case_id=extended.pk, text="同意")
    ended = stories.closed(town)
    at(DAY)
    set_reply(town, 8)
    assert fresh(case).due_at == local(11, 23, 18)
    street = Street.objects.get(pk=town.street.pk)
    assert [one.case.pk for one in queries.reckoned(street)] == [case.pk]
    assert actions.reckon_all(actor=town.actor("admin")) == 1
    moved = fresh(case)
    assert (moved.due_at, moved.rule_version) == (local(11, 26, 18), 1)
    assert fresh(extended).due_at == until
    assert fresh(ended).due_at == ended.due_at
    last = events.history(case.street_id, case.pk)[-1]
    assert (last.kind, last.after["due"]) == (CaseEvent.RECKONED, moved.due_at.isoformat())
    assert last.audience == "public"
    assert actions.reckon_all(actor=town.actor("admin")) == 0


def test_reckoning_keeps_what_pauses_gave_back(town: Any, at: Any) -> None:
    case = asked(town)
    at(2 * DAY + HOUR)
    actions.add(actor=holder(case), case_id=case.pk, text="三单元")
    set_reply(town, 3)
    case = actions.reckon(actor=town.actor("admin"), case_id=case.pk)
    assert case.due_at == local(11, 23, 18)  # the 19th, and two days of waiting


def test_a_day_entered_late_moves_running_clocks_only_when_asked(town: Any, at: Any) -> None:
    case = stories.in_progress(town)
    half = NamedDay(local(11, 23, 18).date(), DayKind.HALF, "街道活动日")
    rulebook.set_days(actor=town.actor("admin"), days=[half])
    assert fresh(case).due_at == local(11, 23, 18)
    assert actions.reckon_all(actor=town.actor("admin")) == 1
    assert fresh(case).due_at == local(11, 23, 12)


def test_only_the_administrator_moves_running_clocks(town: Any, at: Any) -> None:
    case = stories.in_progress(town)
    set_reply(town, 8)
    for name in ("supervisor", "leader", "grid"):
        with pytest.raises(Forbidden):
            actions.reckon(actor=town.actor(name), case_id=case.pk)


def test_every_running_state_can_be_reckoned() -> None:
    (edge,) = [step for step in STEPS if step.verb is Verb.RECKON]
    assert edge.sources == RUNNING


# pages


def test_the_resident_reads_the_question_and_answers_by_the_link(
    town: Any, at: Any, client: Client
) -> None:
    case = asked(town)
    link = f"/follow/{case.number}/{queries.follow_key(case)}/"
    shown = client.get(link).content.decode()
    assert "想问您" in shown
    assert "哪个单元？" in shown
    assert "哪个单元？" in client.get(f"{link}add/").content.decode()
    assert client.post(f"{link}add/", {"text": "三单元"}).status_code == 302
    assert fresh(case).paused_until is None
    assert "想问您</span></h2>" not in client.get(link).content.decode()


def test_staff_see_why_the_clock_stands_still_and_let_it_go_on(
    town: Any, at: Any, client: Client
) -> None:
    case = asked(town)
    client.force_login(town.account("grid"))
    shown = client.get(f"/desk/cases/{case.number}/").content.decode()
    assert "在等居民补充（地点没说清）" in shown
    assert f"/desk/cases/{case.number}/go_on/" in shown
    assert f"/desk/cases/{case.number}/ask_back/" not in shown
    client.post(f"/desk/cases/{case.number}/go_on/", {"text": ""})
    assert fresh(case).paused_until is None


def test_a_request_that_asks_something_stands_first_among_ones_own(town: Any, at: Any) -> None:
    case, resident = asked(town), town.actor("resident")
    stories.raised(town)
    street = Street.objects.get(pk=town.street.pk)
    assert [row.case.pk for row in queries.own_requests(resident, street).yours] == [case.pk]
    own = queries.own_now(queries.raised_by(resident, street))
    assert [row.case.pk for row in own.yours] == [case.pk]


def test_the_page_of_rules_offers_to_move_the_clocks_and_says_how_many(
    town: Any, at: Any, client: Client
) -> None:
    case = stories.in_progress(town)
    client.force_login(town.account("admin"))
    assert "照原来的规则走" not in client.get("/desk/settings/rules/").content.decode()
    set_reply(town, 8)
    assert "也按新规则重算正在办的 1 件" in client.get("/desk/settings/rules/").content.decode()
    done = client.post("/desk/settings/reckon/", follow=True).content.decode()
    assert "已重算 1 件" in done
    assert fresh(case).due_at == local(11, 26, 18)
    client.force_login(town.account("supervisor"))
    assert client.post("/desk/settings/reckon/").status_code == 403
