"""Drift: rows that say something else than the journal, or than each other.

A module lists its surveys; ``./linli verify`` runs them all. A survey reads the rows of one kind
page by page, so it needs no more memory for a million of them than for a thousand.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from linli.kernel import events
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
    begun = rows.values("consumer").annotate(first=Min("event_id"), count=Count("id"))
    for consumer, first, count in begun.values_list("consumer", "first", "count"):
        yield from ([] for _ in range(count))
        known = events.consumer(consumer)
        if known is None:
            for pk in rows.filter(consumer=consumer, done_at=None).values_list("pk", flat=True):
                yield [Drift("deliveries", str(pk), Reason("delivery_to_nobody", _NOBODY))]
            continue
        for event in _untold(street, consumer, known.prefixes).filter(id__gte=first).iterator():
            params = {"consumer": consumer}
            yield [Drift("deliveries", str(event), Reason("delivery_missing", _MISSING, params))]
        twice = rows.filter(consumer=consumer).values("event_id").annotate(times=Count("id"))
        for event_id, times in twice.filter(times__gt=1).values_list("event_id", "times"):
            reason = Reason("delivery_twice", _TWICE, {"times": times, "consumer": consumer})
            yield [Drift("deliveries", str(event_id), reason)]


def _untold(street: Street, consumer: str, prefixes: tuple[str, ...]) -> QuerySet[Event]:
    kinds = Q(pk__in=[])
    for prefix in prefixes:
        kinds |= Q(kind__startswith=prefix)
    told = Delivery.objects.filter(
        street_id=OuterRef("street_id"), event_id=OuterRef("pk"), consumer=consumer
    )
    return Event.objects.filter(kinds, ~Exists(told), street_id=street.pk).order_by("id")


_NOBODY = N_("这条进展要交给的模块已不存在，永远送不到。")
_MISSING = N_("这条进展没有交给%(consumer)s。")
_TWICE = N_("同一条进展给%(consumer)s排了 %(times)s 次。")
SURVEYS = (Survey({"deliveries": N_("每条进展都已转告或在排队")}, _delivery_count, _deliveries),)
