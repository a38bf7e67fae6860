"""The organisations of the invented subdistrict, and the table that routes requests to them.

The five-level chain (ORG-04) is there as organisations only: nothing says who belongs to it.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from linli.cases.actions.setup import shipped_tree
from linli.cases.models import Category, Route
from linli.cases.rules.intake import Hours, Target
from linli.cases.rules.words import SetupEvent
from linli.demo.town import NAME, Plan, plan
from linli.kernel import events
from linli.kernel.actor import Actor
from linli.kernel.models import Delivery, Event
from linli.people.models import Organisation
from linli.people.rules import OrganisationKind, PeopleEvent, why_not_parent
from linli.places.models import Area
from linli.places.rules import GridKind

TEAMS, STATIONS = 64, 122
_TEAM_KINDS = (
    *("邻里巡逻队", "便民维修队", "敬老服务队", "护学队", "环境劝导队", "法律志愿队"),
    *("文艺队", "健康义诊队", "反诈宣传队", "垃圾分类队", "应急救援队", "民族团结队"),
)
CENTRE, SHOP = "centre", "partner-shop"


class Units:
    """Organisations made so far, by code; written at once, parents first."""

    def __init__(self, actor: Actor, areas: dict[str, Area]) -> None:
        self._actor, self.areas = actor, areas
        self.by_code: dict[str, Organisation] = {}

    def add(
        self,
        code: str,
        name: str,
        kind: OrganisationKind,
        parent: str = "",
        community: str = "",
        compound: str = "",
        **details: Any,
    ) -> None:
        above = self.by_code[parent] if parent else None
        refused = why_not_parent(kind, OrganisationKind(above.kind) if above else None)
        if refused:
            raise ValueError(f"{code}: {refused.text}")
        self.by_code[code] = Organisation(
            street_id=self._actor.street_id,
            code=code,
            name=name,
            kind=kind,
            parent=above,
            community=self.areas[community] if community else None,
            compound=self.areas[compound] if compound else None,
            **details,
        )

    def write(self) -> dict[str, Organisation]:
        Organisation.objects.bulk_create(self.by_code.values(), batch_size=500)
        events.write(
            events.draft(
                self._actor, PeopleEvent.ORGANISATION_ADDED, unit, after={"code": unit.code}
            )
            for unit in self.by_code.values()
        )
        return self.by_code


def found_units(actor: Actor, areas: dict[str, Area]) -> dict[str, Organisation]:
    """Every organisation of the subdistrict, by its code."""
    units, rows, kind = Units(actor, areas), plan(), OrganisationKind
    units.add(CENTRE, f"{NAME}指挥中心", kind.CENTRE, is_last_resort=True, phone="12345")
    for slug, department in shipped_tree()["departments"].items():
        units.add(slug, f"{department['name']}部门", kind.DEPARTMENT)
    units.add(SHOP, "示范便民超市", kind.PARTNER, community=rows.shown.community)
    for code in rows.communities:
        name = areas[code].name
        units.add(f"office-{code}", f"{name}居委会", kind.COMMUNITY, community=code)
        units.add(f"hall-{code}", f"{name}党群服务中心", kind.SERVICE_CENTRE, community=code)
    for home in rows.homes:
        at = {"community": home.community, "compound": home.code}
        units.add(f"property-{home.code}", f"{home.name}物业服务中心", kind.PROPERTY, **at)
        units.add(f"owners-{home.code}", f"{home.name}业主委员会", kind.OWNERS, **at)
    _add_teams(units, rows)
    _add_stations(units, rows)
    _add_chain(units, rows)
    return units.write()


def _add_teams(units: Units, rows: Plan) -> None:
    for number in range(TEAMS):
        code = rows.communities[number % len(rows.communities)]
        kind = _TEAM_KINDS[number // len(rows.communities) % len(_TEAM_KINDS)]
        name = f"{units.areas[code].name.removesuffix('社区')}{kind}"
        units.add(f"team-{number + 1:02d}", name, OrganisationKind.TEAM, community=code)


def _add_stations(units: Units, rows: Plan) -> None:
    for number in range(STATIONS):
        home = rows.homes[number % len(rows.homes)]
        name = f"{home.name}{('邻里驿站', '党群服务站', '议事小站')[number // len(rows.homes)]}"
        units.add(
            f"station-{number + 1:03d}",
            name,
            OrganisationKind.STATION,
            community=home.community,
            compound=home.code,
        )


def _add_chain(units: Units, rows: Plan) -> None:
    """Street, community, compound, grid, household; streets of shops hang from the last branch."""
    kind = OrganisationKind
    units.add("party", f"{NAME}党工委", kind.PARTY_COMMITTEE)
    for code in rows.communities:
        name = f"{units.areas[code].name}党委"
        units.add(f"party-{code}", name, kind.PARTY_COMMUNITY, "party", code)
    branch_of: dict[str, str] = {}
    for home in rows.homes:
        branch = f"party-{home.code}"
        above = f"party-{home.community}"
        units.add(branch, f"{home.name}党支部", kind.PARTY_BRANCH, above, home.community, home.code)
        branch_of |= dict.fromkeys([home.community, *home.grids], branch)
    for grid in (grid for grid in rows.grids if grid.kind is GridKind.BASIC):
        branch = branch_of.get(grid.code) or branch_of[grid.community]
        group, household = f"party-{grid.code}", f"party-{grid.code}-1"
        units.add(group, f"{grid.name}党小组", kind.PARTY_GRID, branch, grid.community)
        units.add(household, f"{grid.name}中心户", kind.PARTY_HOUSEHOLD, group, grid.community)


def set_routes(actor: Actor, units: dict[str, Organisation]) -> None:
    """Out of hours some matters go to whoever is awake; then each matter to its usual desk; what
    is left to the grid worker, else to the community, else to the centre."""
    of = {row.code: row for row in Category.objects.filter(street_id=actor.street_id)}
    off = {"hours": Hours.OFF}
    rows = [
        _to(units["police"], category=of["nuisance.decoration_noise"], **off),
        _to(units["police"], category=of["nuisance.neighbour_noise"], **off),
        _to(units["police"], category=of["nuisance.square_dance"], **off),
        _to(units[CENTRE], category=of["housing.storm_flood"], **off),
        *_desks(of, units),
        {"target": Target.GRID_LEAD},
        {"target": Target.COMMUNITY},
    ]
    routes = [
        Route(street_id=actor.street_id, order=10 * order, **row)
        for order, row in enumerate(rows, 1)
    ]
    Route.objects.bulk_create(routes)
    # Nobody has to be told of these any more: they wait for the seal alone.
    written = Event.objects.bulk_create(
        events.draft(actor, SetupEvent.ROUTE_SET, route, after={"order": route.order})
        for route in routes
    )
    Delivery.objects.bulk_create(events.for_the_seal(written))


def _desks(of: dict[str, Category], units: dict[str, Organisation]) -> Iterable[dict[str, Any]]:
    targets = {
        "property": Target.PROPERTY,
        "grid": Target.GRID_LEAD,
        "community": Target.COMMUNITY,
    }
    for top in shipped_tree()["classes"]:
        for matter in top["matters"]:
            desk, _, slug = matter["desk"].partition(":")
            if slug:
                yield _to(units[slug], category=of[matter["code"]])
            else:
                yield {"target": targets[desk], "category": of[matter["code"]]}


def _to(unit: Organisation, **row: Any) -> dict[str, Any]:
    unit_id: UUID = unit.pk
    return {"target": Target.ORGANISATION, "organisation_id": unit_id, **row}
