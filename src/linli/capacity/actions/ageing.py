"""Whose hour it was is forgotten after some time; that it was taken stays to be counted."""

from linli.capacity import access, queries
from linli.capacity.models import Booking, Waiting
from linli.capacity.rules import CapacityEvent
from linli.kernel import clock, events
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.streets.models import Street, remove


@action
def forget_old(*, actor: Actor) -> int:
    """Old bookings are nobody's, and nobody waits for days long gone; some at a time."""
    access.require_arranger(actor)
    street = Street.objects.get(pk=actor.street_id)
    bookings, waits = queries.to_forget(street, clock.now())
    rows = Booking.objects.filter(street_id=street.pk, pk__in=[row.pk for row in bookings])
    if bookings:
        rows.update(holder_id=None)
    if waits:
        remove(Waiting.objects.filter(street_id=street.pk, pk__in=[row.pk for row in waits]))
    gone = [*bookings, *waits]
    events.write(events.draft(actor, CapacityEvent.FORGOTTEN, row) for row in gone)
    return len(gone)
