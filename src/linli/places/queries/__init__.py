"""Every read of places; the first argument is the street."""

from linli.places.queries.atlas import AreaEntry, GridEntry, atlas
from linli.places.queries.exports import (
    AREA_COLUMNS,
    GRID_COLUMNS,
    areas_geojson,
    export_areas,
    export_grids,
    grids_geojson,
)
from linli.places.queries.lists import AreaLine, GridLine, Hole, area_lines, grid_lines, holes
from linli.places.queries.locating import (
    Place,
    areas_by_grid,
    find_place,
    locate,
    locate_address,
    place_of,
    place_of_grid,
)
from linli.places.queries.maps import Shape, Sheet, sheet
from linli.places.queries.suggesting import suggestions
from linli.places.queries.tree import (
    GridCard,
    Node,
    Outline,
    area_tree,
    boundaries,
    children,
    communities,
    full_name,
    grid_card,
    grids,
    neighbourhood,
    uncovered,
)

__all__ = [
    "AREA_COLUMNS",
    "GRID_COLUMNS",
    "AreaEntry",
    "AreaLine",
    "GridCard",
    "GridEntry",
    "GridLine",
    "Hole",
    "Node",
    "Outline",
    "Place",
    "Shape",
    "Sheet",
    "area_lines",
    "area_tree",
    "areas_by_grid",
    "areas_geojson",
    "atlas",
    "boundaries",
    "children",
    "communities",
    "export_areas",
    "export_grids",
    "find_place",
    "full_name",
    "grid_card",
    "grid_lines",
    "grids",
    "grids_geojson",
    "holes",
    "locate",
    "locate_address",
    "neighbourhood",
    "place_of",
    "place_of_grid",
    "sheet",
    "suggestions",
    "uncovered",
]
