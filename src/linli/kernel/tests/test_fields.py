"""Every override of the street key, the street link and the street row."""

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test.utils import CaptureQueriesContext

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.models import Delivery, Event
from linli.kernel.streets import context
from linli.kernel.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor() -> Actor:
    return factories.actor()


def delivery(actor: Actor, event: Event | None = None, consumer: str = "one") -> Delivery:
    event = event or factories.bare_event(actor)
    return Delivery.objects.create(street_id=actor.street_id, event=event, consumer=consumer)


def queries() -> CaptureQueriesContext:
    return CaptureQueriesContext(connection)


def test_save_filters_on_the_street_and_never_writes_it(actor: Actor):
    row = delivery(actor)
    row.consumer = "two"
    with queries() as seen:
        row.save()
    (sql,) = (query["sql"] for query in seen)
    head, tail = sql.split(" WHERE ")
    assert "street_id" not in head
    assert f'"street_id" = {actor.street_id}' in tail


def test_a_row_cannot_be_moved_to_another_street(actor: Actor):
    row = delivery(actor)
    row.street_id = factories.street(2).pk
    with pytest.raises(DatabaseError, match="not affect any rows"), transaction.atomic():
        row.save(force_update=True)
    assert Delivery.objects.get(street_id=actor.street_id).pk == row.pk


def test_save_in_a_data_migration_does_right_too(actor: Actor):
    row = delivery(actor)
    state = MigrationExecutor(connection).loader.project_state()
    past = state.apps.get_model("kernel", "Delivery").objects.get(
        pk=row.pk, street_id=actor.street_id
    )
    past.consumer = "two"
    with queries() as seen:
        past.save()
    assert "street_id" not in seen[0]["sql"].split(" WHERE ")[0]


def test_refresh_names_the_street(actor: Actor):
    row = delivery(actor)
    with queries() as seen:
        row.refresh_from_db()
    assert f'"street_id" = {actor.street_id}' in seen[0]["sql"]


def test_rows_are_deleted_within_the_street(actor: Actor):
    row = delivery(actor)
    with context.in_street(actor.street_id), queries() as seen:
        assert Delivery.objects.filter(pk=row.pk).delete()[0] == 1
    assert f'"street_id" = {actor.street_id}' in seen[-1]["sql"]


def test_bulk_update_names_the_streets(actor: Actor):
    rows = [delivery(actor), delivery(actor)]
    for row in rows:
        row.done_at = clock.now()
    with queries() as seen:
        assert Delivery.objects.bulk_update(rows, ["done_at"]) == 2
    (update,) = (query["sql"] for query in seen if query["sql"].startswith("UPDATE"))
    assert f'"street_id" IN ({actor.street_id})' in update


def test_joins_compare_the_streets(actor: Actor):
    row = delivery(actor)
    forward = Delivery.objects.filter(street_id=actor.street_id).select_related("event")
    back = Event.objects.filter(street_id=actor.street_id, deliveries__consumer="one")
    for rows in (forward, back):
        sql = str(rows.query)
        assert '"kernel_delivery"."street_id" = ("kernel_event"."street_id")' in sql or (
            '"kernel_event"."street_id" = ("kernel_delivery"."street_id")' in sql
        )
    assert forward.get().event == back.get() == row.event


def test_the_parent_is_fetched_within_the_street(actor: Actor):
    row = Delivery.objects.get(pk=delivery(actor).pk, street_id=actor.street_id)
    with queries() as seen:
        assert row.event.kind == factories.Done.THIS
    assert f'"street_id" = {actor.street_id}' in seen[0]["sql"]


def test_parents_are_prefetched_within_the_street(actor: Actor):
    wanted = {delivery(actor).event_id, delivery(actor).event_id}
    rows = Delivery.objects.filter(street_id=actor.street_id)
    with queries() as seen:
        found = {row.event.pk for row in rows.prefetch_related("event")}
    assert found == wanted
    assert f'"street_id" IN ({actor.street_id})' in seen[1]["sql"]


@pytest.mark.parametrize("lookup", ["deliveries", models.Prefetch("deliveries", to_attr="told")])
def test_children_are_prefetched_for_every_parent(actor: Actor, lookup: object):
    events = [factories.bare_event(actor), factories.bare_event(actor)]
    for event in events:
        delivery(actor, event)
    rows = Event.objects.filter(street_id=actor.street_id).order_by("id")
    with queries() as seen:
        found = list(rows.prefetch_related(lookup))
        told = [getattr(event, "told", None) or event.deliveries.all() for event in found]
    assert [len(rows) for rows in told] == [1, 1]
    assert len(seen) == 2
    assert f'"street_id" IN ({actor.street_id})' in seen[1]["sql"]


def test_the_children_of_a_row_are_read_and_made_in_its_street(actor: Actor):
    event = factories.bare_event(actor)
    made = event.deliveries.create(consumer="one")
    with queries() as seen:
        assert list(event.deliveries.filter(consumer="one")) == [made]
    assert f'"street_id" = {actor.street_id}' in seen[0]["sql"]
    assert made.street_id == actor.street_id


def test_children_are_found_or_made_in_its_street(actor: Actor):
    event = factories.bare_event(actor)
    first, made = event.deliveries.get_or_create(consumer="one")
    again, made_again = event.deliveries.get_or_create(consumer="one")
    changed, _ = event.deliveries.update_or_create(
        consumer="one", defaults={"done_at": clock.now()}
    )
    assert (first, made, made_again) == (again, True, False)
    assert changed.pk == first.pk


def test_rows_are_those_of_the_street_in_context(actor: Actor):
    other = factories.actor(2)
    mine, theirs = delivery(actor), delivery(other)
    with context.in_street(actor.street_id):
        assert list(Delivery.objects.all()) == [mine]
        with context.in_street(other.street_id):
            assert list(Delivery.objects.all()) == [theirs]
        with context.fan_out():
            assert Delivery.objects.count() == 2
        assert list(Delivery.objects.all()) == [mine]
    assert context.current() is None


def test_ids_sort_by_time_of_making():
    made = [factories.link(Actor("system", 1)).pk for _ in range(100)]
    assert made == sorted(made)
