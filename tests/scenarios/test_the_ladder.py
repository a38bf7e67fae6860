"""Staff hear of clocks and letters by their posts; the letter runs from its opening to its end."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from linli.cases import actions, tasks
from linli.cases.models import Case, Letter
from linli.cases.rules.words import CaseEvent, DeskEvent, Supervision
from linli.cases.tests import stories
from linli.kernel import clock, events
from linli.kernel.errors import Forbidden, Refused
from linli.notices.models import Notice


def told(town: Any, username: str) -> list[str]:
    events.hand_over(town.street.pk)
    rows = Notice.objects.filter(street_id=town.street.pk, account=town.account(username))
    return list(rows.order_by("id").values_list("kind", flat=True))


def supervised(town: Any) -> tuple[Case, Letter]:
    case = stories.supervised(town)
    return case, Letter.objects.get(street_id=town.street.pk, case_id=case.pk)


@pytest.mark.django_db
def test_who_holds_the_post_hears_of_it_once(town: Any):
    with time_machine.travel(datetime(2026, 3, 9, 1, tzinfo=UTC), tick=False):  # Monday at nine
        case = stories.handed_over(town)
    assert case.sign_in_due_at
    with time_machine.travel(case.sign_in_due_at + timedelta(minutes=1), tick=False):
        for _ in range(2):
            tasks.watch(town.street.pk)
        assert told(town, "grid") == [CaseEvent.WARNED]  # to sign in; to get in touch is time yet
    with time_machine.travel(case.sign_in_due_at + timedelta(days=4), tick=False):
        tasks.watch(town.street.pk)
        assert CaseEvent.ESCALATED in told(town, "secretary")
        assert CaseEvent.ESCALATED in told(town, "supervisor")
        assert CaseEvent.SUPERVISED in told(town, "grid")
        assert not {"cases.ladder.raised", "cases.ladder.warned"} & set(told(town, "resident"))


@pytest.mark.django_db
def test_a_letter_ends_only_with_an_answer_that_somebody_else_accepts(town: Any):
    case, letter = supervised(town)
    boss, worker = town.actor("supervisor"), town.actor("grid")
    with pytest.raises(Refused, match="没有回复督办"):
        actions.end_letter(actor=boss, case_id=case.pk)
    with pytest.raises(Forbidden):
        actions.answer_letter(actor=town.actor("dispatcher"), case_id=case.pk, text="已转告")
    actions.answer_letter(actor=worker, case_id=case.pk, text="明天装好")
    with pytest.raises(Refused, match="已经回复"):
        actions.answer_letter(actor=worker, case_id=case.pk, text="再说一遍")
    actions.return_letter(actor=boss, case_id=case.pk, text="请写明几点")
    actions.answer_letter(actor=worker, case_id=case.pk, text="明天上午九点装好")
    case = actions.end_letter(actor=boss, case_id=case.pk)
    letter.refresh_from_db()
    assert letter.closed_at
    assert case.supervised_at is None
    assert told(town, "supervisor").count(CaseEvent.LETTER_ANSWERED) == 2
    assert told(town, "grid")[-1] == CaseEvent.LETTER_ENDED


@pytest.mark.django_db
def test_nobody_accepts_an_answer_of_their_own(town: Any):
    case = stories.handed_over(town)
    boss = town.actor("supervisor")
    reason = Supervision.REFUSED
    actions.supervise(actor=boss, case_id=case.pk, reason=reason, text="请签收")
    Case.objects.filter(street_id=case.street_id, pk=case.pk).update(handler=boss.id)
    actions.answer_letter(actor=boss, case_id=case.pk, text="已签收")
    with pytest.raises(Refused, match="别人"):
        actions.end_letter(actor=boss, case_id=case.pk)
    actions.end_letter(actor=town.actor("leader"), case_id=case.pk)


@pytest.mark.django_db
def test_one_letter_at_a_time_and_the_next_has_the_next_number(town: Any):
    case, _ = supervised(town)
    boss, reason = town.actor("supervisor"), Supervision.MASSED
    with pytest.raises(Refused, match="已经在督办"):
        actions.supervise(actor=boss, case_id=case.pk, reason=reason, text="再催")
    actions.answer_letter(actor=town.actor("grid"), case_id=case.pk, text="办好了")
    actions.end_letter(actor=boss, case_id=case.pk)
    actions.supervise(actor=boss, case_id=case.pk, reason=reason, text="又有人反映")
    rows = Letter.objects.filter(street_id=case.street_id, case_id=case.pk)
    assert list(rows.order_by("ordinal").values_list("ordinal", flat=True)) == [1, 2]


@pytest.mark.django_db
def test_what_was_closed_badly_may_still_come_under_supervision_by_rule(town: Any):
    case = stories.closed(town)
    reason = Supervision.NOT_SOLVED
    case = actions.supervise(actor=town.system, case_id=case.pk, reason=reason)
    assert case.state == "closed"
    assert case.supervised_at


@pytest.mark.django_db
def test_a_letter_that_nobody_answers_in_time_is_told_once(town: Any):
    _, letter = supervised(town)
    with time_machine.travel(letter.due_at + timedelta(minutes=1), tick=False):
        for _ in range(2):
            tasks.watch(town.street.pk)
        assert told(town, "leader").count(CaseEvent.LETTER_LATE) == 1
        letter.refresh_from_db()
        assert letter.late_at == clock.now()


@pytest.mark.django_db
def test_at_night_a_parked_request_is_called_up_once_on_its_day(town: Any):
    stories.parked(town)
    tasks.review(town.street.pk)
    assert CaseEvent.REVIEW_DUE not in told(town, "supervisor")
    with time_machine.travel(clock.now() + timedelta(days=91), tick=False):
        for _ in range(2):
            tasks.review(town.street.pk)
        assert told(town, "supervisor").count(CaseEvent.REVIEW_DUE) == 1


@pytest.mark.django_db
def test_every_night_a_desk_hears_once_how_much_stands_still(town: Any):
    stories.handed_over(town)
    tasks.review(town.street.pk)
    assert DeskEvent.STALE not in told(town, "clerk")
    with time_machine.travel(clock.now() + timedelta(days=30), tick=False):
        for _ in range(2):
            tasks.review(town.street.pk)
        assert told(town, "clerk").count(DeskEvent.STALE) == 1
        assert told(town, "clerk2") == []


@pytest.mark.django_db
def test_a_letter_is_printed_with_its_number_and_words(town: Any, client: Client):
    case, letter = supervised(town)
    client.force_login(town.account("supervisor"))
    page = client.get(f"/desk/cases/{case.number}/letters/{letter.ordinal}/").content.decode()
    assert f"{case.number}-1" in page
    assert "请提速" in page
    assert client.get(f"/desk/cases/{case.number}/letters/9/").status_code == 404
