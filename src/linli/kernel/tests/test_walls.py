"""Row-level security behind the query layer: what SQL that forgot the street sees."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, models, transaction
from django.test.utils import CaptureQueriesContext
from psycopg.errors import InsufficientPrivilege

from linli.kernel.models import Link
from linli.kernel.streets import context
from linli.kernel.streets.fields import street_key
from linli.kernel.streets.models import new_id
from linli.kernel.tests import factories

pytestmark = pytest.mark.django_db

STREET_MODELS = [model for model in apps.get_models() if street_key(model)]
# Reference tables that are read before any street is known.
KNOWS_ITS_STREET = {"people_account", "openapi_key"}
WALLS = """
SELECT c.relname FROM pg_class c LEFT JOIN pg_policies p
  ON p.tablename = c.relname AND p.schemaname = 'public' AND p.permissive = 'PERMISSIVE'
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND EXISTS (
  SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'street_id')
GROUP BY c.oid, c.relname
HAVING NOT (c.relrowsecurity AND count(p.policyname) = 1
  AND bool_and(p.cmd = 'ALL' AND p.qual LIKE '%%linli.street%%street_id%%'))
"""
ROLE = "SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user"
OWNED = "SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user"
COUNT = "SELECT count(*) FROM kernel_link"
TOLD = "SELECT current_setting('linli.street', true)"


def ask(statement: str, *params: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()


def count() -> int:
    """All links there are, by SQL that names no street."""
    ((found,),) = ask(COUNT)
    return int(found)


def linked(number: int, links: int = 1) -> int:
    """A street with so many links."""
    actor = factories.actor(number)
    with context.in_street(actor.street_id):
        Link.objects.bulk_create([factories.link(actor) for _ in range(links)])
    return actor.street_id


def test_every_table_with_a_street_has_its_wall():
    assert {name for (name,) in ask(WALLS)} == KNOWS_ITS_STREET
    assert len(STREET_MODELS) > 20


def test_the_application_owns_nothing_and_passes_no_wall():
    assert ask(ROLE) == [(False, False, False)]
    assert ask(OWNED) == [(0,)]


@pytest.mark.usefixtures("at_work")
def test_sql_that_forgot_the_street_sees_the_street_in_context_only():
    here, there = linked(1, links=2), linked(2)
    with context.in_street(here):
        assert count() == 2
        with context.in_street(there):
            assert count() == 1
        assert count() == 2
    assert count() == 0
    with context.fan_out():
        assert count() == 3
        with context.in_street(there):
            assert count() == 1


@pytest.mark.parametrize("model", STREET_MODELS, ids=lambda model: model._meta.label)
def test_no_table_shows_a_row_of_another_street(town: Any, model: type[models.Model]):
    elsewhere = factories.street(2).pk
    table = model._meta.db_table
    with context.in_street(elsewhere):
        assert ask(f"SELECT count(*) FROM {table}") == [(0,)]
        named = f"SELECT count(*) FROM {table} WHERE street_id = %s"
        assert ask(named, town.street.pk) == [(0,)]


def test_a_row_of_another_street_is_neither_added_nor_changed_nor_removed():
    here, there = linked(1), linked(2)
    with context.in_street(here):
        with pytest.raises(ProgrammingError) as refused, transaction.atomic():
            Link.objects.create(street_id=there, kind="x", source_id=new_id(), target_id=new_id())
        assert isinstance(refused.value.__cause__, InsufficientPrivilege)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE kernel_link SET kind = 'x' WHERE street_id = %s", [there])
            assert cursor.rowcount == 0
            cursor.execute("DELETE FROM kernel_link WHERE street_id = %s", [there])
            assert cursor.rowcount == 0
    with context.in_street(there):
        assert [link.kind for link in Link.objects.all()] == ["test"]


def test_what_a_rollback_takes_back_is_said_again():
    here, there = linked(1, links=2), linked(2)
    with context.in_street(here):
        assert Link.objects.count() == 2
    with transaction.atomic(), context.in_street(there):
        assert Link.objects.count() == 1
        transaction.set_rollback(True)
    with context.in_street(there):
        assert Link.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_connection_is_told_once_and_again_after_a_rollback():
    here, there = linked(1), linked(2)
    with context.in_street(here):
        Link.objects.count()
        with CaptureQueriesContext(connection) as seen:
            Link.objects.count()
            with transaction.atomic():
                Link.objects.count()
        assert not [query for query in seen if "set_config" in query["sql"]]
        with transaction.atomic(), context.in_street(there):
            Link.objects.count()
            transaction.set_rollback(True)
        assert ask(TOLD) == [(str(here),)]
        assert Link.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("at_work")
def test_what_concerns_no_street_tells_nothing():
    linked(1)
    with CaptureQueriesContext(connection) as seen:
        factories.street(2)
        ask("SELECT count(*) FROM django_session")
    assert not [query for query in seen if "set_config" in query["sql"]]


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_another_thread_leaves_in_the_pool_shows_nothing_of_its_street():
    """Closed in the middle of a transaction, too: what the pool rolls back is forgotten."""
    streets = [linked(number, links=number) for number in (1, 2, 3)]

    def work(turn: int) -> bool:
        street = turn % 3
        try:
            with context.in_street(streets[street]):
                seen = count()
                if turn % 2:
                    connection.set_autocommit(False)
                    with context.in_street(streets[(street + 1) % 3]):
                        count()
            return seen == street + 1
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(work, range(60)))
