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
from linli.places.queries.locating import (
    Place,
    areas_by_grid,
    find_place,
    locate,
    locate_address,
    place_of,
)
from linli.places.queries.maps import Shape, Sheet, sheet
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
    uncovered,
)

__all__ = [
    "AREA_COLUMNS",
    "GRID_COLUMNS",
    "AreaEntry",
    "GridCard",
    "GridEntry",
    "Node",
    "Outline",
    "Place",
    "Shape",
    "Sheet",
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
    "grids",
    "grids_geojson",
    "locate",
    "locate_address",
    "place_of",
    "sheet",
    "uncovered",
]
