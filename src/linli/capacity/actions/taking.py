"""Taking an hour: that only one gets it the database holds; here it becomes words."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from uuid import UUID

from django.db import IntegrityError, OperationalError, transaction
from psycopg.errors import DeadlockDetected, ExclusionViolation
from psycopg.types.range import Range

from linli.capacity import access, queries, rules
from linli.capacity.actions.step import begin
from linli.capacity.models import Booking, Resource
from linli.capacity.rules import LIVE, CapacityEvent, Contingent, Slot, State, Verb
from linli.kernel import clock, events
from linli.kernel.action import action
from linli.kernel.actor import Actor, system
from linli.kernel.errors import NotFound, Refused
from linli.kernel.events import Audience
from linli.kernel.streets.models import Street


@dataclass(frozen=True, slots=True)
class Ground:
    """What a booking is decided on: the street, the moment, the rule in force."""

    street: Street
    now: datetime
    rule: Any

    @classmethod
    def of(cls, actor: Actor) -> Self:
        street, now = Street.objects.get(pk=actor.street_id), clock.now()
        return cls(street, now, queries.rule(street, now))

    def later(self, name: str) -> datetime:
        minutes: int = self.rule[name]
        return self.now + timedelta(minutes=minutes)


@action
def hold(
    *,
    actor: Actor,
    resource_id: UUID,
    start: datetime,
    via: Contingent = Contingent.PUBLIC,
    holder_id: UUID | None = None,
) -> Booking:
    """An hour is kept for some minutes, until it is confirmed or goes to somebody else."""
    ground = Ground.of(actor)
    until = ground.later("hold_minutes")
    return take(actor, ground, resource_id, start, via, holder_id, until)


@action
def book(
    *,
    actor: Actor,
    resource_id: UUID,
    start: datetime,
    via: Contingent = Contingent.PUBLIC,
    holder_id: UUID | None = None,
) -> Booking:
    """An hour is taken for good."""
    return take(actor, Ground.of(actor), resource_id, start, via, holder_id)


def take(
    actor: Actor,
    ground: Ground,
    resource_id: UUID,
    start: datetime,
    via: Contingent,
    holder_id: UUID | None,
    expires_at: datetime | None = None,
) -> Booking:
    """By whoever may, of what is open, if it is free; held when it expires."""
    resource = resource_of(ground.street, resource_id)
    if holder_id is None and via is Contingent.PUBLIC:
        holder_id = actor.id
    own_way = holder_id if via is Contingent.PUBLIC else None  # other ways are for those who serve
    access.require_holder(actor, resource.organisation_id, own_way)
    slot = _slot(ground, resource, start, via)
    require_public(actor, ground, via, holder_id)
    state = State.HELD if expires_at else State.BOOKED
    booking = Booking(
        street_id=actor.street_id,
        resource=resource,
        during=Range(slot.start, slot.end),
        contingent=slot.contingent,
        via=via,
        state=state,
        holder_id=holder_id,
        made_at=ground.now,
        expires_at=expires_at,
    )
    with just_taken():
        make_room(booking, ground.now)
        booking.save(force_insert=True)
    kind, after = CapacityEvent.HELD if expires_at else CapacityEvent.BOOKED, facts_of(booking)
    events.record(actor, kind, booking, audience=Audience.PRIVATE, at=ground.now, after=after)
    return booking


def move(ground: Ground, booking: Booking, resource: Resource, start: datetime) -> None:
    """The booking gets another hour, or stays as it is."""
    slot = _slot(ground, resource, start, Contingent(booking.via))
    booking.resource, booking.during = resource, Range(slot.start, slot.end)
    booking.contingent, booking.displaced_at = slot.contingent, None
    with just_taken():
        make_room(booking, ground.now)
        booking.save()


@contextmanager
def just_taken() -> Iterator[None]:
    """Whoever comes second is refused in words, however the database puts it."""
    try:
        with transaction.atomic():
            yield
    except (IntegrityError, OperationalError) as fault:
        if isinstance(fault.__cause__, ExclusionViolation | DeadlockDetected):
            raise Refused(rules.JUST_TAKEN) from fault
        raise


def make_room(booking: Booking, now: datetime) -> None:
    """Holds that are over make way for the booking; anything else that is there stays."""
    rows = Booking.objects.filter(
        street_id=booking.street_id,
        resource_id=booking.resource_id,
        state__in=LIVE,
        during__overlap=booking.during,
    )
    others = [row for row in rows if row.pk != booking.pk]
    if any(row.expires_at is None or row.expires_at > now for row in others):
        raise Refused(rules.JUST_TAKEN)
    for row in others:
        with suppress(Refused):  # ended or confirmed this moment: the constraint knows which
            begin(system(row.street_id), row.pk, Verb.EXPIRE).finish()


def require_public(actor: Actor, ground: Ground, via: Contingent, holder_id: UUID | None) -> None:
    """Whoever did not come too often books by phone; the office may still book for them."""
    if via is not Contingent.PUBLIC or holder_id is None or not access.is_own(actor, holder_id):
        return
    days, times = ground.rule["missed_days"], ground.rule["missed_times"]
    missed = queries.missed_count(ground.street, holder_id, ground.now - timedelta(days=days))
    reason = rules.why_not_public(missed, ground.street.phone, times=times, days=days)
    if reason:
        raise Refused(reason)


def resource_of(street: Street, resource_id: UUID) -> Resource:
    resource = queries.plan(street).resources.get(resource_id)
    if resource is None:
        raise NotFound
    return resource


def facts_of(booking: Booking) -> dict[str, str]:
    """What the journal keeps of an hour."""
    return {
        "resource": str(booking.resource_id),
        "start": booking.start.astimezone(UTC).isoformat(),
        "end": booking.end.astimezone(UTC).isoformat(),
        "via": str(booking.via),
    }


def _slot(ground: Ground, resource: Resource, start: datetime, via: Contingent) -> Slot:
    day = ground.street.day(start)
    slots = queries.slots_on(ground.street, resource.pk, day)
    reason = rules.why_not_slot(start, slots)
    if reason:
        raise Refused(reason)
    slot = next(one for one in slots if one.start == start)
    limits = {name: ground.rule[name] for name in ("free_hours", "ahead_days")}
    reason = rules.why_not_take(slot, via, ground.now, **limits)
    if reason:
        raise Refused(reason)
    return slot
