"""Locks: sorted, fresh, and refusing what is missing."""

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from linli.kernel import locks
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound
from linli.kernel.models import Link
from linli.kernel.streets.models import new_id
from linli.kernel.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor() -> Actor:
    return factories.actor()


def saved(actor: Actor) -> Link:
    row = factories.link(actor)
    row.save()
    return row


def test_rows_come_in_the_order_asked_but_are_locked_in_order_of_the_key(actor: Actor):
    first, second = saved(actor), saved(actor)
    with transaction.atomic(), CaptureQueriesContext(connection) as seen:
        taken = locks.take(Link, actor.street_id, second.pk, first.pk)
    assert taken == [second, first]
    sql = seen[0]["sql"]
    assert sql.endswith('ORDER BY "kernel_link"."id" ASC FOR NO KEY UPDATE OF "kernel_link"')
    assert f'"street_id" = {actor.street_id}' in sql


def test_the_same_row_twice_is_one_lock(actor: Actor):
    row = saved(actor)
    assert locks.take(Link, actor.street_id, row.pk, row.pk) == [row, row]


def test_a_missing_row_is_refused(actor: Actor):
    with pytest.raises(NotFound):
        locks.take(Link, actor.street_id, saved(actor).pk, new_id())


def test_a_row_of_another_street_is_missing(actor: Actor):
    with pytest.raises(NotFound):
        locks.take(Link, actor.street_id, saved(factories.actor(2)).pk)


@pytest.mark.django_db(transaction=True)
def test_locking_outside_a_transaction_is_a_fault(actor: Actor):
    with pytest.raises(TransactionManagementError):
        locks.take(Link, actor.street_id, saved(actor).pk)
