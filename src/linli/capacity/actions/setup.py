"""What can be booked, and when it is open; whoever has booked what closes now is told."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from uuid import UUID

from psycopg.types.range import Range

from linli.capacity import access, rules
from linli.capacity.actions.displacing import displace
from linli.capacity.models import ClosedDay, Hours, Resource
from linli.capacity.rules import CapacityEvent, Kind, Opening
from linli.kernel import events, locks
from linli.kernel.action import action
from linli.kernel.actor import Actor, system
from linli.kernel.errors import Refused
from linli.kernel.streets import revisions
from linli.kernel.streets.models import remove
from linli.people.models import Organisation
from linli.places.models import Area
from linli.words import N_, Reason


@action
def open_resource(
    *, actor: Actor, organisation: Organisation, kind: Kind, name: str, area: Area | None = None
) -> Resource:
    """A window, a team or a room can be booked as soon as it has hours."""
    access.require_arranger(actor)
    _require_name(actor, organisation.pk, name)
    revisions.move_on(actor.street_id)
    resource = Resource.objects.create(
        street_id=actor.street_id,
        organisation=organisation,
        area=area,
        kind=kind,
        name=name.strip(),
    )
    events.record(actor, CapacityEvent.OPENED, resource, after={"kind": str(kind)})
    return resource


@action
def rename_resource(*, actor: Actor, resource_id: UUID, name: str) -> Resource:
    """It is called something else from now on, also for whoever has booked it."""
    access.require_arranger(actor)
    (resource,) = locks.take(Resource, actor.street_id, resource_id)
    if name.strip() == resource.name:
        return resource
    _require_name(actor, resource.organisation_id, name)
    revisions.move_on(actor.street_id)
    resource.name = name.strip()
    resource.save(update_fields=["name"])
    events.record(actor, CapacityEvent.RENAMED, resource)
    return resource


@action
def set_hours(
    *,
    actor: Actor,
    resource_id: UUID,
    week: Sequence[Opening],
    since: date,
    until: date | None = None,
) -> Resource:
    """From a day on, or to a day, a resource is open like this; before and after as it was."""
    access.require_arranger(actor)
    reason = rules.why_not_week(week)
    if until and until < since:
        reason = Reason("days_backwards", N_("结束的日子要在开始之后。"), field="until")
    if reason:
        raise Refused(reason)
    (resource,) = locks.take(Resource, actor.street_id, resource_id)
    after_last = until + timedelta(days=1) if until else None
    _clear(resource, Range(since, after_last))
    Hours.objects.bulk_create(_row(resource, one, Range(since, after_last)) for one in week)
    after = {"since": since.isoformat(), "until": until.isoformat() if until else None}
    events.record(actor, CapacityEvent.HOURS_SET, resource, after=after)
    _tell_displaced(actor)
    return resource


@action
def close_day(*, actor: Actor, resource_id: UUID, day: date) -> Resource:
    """A resource is not open on a day; twice is once."""
    (resource,) = locks.take(Resource, actor.street_id, resource_id)
    if not access.serves(actor, resource.organisation_id):
        access.require_arranger(actor)
    _, is_new = ClosedDay.objects.get_or_create(
        street_id=actor.street_id, resource=resource, day=day
    )
    if is_new:
        after = {"day": day.isoformat()}
        events.record(actor, CapacityEvent.DAY_CLOSED, resource, after=after)
        _tell_displaced(actor)
    return resource


@action
def open_day(*, actor: Actor, resource_id: UUID, day: date) -> Resource:
    """A day that was closed is open again as its hours say; what is booked there stays."""
    (resource,) = locks.take(Resource, actor.street_id, resource_id)
    if not access.serves(actor, resource.organisation_id):
        access.require_arranger(actor)
    rows = ClosedDay.objects.filter(street_id=actor.street_id, resource=resource, day=day)
    if rows.exists():
        remove(rows)
        after = {"day": day.isoformat()}
        events.record(actor, CapacityEvent.DAY_OPENED, resource, after=after)
        _tell_displaced(actor)
    return resource


def _require_name(actor: Actor, organisation_id: UUID, name: str) -> None:
    rows = Resource.objects.filter(street_id=actor.street_id, organisation_id=organisation_id)
    reason = rules.why_not_name(name)
    if reason is None and rows.filter(name=name.strip()).exists():
        text = N_("这个单位已经有叫“%(name)s”的，请换个名称。")
        reason = Reason("resource_twice", text, {"name": name.strip()}, field="name")
    if reason:
        raise Refused(reason)


def _clear(resource: Resource, days: "Range[date]") -> None:
    """What counted in these days ends before them and begins again after them."""
    rows = Hours.objects.filter(street_id=resource.street_id, resource=resource)
    kept = []
    for row in rows.filter(valid__overlap=days):
        for piece in _outside(row.valid, days):
            kept.append(_copy(row, piece))
    remove(rows.filter(valid__overlap=days))
    Hours.objects.bulk_create(kept)


def _outside(valid: "Range[date]", days: "Range[date]") -> "list[Range[date]]":
    found: list[Range[date]] = []
    if days.lower and (valid.lower is None or valid.lower < days.lower):
        found.append(Range(valid.lower, days.lower))
    if days.upper and (valid.upper is None or valid.upper > days.upper):
        found.append(Range(days.upper, valid.upper))
    return found


def _copy(row: Hours, valid: "Range[date]") -> Hours:
    return Hours(
        street_id=row.street_id,
        resource_id=row.resource_id,
        weekday=row.weekday,
        minutes=row.minutes,
        valid=valid,
        slot_minutes=row.slot_minutes,
        phone_share=row.phone_share,
        internal_share=row.internal_share,
    )


def _row(resource: Resource, one: Opening, valid: "Range[date]") -> Hours:
    return Hours(
        street_id=resource.street_id,
        resource=resource,
        weekday=one.weekday,
        minutes=Range(_minutes(one.opens), _minutes(one.closes)),
        valid=valid,
        slot_minutes=one.minutes,
        phone_share=one.phone,
        internal_share=one.internal,
    )


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _tell_displaced(actor: Actor) -> None:
    """With the new hours, which nobody else may remember before they are kept."""
    revisions.move_on(actor.street_id)
    with revisions.forgetting():
        displace(actor=system(actor.street_id))
