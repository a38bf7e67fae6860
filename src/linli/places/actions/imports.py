"""Importing areas and grids: every good row is kept, every other one is said why not."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from linli import sheets
from linli.kernel import events
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.models import Event as KernelEvent
from linli.kernel.streets import revisions
from linli.places import access
from linli.places.actions.drawing import GridRegister
from linli.places.actions.registers import AreaRegister, Planned, hold
from linli.places.models import Area, Grid
from linli.places.rules import AreaKind, AreaRow, Event, GridKind, GridRow, Verb
from linli.sheets import Difference, Line, Remark, Report
from linli.words import N_, Reason

Row = TypeVar("Row", AreaRow, GridRow)
Made = TypeVar("Made", Area, Grid)
Step = Callable[[], None]

_BATCH = 500
_AREA_FIELDS = ("name", "search", "grid", "lat", "lon", "boundary")
_GRID_FIELDS = ("name", "host_name", "compound", "lat", "lon", "boundary")
_COLUMNS = {"name": "名称", "host_name": "服务单位", "lat": "纬度", "lon": "经度"}
_LONG_COLUMNS = {"compound_id": "小区", "grid_id": "网格", "boundary": "边界"}
_AREA_ORDER = {kind: order for order, kind in enumerate(AreaKind)}


def _nothing() -> None:
    """No step to report."""


@action
def import_areas(*, actor: Actor, rows: Sequence[AreaRow], step: Step = _nothing) -> Report:
    """Rows become areas, parents before children whatever their order; known ones are put right.

    ``step`` is called once for each row.
    """
    hold(actor.street_id)
    access.require(actor, Verb.IMPORT)
    order = sorted(rows, key=lambda row: (_AREA_ORDER[row.kind], row.number))
    with_dwellings = any(row.kind is AreaKind.DWELLING for row in rows)
    register = AreaRegister(actor.street_id, with_dwellings=with_dwellings)
    planned, lines, refused = _sorted_out(order, register.plan, step)
    _write(Area, planned, _AREA_FIELDS)
    _record(actor, planned, Event.AREA_ADDED, Event.AREA_CHANGED)
    return sheets.report(lines, refused, _notes(rows))


@action
def import_grids(*, actor: Actor, rows: Sequence[GridRow], step: Step = _nothing) -> Report:
    """Rows become grids, micro-grids last; overlaps are refused, gaps reported as warnings."""
    hold(actor.street_id)
    access.require(actor, Verb.IMPORT)
    order = sorted(rows, key=lambda row: (row.kind is GridKind.MICRO, row.number))
    register = GridRegister(actor.street_id)
    planned, lines, refused = _sorted_out(order, register.plan, step)
    _write(Grid, planned, _GRID_FIELDS)
    _record(actor, planned, Event.GRID_ADDED, Event.GRID_CHANGED)
    numbers = {row.code: row.number for row in rows}
    notes = [*_notes(rows), *_drawing_notes(register, planned, numbers)]
    return sheets.report(lines, refused, notes)


def _sorted_out(
    rows: Iterable[Row], plan: Callable[[Row], Planned[Made] | Reason], step: Step
) -> tuple[list[Planned[Made]], list[Line], list[Remark]]:
    """What each row comes to."""
    planned: list[Planned[Made]] = []
    lines: list[Line] = []
    refused: list[Remark] = []
    for row in rows:
        outcome = plan(row)
        if isinstance(outcome, Reason):
            refused.append(Remark(row.number, outcome))
        else:
            planned.append(outcome)
            lines.append(_line(row.number, outcome))
        step()
    return planned, lines, refused


def _line(number: int, planned: Planned[Any]) -> Line:
    """A row for the report; of links and shapes only that they change."""
    differences = []
    for name in planned.changed:
        if name in _COLUMNS:
            words = [str(planned.before[name] or ""), str(getattr(planned.row, name))]
            differences.append(Difference(_COLUMNS[name], *words))
        elif name in _LONG_COLUMNS:
            differences.append(Difference(_LONG_COLUMNS[name]))
    return Line(number, planned.row.name, planned.is_new, tuple(differences))


def _write(
    model: type[Area] | type[Grid], planned: Sequence[Planned[Any]], fields: tuple[str, ...]
) -> None:
    new = [plan.row for plan in planned if plan.is_new]
    changed = [plan.row for plan in planned if plan.changed]
    if new:
        model.objects.bulk_create(new, batch_size=_BATCH)
    if changed:
        model.objects.bulk_update(changed, fields, batch_size=_BATCH)


def _record(actor: Actor, planned: Sequence[Planned[Any]], new: Event, changed: Event) -> None:
    """One event for each row that is new or was put right; without any nothing has moved."""
    drafts = [_draft(actor, plan, new, changed) for plan in planned if plan.is_new or plan.changed]
    if drafts:
        events.write(drafts)
        revisions.move_on(actor.street_id)


def _draft(actor: Actor, plan: Planned[Any], new: Event, changed: Event) -> KernelEvent:
    row = plan.row
    if plan.is_new:
        return events.draft(actor, new, row, after={"code": row.code})
    before = {name: _plain(value) for name, value in plan.before.items()}
    after = {name: _plain(getattr(row, name)) for name in plan.changed}
    return events.draft(actor, changed, row, before=before, after=after)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value


def _notes(rows: Iterable[AreaRow | GridRow]) -> list[Remark]:
    """What was put right or looks odd about the points of the rows."""
    noted = [(row.number, row.point.note) for row in rows if row.point and row.point.note]
    return [Remark(number, Reason("point", note, field="lat")) for number, note in noted]


def _drawing_notes(
    register: GridRegister, planned: Sequence[Planned[Grid]], numbers: Mapping[str, int]
) -> Iterator[Remark]:
    """Grids that reach beyond their community, and what the communities' grids leave uncovered."""
    text = N_("网格%(code)s超出了所属社区的边界。")
    for grid in (plan.row for plan in planned):
        if register.is_outside(grid):
            reason = Reason("outside_community", text, {"code": grid.code}, "boundary")
            yield Remark(numbers[grid.code], reason)
    for community in {plan.row.community_id: plan.row.community for plan in planned}.values():
        yield from (Remark(0, gap) for gap in register.gaps(community))
