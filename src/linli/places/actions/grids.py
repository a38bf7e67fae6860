"""Adding, redrawing and closing a grid."""

from datetime import date
from uuid import UUID

from linli.kernel import events, locks
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused
from linli.kernel.streets import revisions
from linli.places import access
from linli.places.actions.areas import why_not_ended
from linli.places.actions.drawing import GridRegister
from linli.places.actions.registers import hold, today
from linli.places.models import Area, Grid
from linli.places.rules import Boundary, Event, GridRow, Verb, boundary_of, label_point, shape_of
from linli.words import N_, Reason


@action
def add_grid(*, actor: Actor, row: GridRow, predecessor_id: UUID | None = None) -> Grid:
    """A community gets a new grid, perhaps in the place of one that is split or merged."""
    hold(actor.street_id)
    access.require(actor, Verb.ADD)
    planned = GridRegister(actor.street_id).plan(row)
    if isinstance(planned, Reason):
        raise Refused(planned)
    grid = planned.row
    if not planned.is_new:
        text = N_("代码%(code)s已是“%(name)s”的代码。")
        raise Refused(
            Reason("duplicate_code", text, {"code": grid.code, "name": grid.name}, "code")
        )
    if predecessor_id:
        grid.predecessor = locks.take(Grid, actor.street_id, predecessor_id)[0]
    grid.save(force_insert=True)
    events.record(actor, Event.GRID_ADDED, grid, after=added(grid))
    revisions.move_on(actor.street_id)
    return grid


@action
def redraw_grid(*, actor: Actor, grid_id: UUID, boundary: Boundary) -> Grid:
    """A grid gets another boundary, which lies over no other grid; the event keeps the old one."""
    hold(actor.street_id)
    access.require(actor, Verb.DRAW)
    grid = locks.take(Grid, actor.street_id, grid_id)[0]
    drawn = boundary_of(boundary)
    if isinstance(drawn, Reason):
        raise Refused(drawn)
    register = GridRegister(actor.street_id)
    reason = _why_not_open(grid) or register.why_not_drawn(grid.code, grid.kind, drawn)
    if reason:
        raise Refused(reason)
    before = grid.boundary
    grid.boundary = drawn
    grid.lat, grid.lon = label_point(shape_of(drawn))
    grid.save(update_fields=["boundary", "lat", "lon"])
    events.record(
        actor, Event.GRID_REDRAWN, grid, before={"boundary": before}, after={"boundary": drawn}
    )
    revisions.move_on(actor.street_id)
    return grid


@action
def close_grid(
    *, actor: Actor, grid_id: UUID, successor_id: UUID | None = None, last_day: date | None = None
) -> Grid:
    """A grid ends; the buildings written down for it go to its successor, if there is one."""
    hold(actor.street_id)
    access.require(actor, Verb.CLOSE)
    successors = [successor_id] if successor_id else []
    grid, *rest = locks.take(Grid, actor.street_id, grid_id, *successors)
    day = last_day or today()
    reason = _why_not_open(grid) or why_not_ended(grid, day) or _why_not_empty(grid)
    for successor in rest:
        reason = reason or _why_not_successor(grid, successor)
    if reason:
        raise Refused(reason)
    grid.valid_to = day
    grid.save(update_fields=["valid_to"])
    areas = Area.objects.filter(street_id=actor.street_id, grid_id=grid.pk, valid_to=None)
    areas.update(grid_id=successor_id)
    after = {"valid_to": day.isoformat(), "successor": str(successor_id) if successor_id else None}
    events.record(actor, Event.GRID_CLOSED, grid, after=after)
    revisions.move_on(actor.street_id)
    return grid


def added(grid: Grid) -> dict[str, str]:
    """What the event of a new grid says."""
    return {"code": grid.code, "community": str(grid.community_id)}


def _why_not_open(grid: Grid) -> Reason | None:
    return None if grid.is_open else Reason("closed", N_("这个网格已经停用。"))


def _why_not_empty(grid: Grid) -> Reason | None:
    below = Grid.objects.filter(street_id=grid.street_id, parent_id=grid.pk, valid_to=None)
    return Reason("not_empty", N_("请先停用它下面的微网格。")) if below.exists() else None


def _why_not_successor(grid: Grid, successor: Grid) -> Reason | None:
    if successor.is_open and successor != grid and successor.community_id == grid.community_id:
        return None
    text = N_("接续的网格应是同一社区中启用着的另一个网格。")
    return Reason("bad_successor", text, field="successor")
