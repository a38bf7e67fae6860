"""All open areas (but dwellings) and grids of one street, kept in memory until they change."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

import shapely
from shapely import STRtree

from linli.kernel.streets.models import Street
from linli.kernel.streets.revisions import per_revision
from linli.places.models import Area, Grid
from linli.places.rules import (
    COMMUNITY_PATH,
    DRAWING_ERROR,
    METRES_PER_DEGREE,
    AddressBook,
    AreaKind,
    Boundary,
    GridKind,
    Listing,
    shape_of,
)

_DRAWING_ERROR = DRAWING_ERROR / METRES_PER_DEGREE


class AreaEntry(NamedTuple):
    """An open area as the atlas keeps it."""

    id: UUID
    kind: str
    code: str
    name: str
    search: str
    path: str
    parent_id: UUID | None
    grid_id: UUID | None
    lat: float | None
    lon: float | None
    boundary: Boundary | None


class GridEntry(NamedTuple):
    """An open grid as the atlas keeps it."""

    id: UUID
    kind: str
    code: str
    name: str
    community_id: UUID
    parent_id: UUID | None
    compound_id: UUID | None
    host_name: str
    lat: float | None
    lon: float | None
    boundary: Boundary | None


class Layer:
    """Shapes in order of precedence; a point belongs to the first one that holds it."""

    def __init__(self, drawn: Iterable[tuple[UUID, Boundary | None]]) -> None:
        kept = [(row_id, boundary) for row_id, boundary in drawn if boundary]
        self._ids: Sequence[UUID] = [row_id for row_id, _ in kept]
        self._tree = STRtree([shape_of(boundary) for _, boundary in kept])

    def at(self, lat: float, lon: float) -> UUID | None:
        """The shape at a point; a sliver left between two by drawing goes to the nearest."""
        point = shapely.Point(lon, lat)
        hits = self._tree.query(point, predicate="intersects")
        if not hits.size and self._ids:
            hits = self._tree.query_nearest(point, max_distance=_DRAWING_ERROR)
        return self._ids[int(hits.min())] if hits.size else None


@dataclass(frozen=True)
class Atlas:
    """Every look-up of places; the layers and the address book are made when first asked."""

    areas: dict[UUID, AreaEntry]
    grids: dict[UUID, GridEntry]

    @cached_property
    def by_path(self) -> dict[str, AreaEntry]:
        return {area.path: area for area in self.areas.values()}

    @cached_property
    def grid_layer(self) -> Layer:
        """Basic and exclusive grids, the lowest code first."""
        return _layer(grid for grid in self.grids.values() if grid.kind != GridKind.MICRO)

    @cached_property
    def micro_layers(self) -> dict[UUID, Layer]:
        """The micro-grids of each grid."""
        below: dict[UUID, list[GridEntry]] = defaultdict(list)
        for grid in self.grids.values():
            if grid.parent_id:
                below[grid.parent_id].append(grid)
        return {parent_id: _layer(grids) for parent_id, grids in below.items()}

    @cached_property
    def area_layer(self) -> Layer:
        """Communities, compounds and buildings, the smallest kind first."""
        drawn = [area for area in self.areas.values() if area.kind != AreaKind.SUBDISTRICT]
        drawn.sort(key=lambda area: (-len(area.path), area.code))
        return Layer((area.id, area.boundary) for area in drawn)

    @cached_property
    def tied(self) -> dict[UUID, list[GridEntry]]:
        """The grids tied to each compound."""
        tied: dict[UUID, list[GridEntry]] = defaultdict(list)
        for grid in self.grids.values():
            if grid.compound_id:
                tied[grid.compound_id].append(grid)
        return dict(tied)

    @cached_property
    def book(self) -> AddressBook:
        return AddressBook(
            Listing(area.id, AreaKind(area.kind), area.search, area.path, area.parent_id)
            for area in self.areas.values()
        )

    def community_of(self, area: AreaEntry) -> AreaEntry | None:
        return self.by_path.get(area.path[:COMMUNITY_PATH]) if _below_top(area.path) else None

    def lineage(self, path: str) -> list[AreaEntry]:
        """The area at a path and those around it up to the compound, the smallest first."""
        ends = range(len(path), COMMUNITY_PATH, -5)
        return [area for end in ends if (area := self.by_path.get(path[:end]))]


@per_revision
def atlas(street: Street) -> Atlas:
    """Read with two statements, once per revision of the street."""
    areas = Area.objects.filter(street_id=street.pk, valid_to=None).exclude(kind=AreaKind.DWELLING)
    grids = Grid.objects.filter(street_id=street.pk, valid_to=None).order_by("code")
    return Atlas(
        {area.id: area for area in _entries(AreaEntry, areas.order_by("path"))},
        {grid.id: grid for grid in _entries(GridEntry, grids)},
    )


def _entries(entry: Any, rows: Any) -> Any:
    return (entry(*values) for values in rows.values_list(*entry._fields))


def _layer(grids: Iterable[GridEntry]) -> Layer:
    return Layer((grid.id, grid.boundary) for grid in sorted(grids, key=lambda grid: grid.code))


def _below_top(path: str) -> bool:
    return len(path) >= COMMUNITY_PATH
