"""Drift: rows that say something else than the journal, or than each other.

A module lists its surveys; ``./linli verify`` runs them all. A survey reads the rows of one kind
page by page, so it needs no more memory for a million of them than for a thousand.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from linli.kernel import events, seal
from linli.kernel.events import Consumer
from linli.kernel.models import Delivery, Event, Seal, SealedEvent
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


def _to_tell(street: Street) -> QuerySet[Delivery, Delivery]:
    """What waits for the seal is looked at with the record."""
    return Delivery.objects.filter(~Q(consumer=events.SEAL), street_id=street.pk)


def _delivery_count(street: Street) -> int:
    return _to_tell(street).count()


def _deliveries(street: Street) -> Iterator[list[Drift]]:
    """From the first delivery to a consumer on, every event of its kinds has one, and only one."""
    rows = _to_tell(street)
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


def _event_count(street: Street) -> int:
    return SealedEvent.objects.filter(street_id=street.pk).count()


def _record(street: Street) -> Iterator[list[Drift]]:
    """Each sealed event is as it was sealed, the seals follow one another, and what is not sealed
    waits. The last two are one statement each: seen at one moment, while the worker seals on."""
    number, before = 0, seal.START
    for each in Seal.objects.filter(street_id=street.pk).order_by("number").iterator(100):
        if each.number != number + 1:
            yield [_broken(f"{number + 1}-{each.number - 1}", "seal_missing", _NO_SEAL)]
        leaves = list(_leaves(street).filter(number=each.number).order_by("id"))
        if seal.seal_hash(each, before, leaves) != bytes(each.hash):
            yield [_broken(str(each.number), "seal_broken", _SEAL_BROKEN)]
        yield from _sealed_events(street, each, leaves)
        number, before = each.number, bytes(each.hash)
    for torn_off in _without_seal(street).filter(number__gt=number):
        yield [_broken(str(torn_off), "seal_missing", _NO_SEAL)]
    for pk, kind in _unsealed(street):
        yield [Drift("record", str(pk), Reason("event_inserted", _INSERTED, {"kind": kind}))]


def _leaves(street: Street) -> QuerySet[SealedEvent, SealedEvent]:
    return SealedEvent.objects.filter(street_id=street.pk)


def _without_seal(street: Street) -> QuerySet[SealedEvent, int]:
    seals = Seal.objects.filter(street_id=OuterRef("street_id"), number=OuterRef("number"))
    numbers = _leaves(street).filter(~Exists(seals)).order_by("number")
    return numbers.values_list("number", flat=True).distinct()


def _sealed_events(street: Street, by: Seal, leaves: list[SealedEvent]) -> Iterator[list[Drift]]:
    keys = [leaf.pk for leaf in leaves]
    found = Event.objects.filter(street_id=street.pk, pk__in=keys).in_bulk()
    for leaf in leaves:
        event = found.get(leaf.pk)
        if event is None:
            yield [Drift("record", str(leaf.pk), Reason("event_missing", _GONE))]
        elif seal.event_digest(event, by.algorithm) != bytes(leaf.digest):
            params = {"kind": event.kind}
            yield [Drift("record", str(leaf.pk), Reason("event_changed", _CHANGED, params))]
        else:
            yield []


def _unsealed(street: Street) -> QuerySet[Event, tuple[UUID, str]]:
    """Events that neither a seal has nor one waits for: no action wrote them."""
    own = {"street_id": OuterRef("street_id")}
    sealed = SealedEvent.objects.filter(pk=OuterRef("pk"), **own)
    waiting = Delivery.objects.filter(event_id=OuterRef("pk"), consumer=events.SEAL, **own)
    rows = Event.objects.filter(~Exists(sealed), ~Exists(waiting), street_id=street.pk)
    return rows.order_by("id").values_list("pk", "kind")


def _broken(number: str, code: str, text: str) -> Drift:
    return Drift("record", f"#{number}", Reason(code, text))


_NO_SEAL = N_("这一段的封条不见了。")
_SEAL_BROKEN = N_("这张封条和它封存的内容对不上，被人改过。")
_GONE = N_("这条封存过的进展被删掉了。")
_CHANGED = N_("这条封存过的进展（%(kind)s）被改过。")
_INSERTED = N_("这条进展（%(kind)s）既没有封存也不在等封存，是绕过系统加进来的。")
RECORD = Survey({"record": N_("封存的记录没有被改、被删、被添加")}, _event_count, _record)

_NOBODY = N_("这条进展要交给的模块已不存在，永远送不到。")
_MISSING = N_("这条进展没有交给%(consumer)s。")
_TWICE = N_("同一条进展给%(consumer)s排了 %(times)s 次。")
_DELIVERIES = Survey({"deliveries": N_("每条进展都已转告或在排队")}, _delivery_count, _deliveries)
SURVEYS = (RECORD, _DELIVERIES)
