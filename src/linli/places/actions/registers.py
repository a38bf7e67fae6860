"""Working copies of the open areas and grids, against which a row is planned before it is kept."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from linli.kernel import clock
from linli.kernel.streets.models import Street
from linli.places.models import Area, Grid
from linli.places.rules import (
    MOST_CHILDREN,
    AreaKind,
    AreaRow,
    Point,
    normal_name,
    ordinal_of,
    own_code,
    path_below,
    why_not_area_code,
    why_not_below,
)
from linli.places.rules.codes import PARENTS
from linli.words import N_, Reason

Row = TypeVar("Row", Area, Grid)

LONGEST_NAME = 100


@dataclass(slots=True)
class Planned(Generic[Row]):
    """A row to be written: new, or known with the ``changed`` fields to be put right."""

    row: Row
    is_new: bool
    changed: tuple[str, ...] = ()
    before: dict[str, Any] = field(default_factory=dict)


def hold(street_id: int) -> None:
    """Lock the street's row: ordinals, codes and boundaries are decided one change at a time.

    Whoever only reads, or writes rows that point to the street, does not wait.
    """
    Street.objects.select_for_update(no_key=True).get(pk=street_id)


def today() -> date:
    """The day in the zone that the request works in."""
    return timezone.localdate(clock.now())


def why_not_named(name: str, host: str = "") -> Reason | None:
    """Every place has a name of bearable length."""
    if not name:
        return Reason("no_name", N_("请填写名称。"), field="name")
    if max(len(name), len(host)) > LONGEST_NAME:
        return Reason("name_too_long", N_("名称最多100个字。"), field="name")
    return None


def corrected(row: Row, given: dict[str, Any]) -> Planned[Row]:
    """The row with what is given and differs; what is left out stays as it is."""
    changed = [name for name, value in given.items() if value and getattr(row, name) != value]
    before = {name: getattr(row, name) for name in changed}
    for name in changed:
        setattr(row, name, given[name])
    return Planned(row, False, tuple(changed), before)


def point_fields(point: Point | None) -> dict[str, float | None]:
    return {"lat": point.lat if point else None, "lon": point.lon if point else None}


def repeated(number: int) -> Reason:
    """Two rows of one file speak of the same place."""
    return Reason("duplicate_code", N_("与第%(number)s行重复。"), {"number": number}, "code")


def _unknown(name: str, field_name: str) -> Reason:
    text = N_("“%(name)s”没有登记，或者不止一处叫这个名字。")
    return Reason(f"unknown_{field_name}", text, {"name": name}, field_name)


class AreaRegister:
    """The open areas of a street by code and name, with the rows planned so far."""

    def __init__(self, street_id: int, *, with_dwellings: bool = True) -> None:
        self._street_id = street_id
        self._by_id: dict[UUID, Area] = {}
        self._by_code: dict[str, Area] = {}
        self._by_name: dict[str, list[Area]] = defaultdict(list)
        self._siblings: dict[tuple[UUID | None, str, str], Area] = {}
        self._grids: dict[str, Grid] | None = None
        self._taken: dict[UUID, int] = {}
        rows = Area.objects.filter(street_id=street_id)
        last = rows.order_by().values("parent_id").annotate(last=Max("path"))
        self._last: dict[UUID | None, int] = {
            group["parent_id"]: ordinal_of(group["last"]) for group in last
        }
        kept = rows.filter(valid_to=None)
        for area in kept if with_dwellings else kept.exclude(kind=AreaKind.DWELLING):
            self._keep(area)

    def find(
        self, given: str, kinds: Iterable[AreaKind], within: str = "", *, field_name: str
    ) -> Area | Reason:
        """An area by code, else by name (和平小区/3号楼) where only one has it."""
        by_code = self._by_code.get(given)
        if by_code:
            return by_code
        *around, name = [normal_name(part) for part in given.split("/")]
        named = [area for area in self._by_name.get(name, ()) if area.path.startswith(within)]
        named = [area for area in named if self._is_inside(area, around)]
        fitting = [area for area in named if area.kind in set(kinds)] or named
        return fitting[0] if len(fitting) == 1 else _unknown(given, field_name)

    def plan(self, row: AreaRow) -> Planned[Area] | Reason:
        """The row as an area in its place, or why it cannot have one."""
        unnamed = why_not_named(row.name)
        if unnamed:
            return unnamed
        parent = self._parent(row)
        if isinstance(parent, Reason):
            return parent
        grid = self._grid(row.grid, parent)
        if isinstance(grid, Reason):
            return grid
        known = self._known(row, parent)
        if isinstance(known, Reason):
            return known
        if known and known.pk in self._taken:
            return repeated(self._taken[known.pk])
        planned = self._corrected(known, row, grid) if known else self._new(row, parent, grid)
        if not isinstance(planned, Reason):
            self._taken[planned.row.pk] = row.number
        return planned

    def _parent(self, row: AreaRow) -> Area | Reason | None:
        parent: Area | Reason | None = None
        if row.parent:
            parent = self.find(row.parent, PARENTS[row.kind], field_name="parent")
        elif row.kind is AreaKind.COMMUNITY:
            parent = self._top()
        if isinstance(parent, Reason):
            return parent
        return why_not_below(row.kind, AreaKind(parent.kind) if parent else None) or parent

    def _top(self) -> Area | None:
        return next((a for a in self._by_id.values() if a.kind == AreaKind.SUBDISTRICT), None)

    def _known(self, row: AreaRow, parent: Area | None) -> Area | Reason | None:
        same_code = self._by_code.get(row.code) if row.code else None
        here = (row.kind, parent.pk if parent else None)
        sibling = self._siblings.get((here[1], here[0], _search(row)))
        if same_code and (same_code.kind, same_code.parent_id) != here:
            text = N_("代码%(code)s已是“%(name)s”的代码。")
            params = {"code": row.code, "name": same_code.name}
            return Reason("duplicate_code", text, params, "code")
        if sibling and row.code and sibling.code != row.code:
            text = N_("同一上级下已有“%(name)s”，代码是%(code)s。")
            params = {"code": sibling.code, "name": sibling.name}
            return Reason("duplicate_name", text, params, "name")
        if row.kind is AreaKind.SUBDISTRICT and not same_code and self._top():
            return Reason("second_subdistrict", N_("一个街道只能登记一次。"), field="kind")
        return same_code or sibling

    def _corrected(self, area: Area, row: AreaRow, grid: Grid | None) -> Planned[Area]:
        given: dict[str, Any] = {"name": row.name, "search": _search(row)}
        given |= {"grid_id": grid.pk if grid else None, "boundary": row.boundary}
        return corrected(area, given | point_fields(row.point))

    def _new(self, row: AreaRow, parent: Area | None, grid: Grid | None) -> Planned[Area] | Reason:
        parent_id = parent.pk if parent else None
        ordinal = self._last.get(parent_id, 0) + 1
        if ordinal > MOST_CHILDREN:
            text = N_("一个区域之下最多%(most)s个。")
            return Reason("too_many", text, {"most": MOST_CHILDREN}, "parent")
        above = parent.code if parent else ""
        code = row.code
        if not code and row.kind not in (AreaKind.SUBDISTRICT, AreaKind.COMMUNITY):
            code = own_code(above, ordinal)
        bad = why_not_area_code(row.kind, code, above)
        if bad:
            return bad
        area = Area(
            street_id=self._street_id,
            kind=row.kind.value,
            code=code,
            name=row.name,
            search=_search(row),
            parent=parent,
            path=path_below(parent.path if parent else "", ordinal),
            grid=grid,
            boundary=row.boundary,
            valid_from=today(),
            **point_fields(row.point),
        )
        self._last[parent_id] = ordinal
        self._keep(area)
        return Planned(area, True)

    def _grid(self, given: str, parent: Area | None) -> Grid | Reason | None:
        """The grid written beside an area, which must be of the same community."""
        if not given:
            return None
        if self._grids is None:
            self._grids = open_grids(self._street_id)
        grid = self._grids.get(given)
        if grid is None:
            return _unknown(given, "grid")
        if parent and parent.path.startswith(grid.community.path):
            return grid
        text = N_("网格%(code)s属于另一个社区。")
        return Reason("grid_elsewhere", text, {"code": grid.code}, "grid")

    def _keep(self, area: Area) -> None:
        self._by_id[area.pk] = area
        self._by_code[area.code] = area
        self._by_name[area.search].append(area)
        self._siblings[area.parent_id, area.kind, area.search] = area

    def _is_inside(self, area: Area, names: list[str]) -> bool:
        """Whether the areas around it bear these names, from the inside outwards."""
        wanted = list(names)
        above = area.parent_id
        while wanted and above:
            around = self._by_id[above]
            if around.search == wanted[-1]:
                wanted.pop()
            above = around.parent_id
        return not wanted


def open_grids(street_id: int) -> dict[str, Grid]:
    """The open grids by code."""
    rows = Grid.objects.filter(street_id=street_id, valid_to=None).select_related("community")
    return {grid.code: grid for grid in rows}


def _search(row: AreaRow) -> str:
    return normal_name(row.name)
