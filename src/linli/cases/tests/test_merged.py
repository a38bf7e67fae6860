"""Merged requests: every reporter keeps number, words and rating, and may stand alone again."""

from typing import Any

import pytest

from linli.cases import actions, queries
from linli.cases.actions import Person
from linli.cases.models import Case
from linli.cases.rules.words import CaseEvent, Contact, Purpose, Satisfied, Solved, State, Verb
from linli.cases.tests import stories
from linli.kernel import events
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Refused

pytestmark = pytest.mark.django_db
SECRET = "我家在五楼501"


def neighbours(town: Any, leading: Case | None = None) -> tuple[Case, Case]:
    """A leading request of one resident, and one of another merged into it."""
    leading = leading or stories.raised(town)
    person = Person("示小乙", "19900005678", town.account("resident2").pk)
    other = stories.raised(town, text="三单元楼道也没有灯", person=person)
    actions.merge(actor=town.actor("dispatcher"), case_id=other.pk, leading=leading.number)
    return leading, other


def fresh(case: Case) -> Case:
    return Case.objects.get(street_id=case.street_id, pk=case.pk)


def work(town: Any, case: Case) -> None:
    """From wherever it is to its end."""
    desk, worker, judge = (town.actor(who) for who in ("dispatcher", "grid", "supervisor"))
    given = {"owner_id": town.organisations["east"].pk, "handler_id": town.account("grid").pk}
    stories._studied(town, case)
    actions.dispatch(actor=desk, case_id=case.pk, **given)
    actions.sign_in(actor=worker, case_id=case.pk)
    actions.contact(actor=worker, case_id=case.pk, result=Contact.REACHED)
    actions.reply(actor=worker, case_id=case.pk, text="灯换好了")
    actions.check(actor=judge, case_id=case.pk)
    said = {"solved": Solved.YES, "satisfied": Satisfied.YES}
    actions.call_back(actor=judge, case_id=case.pk, **said, text=SECRET)
    actions.close(actor=judge, case_id=case.pk)


def page(town: Any, case: Case, who: str = "resident2") -> queries.CasePage:
    return queries.case_page(town.actor(who), town.street, case.number)


def may(town: Any, case: Case, verb: Verb, who: str = "resident2") -> bool:
    return any(option.verb == verb and option.may for option in page(town, case, who).options)


def test_a_merged_reporter_reads_what_happens_to_the_leading_one_and_nobodys_secrets(town: Any):
    leading, other = neighbours(town)
    actions.add(actor=town.actor("resident"), case_id=leading.pk, text=SECRET)
    work(town, leading)
    shown = page(town, other)
    told = [line.what for line in shown.thread]
    assert told[:2] == [CaseEvent.REGISTERED, CaseEvent.MERGED]
    assert {CaseEvent.DISPATCHED, CaseEvent.REPLIED, CaseEvent.CLOSED} <= set(told)
    assert {CaseEvent.ADDED, CaseEvent.CALLED_BACK} & set(told) == set()
    words = " ".join(line.text for line in shown.thread)
    assert "灯换好了" in words
    assert SECRET not in words
    assert (shown.case.number, shown.case.text) == (other.number, other.text)
    assert shown.row.state == State.CLOSED


def test_each_reporter_rates_once_the_leading_one_has_ended(town: Any):
    leading, other = neighbours(town)
    assert not may(town, other, Verb.RATE)
    rater = town.actor("resident2")
    with pytest.raises(Refused) as refused:
        actions.rate(actor=rater, case_id=other.pk, stars=1)
    assert refused.value.reason.code == "leading_goes_on"
    work(town, leading)
    assert may(town, other, Verb.RATE)
    actions.rate(actor=rater, case_id=other.pk, stars=4)
    actions.rate(actor=town.actor("resident"), case_id=leading.pk, stars=5)
    assert (fresh(other).stars, fresh(leading).stars) == (4, 5)
    assert not may(town, other, Verb.RATE)


