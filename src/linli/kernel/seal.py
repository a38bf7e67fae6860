"""The seal: events are chained in batches, so that nobody changes what was done unseen.

What is to be sealed is not guessed from ids or times, which an open transaction, two machines or
a clock put right would belie: every event is written with a ``Delivery`` to ``SEAL``, and sealing
strikes out in one transaction what it has chained. So an event is sealed once, whenever it commits,
and one that is neither sealed nor waiting was not written by an action. The same holds on Citus and
after a restore (decision 13).
"""

import json
from collections.abc import Iterable
from datetime import UTC
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from django.conf import settings
from django.db import transaction

from linli.kernel import events
from linli.kernel.models import Delivery, Event, Seal, SealedEvent
from linli.kernel.streets import context

BATCH = 1000
ALGORITHMS = {"sha256": hashes.SHA256, "sm3": hashes.SM3}
START = bytes(32)


def seal_waiting(street_id: int) -> int:
    """Chain every event that waits, oldest first; how many there were."""
    total = 0
    with context.in_street(street_id):
        while count := _seal_batch(street_id):
            total += count
    return total


@transaction.atomic
def _seal_batch(street_id: int) -> int:
    """Two at once make the same number, which the database lets only one of them have."""
    waiting = Delivery.objects.filter(street_id=street_id, consumer=events.SEAL, done_at=None)
    taken = list(waiting.select_related("event").order_by("id")[:BATCH])
    if not taken:
        return 0
    rows = sorted((each.event for each in taken), key=lambda event: event.pk)
    before = head(street_id)
    seal = Seal(
        street_id=street_id,
        number=before.number + 1 if before else 1,
        algorithm=settings.LINLI_SEAL,
        count=len(rows),
        first=rows[0].pk,
        last=rows[-1].pk,
    )
    leaves = [
        SealedEvent(
            id=event.pk,
            street_id=street_id,
            number=seal.number,
            digest=event_digest(event, seal.algorithm),
        )
        for event in rows
    ]
    seal.hash = seal_hash(seal, bytes(before.hash) if before else START, leaves)
    seal.save(force_insert=True)
    SealedEvent.objects.bulk_create(leaves)
    waiting.filter(pk__in=[each.pk for each in taken]).delete()
    return len(rows)


def head(street_id: int) -> Seal | None:
    """The newest seal."""
    return Seal.objects.filter(street_id=street_id).order_by("-number").first()


def knows(street_id: int, hash_: bytes) -> bool:
    """Whether the chain has this seal: a head kept outside that it does not know was rewritten."""
    return Seal.objects.filter(street_id=street_id, hash=hash_).exists()


def event_digest(event: Event, algorithm: str) -> bytes:
    """Every column of the event counts; a new column needs a new name for this form."""
    columns = {field.attname: getattr(event, field.attname) for field in Event._meta.local_fields}
    return _digest(algorithm, _bytes("linli-event-1", columns))


def seal_hash(seal: Seal, before: bytes, leaves: Iterable[SealedEvent]) -> bytes:
    """``leaves`` in the order of their keys."""
    columns = {
        field.attname: getattr(seal, field.attname)
        for field in Seal._meta.local_fields
        if field.attname not in ("id", "hash")
    }
    parts = (before, *(leaf.pk.bytes + bytes(leaf.digest) for leaf in leaves))
    return _digest(seal.algorithm, _bytes("linli-seal-1", columns), *parts)


def _bytes(form: str, columns: dict[str, Any]) -> bytes:
    def plain(value: Any) -> str:
        return str(value) if isinstance(value, UUID) else value.astimezone(UTC).isoformat()

    text = json.dumps(
        [form, columns], default=plain, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return text.encode()


def _digest(algorithm: str, *parts: bytes) -> bytes:
    made = hashes.Hash(ALGORITHMS[algorithm]())
    for part in parts:
        made.update(part)
    return made.finalize()
