"""Relations between rows of modules that do not know each other."""

import pytest

from linli.kernel import links
from linli.kernel.actor import Actor
from linli.kernel.models import Event, Link
from linli.kernel.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor() -> Actor:
    return factories.actor()


def test_targets_come_in_the_order_they_were_linked(actor: Actor):
    source, one, two = (factories.event(actor) for _ in range(3))
    links.link(source, [two], "photo")
    links.link(source, [one], "photo")
    assert links.targets(source, Event, "photo") == [two, one]


def test_saying_it_twice_changes_nothing(actor: Actor):
    source, one = factories.event(actor), factories.event(actor)
    links.link(source, [one], "photo")
    links.link(source, [one], "photo")
    assert links.targets(source, Event, "photo") == [one]


def test_kinds_are_kept_apart(actor: Actor):
    source, one, two = (factories.event(actor) for _ in range(3))
    links.link(source, [one], "photo")
    links.link(source, [two], "plan")
    assert links.targets(source, Event, "plan") == [two]
    assert links.targets(source, Event, "photo", "plan") == [one, two]
    assert links.targets(source, Event) == []


def test_a_row_knows_what_links_to_it(actor: Actor):
    source, one = factories.event(actor), factories.event(actor)
    links.link(source, [one], "photo")
    (found,) = links.links_to(actor.street_id, one.pk, "photo")
    assert (found.source_id, found.source_type) == (source.pk, "kernel.event")
    assert links.links_to(actor.street_id, one.pk, "plan") == []


def test_linking_nothing_writes_nothing(actor: Actor):
    links.link(factories.event(actor), [], "photo")
    assert not Link.objects.filter(street_id=actor.street_id).exists()