def test_the_own_list_follows_the_leading_one(town: Any):
    leading, other = neighbours(town)
    reader = town.actor("resident2")
    assert [row.case.pk for row in queries.own_requests(reader, town.street).open] == [other.pk]
    work(town, leading)
    own = queries.own_requests(reader, town.street)
    assert [(row.case.pk, row.state) for row in own.yours] == [(other.pk, State.CLOSED)]
    actions.reopen(actor=town.actor("resident"), case_id=leading.pk, text="又灭了")
    again = queries.own_requests(reader, town.street).open
    assert [row.state for row in again] == [State.DISPATCHED]


def test_everybody_who_waits_is_told_in_the_own_thread(town: Any):
    leading, other = neighbours(town)
    work(town, leading)
    closed = events.history(town.street.pk, leading.pk)[-1]
    accounts = {one.reporter.account_id for one in queries.listeners(closed, bool)}
    assert accounts == {town.account(who).pk for who in ("resident", "resident2")}
    heard = queries.heard(town.actor("resident2"), town.street, [leading.pk], [closed.pk])
    assert heard[closed.pk].row.case.number == other.number
    assert heard[closed.pk].is_newest


def test_staff_see_all_who_wait_and_what_they_add(town: Any):
    leading, other = neighbours(town)
    actions.add(actor=town.actor("resident2"), case_id=other.pk, text="四楼也灭了")
    shown = page(town, leading, "dispatcher")
    assert len(shown.contacts) == 2
    added = next(line for line in shown.thread if line.what == CaseEvent.ADDED)
    assert (added.text, added.where) == ("四楼也灭了", other.number)
    actions.reveal_reporter(
        actor=town.actor("dispatcher"), case_id=leading.pk, purpose=Purpose.HANDLE
    )
    looked = [line.what for line in page(town, other).thread]
    assert CaseEvent.REVEALED in looked


def test_taken_apart_it_is_where_it_was_with_its_promise(town: Any):
    leading, person = stories.raised(town), Person("示小乙", "", town.account("resident2").pk)
    other = stories.triaged(town, person=person)
    desk = town.actor("dispatcher")
    actions.merge(actor=desk, case_id=other.pk, leading=leading.number)
    back = actions.unmerge(actor=desk, case_id=other.pk, text="不是同一个单元")
    assert (back.state, back.leading_id, back.ended_at) == (State.TRIAGED, None, None)
    assert (back.due_at, back.warn_at) == (other.due_at, other.warn_at)
    shown = page(town, other)
    assert shown.thread[-1].text == "不是同一个单元"
    assert shown.row.state == State.TRIAGED


def test_only_the_desk_takes_apart_and_a_reason_is_asked_for(town: Any):
    _, other = neighbours(town)
    with pytest.raises(Refused):
        actions.unmerge(actor=town.actor("resident2"), case_id=other.pk, text="分开")
    assert may(town, other, Verb.UNMERGE, "dispatcher")


def test_whoever_followed_one_that_is_merged_itself_follows_its_leader(town: Any):
    first, second = neighbours(town)
    last = stories.raised(town)
    actions.merge(actor=town.actor("dispatcher"), case_id=first.pk, leading=last.number)
    assert fresh(second).leading_id == last.pk


def test_when_the_leading_one_is_withdrawn_the_others_go_on(town: Any):
    leading, other = neighbours(town)
    actions.withdraw(actor=town.actor("resident"), case_id=leading.pk)
    assert (fresh(other).state, fresh(other).leading_id) == (State.REGISTERED, None)


def test_not_settled_for_one_of_them_it_goes_on_alone(town: Any):
    leading, other = neighbours(town)
    rater = town.actor("resident2")
    assert not may(town, other, Verb.REOPEN)
    work(town, leading)
    actions.reopen(actor=rater, case_id=other.pk, text="我这里还是黑的")
    assert (fresh(other).state, fresh(other).leading_id) == (State.REGISTERED, None)
    assert fresh(leading).state == State.CLOSED


def test_a_link_opens_only_the_own_request(town: Any):
    leading, other = neighbours(town)
    holder = Actor(ActorKind.LINK, town.street.pk, other.pk)
    assert queries.case_page(holder, town.street, other.number)
    with pytest.raises(Refused):
        queries.case_page(holder, town.street, leading.number)
