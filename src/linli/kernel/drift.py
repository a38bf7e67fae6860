"""Drift: rows that say something else than the journal, or than each other.

A module lists its surveys; ``./linli verify`` runs them all. A survey reads the rows of one kind
page by page, so it needs no more memory for a million of them than for a thousand.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from linli.kernel import events
from linli.kernel.events import Consumer
from linli.kernel.models import Delivery, Event
from linli.kernel.streets.models import Street
from linli.words import N_, Reason


@dataclass(frozen=True, slots=True)
class Drift:
    """``row`` is what people call it, else its key; ``check`` is the code of what does not hold."""

    check: str
    row: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Survey:
    """``checks`` says by code what must hold; ``look`` gives for each row what is wrong with it."""

    checks: Mapping[str, str]
    count: Callable[[Street], int]
    look: Callable[[Street], Iterator[list[Drift]]]


def _delivery_count(street: Street) -> int:
    return Delivery.objects.filter(street_id=street.pk).count()


def _deliveries(street: Street) -> Iterator[list[Drift]]:
    """From the first delivery to a consumer on, every event of its kinds has one, and only one."""
    rows = Delivery.objects.filter(street_id=street.pk)
    counts = rows.values("consumer").annotate(count=Count("id")).order_by("consumer")
    for consumer, count in counts.values_list("consumer", "count"):
        yield from ([] for _ in range(count))
        known, given = events.consumer(consumer), rows.filter(consumer=consumer)
        if known is None:
            for pk in given.filter(done_at=None).values_list("pk", flat=True):
                yield [Drift("deliveries", str(pk), Reason("delivery_to_nobody", _NOBODY))]
            continue
        first = given.order_by("event_id").values_list("event_id", flat=True)[:1].get()
        for event_id in _untold(street, known).filter(pk__gte=first):
            reason = Reason("delivery_missing", _MISSING, {"consumer": consumer})
            yield [Drift("deliveries", str(event_id), reason)]
        twice = given.values("event_id").annotate(times=Count("id"))
        for event_id, times in twice.filter(times__gt=1).values_list("event_id", "times"):
            reason = Reason("delivery_twice", _TWICE, {"times": times, "consumer": consumer})
            yield [Drift("deliveries", str(event_id), reason)]


def _untold(street: Street, consumer: Consumer) -> QuerySet[Event, UUID]:
    """Events of the kinds that a consumer asks for, without a delivery to it."""
    kinds = Q(pk__in=[])
    for prefix in consumer.prefixes:
        kinds |= Q(kind__startswith=prefix)
    told = Delivery.objects.filter(
        street_id=OuterRef("street_id"), event_id=OuterRef("pk"), consumer=consumer.name
    )
    rows = Event.objects.filter(kinds, ~Exists(told), street_id=street.pk)
    return rows.order_by("id").values_list("pk", flat=True)


_NOBODY = N_("这条进展要交给的模块已不存在，永远送不到。")
_MISSING = N_("这条进展没有交给%(consumer)s。")
_TWICE = N_("同一条进展给%(consumer)s排了 %(times)s 次。")
SURVEYS = (Survey({"deliveries": N_("每条进展都已转告或在排队")}, _delivery_count, _deliveries),)
