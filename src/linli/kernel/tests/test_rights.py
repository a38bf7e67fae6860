"""The application's role may read and add to append-only tables, and nothing else."""

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, models, transaction
from psycopg.errors import InsufficientPrivilege

from linli.kernel.models import Delivery, Event
from linli.kernel.streets import context
from linli.kernel.tests import factories

pytestmark = pytest.mark.django_db

APPEND_ONLY = [model for model in apps.get_models() if getattr(model, "append_only", False)]


def run(sql: str) -> None:
    with transaction.atomic(), context.fan_out(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_tests_act_as_the_application():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("linli_app",)


def test_events_are_append_only():
    assert Event in APPEND_ONLY


def test_events_can_be_added_and_read():
    actor = factories.actor()
    event = factories.event(actor)
    assert Event.objects.get(street_id=actor.street_id) == event


@pytest.mark.parametrize("model", APPEND_ONLY, ids=lambda model: model._meta.label)
@pytest.mark.parametrize(
    "sql", ['UPDATE "{}" SET street_id = street_id', 'DELETE FROM "{}"', 'TRUNCATE "{}" CASCADE']
)
def test_append_only_rows_cannot_be_changed_or_removed(model: type[models.Model], sql: str):
    with pytest.raises(ProgrammingError) as refused:
        run(sql.format(model._meta.db_table))
    assert isinstance(refused.value.__cause__, InsufficientPrivilege)


def test_other_tables_can_be_changed_but_never_emptied_at_once_or_altered():
    table = Delivery._meta.db_table
    run(f'DELETE FROM "{table}"')
    for sql in (f'TRUNCATE "{table}"', f'ALTER TABLE "{table}" ADD COLUMN extra int'):
        with pytest.raises(ProgrammingError) as refused:
            run(sql)
        assert isinstance(refused.value.__cause__, InsufficientPrivilege)
