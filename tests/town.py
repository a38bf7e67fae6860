"""A small subdistrict for tests: every kind of place, organisation and role, made in no time.

y=1  ┌────────┬────────┬────────┬────────┐
     │        │ school │        │        │   east community: grids e1 and e2, the school's own
     │   e1   ├────────┤   w1   │   w2   │   grid es; a compound of three buildings, two of
     │        │   e2   │        │        │   them in e1, the third in e2
y=0  └────────┴────────┴────────┴────────┘   west community: grids w1 and w2
    x=0       1        2        3        4
"""

from copy import copy
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import transaction
from django.db.models import Model
from django.db.models.base import ModelState
from django.utils import timezone

from linli.cases import actions as cases
from linli.cases.models import Category, Route
from linli.cases.rules.intake import Hours, Target
from linli.kernel import clock, events
from linli.kernel.actor import Actor, system
from linli.kernel.models import Delivery, Event
from linli.kernel.streets import context
from linli.kernel.streets.models import Street
from linli.people import actions as people
from linli.people import queries as directory
from linli.people.models import Account, Organisation, Post
from linli.people.rules import OrganisationKind, Role
from linli.places import actions as places
from linli.places.models import Area, Grid
from linli.places.rules import AreaKind, AreaRow, Boundary, GridKind, GridRow

PASSWORD = "linli-demo"
CODE = "990101001000"
EAST, WEST = "990101001001", "990101001002"
SINCE = date(2020, 1, 1)
_CORNER = (119.5, 38.6)
_TABLES: list[Any] = [Area, Grid, Organisation, Account, Post, Category, Route, Event]


@dataclass
class Town:
    """``areas`` by code, ``grids``, ``organisations`` and accounts by their short names."""

    street: Street
    areas: dict[str, Area] = field(default_factory=dict)
    grids: dict[str, Grid] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    @property
    def system(self) -> Actor:
        return system(self.street.pk)

    def account(self, username: str) -> Account:
        return self.accounts[username]

    def actor(self, username: str) -> Actor:
        """The account with the posts it holds today."""
        street = Street.objects.get(pk=self.street.pk)
        today = timezone.localdate(clock.now())
        with context.in_street(street.pk):
            return directory.actor_of(self.accounts[username], street, today)


@pytest.fixture
def town(db: Any) -> Town:
    """A town of its own for each test: the rows of one that was built, in a street of its own."""
    return _copied(*_built())


@cache
def _built() -> tuple[Town, list[Model]]:
    """A town that was built by the public actions, and its rows; none stays in the database."""
    with transaction.atomic():
        town = build_town()
        rows = [row for model in _TABLES for row in model.objects.filter(street_id=town.street.pk)]
        rows += Delivery.objects.filter(street_id=town.street.pk, consumer=events.SEAL)
        transaction.set_rollback(True)
    return town, rows


@transaction.atomic
def _copied(built: Town, rows: list[Model]) -> Town:
    street = copy(built.street)
    street.pk = None
    street._state.adding = True
    street.save(force_insert=True)
    copies = [copy(row) for row in rows]
    for row in copies:
        row._state = ModelState()
        row.street_id = street.pk
    for model, of_model in groupby(copies, key=type):
        model.objects.bulk_create(of_model)
    by_id = {row.pk: row for row in copies}

    def own(kept: dict[str, Any]) -> dict[str, Any]:
        return {name: by_id[row.pk] for name, row in kept.items()}

    kept = (built.areas, built.grids, built.organisations, built.accounts)
    return Town(street, *map(own, kept))


def build_town() -> Town:
    """Everything through the public actions, as the system; the street's revision is fresh."""
    street = Street.objects.create(code=CODE, name="小样街道", initials="YY")
    town = Town(street)
    with context.in_street(street.pk):
        _add_places(town)
        _add_organisations(town)
        _add_accounts(town)
        _appoint(town)
        _add_routes(town)
    street.refresh_from_db()
    return town


