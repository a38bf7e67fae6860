"""Who leaves a post leaves no work behind: somebody is named, and goes on with it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from linli.cases import access, actions, queries, tasks
from linli.cases.models import Case
from linli.cases.rules.words import CaseEvent
from linli.cases.tests import stories
from linli.kernel import clock, events
from linli.kernel.errors import Forbidden, Refused
from linli.people import actions as people
from linli.people.models import Post
from linli.people.rules import Role

pytestmark = pytest.mark.django_db


def post_of(town: Any, username: str) -> Post:
    return Post.objects.get(street_id=town.street.pk, account=town.account(username))


def today() -> date:
    return timezone.localdate(clock.now())


def leave(town: Any, until: date, successor: str = "") -> Post:
    return people.end_post(
        actor=town.actor("admin"),
        post_id=post_of(town, "grid").pk,
        until=until,
        successor=town.account(successor) if successor else None,
    )


def fresh(case: Case) -> Case:
    return Case.objects.get(street_id=case.street_id, pk=case.pk)


def test_a_post_does_not_end_silently_with_work_in_hand(town: Any):
    stories.in_progress(town)
    with pytest.raises(Refused, match="1 件没办完") as refused:
        leave(town, today())
    assert refused.value.reason.field == "successor"


def test_without_work_nobody_need_be_named(town: Any):
    assert leave(town, today()).until == today()


def test_whoever_keeps_another_post_keeps_the_work(town: Any):
    stories.in_progress(town)
    account, where = town.account("grid"), {"organisation": town.organisations["centre"]}
    people.appoint(
        actor=town.system, account=account, role=Role.DISPATCHER, since=date(2020, 1, 1), **where
    )
    leave_post = Post.objects.get(street_id=town.street.pk, account=account, role=Role.GRID)
    people.end_post(actor=town.actor("admin"), post_id=leave_post.pk, until=today())


@pytest.mark.parametrize("successor", ["grid", "resident", "volunteer"])
def test_who_goes_on_is_somebody_else_who_works_here(town: Any, successor: str):
    stories.in_progress(town)
    with pytest.raises(Refused, match="另选一位"):
        leave(town, today(), successor)


def test_after_the_last_day_the_work_moves_and_both_are_told(town: Any):
    case = stories.in_progress(town)
    leave(town, today(), "clerk")
    tasks.watch(town.street.pk)
    assert fresh(case).handler_id == town.account("grid").pk
    with clock.at(clock.now() + timedelta(days=2)):
        for _ in range(2):
            tasks.watch(town.street.pk)
        assert fresh(case).handler_id == town.account("clerk").pk
    moved = [
        event
        for event in events.history(town.street.pk, case.pk)
        if event.kind == CaseEvent.TAKEN_OVER
    ]
    assert len(moved) == 1
    both = {str(town.account(name).pk) for name in ("grid", "clerk")}
    assert set(moved[0].after["told"]) == both


def test_what_is_done_stays_with_whoever_did_it(town: Any):
    done = stories.closed(town)
    leave(town, today() - timedelta(days=1))
    tasks.watch(town.street.pk)
    assert fresh(done).handler_id == town.account("grid").pk


def test_whoever_has_left_works_on_nothing_any_more(town: Any):
    case = stories.in_progress(town)
    leave(town, today() - timedelta(days=1), "clerk")
    actor = town.actor("grid")
    assert not access.visible_to(actor, Case.objects.all()).exists()
    with pytest.raises(Refused):
        actions.reply(actor=actor, case_id=case.pk, text="办好了")


def test_one_request_is_handed_on_by_whoever_answers_for_the_place(town: Any):
    case = stories.in_progress(town)
    to = town.account("clerk").pk
    with pytest.raises(Forbidden):
        actions.take_over(actor=town.actor("grid"), case_id=case.pk, handler_id=to)
    actions.take_over(actor=town.actor("secretary"), case_id=case.pk, handler_id=to)
    assert fresh(case).handler_id == to
    gone = town.account("resident").pk
    with pytest.raises(Refused):
        actions.take_over(actor=town.actor("secretary"), case_id=case.pk, handler_id=gone)
    assert queries.open_of(town.street, to) == 1
