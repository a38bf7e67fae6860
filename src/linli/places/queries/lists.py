"""Areas and grids as the administrator's lists show them; all from memory."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from linli.kernel.streets.models import Street
from linli.kernel.streets.revisions import per_revision
from linli.places.queries.atlas import AreaEntry, GridEntry, atlas
from linli.places.queries.tree import communities, full_name, uncovered
from linli.places.rules import COMMUNITY_PATH, AreaKind, GridKind


@dataclass(frozen=True, slots=True)
class AreaLine:
    """An area with the names around it; ``below`` counts what lies directly in it."""

    area: AreaEntry
    kind: AreaKind
    full_name: str
    community: str
    grid: str
    below: int


@dataclass(frozen=True, slots=True)
class GridLine:
    """A grid with its community; ``areas`` counts the buildings written down for it."""

    grid: GridEntry
    kind: GridKind
    community: str
    compound: str
    areas: int


@dataclass(frozen=True, slots=True)
class Hole:
    """What the grids of one community leave uncovered, in square metres."""

    community: AreaEntry
    pieces: int
    area: int


def area_lines(street: Street, community_id: UUID | None = None) -> list[AreaLine]:
    """The open areas but dwellings in the order of the tree."""
    known = atlas(street)
    below = Counter(area.parent_id for area in known.areas.values())
    community = known.areas.get(community_id) if community_id else None
    return [
        AreaLine(
            area,
            AreaKind(area.kind),
            full_name(street, area.id),
            _name(known.by_path.get(area.path[:COMMUNITY_PATH])) if _is_deep(area) else "",
            known.grids[area.grid_id].name if area.grid_id in known.grids else "",
            below[area.id],
        )
        for area in known.areas.values()
        if community is None or area.path.startswith(community.path)
    ]


def grid_lines(street: Street, community_id: UUID | None = None) -> list[GridLine]:
    """The open grids by code."""
    known = atlas(street)
    areas = Counter(area.grid_id for area in known.areas.values())
    return [
        GridLine(
            grid,
            GridKind(grid.kind),
            known.areas[grid.community_id].name,
            _name(known.areas.get(grid.compound_id)) if grid.compound_id else "",
            areas[grid.id],
        )
        for grid in known.grids.values()
        if community_id in (None, grid.community_id)
    ]


@per_revision
def holes(street: Street) -> list[Hole]:
    """Communities with ground that is nobody's; empty when every piece has its grid."""
    found = ((community, uncovered(street, community.id)) for community in communities(street))
    return [
        Hole(community, len(pieces), round(sum(piece.square_metres for piece in pieces)))
        for community, pieces in found
        if pieces
    ]


def _name(area: AreaEntry | None) -> str:
    return area.name if area else ""


def _is_deep(area: AreaEntry) -> bool:
    return len(area.path) > COMMUNITY_PATH
