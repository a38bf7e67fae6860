"""What changes rarely is loaded once per revision."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.kernel.models import Link
from linli.kernel.streets import revisions
from linli.kernel.streets.models import Street
from linli.kernel.tests import factories

pytestmark = pytest.mark.django_db


@revisions.per_revision
def kinds(street: Street) -> list[str]:
    return list(Link.objects.filter(street_id=street.pk).values_list("kind", flat=True))


def test_warm_values_cost_no_statement():
    street = factories.street()
    kinds(street)
    with CaptureQueriesContext(connection) as seen:
        assert kinds(street) == []
    assert len(seen) == 0


def test_a_moved_revision_loads_again():
    actor = factories.actor()
    street = Street.objects.get(pk=actor.street_id)
    kinds(street)
    factories.link(actor).save()
    revisions.move_on(street.pk)
    assert kinds(street) == []
    street.refresh_from_db()
    assert kinds(street) == ["test"]


def test_streets_do_not_share():
    one, two = factories.actor(1), factories.actor(2)
    factories.link(one).save()
    assert kinds(Street.objects.get(pk=one.street_id)) == ["test"]
    assert kinds(Street.objects.get(pk=two.street_id)) == []
