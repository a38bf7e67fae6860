"""The journal: one way to record what was done, and to hand it on to whoever must know."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from procrastinate.contrib.django import app

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.models import Delivery, Event
from linli.kernel.streets import context
from linli.words import N_, Word


class Audience(Word):
    """Who reads an event in the timeline; each line includes the ones below it."""

    PUBLIC = "public", N_("公开")
    PRIVATE = "private", N_("本人与经办")
    STAFF = "staff", N_("仅工作人员")


@dataclass(frozen=True, slots=True)
class Consumer:
    """Who must learn of events whose kind starts with a prefix; told at least once each."""

    name: str
    prefixes: tuple[str, ...]
    hand_over: Callable[[Event], None]


# Every event waits for the seal, which takes what waits in batches and strikes it out.
SEAL = "seal"
_consumers: dict[str, Consumer] = {}


def subscribe(consumer: Consumer) -> None:
    """Called from ``AppConfig.ready`` of the module that wants to know."""
    _consumers[consumer.name] = consumer


def consumer(name: str) -> Consumer | None:
    """Whoever subscribed under this name."""
    return _consumers.get(name)


def draft(
    actor: Actor,
    kind: Word,
    subject: Model,
    *,
    audience: Audience = Audience.STAFF,
    reason: str = "",
    at: datetime | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> Event:
    """An event not yet written; ``reason`` is a code, words of a person belong elsewhere. What a
    deputy does is marked with whom they stand in for."""
    if actor.stands_in_for:
        after = {**(after or {}), "acting_for": sorted(map(str, actor.stands_in_for))}
    return Event(
        street_id=actor.street_id,
        at=at or clock.now(),
        kind=kind.value,
        actor_kind=actor.kind.value,
        actor_id=actor.id,
        actor_roles=sorted(actor.roles),
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        audience=audience.value,
        reason=reason,
        before=before or {},
        after=after or {},
    )


def write(drafts: Iterable[Event]) -> list[Event]:
    """Write events with their deliveries in the running transaction."""
    written = Event.objects.bulk_create(drafts, batch_size=500)
    told = [
        Delivery(street_id=event.street_id, event=event, consumer=consumer.name)
        for event in written
        for consumer in _consumers.values()
        if event.kind.startswith(consumer.prefixes)
    ]
    Delivery.objects.bulk_create([*for_the_seal(written), *told], batch_size=500)
    if told:
        _hand_over_soon(written[0].street_id)
    return written


def for_the_seal(written: Iterable[Event]) -> list[Delivery]:
    """What waits for the seal; whoever writes events past ``write`` (the demo) writes it too."""
    return [Delivery(street_id=each.street_id, event=each, consumer=SEAL) for each in written]


def record(actor: Actor, kind: Word, subject: Model, **details: Any) -> Event:
    """Draft and write one event."""
    return write([draft(actor, kind, subject, **details)])[0]


def history(street_id: int, subject_id: UUID) -> list[Event]:
    """Everything recorded about one row, oldest first."""
    return histories(street_id, [subject_id])


def histories(street_id: int, subject_ids: Iterable[UUID]) -> list[Event]:
    """Everything recorded about several rows, oldest first."""
    rows = Event.objects.filter(street_id=street_id, subject_id__in=list(subject_ids))
    return list(rows.order_by("id"))


def hand_over(street_id: int) -> int:
    """Tell consumers what they have not heard yet; returns how many were told.

    Each delivery is its own transaction: what was told is marked with it, and a consumer that
    fails keeps its delivery for the next try without holding up the others. What failed is raised
    when everybody else has been told.
    """
    told, failures = 0, []
    with context.in_street(street_id):
        for delivery_id in _waiting(street_id):
            try:
                with transaction.atomic():
                    told += _hand_over_one(street_id, delivery_id)
            except Exception as failure:  # noqa: BLE001 - whatever it was, the others come first
                failures.append(failure)
    if failures:
        raise ExceptionGroup(f"{len(failures)} deliveries failed", failures)
    return told


def _waiting(street_id: int, page: int = 200) -> Iterator[UUID]:
    """Open deliveries, oldest first, each once: those that fail do not hide the ones behind."""
    rows = Delivery.objects.filter(street_id=street_id, done_at=None, consumer__in=list(_consumers))
    keys = rows.order_by("id").values_list("pk", flat=True)
    found = list(keys[:page])
    while found:
        yield from found
        found = list(keys.filter(pk__gt=found[-1])[:page]) if len(found) == page else []


def _hand_over_one(street_id: int, delivery_id: UUID) -> int:
    rows = Delivery.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
    waiting = rows.filter(street_id=street_id, pk=delivery_id, done_at=None)
    delivery = waiting.select_related("event").first()
    if delivery is None:
        return 0
    _consumers[delivery.consumer].hand_over(delivery.event)
    delivery.done_at = clock.now()
    delivery.save(update_fields=["done_at"])
    return 1


def _hand_over_soon(street_id: int) -> None:
    app.configure_task("linli.kernel.tasks.hand_over").defer(street_id=street_id)
