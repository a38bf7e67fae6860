"""What stands on the posters of areas and grids, and the shelf to choose them from."""

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from linli.kernel import clock
from linli.kernel.errors import NotFound
from linli.kernel.streets.models import Street
from linli.people import queries as people
from linli.people.models import Organisation
from linli.people.queries import Holder
from linli.places import queries as places
from linli.places.queries import AreaEntry, GridEntry
from linli.places.rules import AreaKind, GridKind
from linli.posters.rules import spaced


@dataclass(frozen=True, slots=True)
class Poster:
    """``leads_to`` is what the report page is asked for; ``grid`` is empty where a place belongs
    to several grids or to none, and then the ``office`` of the community answers."""

    place: str
    community: str
    grid: str
    leads_to: str
    worker: Holder | None
    office: Organisation | None

    @property
    def is_vacant(self) -> bool:
        """Nobody holds the post of the grid, so there is no name to print."""
        return bool(self.grid) and self.worker is None

    @property
    def name(self) -> str:
        return self.worker.name if self.worker else self.office.name if self.office else ""

    @property
    def phone(self) -> str:
        answers = self.worker or self.office
        return spaced(answers.phone) if answers else ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A grid with its own poster and its buildings; ``grid`` None holds what lies in no grid."""

    grid: GridEntry | None
    worker: Holder | None
    buildings: list[tuple[AreaEntry, str]]


def of_area(street: Street, area_id: UUID) -> Poster:
    """The poster of any open area but a dwelling: a family's door is nobody's notice board."""
    known = places.atlas(street)
    if area_id not in known.areas:
        raise NotFound
    place = places.find_place(street, area_id)
    grid = known.grids.get(place.grid_id) if place and place.grid_id else None
    community = known.community_of(known.areas[area_id])
    return _poster(street, places.full_name(street, area_id), community, grid, f"at={area_id}")


def of_grid(street: Street, grid_id: UUID) -> Poster:
    """The poster of a grid as a whole."""
    known = places.atlas(street)
    grid = known.grids.get(grid_id)
    if grid is None:
        raise NotFound
    community = known.areas.get(grid.community_id)
    return _poster(street, grid.name, community, grid, f"grid={grid_id}")


def of_buildings_below(street: Street, area_id: UUID) -> list[Poster]:
    """One poster for each building of a community or compound, in the order of the tree."""
    known = places.atlas(street).areas
    if area_id not in known:
        raise NotFound
    path = known[area_id].path
    inside = [area for area in known.values() if area.path.startswith(path)]
    return [of_area(street, area.id) for area in inside if area.kind == AreaKind.BUILDING]


def of_buildings_in(street: Street, grid_id: UUID) -> list[Poster]:
    """One poster for each building of a grid."""
    if grid_id not in places.atlas(street).grids:
        raise NotFound
    inside = places.areas_by_grid(street).get(grid_id, [])
    return [of_area(street, area.id) for area in inside if area.kind == AreaKind.BUILDING]


def shelves(street: Street, community: AreaEntry) -> list[Shelf]:
    """The grids of a community by code with their buildings, last those that lie in no grid."""
    inside = {
        grid_id: [
            (area, places.full_name(street, area.id))
            for area in areas
            if area.kind == AreaKind.BUILDING and area.path.startswith(community.path)
        ]
        for grid_id, areas in places.areas_by_grid(street).items()
    }
    grids = [g for g in places.grids(street, community.id) if g.kind != GridKind.MICRO]
    found = [Shelf(grid, _worker(street, grid), inside.get(grid.id, [])) for grid in grids]
    rest = inside.get(None)
    return [*found, Shelf(None, None, rest)] if rest else found


def below(street: Street, area_id: UUID) -> list[AreaEntry]:
    """The areas directly below one, each with a poster of its own."""
    return [area for area in places.atlas(street).areas.values() if area.parent_id == area_id]


def _poster(
    street: Street, place: str, community: AreaEntry | None, grid: GridEntry | None, leads_to: str
) -> Poster:
    directory = people.directory(street)
    office = directory.community_organisation(community.id) if community else None
    return Poster(
        place=place,
        community=community.name if community else "",
        grid=grid.name if grid else "",
        leads_to=leads_to,
        worker=_worker(street, grid) if grid else None,
        office=directory.organisations[office] if office and not grid else None,
    )


def _worker(street: Street, grid: GridEntry) -> Holder | None:
    """Who holds the post today; for a micro-grid the worker of the grid around it."""
    today = timezone.localdate(clock.now())
    return people.directory(street).grid_lead(grid.parent_id or grid.id, today)
