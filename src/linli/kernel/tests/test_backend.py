"""What the database itself holds, read back from its catalogue."""

from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from linli.kernel.models import Delivery
from linli.kernel.streets import context
from linli.kernel.streets.fields import StreetFK, street_key
from linli.kernel.tests import factories

pytestmark = pytest.mark.django_db

STREET_MODELS = [model for model in apps.get_models() if street_key(model)]
STREET_FKS = [
    field
    for model in STREET_MODELS
    for field in model._meta.local_fields
    if isinstance(field, StreetFK)
]

KEY = """
SELECT array_agg(a.attname::text ORDER BY k.place)
FROM pg_constraint c, unnest(c.conkey) WITH ORDINALITY AS k (number, place), pg_attribute a
WHERE c.conrelid = %s::regclass AND c.contype = 'p'
  AND a.attrelid = c.conrelid AND a.attnum = k.number
"""
LINKS = """
SELECT c.confrelid::regclass::text, c.condeferrable,
  (SELECT array_agg(a.attname::text ORDER BY k.place)
   FROM unnest(c.conkey) WITH ORDINALITY AS k (number, place), pg_attribute a
   WHERE a.attrelid = c.conrelid AND a.attnum = k.number),
  (SELECT array_agg(a.attname::text ORDER BY k.place)
   FROM unnest(c.confkey) WITH ORDINALITY AS k (number, place), pg_attribute a
   WHERE a.attrelid = c.confrelid AND a.attnum = k.number)
FROM pg_constraint c WHERE c.conrelid = %s::regclass AND c.contype = 'f'
"""


def read(sql: str, table: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [table])
        return cursor.fetchall()


@pytest.mark.parametrize("model", STREET_MODELS, ids=lambda model: model._meta.label)
def test_the_database_key_is_street_and_id(model: type[models.Model]):
    assert read(KEY, model._meta.db_table) == [(["street_id", model._meta.pk.column],)]


@pytest.mark.parametrize("model", STREET_MODELS, ids=lambda model: model._meta.label)
def test_street_is_the_first_column(model: type[models.Model]):
    first = "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum = 1"
    assert read(first, model._meta.db_table) == [("street_id",)]


@pytest.mark.parametrize("field", STREET_FKS, ids=str)
def test_every_link_within_a_street_is_held_by_both_columns(field: StreetFK):
    target = field.related_model._meta
    wanted = (
        target.db_table,
        True,
        ["street_id", field.column],
        ["street_id", target.pk.column],
    )
    assert wanted in read(LINKS, field.model._meta.db_table)


@pytest.mark.parametrize("model", STREET_MODELS, ids=lambda model: model._meta.label)
def test_no_link_to_a_street_row_forgets_the_street(model: type[models.Model]):
    tables = {other._meta.db_table for other in STREET_MODELS}
    for target, _, columns, _ in read(LINKS, model._meta.db_table):
        assert target not in tables or columns[0] == "street_id"


def test_a_child_of_another_street_is_refused():
    here, there = factories.actor(1), factories.actor(2)
    foreign = factories.bare_event(there)
    Delivery.objects.create(street_id=here.street_id, event_id=foreign.pk, consumer="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.check_constraints()
    Delivery.objects.filter(street_id=here.street_id).delete()


def test_counting_children_groups_by_all_columns_of_a_street_row():
    actor = factories.actor()
    event = factories.bare_event(actor)
    Delivery.objects.create(street_id=actor.street_id, event=event, consumer="x")
    rows = type(event).objects.filter(street_id=actor.street_id)
    counted = rows.annotate(told=models.Count("deliveries"))
    assert [row.told for row in counted] == [1]
    assert '"kernel_event"."kind"' in str(counted.query).split("GROUP BY")[1]


def test_migrations_ask_citus_for_one_connection():
    with connection.as_owner(), connection.schema_editor(atomic=False), connection.cursor() as sql:
        sql.execute("SHOW citus.multi_shard_modify_mode")
        assert sql.fetchone() == ("sequential",)


def test_a_new_street_table_gets_its_key_while_a_reference_table_keeps_its_own():
    with context.fan_out(), connection.schema_editor(collect_sql=True) as editor:
        editor.create_model(Delivery)
        editor.create_model(apps.get_model("streets", "Street"))
    sql = "\n".join(editor.collected_sql)
    assert 'PRIMARY KEY ("street_id", "id")' in sql
    assert '"id" bigint NOT NULL PRIMARY KEY GENERATED' in sql
