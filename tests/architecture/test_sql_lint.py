"""The SQL lint finds what would fan out or fail on Citus, and lets the rest pass."""

import pytest
from django.db import connection, transaction

from linli.kernel.models import Delivery, Event
from linli.kernel.streets import context
from linli.kernel.tests import factories
from tests import sql_lint
from tests.sql_lint import UnscopedSqlError

TABLES = frozenset({"case", "grid"})

BAD = {
    "reads every street": 'SELECT "case"."id" FROM "case" WHERE "case"."id" = %s',
    "counts every street": 'SELECT COUNT(*) FROM "case"',
    "binds another column": 'SELECT 1 FROM "case" WHERE "case"."state" IN (%s, %s)',
    "joins without street": 'SELECT 1 FROM "case" INNER JOIN "grid" ON ("case"."grid_id" = '
    '"grid"."id") WHERE "case"."street_id" = %s',
    "joins by street, but binds none": 'SELECT 1 FROM "case" INNER JOIN "grid" ON '
    '("case"."grid_id" = "grid"."id" AND "case"."street_id" = ("grid"."street_id"))',
    "joins its own table without street": 'SELECT 1 FROM "case" INNER JOIN "case" T3 ON '
    '("case"."leading_id" = T3."id") WHERE "case"."street_id" = %s',
    "subquery without street": 'SELECT 1 FROM "case" WHERE ("case"."street_id" = %s AND EXISTS('
    'SELECT 1 FROM "grid" U0 WHERE U0."id" = ("case"."grid_id")))',
    "union with one half open": '(SELECT 1 FROM "case" WHERE "case"."street_id" = %s) UNION '
    '(SELECT 1 FROM "grid" WHERE "grid"."id" = %s)',
    "updates every street": 'UPDATE "case" SET "state" = %s WHERE "case"."id" = %s',
    "deletes in every street": 'DELETE FROM "case" WHERE "case"."id" IN (%s)',
}
GOOD = {
    "binds the street": 'SELECT 1 FROM "case" WHERE "case"."street_id" = %s',
    "binds some streets": 'SELECT 1 FROM "case" WHERE "case"."street_id" IN (%s, %s)',
    "binds by number": 'SELECT 1 FROM "case" WHERE ("case"."street_id" = 7 AND "case"."id" = %s)',
    "joins by street": 'SELECT 1 FROM "case" INNER JOIN "grid" ON ("case"."grid_id" = "grid"."id"'
    ' AND "case"."street_id" = ("grid"."street_id")) WHERE "case"."street_id" = %s',
    "joins two steps": 'SELECT 1 FROM "case" INNER JOIN "grid" ON ("case"."street_id" = '
    '("grid"."street_id")) INNER JOIN "case" T3 ON ("grid"."street_id" = (T3."street_id")) WHERE '
    '"case"."street_id" = %s',
    "subquery by street": 'SELECT 1 FROM "case" WHERE ("case"."street_id" = %s AND EXISTS(SELECT 1'
    ' FROM "grid" U0 WHERE U0."street_id" = ("case"."street_id")))',
    "locks within a street": 'SELECT 1 FROM "case" WHERE "case"."street_id" = %s FOR NO KEY UPDATE',
    "updates within a street": 'UPDATE "case" SET "state" = %s WHERE ("case"."street_id" = %s)',
    "joins a reference table": 'SELECT 1 FROM "case" INNER JOIN "account" ON ("case"."by" = '
    '"account"."id") WHERE "case"."street_id" = %s',
    "is about other tables": 'SELECT 1 FROM "account" WHERE "account"."id" = %s',
    "inserts": 'INSERT INTO "case" ("street_id", "id") VALUES (%s, %s)',
}


@pytest.mark.parametrize("sql", BAD.values(), ids=BAD)
def test_a_fan_out_is_found(sql: str):
    assert "every street" in " ".join(sql_lint.faults(sql, TABLES))


@pytest.mark.parametrize("sql", GOOD.values(), ids=GOOD)
def test_a_statement_within_a_street_passes(sql: str):
    assert sql_lint.faults(sql, TABLES) == ()


@pytest.mark.parametrize("lock", ["FOR UPDATE", "FOR NO KEY UPDATE SKIP LOCKED", "FOR SHARE"])
def test_a_lock_without_a_street_is_found(lock: str):
    sql = f'SELECT 1 FROM "case" WHERE "case"."id" = %s {lock}'
    assert sql_lint.faults(sql, TABLES) == ("locks rows without a street",)


def test_writing_the_street_is_found():
    sql = 'UPDATE "case" SET "state" = %s, "street_id" = %s WHERE "case"."street_id" = %s'
    assert sql_lint.faults(sql, TABLES) == ("writes street_id",)


@pytest.mark.django_db
def test_every_test_runs_under_it():
    actor = factories.actor()
    with pytest.raises(UnscopedSqlError):
        Event.objects.count()
    with pytest.raises(UnscopedSqlError):
        Delivery.objects.filter(event__kind="x").exists()
    with pytest.raises(UnscopedSqlError), transaction.atomic():
        Delivery.objects.update(consumer="x")
    with context.in_street(actor.street_id):
        assert Event.objects.count() == 0


@pytest.mark.django_db
def test_a_declared_fan_out_passes():
    with context.fan_out():
        assert Event.objects.count() == 0


def test_all_tables_of_street_rows_are_watched():
    watched = sql_lint.street_tables()
    assert {"cases_case", "cases_reporter", "kernel_event", "people_post"} <= watched
    assert not {"people_account", "streets_street", "django_session"} & watched
    assert connection.vendor == "postgresql"
