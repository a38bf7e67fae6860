"""A working copy of the open grids with their shapes: what may be drawn where."""

from collections.abc import Iterator
from typing import Any

from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from linli.places.actions.registers import (
    AreaRegister,
    Planned,
    corrected,
    open_grids,
    point_fields,
    repeated,
    today,
    why_not_named,
)
from linli.places.models import Area, Grid
from linli.places.rules import (
    AreaKind,
    Boundary,
    GridKind,
    GridRow,
    Point,
    gaps,
    label_point,
    overlaps,
    shape_of,
    sticks_out,
    why_not_grid_code,
)
from linli.words import N_, Reason

_MOST_GAPS = 10
_MOST_LOOSE = 64


class Sketch:
    """Shapes by code that grow in number; the spatial index is made anew now and then."""

    def __init__(self, shapes: dict[str, BaseGeometry]) -> None:
        self.shapes = shapes
        self._loose: list[str] = []
        self._index()

    def put(self, code: str, shape: BaseGeometry) -> None:
        self.shapes[code] = shape
        self._loose.append(code)
        if len(self._loose) > _MOST_LOOSE:
            self._index()

    def over(self, code: str, shape: BaseGeometry) -> Iterator[str]:
        """The codes of other shapes that lie over this one."""
        near = {self._codes[index] for index in self._tree.query(shape)} | set(self._loose)
        for other in sorted(near - {code}):
            if overlaps(shape, self.shapes[other]):
                yield other

    def _index(self) -> None:
        self._codes = list(self.shapes)
        self._tree = STRtree(list(self.shapes.values()))
        self._loose.clear()


