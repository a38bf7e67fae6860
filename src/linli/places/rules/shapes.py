"""Boundaries: reading GeoJSON and WKT, overlaps and gaps wider than a drawing error.

A boundary is a GeoJSON Polygon or MultiPolygon in degrees; widths and areas are measured in
metres on a plane laid at the shape, which is exact enough for a subdistrict.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import cos, radians
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon, mapping, shape
from shapely.geometry.base import BaseGeometry

from linli.places.rules import coordinates
from linli.places.rules.coordinates import Datum
from linli.words import N_, Reason

Boundary = dict[str, Any]

DRAWING_ERROR = 3.0
"""Metres by which two boundaries may lie over each other or apart without anybody caring."""
METRES_PER_DEGREE = 111_320.0
_MOST_POINTS = 20_000


@dataclass(frozen=True, slots=True)
class Gap:
    """A piece of a community that no grid covers, with a point inside it."""

    lat: float
    lon: float
    square_metres: int


def boundary_of(given: Any, datum: Datum = Datum.WGS84) -> Boundary | Reason:
    """The boundary somebody gave as GeoJSON (text or object) or WKT, checked and in CGCS2000."""
    try:
        drawn = _read(given)
    except (ValueError, TypeError, KeyError, AttributeError, shapely.errors.ShapelyError):
        return _invalid(N_("边界读不出来，应为GeoJSON或WKT多边形。"))
    if not isinstance(drawn, Polygon | MultiPolygon) or drawn.is_empty:
        return _invalid(N_("边界应为多边形。"))
    if shapely.get_num_coordinates(drawn) > _MOST_POINTS:
        return _invalid(N_("边界的点太多，最多%(most)s个。"), most=_MOST_POINTS)
    placed = _placed(shapely.force_2d(drawn), datum)
    if isinstance(placed, Reason):
        return placed
    if not placed.is_valid:
        fault = shapely.is_valid_reason(placed)
        return _invalid(N_("边界自相交或有错：%(fault)s。"), fault=fault)
    return _geojson(placed)


def shape_of(boundary: Boundary) -> BaseGeometry:
    """The geometry of a stored boundary."""
    return shape(boundary)


def wkt_of(boundary: Boundary | None) -> str:
    """A stored boundary as WKT, which fits a cell of a spreadsheet."""
    return shapely.to_wkt(shape(boundary), rounding_precision=7) if boundary else ""


def label_point(drawn: BaseGeometry) -> tuple[float, float]:
    """A point inside the shape, as (lat, lon)."""
    inside = drawn.representative_point()
    return round(inside.y, coordinates.DIGITS), round(inside.x, coordinates.DIGITS)


def overlaps(one: BaseGeometry, other: BaseGeometry) -> bool:
    """Whether two shapes lie over each other somewhere wider than the drawing error."""
    return one.intersects(other) and _has_room(one.intersection(other), one.centroid.y)


def sticks_out(inner: BaseGeometry, outer: BaseGeometry) -> bool:
    """Whether a part of ``inner`` wider than the drawing error lies outside ``outer``."""
    return _has_room(inner.difference(outer), inner.centroid.y)


def gaps(community: BaseGeometry, grids: Iterable[BaseGeometry]) -> tuple[Gap, ...]:
    """The pieces of a community that no grid covers, largest first, slivers left out."""
    latitude = community.centroid.y
    bare = _flat(community.difference(shapely.union_all(list(grids))), latitude)
    kept = bare.buffer(-DRAWING_ERROR / 2).buffer(DRAWING_ERROR / 2)
    pieces = [piece for piece in shapely.get_parts(kept) if not piece.is_empty]
    pieces.sort(key=lambda piece: -piece.area)
    return tuple(_gap(piece, latitude) for piece in pieces)


def _gap(piece: BaseGeometry, latitude: float) -> Gap:
    lat, lon = label_point(shapely.transform(piece, _scale(latitude, back=True)))
    return Gap(lat, lon, round(piece.area))


def _has_room(drawn: BaseGeometry, latitude: float) -> bool:
    return not _flat(drawn, latitude).buffer(-DRAWING_ERROR / 2).is_empty


def _flat(drawn: BaseGeometry, latitude: float) -> BaseGeometry:
    return shapely.transform(drawn, _scale(latitude))


def _scale(latitude: float, *, back: bool = False) -> Callable[[Any], Any]:
    factors = [METRES_PER_DEGREE * cos(radians(latitude)), METRES_PER_DEGREE]
    return (lambda points: points / factors) if back else (lambda points: points * factors)


def _read(given: Any) -> BaseGeometry:
    if isinstance(given, str):
        text = given.strip()
        return shape(json.loads(text)) if text.startswith("{") else shapely.from_wkt(text)
    return shape(given)


def _placed(drawn: BaseGeometry, datum: Datum) -> BaseGeometry | Reason:
    """The shape in CGCS2000, with coordinates written latitude first put right."""
    corners = drawn.bounds
    first = coordinates.sensible_point(corners[1], corners[0])
    second = coordinates.sensible_point(corners[3], corners[2])
    if isinstance(first, Reason) or isinstance(second, Reason):
        return _invalid(N_("边界的坐标不是有效的位置。"))
    if first.note != second.note or first.note == coordinates.ABROAD:
        return _invalid(N_("边界的坐标不在中国境内。"))
    swapped = first.note == coordinates.SWAPPED

    def move(points: Any) -> Any:
        moved = points[:, ::-1].copy() if swapped else points.copy()
        for point in moved if datum is Datum.GCJ02 else ():
            point[1], point[0] = coordinates.from_gcj02(float(point[1]), float(point[0]))
        return moved.round(coordinates.DIGITS)

    return shapely.transform(drawn, move)


def _geojson(drawn: BaseGeometry) -> Boundary:
    return json.loads(json.dumps(mapping(drawn)))  # type: ignore[no-any-return]


def _invalid(text: str, **params: Any) -> Reason:
    return Reason("bad_boundary", text, params, "boundary")
