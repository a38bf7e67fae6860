"""Rows of a spreadsheet or GeoJSON file read as areas and grids, with Chinese or English names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from linli.places.rules import coordinates, shapes
from linli.places.rules.codes import AreaKind, GridKind, grid_kind_of
from linli.places.rules.coordinates import Datum, Point
from linli.places.rules.shapes import Boundary
from linli.words import N_, Reason, Word

Record = Mapping[str, Any]
Kind = TypeVar("Kind", bound=Word)

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("代码", "编码", "区划代码", "区域代码", "网格代码", "网格编码", "网格编号"),
    "name": ("名称", "区域名称", "网格名称"),
    "kind": ("类型", "类别", "种类", "网格类型"),
    "parent": ("上级", "上级代码", "上级名称", "上级区域", "上级网格"),
    "community": ("社区", "所属社区", "社区代码", "社区名称"),
    "compound": ("小区", "所属小区", "定岗小区"),
    "grid": ("网格", "所属网格"),
    "host": ("服务单位", "专属单位", "单位", "host_name"),
    "lon": ("经度", "lng", "longitude", "x"),
    "lat": ("纬度", "latitude", "y"),
    "boundary": ("边界", "范围", "geometry", "wkt", "geojson"),
}
_FIELD_OF = {
    alias: field_name for field_name, aliases in COLUMNS.items() for alias in (field_name, *aliases)
}
_AREA_WORDS = {
    "镇": AreaKind.SUBDISTRICT,
    "乡": AreaKind.SUBDISTRICT,
    "居委会": AreaKind.COMMUNITY,
    "村": AreaKind.COMMUNITY,
    "行政村": AreaKind.COMMUNITY,
    "楼": AreaKind.BUILDING,
    "楼号": AreaKind.BUILDING,
    "住户": AreaKind.DWELLING,
}
_GRID_WORDS = {
    "网格": GridKind.BASIC,
    "基础": GridKind.BASIC,
    "专属": GridKind.EXCLUSIVE,
    "微": GridKind.MICRO,
}
_MOST_EXACT = 2**53


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRow:
    """``parent`` and ``grid`` are codes, or names where only one place has that name."""

    kind: AreaKind
    name: str
    code: str = ""
    parent: str = ""
    grid: str = ""
    point: Point | None = None
    boundary: Boundary | None = None
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """``community``, ``parent`` and ``compound`` are codes or names like in ``AreaRow``; the
    first two may be left out, for a grid's code begins with theirs."""

    code: str
    name: str
    kind: GridKind
    community: str = ""
    parent: str = ""
    compound: str = ""
    host: str = ""
    point: Point | None = None
    boundary: Boundary | None = None
    number: int = 0


def fields_of(record: Record) -> dict[str, Any]:
    """The known columns of a record under our names; the first that is filled counts."""
    known: dict[str, Any] = {}
    for column, value in record.items():
        name = _FIELD_OF.get(str(column).strip().casefold())
        if name and value not in (None, ""):
            known.setdefault(name, value)
    return known


def area_row(number: int, record: Record, datum: Datum = Datum.WGS84) -> AreaRow | Reason:
    """One row as an area, or why it cannot be read as one."""
    given = fields_of(record)
    kind = _kind(given, AreaKind, _AREA_WORDS)
    if isinstance(kind, Reason):
        return kind
    if kind is None:
        return Reason("no_kind", N_("请填写类型。"), field="kind")
    texts = _texts(given, ("code", "name", "parent", "community", "grid"))
    if isinstance(texts, Reason):
        return texts
    where = _where(given, datum)
    if isinstance(where, Reason):
        return where
    return AreaRow(
        number=number,
        kind=kind,
        name=texts["name"],
        code=texts["code"],
        parent=texts["parent"] or texts["community"],
        grid=texts["grid"],
        point=where[0],
        boundary=where[1],
    )


def grid_row(number: int, record: Record, datum: Datum = Datum.WGS84) -> GridRow | Reason:
    """One row as a grid, or why it cannot be read as one."""
    given = fields_of(record)
    kind = _kind(given, GridKind, _GRID_WORDS)
    if isinstance(kind, Reason):
        return kind
    texts = _texts(given, ("code", "name", "community", "parent", "compound", "host"))
    if isinstance(texts, Reason):
        return texts
    where = _where(given, datum)
    if isinstance(where, Reason):
        return where
    kind = kind or grid_kind_of(texts["code"])
    return GridRow(number=number, kind=kind, point=where[0], boundary=where[1], **texts)


def _kind(given: Record, kinds: type[Kind], words: Mapping[str, Kind]) -> Kind | Reason | None:
    text = str(given.get("kind", "")).strip()
    if not text:
        return None
    for kind in kinds:
        if text.casefold() == kind.value or text == kind.word:
            return kind
    text_unknown = N_("没有“%(kind)s”这种类型。")
    return words.get(text) or Reason("unknown_kind", text_unknown, {"kind": text}, "kind")


def _texts(given: Record, names: tuple[str, ...]) -> dict[str, str] | Reason:
    """The texts of a row; a code that the spreadsheet kept as a number must be exact."""
    texts = {}
    for name in names:
        value = given.get(name, "")
        if isinstance(value, int | float) and not isinstance(value, bool):
            if abs(value) > _MOST_EXACT or value != int(value):
                text = N_("这一格是数字，末几位可能已丢失，请改为文本格式。")
                return Reason("inexact_code", text, field=name)
            value = int(value)
        texts[name] = str(value).strip()
    return texts


def _where(given: Record, datum: Datum) -> tuple[Point | None, Boundary | None] | Reason:
    point = _point(given, datum)
    if isinstance(point, Reason):
        return point
    boundary = shapes.boundary_of(given["boundary"], datum) if "boundary" in given else None
    return boundary if isinstance(boundary, Reason) else (point, boundary)


def _point(given: Record, datum: Datum) -> Point | Reason | None:
    """No coordinates, or 0 and 0 as many systems write for unknown, make no point."""
    if "lat" not in given and "lon" not in given:
        return None
    try:
        lat, lon = float(given.get("lat", "")), float(given.get("lon", ""))
    except (TypeError, ValueError):
        return coordinates.NONSENSE
    if lat == 0 and lon == 0:
        return None
    point = coordinates.sensible_point(lat, lon)
    if isinstance(point, Reason) or datum is Datum.WGS84:
        return point
    lat, lon = coordinates.from_gcj02(point.lat, point.lon)
    return Point(round(lat, coordinates.DIGITS), round(lon, coordinates.DIGITS), point.note)
