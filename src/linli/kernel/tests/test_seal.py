"""The seal: whatever is done to the record behind our back is found, and named."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction

from linli.kernel import clock, drift, events, heads, seal, tasks
from linli.kernel.actor import Actor
from linli.kernel.models import Delivery, Event, Seal, SealedEvent
from linli.kernel.streets import context
from linli.kernel.streets.models import Street, new_id
from linli.kernel.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor(monkeypatch: pytest.MonkeyPatch) -> Iterator[Actor]:
    """Six events in three seals of two."""
    monkeypatch.setattr(events, "_consumers", {})
    monkeypatch.setattr(seal, "BATCH", 2)
    actor = factories.actor()
    for _ in range(6):
        factories.event(actor)
    assert seal.seal_waiting(actor.street_id) == 6
    with context.in_street(actor.street_id):
        yield actor


def found(actor: Actor) -> list[tuple[str, str]]:
    street = Street.objects.get(pk=actor.street_id)
    looked = [each for drifts in drift.RECORD.look(street) for each in drifts]
    return [(each.reason.code, each.row) for each in looked]


def keys(actor: Actor) -> list[str]:
    rows = Event.objects.filter(street_id=actor.street_id).order_by("id")
    return [str(pk) for pk in rows.values_list("pk", flat=True)]


def owner_runs(*statements: str) -> None:
    """What only somebody with the rights of the owner can do, past the application."""
    with connection.as_owner(), context.fan_out(), connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)


def test_a_record_that_nobody_touched_holds(actor: Actor):
    factories.event(actor)
    assert found(actor) == []


def test_a_seal_names_its_events_and_follows_the_one_before(actor: Actor):
    rows = list(Seal.objects.filter(street_id=actor.street_id).order_by("number"))
    assert [(row.number, row.count) for row in rows] == [(1, 2), (2, 2), (3, 2)]
    assert [str(key) for row in rows for key in (row.first, row.last)] == keys(actor)
    assert len({bytes(row.hash) for row in rows}) == 3


def test_sealing_again_finds_nothing_to_do(actor: Actor):
    assert seal.seal_waiting(actor.street_id) == 0
    assert not Delivery.objects.filter(street_id=actor.street_id).exists()


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'cases.case.closed'",
        "at = at - interval '1 microsecond'",
        "actor_id = gen_random_uuid()",
        "actor_kind = 'account'",
        "actor_roles = '[\"admin\"]'",
        "audience = 'public'",
        "reason = 'late'",
        "subject_id = gen_random_uuid()",
        "subject_type = 'cases.case'",
        "before = '{\"a\": 1}'",
        "after = '{\"a\": 1}'",
    ],
)
def test_a_changed_event_is_named_whatever_was_changed(actor: Actor, change: str):
    key = keys(actor)[2]
    owner_runs(f"UPDATE kernel_event SET {change} WHERE id = '{key}'")
    assert found(actor) == [("event_changed", key)]


def test_every_column_of_an_event_is_sealed(actor: Actor):
    event = Event.objects.filter(street_id=actor.street_id).first()
    digest = seal.event_digest(event, "sha256")
    for field in Event._meta.local_fields:
        kept = getattr(event, field.attname)
        setattr(event, field.attname, "other")
        assert seal.event_digest(event, "sha256") != digest, field
        setattr(event, field.attname, kept)
    assert seal.event_digest(event, "sha256") == digest


def test_an_event_taken_away_is_named(actor: Actor):
    key = keys(actor)[3]
    owner_runs(f"DELETE FROM kernel_event WHERE id = '{key}'")
    assert found(actor) == [("event_missing", key)]


def test_an_event_put_in_past_the_application_is_named_at_once(actor: Actor):
    key = keys(actor)[1]
    put_in = key[:-4] + ("0000" if key[-4:] != "0000" else "ffff")
    columns = "street_id, at, kind, actor_kind, actor_id, actor_roles, subject_type, subject_id"
    columns += ", audience, reason, before, after"
    owner_runs(
        f"INSERT INTO kernel_event (id, {columns}) "
        f"SELECT '{put_in}', {columns} FROM kernel_event WHERE id = '{key}'"
    )
    assert found(actor) == [("event_inserted", put_in)]


def test_two_events_that_changed_places_are_both_named(actor: Actor):
    one, other = keys(actor)[0], keys(actor)[5]
    spare = "00000000-0000-7000-8000-000000000000"
    owner_runs(
        f"UPDATE kernel_event SET id = '{spare}' WHERE id = '{one}'",
        f"UPDATE kernel_event SET id = '{one}' WHERE id = '{other}'",
        f"UPDATE kernel_event SET id = '{other}' WHERE id = '{spare}'",
    )
    assert sorted(found(actor)) == [("event_changed", one), ("event_changed", other)]


def test_an_event_kept_from_the_seal_is_named(actor: Actor):
    event = factories.event(actor)
    owner_runs(f"DELETE FROM kernel_delivery WHERE event_id = '{event.pk}'")
    assert found(actor) == [("event_inserted", str(event.pk))]


def test_a_changed_digest_breaks_its_seal(actor: Actor):
    key = keys(actor)[2]
    owner_runs(
        f"UPDATE kernel_event SET reason = 'late' WHERE id = '{key}'",
        f"UPDATE kernel_sealedevent SET digest = sha256('x') WHERE id = '{key}'",
    )
    assert found(actor) == [("seal_broken", "#2"), ("event_changed", key)]


def test_an_event_and_its_digest_taken_away_break_the_seal(actor: Actor):
    key = keys(actor)[2]
    owner_runs(
        f"DELETE FROM kernel_event WHERE id = '{key}'",
        f"DELETE FROM kernel_sealedevent WHERE id = '{key}'",
    )
    assert found(actor) == [("seal_broken", "#2")]


@pytest.mark.parametrize("change", ["at = at - interval '1 day'", "count = 3", "first = last"])
def test_a_changed_seal_is_found(actor: Actor, change: str):
    owner_runs(f"UPDATE kernel_seal SET {change} WHERE number = 2")
    assert found(actor) == [("seal_broken", "#2")]


def test_a_seal_torn_out_of_the_middle_is_found(actor: Actor):
    owner_runs("DELETE FROM kernel_seal WHERE number = 2")
    assert found(actor) == [("seal_missing", "#2-2"), ("seal_broken", "#3")]


def test_seals_torn_off_at_the_end_are_found_with_their_events(actor: Actor):
    last = keys(actor)[4:]
    owner_runs("DELETE FROM kernel_seal WHERE number = 3")
    assert found(actor) == [("seal_missing", "#3")]
    owner_runs("DELETE FROM kernel_sealedevent WHERE number = 3")
    assert found(actor) == [("event_inserted", key) for key in last]


def test_a_tail_cut_off_whole_is_found_only_by_a_head_kept_outside(actor: Actor):
    kept = bytes(seal.head(actor.street_id).hash)
    last = keys(actor)[4:]
    owner_runs(
        "DELETE FROM kernel_seal WHERE number = 3",
        "DELETE FROM kernel_sealedevent WHERE number = 3",
        f"DELETE FROM kernel_event WHERE id IN ('{last[0]}', '{last[1]}')",
    )
    assert found(actor) == []
    assert not seal.knows(actor.street_id, kept)


def test_a_chain_rewritten_from_its_beginning_is_found_only_by_a_head_kept_outside(actor: Actor):
    kept = bytes(seal.head(actor.street_id).hash)
    owner_runs(
        f"UPDATE kernel_event SET reason = 'late' WHERE id = '{keys(actor)[0]}'",
        "DELETE FROM kernel_seal",
        "DELETE FROM kernel_sealedevent",
        "INSERT INTO kernel_delivery (street_id, id, event_id, consumer)"
        " SELECT street_id, id, id, 'seal' FROM kernel_event",
    )
    seal.seal_waiting(actor.street_id)
    assert found(actor) == []
    assert not seal.knows(actor.street_id, kept)


def test_a_head_of_some_days_ago_is_known_while_the_chain_grows(actor: Actor):
    kept = bytes(seal.head(actor.street_id).hash)
    factories.event(actor)
    seal.seal_waiting(actor.street_id)
    assert seal.knows(actor.street_id, kept)
    assert not seal.knows(actor.street_id, bytes(32))


def test_the_algorithm_can_change_on_the_way(actor: Actor, settings: Any):
    settings.LINLI_SEAL = "sm3"
    factories.event(actor)
    seal.seal_waiting(actor.street_id)
    newest = seal.head(actor.street_id)
    assert (newest.algorithm, len(newest.hash)) == ("sm3", 32)
    assert found(actor) == []


def test_each_street_has_a_chain_of_its_own(actor: Actor):
    other = factories.actor(2)
    with context.in_street(other.street_id):
        factories.event(other)
    tasks.seal_every(timestamp=0)
    with context.in_street(other.street_id):
        assert seal.head(other.street_id).number == 1
        owner_runs(f"UPDATE kernel_event SET reason = 'x' WHERE street_id = {other.street_id}")
        assert [code for code, _ in found(other)] == ["event_changed"]
    assert found(actor) == []


def test_two_cannot_make_the_same_seal(actor: Actor):
    again = seal.head(actor.street_id)
    again.pk = new_id()
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_what_commits_late_is_sealed_late_and_raises_no_alarm(monkeypatch: pytest.MonkeyPatch):
    """The first event is made first and commits last; the seal in between has passed it."""
    monkeypatch.setattr(events, "_consumers", {})
    actor = factories.actor(3)
    written, passed = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with context.in_street(actor.street_id), transaction.atomic():
                factories.event(actor)
                written.set()
                assert passed.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    with context.in_street(actor.street_id):
        assert written.wait(20)
        factories.event(actor)
        assert seal.seal_waiting(actor.street_id) == 1
        assert found(actor) == []
        passed.set()
        thread.join()
        assert found(actor) == []
        assert seal.seal_waiting(actor.street_id) == 1
        assert found(actor) == []
        first, second = Seal.objects.filter(street_id=actor.street_id).order_by("number")
        assert second.last < first.first


def test_every_night_the_record_is_checked_and_the_head_put_outside(
    actor: Actor, settings: Any, tmp_path: Path
):
    settings.LINLI_HEAD_FILE = str(tmp_path / "heads.txt")
    settings.LINLI_HEAD_MAIL = "archive@example.cn"
    tasks.check_every(timestamp=0)
    checked = Event.objects.filter(street_id=actor.street_id).order_by("-id").first()
    assert checked.kind == heads.SealEvent.CHECKED
    assert checked.after == {"number": 3, "drifts": 0}
    line = (tmp_path / "heads.txt").read_text()
    published = Seal.objects.get(street_id=actor.street_id, number=3)
    assert line == f"990102001000 3 sha256 {bytes(published.hash).hex()} 0\n"
    (letter,) = mail.outbox
    assert letter.to == ["archive@example.cn"]
    assert line in letter.body


def test_the_same_head_is_written_into_the_file_once(actor: Actor, settings: Any, tmp_path: Path):
    settings.LINLI_HEAD_FILE = str(tmp_path / "heads.txt")
    street = Street.objects.get(pk=actor.street_id)
    heads.publish(street, 0)
    heads.publish(street, 0)
    assert len((tmp_path / "heads.txt").read_text().splitlines()) == 1


def test_nothing_leaves_the_machine_unless_it_is_named(actor: Actor):
    tasks.check_every(timestamp=0)
    assert mail.outbox == []


def test_the_night_says_how_much_does_not_hold(actor: Actor):
    owner_runs(f"UPDATE kernel_event SET reason = 'late' WHERE id = '{keys(actor)[0]}'")
    with clock.at(clock.now() + timedelta(days=1)):
        tasks.check_every(timestamp=0)
    checked = Event.objects.filter(street_id=actor.street_id).order_by("-id").first()
    assert checked.after["drifts"] == 1


def test_a_thousand_events_cost_no_more_statements_than_two(actor: Actor, monkeypatch: Any):
    monkeypatch.setattr(seal, "BATCH", 1000)
    subject = factories.link(actor)
    events.write(events.draft(actor, factories.Done.THIS, subject) for _ in range(1000))
    seen: list[str] = []

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        seen.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        assert seal.seal_waiting(actor.street_id) == 1000
    assert len([sql for sql in seen if "SAVEPOINT" not in sql]) <= 7
    assert SealedEvent.objects.filter(street_id=actor.street_id).count() == 1006
