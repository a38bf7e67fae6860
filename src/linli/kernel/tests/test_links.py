"""Relations between rows of modules that do not know each other."""

from uuid import UUID

import pytest

from linli.kernel import links
from linli.kernel.actor import Actor
from linli.kernel.models import Event, Link
from linli.kernel.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor() -> Actor:
    return factories.actor()


def ends(source: Event, *kinds: str) -> list[UUID]:
    return [link.target_id for link in links.links_from(source.street_id, [source.pk], *kinds)]


def test_targets_come_in_the_order_they_were_linked(actor: Actor):
    source, one, two = (factories.event(actor) for _ in range(3))
    links.link(source, [two], "photo")
    links.link(source, [one], "photo")
    assert ends(source, "photo") == [two.pk, one.pk]


def test_saying_it_twice_changes_nothing(actor: Actor):
    source, one = factories.event(actor), factories.event(actor)
    links.link(source, [one], "photo")
    links.link(source, [one], "photo")
    assert ends(source, "photo") == [one.pk]


def test_kinds_are_kept_apart(actor: Actor):
    source, one, two = (factories.event(actor) for _ in range(3))
    links.link(source, [one], "photo")
    links.link(source, [two], "plan")
    assert ends(source, "plan") == [two.pk]
    assert ends(source, "photo", "plan") == [one.pk, two.pk]
    assert ends(source) == []


def test_a_row_knows_what_links_to_it(actor: Actor):
    source, one = factories.event(actor), factories.event(actor)
    links.link(source, [one], "photo")
    (found,) = links.links_to(actor.street_id, one.pk, "photo")
    assert (found.source_id, found.source_type) == (source.pk, "kernel.event")
    assert links.links_to(actor.street_id, one.pk, "plan") == []


def test_linking_nothing_writes_nothing(actor: Actor):
    links.link(factories.event(actor), [], "photo")
    assert not Link.objects.filter(street_id=actor.street_id).exists()
