"""Many at once: nothing twice, nothing lost, nobody waits for ever."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Barrier, BrokenBarrierError, Thread
from threading import Event as Signal
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from psycopg import conninfo

from linli.cases import actions
from linli.cases.actions import Draft, Person
from linli.cases.models import Case, Counter, Reporter
from linli.cases.rules.words import CaseEvent, Channel, Kind, State, Urgency
from linli.kernel import events, locks
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Stale
from linli.kernel.events import Consumer
from linli.kernel.models import Delivery, Event
from linli.kernel.streets import context
from linli.notices import rules as notices
from linli.notices import tasks
from linli.notices.actions import send_out
from linli.notices.models import Message, Notice
from linli.notices.tests import gateway
from tests.concurrency.together import PATIENCE, at_once
from tests.town import Town

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 8


def visitor(town: Town) -> Actor:
    return Actor(ActorKind.VISITOR, town.street.pk)


def register(town: Town, text: str = "楼道灯不亮", **details: Any) -> Case:
    draft = Draft(text=text, channel=Channel.PHONE, **details)
    return actions.register(actor=visitor(town), draft=draft)


def triage(town: Town, who: str, case: Case, version: int | None) -> Case:
    return actions.triage(
        actor=town.actor(who),
        case_id=case.pk,
        category_id=case.category_id,
        urgency=Urgency.ORDINARY,
        kind=Kind.HELP,
        version=version,
    )


@pytest.mark.parametrize(
    "same", [{"once": "one-click"}, {"source": "12345", "external_id": "A-1"}], ids=["once", "id"]
)
def test_the_same_request_sent_eight_times_at_once_is_one(town: Town, same: dict[str, str]):
    answers = at_once([partial(register, town, **same)] * THREADS)
    assert [type(answer) for answer in answers] == [Case] * THREADS
    assert len({answer.pk for answer in answers}) == 1
    with context.in_street(town.street.pk):
        assert Case.objects.count() == Reporter.objects.count() == 1
        assert Event.objects.filter(kind=CaseEvent.REGISTERED).count() == 1
        assert Counter.objects.get().last == 1


def test_eight_at_once_get_numbers_without_gap_or_twin(town: Town):
    def ten() -> list[str]:
        return [register(town, f"第{count}件").number for count in range(10)]

    lists = at_once([ten] * THREADS)
    assert not [answer for answer in lists if isinstance(answer, Exception)]
    numbers = sorted(number for found in lists for number in found)
    assert [int(number[-4:]) for number in numbers] == list(range(1, 81))


@pytest.mark.parametrize("round_", range(3))
def test_of_two_clerks_at_once_the_second_learns_what_changed(town: Town, round_: int):
    case = register(town)
    answers = at_once([partial(triage, town, who, case, 0) for who in ("dispatcher", "supervisor")])
    (stale,) = [answer for answer in answers if isinstance(answer, Exception)]
    assert isinstance(stale, Stale)
    assert CaseEvent.TRIAGED.word in str(stale)
    assert State.TRIAGED.word in str(stale)
    history = events.history(town.street.pk, case.pk)
    assert [event.kind for event in history] == [CaseEvent.REGISTERED, CaseEvent.TRIAGED]


def test_steps_at_once_are_counted_one_by_one(town: Town):
    case = register(town)
    note = partial(actions.note, actor=town.actor("dispatcher"), case_id=case.pk)
    answers = at_once([partial(note, text=f"第{count}笔") for count in range(THREADS)])
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    versions = [event.after["version"] for event in events.history(town.street.pk, case.pk)]
    assert versions == list(range(THREADS + 1))


def _take_sorted(street_id: int, ids: list[Any], meet: Callable[[], object]) -> None:
    with transaction.atomic():
        meet()
        locks.take(Case, street_id, *ids)


def _take_as_they_come(street_id: int, ids: list[Any], meet: Callable[[], object]) -> None:
    """What ``locks.take`` spares us."""
    with transaction.atomic():
        for pk in ids:
            locks.take(Case, street_id, pk)
            meet()


def crossing(town: Town, take: Callable[..., None], meet: Callable[[], object]) -> list[Any]:
    """Two take the same two cases, in opposite order."""
    ids = [register(town, f"第{count}件").pk for count in (1, 2)]
    orders = (ids, ids[::-1])
    return at_once([partial(take, town.street.pk, order, meet) for order in orders])


@pytest.mark.parametrize("round_", range(10))
def test_two_that_cross_never_wait_for_each_other(town: Town, round_: int):
    assert crossing(town, _take_sorted, lambda: None) == [None, None]


def test_without_the_order_they_do(town: Town):
    """The negative control: were this to pass without a deadlock, the test above says nothing."""
    both_hold_one = Barrier(2)

    def meet() -> None:
        with suppress(BrokenBarrierError):
            both_hold_one.wait(1)

    answers = crossing(town, _take_as_they_come, meet)
    assert any(isinstance(answer, OperationalError) for answer in answers)


@pytest.fixture
def told(town: Town, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was told; one consumer listens to everything from now on."""
    Delivery.objects.filter(street_id=town.street.pk).delete()
    heard: list[Any] = []
    ear = Consumer("ear", "", lambda event: heard.append(event.pk))
    monkeypatch.setattr(events, "_consumers", {"ear": ear})
    return heard


