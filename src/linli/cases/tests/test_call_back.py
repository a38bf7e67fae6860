"""Call-backs, ratings that are low, and thanks."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from linli.cases import actions, queries
from linli.cases.models import Case, Publication
from linli.cases.rules.limits import after_rating
from linli.cases.rules.words import (
    CaseEvent,
    Said,
    Satisfied,
    Solved,
    State,
    Supervision,
    Verb,
)
from linli.cases.tests import stories
from linli.kernel import events
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Refused
from linli.kernel.streets.models import Street

NOBODY = {"solved": Solved.NO_ANSWER, "satisfied": Satisfied.NO_ANSWER}


def rung(town: Any, case: Case, **said: Any) -> Case:
    return actions.call_back(actor=town.actor("supervisor"), case_id=case.pk, **NOBODY | said)


def holder(case: Case) -> Actor:
    return Actor(ActorKind.LINK, case.street_id, case.pk)


def kinds(case: Case) -> list[str]:
    return [event.kind for event in events.history(case.street_id, case.pk)]


def link(case: Case) -> str:
    return f"/follow/{case.number}/{queries.follow_key(case)}/"


def test_nobody_reached_is_a_try_with_its_time_and_stays_no_answer(town: Any) -> None:
    case = stories.checking(town)
    for tries in (1, 2):
        case = rung(town, case)
        assert (case.state, case.call_tries, case.solved) == (State.CHECKING, tries, "")
    case = rung(town, case)
    assert (case.state, case.solved, case.satisfied) == (
        State.CALLED_BACK,
        Solved.NO_ANSWER,
        Satisfied.NO_ANSWER,
    )
    assert kinds(case)[-3:] == [CaseEvent.CALL_MISSED] * 2 + [CaseEvent.CALLED_BACK]


def test_whoever_was_not_reached_is_never_satisfied(town: Any) -> None:
    with pytest.raises(Refused, match="未表态"):
        rung(town, stories.checking(town), satisfied=Satisfied.YES)


def test_a_new_check_counts_its_calls_anew(town: Any) -> None:
    case = rung(town, stories.checking(town))
    desk = town.actor("supervisor")
    actions.send_back(actor=desk, case_id=case.pk, text="再看看")
    actions.reply(actor=town.actor("grid"), case_id=case.pk, text="好了")
    assert actions.check(actor=desk, case_id=case.pk).call_tries == 0


@pytest.mark.parametrize(
    ("answer", "solved", "satisfied"),
    [
        (Said.GOOD, Solved.YES, Satisfied.YES),
        (Said.PARTLY, Solved.PARTLY, Satisfied.FAIR),
        (Said.NOT, Solved.NO, Satisfied.NO),
    ],
)
def test_the_reporter_answers_by_their_link_with_one_press(
    town: Any, client: Client, answer: Said, solved: Solved, satisfied: Satisfied
) -> None:
    case = rung(town, stories.checking(town))
    page = client.get(link(case)).content.decode()
    assert "解决了，满意" in page
    assert client.post(f"{link(case)}confirm/", {"answer": answer.value}).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.solved, case.satisfied) == (State.CALLED_BACK, solved, satisfied)


def test_opening_the_link_says_nothing_yet(town: Any, client: Client) -> None:
    """Chat apps open links on their own."""
    case = stories.checking(town)
    assert client.get(f"{link(case)}confirm/?answer=good").status_code == 200
    case.refresh_from_db()
    assert case.solved == ""


def test_a_call_back_is_answered_once_and_also_after_the_end(town: Any) -> None:
    case = stories.checking(town)
    for _ in range(3):
        case = rung(town, case)
    case = actions.close(actor=town.actor("supervisor"), case_id=case.pk)
    actions.confirm(actor=holder(case), case_id=case.pk, answer=Said.FAIR)
    with pytest.raises(Refused, match="已经回应"):
        actions.confirm(actor=holder(case), case_id=case.pk, answer=Said.NOT)


@pytest.mark.parametrize(
    ("stars", "low", "reopens_from", "leads_to"),
    [
        (5, 2, 1, None), (3, 2, 1, None), (2, 2, 1, Verb.REOPEN), (1, 2, 1, Verb.REOPEN),
        (2, 2, 2, Verb.REOPEN), (1, 2, 2, Verb.SUPERVISE), (2, 2, 3, Verb.SUPERVISE),
    ],
)  # fmt: skip
def test_what_a_low_rating_leads_to(
    stars: int, low: int, reopens_from: int, leads_to: Verb | None
) -> None:
    assert after_rating(stars, low, reopens_from) == leads_to


def test_a_low_rating_opens_the_request_again(town: Any) -> None:
    case = stories.closed(town)
    case = actions.rate(actor=holder(case), case_id=case.pk, stars=2, text="又不亮了")
    assert (case.state, case.reopened, case.stars) == (State.DISPATCHED, 1, None)
    assert kinds(case)[-2:] == [CaseEvent.RATED, CaseEvent.REOPENED]


def test_a_low_rating_before_the_end_sends_it_back(town: Any) -> None:
    case = stories.called_back(town)
    case = actions.rate(actor=holder(case), case_id=case.pk, stars=1)
    assert (case.state, case.stars) == (State.IN_PROGRESS, None)


def test_a_good_rating_leaves_it_closed(town: Any) -> None:
    case = stories.closed(town)
    case = actions.rate(actor=holder(case), case_id=case.pk, stars=3)
    assert (case.state, case.stars) == (State.CLOSED, 3)


def test_a_low_rating_comes_under_supervision_where_the_rule_says_so(
    town: Any, monkeypatch: Any
) -> None:
    rule = {"reopen_days": 10, "rating_low": 2, "rating_reopens_from": 3, "call_back_tries": 3}
    monkeypatch.setattr(queries, "limits", lambda *_: rule)
    case = stories.closed(town)
    case = actions.rate(actor=holder(case), case_id=case.pk, stars=2)
    last = events.history(case.street_id, case.pk)[-1]
    assert (case.state, last.kind, last.reason) == (
        State.CLOSED,
        CaseEvent.SUPERVISED,
        Supervision.NOT_SOLVED,
    )


def test_after_the_days_for_reopening_a_low_rating_is_only_kept(town: Any) -> None:
    case = stories.closed(town)
    case.ended_at -= timedelta(days=30)
    case.save()
    case = actions.rate(actor=holder(case), case_id=case.pk, stars=1)
    assert (case.state, case.stars) == (State.CLOSED, 1)


def test_thanks_reach_the_organisation_that_handled_it(town: Any, client: Client) -> None:
    case = stories.closed(town)
    actions.thank(actor=holder(case), case_id=case.pk, text="小例来得真快")
    street = Street.objects.get(pk=town.street.pk)
    (thanked,), pages = queries.thanks_to(town.actor("grid"), street)
    assert (thanked.text, thanked.row.case.pk, pages) == ("小例来得真快", case.pk, 1)
    assert queries.thanks_to(town.actor("department"), street)[0] == []
    assert len(queries.thanks_to(town.actor("leader"), street)[0]) == 1
    with pytest.raises(Refused, match="已经谢过"):
        actions.thank(actor=holder(case), case_id=case.pk, text="再谢一次")


@pytest.mark.parametrize("is_public", [True, False])
def test_words_of_thanks_are_public_with_consent_only(
    town: Any, client: Client, is_public: bool
) -> None:
    case = stories.closed(town)
    words = {"text": "谢谢，我家501亮了", "is_public": is_public}
    actions.thank(actor=holder(case), case_id=case.pk, **words)
    said = {"title": "灯", "summary": "灯不亮", "result": "好了"}
    actions.publish(actor=town.actor("supervisor"), case_id=case.pk, **said)
    shown = Publication.objects.get(street_id=town.street.pk)
    page = client.get(f"/settled/{shown.pk}/").content.decode()
    assert "1 次致谢" in page
    assert ("谢谢，我家〔门牌〕亮了" in page) is is_public
    assert "501" not in page
