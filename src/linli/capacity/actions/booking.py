"""What becomes of a booking."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from linli.capacity import access, queries
from linli.capacity.actions.step import begin
from linli.capacity.actions.taking import Ground, facts_of, move, resource_of
from linli.capacity.actions.waiting import leave, offer
from linli.capacity.models import Booking, Resource
from linli.capacity.rules import CapacityEvent, Kind, Verb
from linli.kernel import clock, events, locks
from linli.kernel.action import action
from linli.kernel.actor import Actor, system
from linli.kernel.errors import Refused
from linli.kernel.events import Audience
from linli.kernel.streets.models import Street


@action
def confirm(*, actor: Actor, booking_id: UUID) -> Booking:
    """What was held is booked."""
    return begin(actor, booking_id, Verb.CONFIRM).finish()


@action
def cancel(*, actor: Actor, booking_id: UUID) -> Booking:
    """The hour is given back; the first who waits for that day is offered it."""
    booking = begin(actor, booking_id, Verb.CANCEL).finish()
    _pass_on(booking.resource, booking.start)
    return booking


@action
def reschedule(
    *, actor: Actor, booking_id: UUID, start: datetime, resource_id: UUID | None = None
) -> Booking:
    """The same booking at another hour, at the same resource unless another is named."""
    walk = begin(actor, booking_id, Verb.RESCHEDULE)
    booking, ground = walk.booking, Ground.of(actor)
    left, was, before = booking.resource, booking.start, facts_of(booking)
    resource = resource_of(ground.street, resource_id) if resource_id else left
    move(ground, booking, resource, start)
    walk.finish(before=before, after=facts_of(booking))
    _pass_on(left, was)
    return booking


@action
def arrive(*, actor: Actor, booking_id: UUID) -> Booking:
    """Whoever has booked is here."""
    return begin(actor, booking_id, Verb.ARRIVE).finish()


@action
def miss(*, actor: Actor, booking_id: UUID) -> Booking:
    """Nobody came; too many of these and one books by phone for a while."""
    return begin(actor, booking_id, Verb.MISS).finish()


@action
def remind(*, actor: Actor, booking_id: UUID) -> Booking:
    """That the hour is near goes on record, once for each hour; whoever has it is told."""
    access.require_arranger(actor)
    (booking,) = locks.take(Booking, actor.street_id, booking_id)
    if not queries.is_reminded(booking):
        audience, facts = Audience.PRIVATE, facts_of(booking)
        events.record(actor, CapacityEvent.REMINDED, booking, audience=audience, after=facts)
    return booking


@action
def expire(*, actor: Actor, booking_id: UUID) -> Booking:
    """A hold that nobody confirmed is over."""
    return begin(actor, booking_id, Verb.EXPIRE).finish()


@action
def forget_person(*, actor: Actor, account_id: UUID) -> None:
    """Nobody expects somebody who is forgotten; what was stays, under a key that leads nowhere."""
    access.require_arranger(actor)
    street = Street.objects.get(pk=actor.street_id)
    for waiting in queries.open_waiting(street, account_id):
        leave(actor=actor, waiting_id=waiting.pk)
    for booking in queries.open_bookings(street, account_id, clock.now()):
        cancel(actor=actor, booking_id=booking.pk)


def _pass_on(resource: Resource, was: datetime) -> None:
    """Somebody who takes it this very moment is right."""
    street = Street.objects.get(pk=resource.street_id)
    with suppress(Refused):
        offer(
            actor=system(street.pk),
            organisation_id=resource.organisation_id,
            kind=Kind(resource.kind),
            day=street.day(was),
        )
