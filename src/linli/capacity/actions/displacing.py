"""A day closes after somebody has booked it."""

from datetime import datetime

from linli.capacity import access, queries
from linli.capacity.actions.taking import Ground, facts_of
from linli.capacity.models import Booking
from linli.capacity.rules import CapacityEvent, Contingent, Kind
from linli.kernel import events
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.events import Audience


@action
def displace(*, actor: Actor) -> list[Booking]:
    """Every booking to come that is not within what is open any more is put on record once, with
    the free hours nearest to it; it stays until whoever holds it chooses. One whose hour is open
    again after all is as good as it was. Returns the displaced."""
    access.require_arranger(actor)
    ground = Ground.of(actor)
    for booking in queries.restored(ground.street, ground.now):
        _mark(booking, None)
        facts = facts_of(booking)
        events.record(
            actor, CapacityEvent.RESTORED, booking, audience=Audience.PRIVATE, after=facts
        )
    found = queries.displaced(ground.street, ground.now)
    for booking in found:
        _mark(booking, ground.now)
        events.record(
            actor,
            CapacityEvent.DISPLACED,
            booking,
            audience=Audience.PRIVATE,
            after={**facts_of(booking), "free": _alternatives(ground, booking)},
        )
    return found


def _mark(booking: Booking, at: datetime | None) -> None:
    booking.displaced_at = at
    booking.save(update_fields=["displaced_at"])


def _alternatives(ground: Ground, booking: Booking) -> list[dict[str, str]]:
    resource = booking.resource
    free = queries.nearest_free(
        ground.street,
        booking.start,
        resource.organisation_id,
        Kind(resource.kind),
        Contingent(booking.via),
        limit=3,
    )
    return [{"resource": str(one.resource.pk), "start": one.slot.start.isoformat()} for one in free]
