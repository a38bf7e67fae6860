"""From a point, a text or an area to the community and grid that are in charge."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from linli.kernel.streets.models import Street
from linli.kernel.streets.revisions import per_revision
from linli.places.models import Area
from linli.places.queries.atlas import AreaEntry, Atlas, GridEntry, atlas
from linli.places.rules import Match, sensible_point
from linli.words import Reason

By = Literal["point", "address", "grid"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is: always a community, a grid where one is known.

    ``area_id`` is the smallest area known, ``area_path`` its path; ``micro_id`` the micro-grid
    inside the grid.
    """

    community_id: UUID
    community_name: str
    area_id: UUID
    area_path: str
    by: By
    grid_id: UUID | None = None
    grid_code: str = ""
    grid_name: str = ""
    micro_id: UUID | None = None


def locate(street: Street, lat: float, lon: float) -> Place | None:
    """The place of a point; on a shared border the grid with the lowest code has it."""
    point = sensible_point(lat, lon)
    if isinstance(point, Reason):
        return None
    known = atlas(street)
    grid_id = known.grid_layer.at(point.lat, point.lon)
    area_id = known.area_layer.at(point.lat, point.lon)
    area = known.areas[area_id] if area_id else None
    if grid_id is None:
        return _place(known, area, None, None, "point") if area else None
    grid = known.grids[grid_id]
    micros = known.micro_layers.get(grid_id)
    micro_id = micros.at(point.lat, point.lon) if micros else None
    community = known.areas[grid.community_id]
    inside = area if area and area.path.startswith(community.path) else community
    return _place(known, inside, grid, micro_id, "point")


def locate_address(street: Street, text: str) -> Match | None:
    """The building, unit, compound or community that a text speaks of, misspelt or not."""
    return atlas(street).book.find(text)


def place_of(street: Street, match: Match) -> Place | None:
    """The place of a match."""
    return find_place(street, match.area_id)


def find_place(street: Street, area_id: UUID) -> Place | None:
    """The place of an area: one statement for a dwelling or a closed area, none for others."""
    known = atlas(street)
    area = known.areas.get(area_id)
    if area:
        return _place_of_area(known, area.id, area.path, area.grid_id)
    row = Area.objects.filter(street_id=street.pk, pk=area_id).values_list("path", "grid_id")
    found = row.first()
    return _place_of_area(known, area_id, *found) if found else None


def place_of_grid(street: Street, grid_id: UUID) -> Place | None:
    """A grid and its community, for somebody who knows no more; None for one closed meanwhile."""
    known = atlas(street)
    grid = known.grids.get(grid_id)
    return _place(known, known.areas[grid.community_id], grid, None, "grid") if grid else None


@per_revision
def areas_by_grid(street: Street) -> dict[UUID | None, list[AreaEntry]]:
    """The open areas (but dwellings) of each grid in the order of the tree; under None those that
    lie in several grids or in none."""
    found: dict[UUID | None, list[AreaEntry]] = defaultdict(list)
    for area in atlas(street).areas.values():
        place = find_place(street, area.id)
        found[place.grid_id if place else None].append(area)
    return dict(found)


def _place_of_area(known: Atlas, area_id: UUID, path: str, grid_id: UUID | None) -> Place | None:
    community = known.by_path.get(path[:10])
    if community is None or len(path) < 10:
        return None
    grid = known.grids.get(grid_id) if grid_id else None
    grid = grid or _grid_around(known, known.lineage(path))
    parent = known.grids.get(grid.parent_id) if grid and grid.parent_id else None
    micro_id = grid.id if grid and parent else None
    return _filled(community, area_id, path, parent or grid, micro_id, "address")


def _grid_around(known: Atlas, areas: list[AreaEntry]) -> GridEntry | None:
    """The grid written down for the area or one around it, else the one at its point, else the
    only one tied to its compound."""
    for area in areas:
        if area.grid_id in known.grids:
            return known.grids[area.grid_id]
    for area in areas:
        if area.lat is not None and area.lon is not None:
            grid_id = known.grid_layer.at(area.lat, area.lon)
            return known.grids[grid_id] if grid_id else None
    tied = [grid for area in areas for grid in known.tied.get(area.id, ())]
    return tied[0] if len(tied) == 1 else None


def _place(
    known: Atlas, area: AreaEntry, grid: GridEntry | None, micro_id: UUID | None, by: By
) -> Place | None:
    community = known.areas[grid.community_id] if grid else known.community_of(area)
    return _filled(community, area.id, area.path, grid, micro_id, by) if community else None


def _filled(
    community: AreaEntry,
    area_id: UUID,
    area_path: str,
    grid: GridEntry | None,
    micro_id: UUID | None,
    by: By,
) -> Place:
    return Place(
        community_id=community.id,
        community_name=community.name,
        area_id=area_id,
        area_path=area_path,
        by=by,
        grid_id=grid.id if grid else None,
        grid_code=grid.code if grid else "",
        grid_name=grid.name if grid else "",
        micro_id=micro_id,
    )
