"""Adding, renaming and closing an area."""

from datetime import date
from uuid import UUID

from linli.kernel import events, locks
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused
from linli.kernel.streets import revisions
from linli.places import access
from linli.places.actions.registers import AreaRegister, hold, today, why_not_named
from linli.places.models import Area, Grid
from linli.places.rules import COMMUNITY_PATH, AreaKind, AreaRow, Event, Verb, normal_name
from linli.words import N_, Reason


@action
def add_area(*, actor: Actor, row: AreaRow) -> Area:
    """A new area takes the next free number below its parent, and keeps it for ever."""
    hold(actor.street_id)
    access.require(actor, Verb.ADD)
    register = AreaRegister(actor.street_id, with_dwellings=row.kind is AreaKind.DWELLING)
    planned = register.plan(row)
    if isinstance(planned, Reason):
        raise Refused(planned)
    area = planned.row
    if not planned.is_new:
        text = N_("“%(name)s”已经登记，代码是%(code)s。")
        raise Refused(
            Reason("duplicate_code", text, {"name": area.name, "code": area.code}, "code")
        )
    area.save(force_insert=True)
    events.record(actor, Event.AREA_ADDED, area, after={"code": area.code, "path": area.path})
    revisions.move_on(actor.street_id)
    return area


@action
def rename_area(*, actor: Actor, area_id: UUID, name: str) -> Area:
    """An area gets another name; the event keeps the old one.

    A place is not a person: its name may stand in the journal.
    """
    hold(actor.street_id)
    area = locks.take(Area, actor.street_id, area_id)[0]
    access.require(actor, Verb.RENAME, _community_id(area))
    reason = _why_not_open(area) or why_not_named(name) or _why_not_called(area, name)
    if reason:
        raise Refused(reason)
    before = area.name
    area.name, area.search = name, normal_name(name)
    area.save(update_fields=["name", "search"])
    events.record(
        actor, Event.AREA_RENAMED, area, before={"name": before}, after={"name": area.name}
    )
    revisions.move_on(actor.street_id)
    return area


@action
def close_area(*, actor: Actor, area_id: UUID, last_day: date | None = None) -> Area:
    """An area with nothing open below it ends; its row stays as history."""
    hold(actor.street_id)
    area = locks.take(Area, actor.street_id, area_id)[0]
    access.require(actor, Verb.CLOSE)
    day = last_day or today()
    reason = _why_not_open(area) or why_not_ended(area, day) or _why_not_empty(area)
    if reason:
        raise Refused(reason)
    area.valid_to = day
    area.save(update_fields=["valid_to"])
    events.record(actor, Event.AREA_CLOSED, area, after={"valid_to": day.isoformat()})
    revisions.move_on(actor.street_id)
    return area


def why_not_ended(row: Area | Grid, day: date) -> Reason | None:
    """The last day lies neither before the first nor in the future."""
    if row.valid_from <= day <= today():
        return None
    return Reason("bad_day", N_("停用日期应在启用之后，且不晚于今天。"), field="last_day")


def _why_not_open(area: Area) -> Reason | None:
    return None if area.is_open else Reason("closed", N_("这个区域已经停用。"))


def _why_not_called(area: Area, name: str) -> Reason | None:
    rows = Area.objects.filter(street_id=area.street_id, parent_id=area.parent_id, valid_to=None)
    same = rows.filter(kind=area.kind, search=normal_name(name))
    if area.parent_id is None or not same.exclude(pk=area.pk).exists():
        return None
    return Reason("duplicate_name", N_("同一上级下已有“%(name)s”。"), {"name": name}, "name")


def _why_not_empty(area: Area) -> Reason | None:
    below = Area.objects.filter(street_id=area.street_id, parent_id=area.pk, valid_to=None)
    grids = Grid.objects.filter(street_id=area.street_id, valid_to=None)
    if below.exists():
        return Reason("not_empty", N_("请先停用它下面的区域。"))
    if grids.filter(community_id=area.pk).exists() or grids.filter(compound_id=area.pk).exists():
        return Reason("has_grids", N_("请先停用或改划属于它的网格。"))
    return None


def _community_id(area: Area) -> UUID | None:
    rows = Area.objects.filter(street_id=area.street_id, path=area.path[:COMMUNITY_PATH])
    return rows.values_list("pk", flat=True).first() if area.parent_id else None