def square(column: float, row: float = 0, width: float = 1, height: float = 1) -> Boundary:
    """A rectangle of the map above; one step is 0.01 degrees."""
    west, south = _CORNER[0] + column / 100, _CORNER[1] + row / 100
    east, north = west + width / 100, south + height / 100
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return {
        "type": "Polygon",
        "coordinates": [[[round(lon, 8), round(lat, 8)] for lon, lat in corners]],
    }


def point(column: float, row: float = 0.5) -> tuple[float, float]:
    """(lat, lon) of a spot on the map above."""
    return round(_CORNER[1] + row / 100, 8), round(_CORNER[0] + column / 100, 8)


def _add_places(town: Town) -> None:
    kind = AreaKind
    places.import_areas(
        actor=town.system,
        rows=[
            AreaRow(kind=kind.SUBDISTRICT, name="小样街道", code=CODE),
            _community("东样社区", EAST, square(0, width=2)),
            _community("西样社区", WEST, square(2, width=2)),
            AreaRow(kind=kind.COMPOUND, name="样板家园", code="home", parent=EAST),
        ],
    )
    basic, exclusive = GridKind.BASIC, GridKind.EXCLUSIVE
    drawn = {
        "e1": (EAST + "001", "东样第一网格", basic, square(0)),
        "e2": (EAST + "002", "东样第二网格", basic, square(1, height=0.5)),
        "es": (EAST + "501", "样板小学网格", exclusive, square(1, 0.5, height=0.5)),
        "w1": (WEST + "001", "西样第一网格", basic, square(2)),
        "w2": (WEST + "002", "西样第二网格", basic, square(3)),
    }
    places.import_grids(
        actor=town.system,
        rows=[
            GridRow(
                code=code,
                name=name,
                kind=kind,
                boundary=boundary,
                host="样板小学" if kind is exclusive else "",
            )
            for code, name, kind, boundary in drawn.values()
        ],
    )
    buildings = [
        AreaRow(
            kind=kind.BUILDING,
            name=f"{number}号楼",
            code=f"home-{number}",
            parent="home",
            grid=EAST + ("002" if number == 3 else "001"),
        )
        for number in (1, 2, 3)
    ]
    units = [
        AreaRow(kind=kind.UNIT, name=f"{unit}单元", code=f"{house.code}-{unit}", parent=house.code)
        for house in buildings
        for unit in (1, 2)
    ]
    places.import_areas(actor=town.system, rows=buildings + units)
    town.areas = {area.code: area for area in Area.objects.filter(street_id=town.street.pk)}
    by_code = {grid.code: grid for grid in Grid.objects.filter(street_id=town.street.pk)}
    town.grids = {name: by_code[code] for name, (code, *_) in drawn.items()}


def _community(name: str, code: str, boundary: Boundary) -> AreaRow:
    return AreaRow(kind=AreaKind.COMMUNITY, name=name, code=code, parent=CODE, boundary=boundary)


def _add_organisations(town: Town) -> None:
    kind, areas = OrganisationKind, town.areas
    rows: dict[str, tuple[str, OrganisationKind, dict[str, Any]]] = {
        "centre": ("小样街道指挥中心", kind.CENTRE, {"is_last_resort": True}),
        "east": ("东样社区居委会", kind.COMMUNITY, {"community": areas[EAST]}),
        "west": ("西样社区居委会", kind.COMMUNITY, {"community": areas[WEST]}),
        "property": (
            "样板物业",
            kind.PROPERTY,
            {"community": areas[EAST], "compound": areas["home"]},
        ),
        "urban_management": ("城管", kind.DEPARTMENT, {}),
        "police": ("公安", kind.DEPARTMENT, {}),
        "team": ("样板志愿队", kind.TEAM, {"community": areas[EAST]}),
    }
    for code, (name, what, details) in rows.items():
        town.organisations[code] = people.add_organisation(
            actor=town.system, code=code, name=name, kind=what, **details
        )


