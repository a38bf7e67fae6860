"""A step of a booking: lock, allow, decide; then write and record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from linli.capacity import access, rules
from linli.capacity.models import Booking, Waiting
from linli.capacity.rules import STEPS, CapacityEvent, Place, State, Verb
from linli.kernel import clock, events, locks
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound, Refused
from linli.kernel.events import Audience

# What becomes of a place in the waiting list with the hour that was held for it.
_PLACES = {
    Verb.CONFIRM: (Place.TAKEN, CapacityEvent.TAKEN),
    Verb.CANCEL: (Place.PASSED, CapacityEvent.PASSED),
    Verb.EXPIRE: (Place.PASSED, CapacityEvent.PASSED),
}


@dataclass(slots=True)
class Walk:
    """A step that may be taken of a booking that is locked."""

    actor: Actor
    booking: Booking
    verb: Verb
    now: datetime

    def finish(self, *, before: Any = None, after: Any = None) -> Booking:
        """Write the booking in its new state, and record it."""
        booking, step = self.booking, STEPS[self.verb]
        was = booking.state
        booking.state = step.target or booking.state
        if booking.state != State.HELD:
            booking.expires_at = None
        booking.save()
        events.record(
            self.actor,
            step.event,
            booking,
            audience=Audience.PRIVATE,
            at=self.now,
            before={"state": str(was), **(before or {})},
            after={"state": str(booking.state), **(after or {})},
        )
        if was == State.HELD and self.verb in _PLACES:
            self._settle_waiting()
        return booking

    def _settle_waiting(self) -> None:
        street_id, (place, told) = self.actor.street_id, _PLACES[self.verb]
        rows = Waiting.objects.filter(street_id=street_id, booking_id=self.booking.pk)
        waiting = rows.filter(state=Place.OFFERED).first()
        if waiting:
            waiting.state = place
            waiting.save(update_fields=["state"])
            events.record(self.actor, told, waiting, audience=Audience.PRIVATE, at=self.now)


def begin(actor: Actor, booking_id: UUID, verb: Verb) -> Walk:
    """Lock the booking and make sure that this actor may take this step now; a booking of
    somebody else's does not exist."""
    (booking,) = locks.take(Booking, actor.street_id, booking_id)
    if not access.may_step(actor, verb, booking, booking.resource.organisation_id):
        raise NotFound
    state, now = State(booking.state), clock.now()
    reason = rules.why_not_step(verb, state, booking.start, booking.expires_at, now)
    if reason:
        raise Refused(reason)
    return Walk(actor, booking, verb, now)
