"""One transaction, in the actor's street, never unrecorded."""

import pytest
from django.db import connection

from linli.kernel import events
from linli.kernel.action import UnrecordedWriteError, action
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound, Refused
from linli.kernel.models import Event, Link
from linli.kernel.streets import context
from linli.kernel.tests import factories
from linli.kernel.tests.factories import Done

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor() -> Actor:
    return factories.actor()


@action
def keep(*, actor: Actor, refuse: bool = False) -> Link:
    row = factories.link(actor)
    row.save()
    events.record(actor, Done.THIS, row)
    if refuse:
        raise NotFound
    return row


@action
def keep_silently(*, actor: Actor) -> None:
    factories.link(actor).save()


@action
def look(*, actor: Actor) -> int:
    return Link.objects.count()


@action
def keep_both(*, actor: Actor, second: bool) -> None:
    keep(actor=actor)
    try:
        keep(actor=actor, refuse=not second)
    except Refused:
        events.record(actor, Done.THAT, factories.link(actor))


def kept(actor: Actor) -> tuple[int, int]:
    return (
        Link.objects.filter(street_id=actor.street_id).count(),
        Event.objects.filter(street_id=actor.street_id).count(),
    )


def test_what_was_done_is_kept_with_its_event(actor: Actor):
    keep(actor=actor)
    assert kept(actor) == (1, 1)


def test_an_exception_leaves_nothing(actor: Actor):
    with pytest.raises(NotFound):
        keep(actor=actor, refuse=True)
    assert kept(actor) == (0, 0)


def test_a_write_without_an_event_is_refused_and_undone(actor: Actor):
    with pytest.raises(UnrecordedWriteError, match="keep_silently"):
        keep_silently(actor=actor)
    assert kept(actor) == (0, 0)


def test_changing_and_removing_count_as_writing(actor: Actor):
    keep(actor=actor)
    rows = Link.objects.filter(street_id=actor.street_id)

    @action
    def change(*, actor: Actor) -> None:
        rows.update(kind="other")

    @action
    def remove(*, actor: Actor) -> None:
        rows.delete()

    for verb in (change, remove):
        with pytest.raises(UnrecordedWriteError):
            verb(actor=actor)
    assert rows.get().kind == "test"


def test_looking_needs_no_event(actor: Actor):
    keep(actor=actor)
    assert look(actor=actor) == 1


def test_the_street_is_the_actors(actor: Actor):
    other = factories.actor(2)
    keep(actor=actor)
    with context.in_street(actor.street_id):
        assert look(actor=other) == 0
    assert context.current() is None


def test_an_action_inside_an_action_is_part_of_it(actor: Actor):
    keep_both(actor=actor, second=True)
    assert kept(actor) == (2, 2)


def test_a_refused_inner_action_leaves_nothing_of_its_own(actor: Actor):
    keep_both(actor=actor, second=False)
    assert kept(actor) == (1, 2)


def test_an_inner_action_must_record_its_own_writes(actor: Actor):
    @action
    def outer(*, actor: Actor) -> None:
        keep(actor=actor)
        keep_silently(actor=actor)

    with pytest.raises(UnrecordedWriteError, match="keep_silently"):
        outer(actor=actor)
    assert kept(actor) == (0, 0)


def test_it_runs_in_a_transaction(actor: Actor):
    depth = len(connection.savepoint_ids)

    @action
    def inside(*, actor: Actor) -> int:
        return len(connection.savepoint_ids)

    assert connection.in_atomic_block
    assert inside(actor=actor) == depth + 1