_NAMES = {
    "resident": "示小甲",
    "resident2": "示小乙",
    "neighbour": "范大丙",
    "grid": "例小丁",
    "grid2": "例小戊",
    "clerk": "样小己",
    "clerk2": "样小庚",
    "dispatcher": "拟小辛",
    "supervisor": "拟大壬",
    "secretary": "虚老癸",
    "leader": "虚大甲",
    "department": "示大乙",
    "property": "示大丙",
    "volunteer": "范小丁",
    "shop": "范小戊",
    "auditor": "例大己",
    "security": "例大辛",
    "admin": "例大庚",
}


def _add_accounts(town: Town) -> None:
    for number, (username, name) in enumerate(_NAMES.items(), 1):
        town.accounts[username] = people.register_account(
            actor=town.system,
            username=username,
            password=None,
            name=name,
            phone=f"1990000{number:04d}",
        )
        town.accounts[username].password = _hashed()
    Account.objects.bulk_update(town.accounts.values(), ["password"])


@cache
def _hashed() -> str:
    """One round is enough here; Django makes it up to the full number when somebody signs in."""
    return str(PBKDF2PasswordHasher().encode(PASSWORD, "plainlyforthetests", iterations=1))


def _appoint(town: Town) -> None:
    areas, grids, units = town.areas, town.grids, town.organisations
    east = {"community": areas[EAST], "organisation": units["east"]}
    west = {"community": areas[WEST], "organisation": units["west"]}
    centre = {"organisation": units["centre"]}
    posts: dict[str, tuple[Role, dict[str, Any]]] = {
        "neighbour": (Role.NEIGHBOUR, {"area": areas["home-1"]}),
        "grid": (Role.GRID, {"grid": grids["e1"], "is_lead": True}),
        "grid2": (Role.GRID, {"grid": grids["e2"], "is_lead": True}),
        "clerk": (Role.CLERK, east),
        "clerk2": (Role.CLERK, west),
        "dispatcher": (Role.DISPATCHER, centre),
        "supervisor": (Role.SUPERVISOR, centre),
        "secretary": (Role.SECRETARY, east),
        "leader": (Role.LEADER, {}),
        "department": (Role.DEPARTMENT, {"organisation": units["urban_management"]}),
        "property": (Role.DEPARTMENT, {"organisation": units["property"]}),
        "volunteer": (Role.VOLUNTEER, {"organisation": units["team"]}),
        "shop": (Role.SHOP, {}),
        "auditor": (Role.AUDITOR, {}),
        "security": (Role.SECURITY, {}),
        "admin": (Role.ADMIN, {}),
    }
    for username, (role, place) in posts.items():
        people.appoint(
            actor=town.system, account=town.accounts[username], role=role, since=SINCE, **place
        )


def _add_routes(town: Town) -> None:
    """Street lights to the department; by class the property company, the grid worker or the
    community; at night the police for noise; whatever is left to the grid worker."""
    cases.install_categories(actor=town.system)
    of = {row.code: row for row in Category.objects.filter(street_id=town.street.pk)}
    units = town.organisations
    rows: list[dict[str, Any]] = [
        _to(units["urban_management"], category=of["facilities.street_light"]),
        _to(units["police"], category=of["nuisance"], hours=Hours.OFF),
        {"target": Target.PROPERTY, "category": of["facilities"]},
        {"target": Target.GRID_LEAD, "category": of["sanitation"]},
        {"target": Target.COMMUNITY, "category": of["neighbours"]},
        _to(units["urban_management"], category=of["order"]),
        {"target": Target.GRID_LEAD},
    ]
    for order, row in enumerate(rows, 1):
        cases.set_route(actor=town.system, order=order * 10, **row)


def _to(organisation: Organisation, **row: Any) -> dict[str, Any]:
    return {"target": Target.ORGANISATION, "organisation_id": organisation.pk, **row}
