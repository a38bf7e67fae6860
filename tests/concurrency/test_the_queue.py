"""Many windows call at the same instant: nobody is called twice, nobody is passed over."""

from functools import partial
from typing import Any

import pytest
from django.db import transaction

from linli.counter.actions import queue
from linli.counter.models import Hall, Ticket, Window
from linli.counter.queries import queue as queries
from linli.counter.tests import queue_stories as stories
from linli.kernel import clock
from linli.kernel.errors import Refused
from linli.kernel.streets import context
from linli.people import actions as people
from linli.people.rules import Role
from tests.concurrency.together import at_once
from tests.town import SINCE, Town

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = [f"{number}号窗" for number in range(1, 9)]


@pytest.fixture
def windows(town: Town) -> list[tuple[str, Window]]:
    """Eight windows, a clerk at each."""
    from linli.counter.actions import queue_halls

    hall = queue_halls.set_hall(
        actor=town.actor("admin"),
        code="east",
        name="东样便民大厅",
        organisation_id=town.organisations["east"].pk,
        windows=NAMES,
    )
    found = []
    for name in NAMES:
        who = f"at{name[0]}"
        account = people.register_account(
            actor=town.system, username=who, password=None, name="样小窗"
        )
        post = {"role": Role.CLERK, "since": SINCE, "organisation": town.organisations["east"]}
        people.appoint(actor=town.system, account=account, **post)
        town.accounts[who] = account
        found.append((who, stories.window(town, hall, name, who)))
    return found


def hall_of(windows: list[tuple[str, Window]]) -> Hall:
    return Hall.objects.get(street_id=windows[0][1].street_id)


def calling(town: Town, who: str, window: Window) -> Any:
    return partial(queue.call_next, actor=town.actor(who), window_id=window.pk)


@pytest.mark.parametrize("round_", range(5))
def test_eight_windows_at_once_call_the_first_eight(town: Town, windows: Any, round_: int):
    hall = hall_of(windows)
    tickets = [stories.comes(town, hall) for _ in range(10)]
    answers = at_once([calling(town, *one) for one in windows])
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    numbers = sorted(answer.number for answer in answers)
    assert numbers == [ticket.number for ticket in tickets[:8]]


def test_of_eight_windows_at_once_two_find_somebody_when_two_wait(town: Town, windows: Any):
    hall = hall_of(windows)
    for _ in range(2):
        stories.comes(town, hall)
    answers = at_once([calling(town, *one) for one in windows])
    found = [answer for answer in answers if isinstance(answer, Ticket)]
    assert sorted(one.number for one in found) == ["A001", "A002"]
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    assert {answer.reason.code for answer in refused} == {"queue_empty"}
    assert len(refused) == 6


def test_one_window_pressed_eight_times_at_once_calls_one(town: Town, windows: Any):
    hall = hall_of(windows)
    for _ in range(8):
        stories.comes(town, hall)
    answers = at_once([calling(town, *windows[0])] * 8)
    assert len([answer for answer in answers if isinstance(answer, Ticket)]) == 1
    codes = {answer.reason.code for answer in answers if isinstance(answer, Refused)}
    assert codes == {"window_busy"}


def test_eight_at_the_door_at_once_get_numbers_without_gap_or_twin(town: Town, windows: Any):
    hall = hall_of(windows)
    take = partial(queue.take_ticket, actor=stories.visitor(town), hall_id=hall.pk)
    answers = at_once([take] * 8)
    assert sorted(one.number for one in answers) == [f"A{count:03d}" for count in range(1, 9)]
    again = at_once([partial(take, once="one-click")] * 8)
    assert len({one.pk for one in again}) == 1


def test_without_the_lock_they_call_the_same(town: Town, windows: Any):
    """The negative control: read without a lock, the first is the first for everybody."""
    hall = hall_of(windows)
    for _ in range(8):
        stories.comes(town, hall)

    def first() -> Any:
        with context.in_street(town.street.pk), transaction.atomic():
            now = clock.now()
            at = queries.windows(town.street.pk, hall.pk)
            return queries.line(hall, town.street.day(now), now, at).first()

    assert len({one.pk for one in at_once([first] * 8)}) == 1
