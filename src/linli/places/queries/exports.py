"""Areas and grids as rows with the columns an import reads, and as GeoJSON."""

from collections.abc import Iterable, Iterator
from typing import Any

from linli.kernel.streets.models import Street
from linli.places.models import Area, Grid
from linli.places.rules import AreaKind, Boundary, GridKind, wkt_of

AREA_COLUMNS = ("代码", "名称", "类型", "上级", "网格", "经度", "纬度", "边界", "启用日期")
GRID_COLUMNS = (
    *("代码", "名称", "类型", "社区", "上级", "小区", "服务单位"),
    *("经度", "纬度", "边界", "启用日期"),
)


def export_areas(street: Street) -> Iterator[dict[str, Any]]:
    """Every open area, from the top down; the boundary as WKT."""
    for area in _areas(street):
        yield _named(AREA_COLUMNS, *_area_cells(area), wkt_of(area.boundary), area.valid_from)


def export_grids(street: Street) -> Iterator[dict[str, Any]]:
    """Every open grid by code, so that a micro-grid follows its grid."""
    for grid in _grids(street):
        yield _named(GRID_COLUMNS, *_grid_cells(grid), wkt_of(grid.boundary), grid.valid_from)


def areas_geojson(street: Street) -> dict[str, Any]:
    """The open areas as a FeatureCollection."""
    rows = ((AREA_COLUMNS, _area_cells(area), area.boundary) for area in _areas(street))
    return _collection(rows)


def grids_geojson(street: Street) -> dict[str, Any]:
    """The open grids as a FeatureCollection."""
    rows = ((GRID_COLUMNS, _grid_cells(grid), grid.boundary) for grid in _grids(street))
    return _collection(rows)


def _areas(street: Street) -> Iterator[Area]:
    rows = Area.objects.filter(street_id=street.pk, valid_to=None)
    return rows.select_related("parent", "grid").order_by("path").iterator(2000)


def _grids(street: Street) -> Iterator[Grid]:
    rows = Grid.objects.filter(street_id=street.pk, valid_to=None)
    kept = rows.select_related("community", "parent", "compound").order_by("code")
    return kept.iterator(2000)


def _area_cells(area: Area) -> tuple[Any, ...]:
    parent, grid = area.parent, area.grid
    kind = AreaKind(area.kind).word
    above = parent.code if parent else ""
    return area.code, area.name, kind, above, grid.code if grid else "", area.lon, area.lat


def _grid_cells(grid: Grid) -> tuple[Any, ...]:
    kind = GridKind(grid.kind).word
    parent, compound = grid.parent, grid.compound
    return (
        *(grid.code, grid.name, kind, grid.community.code),
        *(parent.code if parent else "", compound.code if compound else ""),
        *(grid.host_name, grid.lon, grid.lat),
    )


def _collection(
    rows: Iterable[tuple[tuple[str, ...], tuple[Any, ...], Boundary | None]],
) -> dict[str, Any]:
    features = [
        {"type": "Feature", "properties": _named(columns, *cells), "geometry": boundary}
        for columns, cells, boundary in rows
    ]
    return {"type": "FeatureCollection", "features": features}


def _named(columns: tuple[str, ...], *cells: Any) -> dict[str, Any]:
    """Cells under their columns; a GeoJSON feature leaves out the last ones."""
    return dict(zip(columns, cells, strict=False))
