"""The tree of areas, the grids, their cards, and the outlines of a drawn map."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from linli.kernel.errors import NotFound
from linli.kernel.streets.models import Street
from linli.places.models import Area, Grid
from linli.places.queries.atlas import AreaEntry, GridEntry, atlas
from linli.places.rules import COMMUNITY_PATH, AreaKind, Boundary, Gap, GridKind, gaps, shape_of


@dataclass(frozen=True, slots=True)
class Node:
    """An area with what is below it."""

    area: AreaEntry
    below: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class GridCard:
    """What the notice of a grid says about the place; the people come from ``people``."""

    grid: Grid
    community: Area
    parent: Grid | None
    compound: Area | None
    micro_grids: tuple[Grid, ...]
    areas: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """One shape of the map; ``kind`` is that of an area or grid."""

    id: UUID
    kind: str
    code: str
    name: str
    lat: float | None
    lon: float | None
    boundary: Boundary


def communities(street: Street) -> list[AreaEntry]:
    """The open communities in the order of the tree."""
    return [area for area in atlas(street).areas.values() if area.kind == AreaKind.COMMUNITY]


def grids(street: Street, community_id: UUID | None = None) -> list[GridEntry]:
    """The open grids by code, of the whole street or of one community."""
    known = atlas(street).grids.values()
    return [grid for grid in known if community_id in (None, grid.community_id)]


def area_tree(street: Street) -> tuple[Node, ...]:
    """All open areas but dwellings, nested."""
    below: dict[UUID | None, list[AreaEntry]] = defaultdict(list)
    for area in atlas(street).areas.values():
        below[area.parent_id].append(area)

    def nodes(parent_id: UUID | None) -> tuple[Node, ...]:
        return tuple(Node(area, nodes(area.id)) for area in below[parent_id])

    return nodes(None)


def children(street: Street, area_id: UUID) -> list[Area]:
    """The open areas directly below one, dwellings too."""
    rows = Area.objects.filter(street_id=street.pk, parent_id=area_id, valid_to=None)
    return list(rows.order_by("path"))


def full_name(street: Street, area_id: UUID) -> str:
    """The name as an address says it, from the compound down: 和平小区3号楼2单元."""
    known = atlas(street)
    area = known.areas.get(area_id)
    if area is None:
        raise NotFound
    name = ""
    for part in reversed(known.lineage(area.path)):
        name = part.name if part.name.startswith(name) else name + part.name
    return name or area.name


def neighbourhood(street: Street, path: str) -> str:
    """Community and compound, never a door: for what everybody may read."""
    known = atlas(street)
    community = known.by_path.get(path[:COMMUNITY_PATH]) if path else None
    around = known.lineage(path)
    names = [community.name if community else "", around[-1].name if around else ""]
    return " · ".join(name for name in names if name)


def grid_card(street: Street, grid_id: UUID) -> GridCard:
    """One grid with everything its card shows, in three statements."""
    rows = Grid.objects.filter(street_id=street.pk)
    grid = rows.select_related("community", "parent", "compound").filter(pk=grid_id).first()
    if grid is None:
        raise NotFound
    micro = rows.filter(parent_id=grid_id, valid_to=None).order_by("code")
    areas = Area.objects.filter(street_id=street.pk, grid_id=grid_id, valid_to=None)
    return GridCard(
        grid,
        grid.community,
        grid.parent,
        grid.compound,
        tuple(micro),
        tuple(areas.exclude(kind=AreaKind.DWELLING).order_by("path")),
    )


def boundaries(street: Street) -> list[Outline]:
    """Every drawn outline, larger areas first, so that smaller ones are drawn over them."""
    known = atlas(street)
    order = sorted(known.areas.values(), key=lambda area: (len(area.path), area.path))
    rows: list[AreaEntry | GridEntry] = [*order, *known.grids.values()]
    return [
        Outline(row.id, row.kind, row.code, row.name, row.lat, row.lon, row.boundary)
        for row in rows
        if row.boundary
    ]


def uncovered(street: Street, community_id: UUID) -> tuple[Gap, ...]:
    """The pieces of a community that none of its grids covers."""
    community = atlas(street).areas[community_id]
    drawn = [
        shape_of(grid.boundary)
        for grid in grids(street, community_id)
        if grid.boundary and grid.kind != GridKind.MICRO
    ]
    return gaps(shape_of(community.boundary), drawn) if community.boundary else ()
