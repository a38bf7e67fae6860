"""Two subdistricts and what the journal's tests write."""

from collections.abc import Callable

from django.db.models import Q

from linli.kernel import events
from linli.kernel.actor import Actor, system
from linli.kernel.models import Delivery, Event, Link
from linli.kernel.streets.models import Street, new_id
from linli.words import N_, Word


class Done(Word):
    THIS = "kernel.test.this", N_("做了这个")
    THAT = "kernel.test.that", N_("做了那个")


def street(number: int = 1) -> Street:
    return Street.objects.create(code=f"99010200{number}000", name=f"第{number}街道", initials="YY")


def actor(number: int = 1) -> Actor:
    return system(street(number).pk)


def event(actor: Actor, kind: Word = Done.THIS) -> Event:
    """An event about a row that no table has; the journal does not ask."""
    return events.record(actor, kind, link(actor))


def bare_event(actor: Actor) -> Event:
    """A row of the journal that waits for nobody, not even for the seal."""
    event = events.draft(actor, Done.THIS, link(actor))
    event.save(force_insert=True)
    return event


def link(actor: Actor) -> Link:
    """A relation not yet written."""
    return Link(street_id=actor.street_id, kind="test", source_id=new_id(), target_id=new_id())


def consumer(name: str, hand_over: Callable[[Event], None], prefix: str = "") -> None:
    events.subscribe(events.Consumer(name, (prefix,), hand_over))


def waiting(street_id: int) -> list[str]:
    """The consumers that must still be told; the seal is none of them."""
    rows = Delivery.objects.filter(street_id=street_id, done_at=None).order_by("id")
    rows = rows.filter(~Q(consumer=events.SEAL))
    return list(rows.values_list("consumer", flat=True))
