"""Every change of places: one function for one thing that somebody does."""

from linli.places.actions.areas import add_area, close_area, rename_area
from linli.places.actions.files import import_file, import_records
from linli.places.actions.grids import add_grid, close_grid, redraw_grid
from linli.places.actions.imports import import_areas, import_grids
from linli.places.actions.registers import LONGEST_NAME, today

__all__ = [
    "LONGEST_NAME",
    "add_area",
    "add_grid",
    "close_area",
    "close_grid",
    "import_areas",
    "import_file",
    "import_grids",
    "import_records",
    "redraw_grid",
    "rename_area",
    "today",
]
