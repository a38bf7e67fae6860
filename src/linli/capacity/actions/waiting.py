"""The waiting list of a day: who comes first is offered what comes free."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from linli.capacity import access, queries, rules
from linli.capacity.actions.taking import Ground, facts_of, require_public, take
from linli.capacity.models import Booking, Waiting
from linli.capacity.rules import CapacityEvent, Contingent, Kind, Place
from linli.kernel import events, locks
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound, Refused
from linli.kernel.events import Audience

_OPEN = (Place.WAITING, Place.OFFERED)


@action
def wait(
    *, actor: Actor, organisation_id: UUID, kind: Kind, day: date, holder_id: UUID | None = None
) -> Waiting:
    """Somebody takes any hour of a full day that comes free; asking twice is asking once."""
    ground = Ground.of(actor)
    holder_id = holder_id or actor.id
    access.require_holder(actor, organisation_id, holder_id)
    if holder_id is None:
        raise NotFound
    own = Waiting.objects.filter(street_id=actor.street_id, holder_id=holder_id, day=day)
    known = own.filter(organisation_id=organisation_id, kind=kind, state__in=_OPEN).first()
    if known:
        return known
    _require_full(ground, organisation_id, kind, day)
    require_public(actor, ground, Contingent.PUBLIC, holder_id)
    waiting = Waiting.objects.create(
        street_id=actor.street_id,
        organisation_id=organisation_id,
        kind=kind,
        day=day,
        holder_id=holder_id,
    )
    events.record(actor, CapacityEvent.WAITED, waiting, audience=Audience.PRIVATE)
    return waiting


@action
def leave(*, actor: Actor, waiting_id: UUID) -> Waiting:
    """No longer interested; what was held for them is cancelled like any booking."""
    (waiting,) = locks.take(Waiting, actor.street_id, waiting_id)
    is_own = access.is_own(actor, waiting.holder_id)
    if not (is_own or access.serves(actor, waiting.organisation_id)):
        raise NotFound
    if waiting.state == Place.WAITING:
        waiting.state = Place.LEFT
        waiting.save(update_fields=["state"])
        events.record(actor, CapacityEvent.LEFT, waiting, audience=Audience.PRIVATE)
    return waiting


@action
def offer(*, actor: Actor, organisation_id: UUID, kind: Kind, day: date) -> Booking | None:
    """The first who waits for a day gets what is free held; None when nobody waits or nothing is
    free. Unconfirmed it goes on to the next."""
    ground = Ground.of(actor)
    rows = Waiting.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    waiting = (
        rows.filter(street_id=actor.street_id, organisation_id=organisation_id, kind=kind)
        .filter(day=day, state=Place.WAITING)
        .order_by("id")
        .first()
    )
    free = queries.free_on(ground.street, day, organisation_id, kind) if waiting else []
    if waiting is None or not free:
        return None
    first, until = free[0], ground.later("offer_minutes")
    booking = take(
        actor,
        ground,
        first.resource.pk,
        first.slot.start,
        Contingent.PUBLIC,
        waiting.holder_id,
        min(until, first.slot.start),
    )
    waiting.state, waiting.booking = Place.OFFERED, booking
    waiting.save(update_fields=["state", "booking"])
    by = booking.expires_at.astimezone(UTC).isoformat() if booking.expires_at else ""
    after = {"booking": str(booking.pk), "until": by, **facts_of(booking)}
    events.record(actor, CapacityEvent.OFFERED, waiting, audience=Audience.PRIVATE, after=after)
    return booking


def _require_full(ground: Ground, organisation_id: UUID, kind: Kind, day: date) -> None:
    street, zone = ground.street, ZoneInfo(ground.street.zone)
    known = queries.resources(street, organisation_id, kind)
    noon = datetime.combine(day, time(12), zone)
    reason = rules.why_not_wait(
        day,
        ground.now.astimezone(zone).date(),
        is_open=any(queries.slots_on(street, one.pk, day) for one in known),
        is_free=bool(queries.free_on(street, day, organisation_id, kind)),
    )
    if reason is None and noon > ground.now + timedelta(days=ground.rule["ahead_days"]):
        reason = rules.too_far(ground.rule["ahead_days"])
    if reason:
        raise Refused(reason)
