"""Boundaries for a place that does not exist (示意): cells that tile an outline without gaps.

Everything is drawn in metres around an origin in the open sea, so that no invented community
lies on anybody's real one, and turned into degrees at the end.
"""

from math import cos, radians
from random import Random
from typing import Any

import shapely
from shapely.affinity import rotate
from shapely.geometry import MultiPoint, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from linli.places.rules import Boundary
from linli.places.rules import Point as Spot

ORIGIN = (38.6, 119.5)  # lat, lon: the middle of the Bohai Sea
_METRES = 111_320.0
_FAR, _WIDEST = 100_000.0, 1_500.0  # beyond the outline, and beyond half of any cell

# A lake shore to the east, fields to the west: eight corners, convex, so every cell is convex too.
OUTLINE = Polygon(
    [
        (-2600, -1500),
        (-1100, -2100),
        (900, -2150),
        (2300, -1300),
        (2700, 200),
        (1900, 1700),
        (100, 2150),
        (-2100, 1500),
    ]
)


def cells(rng: Random, outline: Polygon, count: int) -> list[Polygon]:
    """Cut a convex outline into ``count`` cells of like size, west to east."""
    seeds = [_inside(rng, outline) for _ in range(count)]
    for _ in range(12):  # Lloyd's way: moving each seed into its cell's middle evens them out
        seeds = [cell.centroid for cell in _voronoi(outline, seeds)]
    return sorted(_voronoi(outline, seeds), key=lambda cell: (cell.centroid.x, cell.centroid.y))


def cut(rng: Random, cell: Polygon, share: float) -> tuple[Polygon, Polygon]:
    """Cut ``share`` of a convex cell off along a straight line; returns the rest and the piece."""
    angle = rng.uniform(0, 360)
    low, high = -_WIDEST, _WIDEST
    for _ in range(20):
        middle = (low + high) / 2
        piece = cell.intersection(_half_plane(cell, angle, middle))
        low, high = (middle, high) if piece.area < share * cell.area else (low, middle)
    half = _half_plane(cell, angle, high)
    return _whole(cell.difference(half)), _whole(cell.intersection(half))


def spots(rng: Random, drawn: BaseGeometry, count: int) -> list[Spot]:
    """Points inside a shape, well away from its edge."""
    inner = drawn.buffer(-8)
    room = drawn if inner.is_empty else inner
    return [spot(_inside(rng, room)) for _ in range(count)]


def spot(point: Point) -> Spot:
    lon, lat = _degrees(point).coords[0]
    return Spot(round(lat, 8), round(lon, 8))


def boundary(drawn: BaseGeometry) -> Boundary:
    """The shape as GeoJSON in degrees, rounded to a millimetre."""
    placed = shapely.set_precision(_degrees(drawn), 1e-8)
    found: Boundary = shapely.geometry.mapping(placed)
    return {"type": found["type"], "coordinates": _plain(found["coordinates"])}


def _voronoi(outline: Polygon, seeds: list[Point]) -> list[Polygon]:
    drawn = shapely.voronoi_polygons(MultiPoint(seeds), extend_to=outline)
    return [_whole(cell.intersection(outline)) for cell in drawn.geoms]


def _half_plane(cell: Polygon, angle: float, distance: float) -> Polygon:
    """All that lies up to ``distance`` from the cell's middle in a direction."""
    middle = cell.centroid
    half = box(middle.x - _FAR, middle.y - _FAR, middle.x + distance, middle.y + _FAR)
    return rotate(half, angle, origin=middle)


def _inside(rng: Random, drawn: BaseGeometry) -> Point:
    west, south, east, north = drawn.bounds
    while True:
        point = Point(rng.uniform(west, east), rng.uniform(south, north))
        if drawn.contains(point):
            return point


def _whole(drawn: BaseGeometry) -> Polygon:
    if not isinstance(drawn, Polygon):
        raise TypeError(f"a convex cell came apart: {drawn.geom_type}")
    return drawn


def _degrees(drawn: BaseGeometry) -> Any:
    lat, lon = ORIGIN
    east = _METRES * cos(radians(lat))
    return shapely.transform(drawn, lambda points: points / [east, _METRES] + [lon, lat])


def _plain(coordinates: Any) -> Any:
    """Tuples become lists, as the database gives them back."""
    if isinstance(coordinates, float):
        return round(coordinates, 8)
    return [_plain(part) for part in coordinates]