def test_four_workers_at_once_tell_each_thing_once(town: Town, told: list[Any]):
    for count in range(10):
        register(town, f"第{count}件")
    at_once([partial(events.hand_over, town.street.pk)] * 4)
    events.hand_over(town.street.pk)
    assert len(told) == len(set(told)) == 10


def test_four_senders_at_once_send_each_message_once_and_one_person_one_message(
    town: Town, settings: Any
):
    with gateway.running() as running:
        settings.LINLI_SMS = running.url
        for count in range(24):
            event = events.record(town.system, CaseEvent.NOTED, register(town))
            phone = f"1990000{count // 4:04d}"
            draft = notices.Draft(notices.Channel.SMS, phone, [f"第{count}件"], is_urgent=True)
            send_out(actor=town.system, event=event, drafts=[draft])
        taken = at_once([partial(tasks.send, town.street.pk)] * 4)
        assert not [answer for answer in taken if isinstance(answer, Exception)]
        assert sum(taken) == 6
        assert len(running.keys) == len(set(running.keys)) == 6
    with context.in_street(town.street.pk):
        states = Message.objects.values_list("state", flat=True)
        assert sorted(states) == ["joined"] * 18 + ["sent"] * 6


def test_a_killed_worker_leaves_its_delivery_to_the_next(
    town: Town, told: list[Any], monkeypatch: pytest.MonkeyPatch
):
    register(town)
    worker = _StuckWorker(town, monkeypatch)
    worker.start()
    assert worker.is_busy.wait(PATIENCE)
    assert events.hand_over(town.street.pk) == 0  # nobody else takes what it holds
    worker.kill()
    assert events.hand_over(town.street.pk) == 1
    assert len(told) == 1


class _StuckWorker(Thread):
    """Takes a delivery and never gets on with it; its connection is cut from outside."""

    def __init__(self, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(daemon=True)
        self.town, self.is_busy, self.may_go = town, Signal(), Signal()
        tell = events._consumers["ear"].hand_over

        def tell_or_hang(event: Event) -> None:
            if self.is_busy.is_set():
                tell(event)
                return
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                (self.backend,) = cursor.fetchone()
            self.is_busy.set()
            self.may_go.wait(PATIENCE)

        hanging = {"ear": Consumer("ear", "", tell_or_hang)}
        monkeypatch.setattr(events, "_consumers", hanging)

    def run(self) -> None:
        with suppress(ExceptionGroup, OperationalError):
            events.hand_over(self.town.street.pk)
        connection.close()

    def kill(self) -> None:
        with connection.as_owner(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [self.backend])
            assert cursor.fetchone() == (True,)
        self.may_go.set()
        self.join(PATIENCE)


KILLED = """
import os, signal, sys
import django
django.setup()
from linli.kernel import events
told = 0
consumer = events._consumers["notices"]
def tell_and_die(event, tell=consumer.hand_over):
    global told
    tell(event)
    told += 1
    if told == 5:
        os.kill(os.getpid(), signal.SIGKILL)  # told, and not yet marked as told
events._consumers["notices"] = events.Consumer("notices", consumer.prefixes, tell_and_die)
events.hand_over(int(sys.argv[1]))
"""


def test_a_worker_killed_in_the_middle_of_handing_over_is_followed_without_doubling(town: Town):
    person = Person("示小甲", "19900000001", town.account("resident").pk)
    for count in range(12):
        register(town, f"第{count}件不亮", person=person)
    name = connection.settings_dict["NAME"]
    address = conninfo.make_conninfo(os.environ["LINLI_DATABASE_URL"], dbname=name)
    environment = os.environ | {
        "LINLI_DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "linli.settings",
        "PYTHONPATH": os.pathsep.join(sys.path),
        "LINLI_DB_ROLE": "linli_app",
    }
    command = [sys.executable, "-c", KILLED, str(town.street.pk)]
    worker = subprocess.run(command, env=environment, timeout=PATIENCE * 3, check=False)
    assert worker.returncode == -signal.SIGKILL
    with context.in_street(town.street.pk):
        waiting = Delivery.objects.filter(done_at=None, consumer="notices")
        told = Notice.objects.filter(kind=CaseEvent.REGISTERED)
        assert (waiting.count(), told.count()) == (8, 4)  # the fifth was taken back with its worker
        events.hand_over(town.street.pk)
        assert (waiting.count(), told.count()) == (0, 12)
        assert len({notice.event_id for notice in told}) == 12