class GridRegister:
    """The open grids of a street, with the rows planned so far."""

    def __init__(self, street_id: int) -> None:
        self._street_id = street_id
        self._areas = AreaRegister(street_id, with_dwellings=False)
        self._by_code = open_grids(street_id)
        self._taken: dict[str, int] = {}
        micro: dict[str, BaseGeometry] = {}
        whole: dict[str, BaseGeometry] = {}
        for grid in self._by_code.values():
            if grid.boundary:
                layer = micro if grid.kind == GridKind.MICRO else whole
                layer[grid.code] = shape_of(grid.boundary)
        self._micro, self._whole = Sketch(micro), Sketch(whole)

    def plan(self, row: GridRow) -> Planned[Grid] | Reason:
        """The row as a grid in its place, or why it cannot have one."""
        bad = why_not_named(row.name, row.host)
        if bad is None and row.code in self._taken:
            bad = repeated(self._taken[row.code])
        if bad:
            return bad
        above = self._above(row)
        if isinstance(above, Reason):
            return above
        community, parent = above
        compound = self._compound(row, community)
        if isinstance(compound, Reason):
            return compound
        bad = why_not_grid_code(row.kind, row.code, (parent or community).code)
        known = self._by_code.get(row.code)
        bad = bad or _why_not_known(row, known, community)
        bad = bad or self.why_not_drawn(row.code, row.kind, row.boundary)
        if bad:
            return bad
        planned = self._planned(row, known, community, parent, compound)
        self._by_code[row.code] = planned.row
        self._taken[row.code] = row.number
        self.draw(planned.row)
        return planned

    def why_not_drawn(self, code: str, kind: str, boundary: Boundary | None) -> Reason | None:
        """Grids do not lie over each other, a micro-grid stays inside its grid."""
        if not boundary:
            return None
        drawn, is_micro = shape_of(boundary), kind == GridKind.MICRO
        other = next((self._micro if is_micro else self._whole).over(code, drawn), None)
        if other:
            text = N_("与网格%(code)s“%(name)s”重叠。")
            params = {"code": other, "name": self._by_code[other].name}
            return Reason("overlap", text, params, "boundary")
        outer = self._whole.shapes.get(code[:15]) if is_micro else None
        if outer is not None and sticks_out(drawn, outer):
            return Reason("outside_parent", N_("超出了上级网格的边界。"), field="boundary")
        return None if is_micro else self._why_not_around(code, drawn)

    def draw(self, grid: Grid) -> None:
        if grid.boundary:
            sketch = self._micro if grid.kind == GridKind.MICRO else self._whole
            sketch.put(grid.code, shape_of(grid.boundary))

    def is_outside(self, grid: Grid) -> bool:
        """Whether a grid reaches beyond its community's boundary."""
        if not (grid.boundary and grid.community.boundary):
            return False
        return sticks_out(shape_of(grid.boundary), shape_of(grid.community.boundary))

    def gaps(self, community: Area) -> Iterator[Reason]:
        """What the grids of a community leave uncovered, once all of them are drawn."""
        grids = [
            grid
            for grid in self._by_code.values()
            if grid.community_id == community.pk and grid.kind != GridKind.MICRO
        ]
        if not community.boundary or not all(grid.boundary for grid in grids):
            return
        drawn = [self._whole.shapes[grid.code] for grid in grids]
        for gap in gaps(shape_of(community.boundary), drawn)[:_MOST_GAPS]:
            text = N_("%(community)s有%(area)s平方米没有划入任何网格（%(lat)s，%(lon)s附近）。")
            params = {"community": community.name, "area": gap.square_metres}
            params |= {"lat": f"{gap.lat:.6f}", "lon": f"{gap.lon:.6f}"}
            yield Reason("gap", text, params, "boundary")

    def _above(self, row: GridRow) -> tuple[Area, Grid | None] | Reason:
        """The community a grid belongs to, and the grid a micro-grid is a part of."""
        parent = None
        if row.kind is GridKind.MICRO:
            parent = self._by_code.get(row.parent or row.code[:15])
            if parent is None or parent.kind == GridKind.MICRO:
                text = N_("上级网格“%(name)s”没有登记。")
                return Reason(
                    "unknown_parent", text, {"name": row.parent or row.code[:15]}, "parent"
                )
        if parent and not row.community:
            return parent.community, parent
        given = row.community or row.code[:12]
        community = self._areas.find(given, [AreaKind.COMMUNITY], field_name="community")
        if isinstance(community, Reason):
            return community
        bad = _why_not_in(AreaKind(community.kind))
        if bad:
            return bad
        if parent and parent.community != community:
            text = N_("微网格必须与上级网格同属一个社区。")
            return Reason("micro_elsewhere", text, field="community")
        return community, parent

    def _compound(self, row: GridRow, community: Area) -> Area | Reason | None:
        if not row.compound:
            return None
        kinds = [AreaKind.COMPOUND]
        found = self._areas.find(row.compound, kinds, community.path, field_name="compound")
        if isinstance(found, Reason):
            return found
        if found.kind == AreaKind.COMPOUND and found.path.startswith(community.path):
            return found
        text = N_("“%(name)s”不是本社区的小区。")
        return Reason("compound_elsewhere", text, {"name": found.name}, "compound")

    def _planned(
        self,
        row: GridRow,
        known: Grid | None,
        community: Area,
        parent: Grid | None,
        compound: Area | None,
    ) -> Planned[Grid]:
        given: dict[str, Any] = {"name": row.name, "host_name": row.host, "boundary": row.boundary}
        given |= {
            "compound_id": compound.pk if compound else None,
            **point_fields(_label(row, known)),
        }
        if known:
            return corrected(known, given)
        given |= {"kind": row.kind.value, "code": row.code, "valid_from": today()}
        grid = Grid(street_id=self._street_id, community=community, parent=parent, **given)
        return Planned(grid, True)

    def _why_not_around(self, code: str, drawn: BaseGeometry) -> Reason | None:
        for micro_code, micro in self._micro.shapes.items():
            if micro_code[:15] == code and sticks_out(micro, drawn):
                text = N_("微网格%(code)s会超出新边界，请先重划它。")
                return Reason("micro_left_out", text, {"code": micro_code}, "boundary")
        return None


def _label(row: GridRow, known: Grid | None) -> Point | None:
    """The point given, else one inside a boundary that is new."""
    is_known = known is not None and known.boundary == row.boundary
    if row.point or row.boundary is None or is_known:
        return row.point
    return Point(*label_point(shape_of(row.boundary)))


def _why_not_in(kind: AreaKind) -> Reason | None:
    if kind is AreaKind.COMMUNITY:
        return None
    if kind is AreaKind.SUBDISTRICT:
        text = N_("网格必须属于一个社区，不能直接挂在街道之下。")
        return Reason("grid_below_subdistrict", text, field="community")
    text = N_("网格必须属于一个社区，不能属于%(kind)s。")
    return Reason("not_a_community", text, {"kind": kind.word}, "community")


def _why_not_known(row: GridRow, known: Grid | None, community: Area) -> Reason | None:
    if known is None or (known.kind, known.community) == (row.kind, community):
        return None
    text = N_("代码%(code)s已是“%(name)s”的代码。")
    return Reason("duplicate_code", text, {"code": row.code, "name": known.name}, "code")
