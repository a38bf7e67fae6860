"""The journal, and handing it on."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from linli.kernel import clock, events, tasks
from linli.kernel.actor import Actor, ActorKind, Standing
from linli.kernel.events import Audience
from linli.kernel.models import Delivery, Event
from linli.kernel.streets.models import new_id
from linli.kernel.tests import factories
from linli.kernel.tests.factories import Done, consumer, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor() -> Actor:
    return factories.actor()


@pytest.fixture(autouse=True)
def _no_other_consumers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "_consumers", {})


@pytest.fixture
def told() -> Iterator[list[str]]:
    heard: list[str] = []
    consumer("ear", lambda event: heard.append(event.kind))
    return heard


def jobs(actor: Actor) -> int:
    """Of the street: its tables are not Django's, who leaves in them what other tests have left."""
    with connection.cursor() as cursor:
        sql = "SELECT count(*) FROM procrastinate_jobs WHERE args->>'street_id' = %s"
        cursor.execute(sql, [str(actor.street_id)])
        (count,) = cursor.fetchone()
    return int(count)


def test_an_event_keeps_who_when_what_and_never_words(actor: Actor):
    person = Actor(
        ActorKind.ACCOUNT, actor.street_id, new_id(), (Standing("grid"), Standing("clerk"))
    )
    before = clock.now()
    event = events.record(
        person,
        Done.THIS,
        factories.link(actor),
        audience=Audience.PUBLIC,
        reason="late",
        before={"state": "a"},
        after={"state": "b"},
    )
    kept = Event.objects.get(street_id=actor.street_id, pk=event.pk)
    assert (kept.kind, kept.audience, kept.reason) == ("kernel.test.this", "public", "late")
    assert (kept.actor_kind, kept.actor_id) == ("account", person.id)
    assert kept.actor_roles == ["clerk", "grid"]
    assert (kept.before, kept.after) == ({"state": "a"}, {"state": "b"})
    assert before <= kept.at <= clock.now()
    assert kept.subject_type == "kernel.link"


def test_history_is_in_order(actor: Actor):
    subject = factories.link(actor)
    for kind in (Done.THIS, Done.THAT, Done.THIS):
        events.record(actor, kind, subject)
    history = events.history(actor.street_id, subject.pk)
    assert [event.kind for event in history] == [Done.THIS, Done.THAT, Done.THIS]


def test_each_consumer_of_the_kind_gets_a_delivery_and_all_share_one_job(actor: Actor):
    consumer("all", print)
    consumer("these", print, "kernel.test.this")
    consumer("others", print, "cases.")
    subject = factories.link(actor)
    events.write([events.draft(actor, kind, subject) for kind in (Done.THIS, Done.THAT)])
    assert waiting(actor.street_id) == ["all", "these", "all"]
    assert jobs(actor) == 1


def test_nobody_to_tell_means_no_job(actor: Actor):
    factories.event(actor)
    events.write([])
    assert jobs(actor) == 0


@pytest.mark.usefixtures("told")
def test_a_rollback_leaves_neither_event_nor_delivery_nor_job(actor: Actor):
    with transaction.atomic():
        factories.event(actor)
        assert jobs(actor)
        transaction.set_rollback(True)
    assert jobs(actor) == 0
    assert not Event.objects.filter(street_id=actor.street_id).exists()
    assert waiting(actor.street_id) == []


def test_everybody_is_told_once(actor: Actor, told: list[str]):
    consumer("second", lambda _: told.append("second"))
    factories.event(actor)
    assert events.hand_over(actor.street_id) == 2
    assert events.hand_over(actor.street_id) == 0
    assert sorted(told) == ["kernel.test.this", "second"]


def test_only_the_named_street_is_told(actor: Actor, told: list[str]):
    other = factories.actor(2)
    factories.event(actor)
    factories.event(other, Done.THAT)
    events.hand_over(other.street_id)
    assert told == [Done.THAT]


def test_a_failing_consumer_holds_up_nobody_and_is_told_again(actor: Actor, told: list[str]):
    broken = [True]

    def stumble(event: Event) -> None:
        Event.objects.get(street_id=event.street_id, pk=event.pk)
        if broken:
            raise ZeroDivisionError

    consumer("aaa", stumble)
    factories.event(actor)
    factories.event(actor, Done.THAT)
    with pytest.raises(ExceptionGroup) as failed:
        events.hand_over(actor.street_id)
    assert [type(failure) for failure in failed.value.exceptions] == [ZeroDivisionError] * 2
    assert told == [Done.THIS, Done.THAT]
    assert waiting(actor.street_id) == ["aaa", "aaa"]
    broken.clear()
    assert events.hand_over(actor.street_id) == 2
    assert told == [Done.THIS, Done.THAT]


def test_many_failures_in_front_do_not_hide_what_is_behind(
    actor: Actor, told: list[str], monkeypatch: pytest.MonkeyPatch
):
    consumer("aaa", lambda _: 1 // 0)
    for _ in range(5):
        factories.event(actor)
    paged = events._waiting
    monkeypatch.setattr(events, "_waiting", lambda street_id: paged(street_id, page=2))
    with pytest.raises(ExceptionGroup):
        events.hand_over(actor.street_id)
    assert len(told) == 5


def test_what_a_consumer_wrote_before_it_failed_is_undone(actor: Actor):
    def write_and_fail(event: Event) -> None:
        factories.link(actor).save()
        raise ZeroDivisionError

    consumer("ear", write_and_fail)
    factories.event(actor)
    with pytest.raises(ExceptionGroup):
        events.hand_over(actor.street_id)
    assert not type(factories.link(actor)).objects.filter(street_id=actor.street_id).exists()


def test_the_sweep_picks_up_what_is_left_in_every_street(actor: Actor, told: list[str]):
    other = factories.actor(2)
    factories.event(actor)
    factories.event(other, Done.THAT)
    tasks.sweep(timestamp=0)
    assert sorted(told) == [Done.THAT, Done.THIS]
    assert not waiting(actor.street_id) + waiting(other.street_id)


def test_the_sweep_goes_on_when_one_street_fails(actor: Actor, told: list[str]):
    other = factories.actor(2)

    def fail_here(event: Event) -> None:
        if event.street_id == actor.street_id:
            raise ZeroDivisionError

    consumer("aaa", fail_here)
    factories.event(actor)
    factories.event(other, Done.THAT)
    with pytest.raises(ExceptionGroup):
        tasks.sweep(timestamp=0)
    assert sorted(told) == [Done.THAT, Done.THIS]
    assert (waiting(actor.street_id), waiting(other.street_id)) == (["aaa"], [])


def test_a_failed_hand_over_is_tried_again():
    strategy = tasks.hand_over.retry_strategy
    assert strategy is not None
    assert strategy.max_attempts


def test_done_deliveries_say_when(actor: Actor, told: list[str]):
    factories.event(actor)
    events.hand_over(actor.street_id)
    assert told
    assert Delivery.objects.get(street_id=actor.street_id, consumer="ear").done_at
