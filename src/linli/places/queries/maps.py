"""The map of grids, flat: outlines of communities and grids as SVG paths on one sheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians
from uuid import UUID

import shapely
from shapely.geometry.base import BaseGeometry

from linli.kernel.streets.models import Street
from linli.kernel.streets.revisions import per_revision
from linli.places.queries.tree import boundaries
from linli.places.rules import AreaKind, GridKind, shape_of

WIDTH = 1000  # units of the sheet from west to east
_MARGIN = 10
_AROUND = 170  # units from the middle of a grid to the edge of what is shown of it
_MAIN_GRIDS = (GridKind.BASIC, GridKind.EXCLUSIVE)


@dataclass(frozen=True, slots=True)
class Shape:
    """One outline of the sheet: the ``d`` of an SVG path, and where its name stands."""

    id: UUID
    name: str
    path: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A flat map, north up; ``west`` and ``north`` in degrees, ``scale`` in units per degree.

    Degrees of longitude are shortened by the latitude of the north edge: over the few kilometres
    of a subdistrict that is true to a thousandth.
    """

    west: float
    north: float
    scale: float
    height: int
    communities: tuple[Shape, ...] = ()
    grids: tuple[Shape, ...] = ()

    @property
    def box(self) -> str:
        """The ``viewBox`` of the drawing."""
        return f"{-_MARGIN} {-_MARGIN} {WIDTH + 2 * _MARGIN} {self.height + 2 * _MARGIN}"

    def box_near(self, grid_id: UUID) -> str:
        """The ``viewBox`` of a part of the drawing: a grid with those around it."""
        shape = next((shape for shape in self.grids if shape.id == grid_id), None)
        if shape is None:
            return self.box
        across, down = _AROUND, _AROUND * 3 // 4
        return f"{shape.x - across} {shape.y - down} {2 * across} {2 * down}"

    def xy(self, lat: float, lon: float) -> tuple[int, int]:
        """Where a point lies, in units from the north-west corner."""
        narrow = cos(radians(self.north))
        return round((lon - self.west) * narrow * self.scale), round(
            (self.north - lat) * self.scale
        )

    def spot(self, lat: float | None, lon: float | None) -> tuple[int, int] | None:
        """A point to mark; None for no point and for one outside of the sheet."""
        if lat is None or lon is None:
            return None
        x, y = self.xy(lat, lon)
        return (x, y) if 0 <= x <= WIDTH and 0 <= y <= self.height else None


@per_revision
def sheet(street: Street) -> Sheet | None:
    """The map of a street; None while nothing is drawn."""
    drawn = [(row, shape_of(row.boundary)) for row in boundaries(street)]
    if not drawn:
        return None
    west, south, east, north = shapely.total_bounds([shape for _, shape in drawn])
    scale = WIDTH / ((east - west) * cos(radians(north)))
    empty = Sheet(west, north, scale, round((north - south) * scale))

    def shapes(kinds: Iterable[str]) -> tuple[Shape, ...]:
        return tuple(
            _shape(empty, row.id, row.name, shape) for row, shape in drawn if row.kind in kinds
        )

    return Sheet(
        west, north, scale, empty.height, shapes([AreaKind.COMMUNITY]), shapes(_MAIN_GRIDS)
    )


def _shape(sheet: Sheet, key: UUID, name: str, shape: BaseGeometry) -> Shape:
    inside = shape.representative_point()
    parts = shapely.get_parts(shape.simplify(1 / sheet.scale))
    rings = ([sheet.xy(lat, lon) for lon, lat in part.exterior.coords] for part in parts)
    path = "".join("M" + "L".join(f"{x} {y}" for x, y in ring) + "Z" for ring in rings)
    return Shape(key, name, path, *sheet.xy(inside.y, inside.x))
