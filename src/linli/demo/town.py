"""The invented subdistrict 万灯湖街道 on the ground: communities, grids, compounds, buildings.

As many of everything as the offices that the product is made for: 10 communities, 154 basic and
133 exclusive grids, 60 compounds, 900 buildings. The same each time.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from math import atan2
from random import Random

import shapely
from shapely.geometry import Polygon

from linli.demo import draw, texts
from linli.kernel.actor import Actor
from linli.places import actions
from linli.places.rules import AreaKind, AreaRow, GridKind, GridRow

# No province has the code 99.
CODE = "990203001000"
NAME = "万灯湖街道"
INITIALS = "WD"
COMMUNITIES = 10
COMPOUNDS, BUILDINGS = 6, 15  # per community, per compound
FLOORS = 6
HOSTS = (
    *("小学", "幼儿园", "卫生服务站", "农贸市场", "公园", "中学", "商场", "写字楼"),
    *("养老院", "产业园", "酒店", "物流站", "文化馆", "工地"),
)

# Where the demo accounts live and work: the first compound of 青禾社区.
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Home:
    """A compound of the plan with the basic grids it lies in."""

    code: str
    name: str
    community: str
    grids: tuple[str, ...]


@dataclass(slots=True)
class Plan:
    """All rows to import, parents first, and what the rest of the demo wants to know of them."""

    areas: list[AreaRow] = field(default_factory=list)
    grids: list[GridRow] = field(default_factory=list)
    houses: list[AreaRow] = field(default_factory=list)
    homes: list[Home] = field(default_factory=list)
    communities: list[str] = field(default_factory=list)

    @property
    def shown(self) -> Home:
        """The compound of the demo accounts."""
        return self.homes[_SHOWN * COMPOUNDS]

    @property
    def shown_grid(self) -> str:
        return self.shown.grids[0]

    @property
    def shown_building(self) -> str:
        return f"{self.shown.code}-01"

    @property
    def shown_address(self) -> str:
        """What the resident of the demo writes as their address."""
        return f"{self.shown.name}1号楼1单元"


@cache
def plan() -> Plan:
    """Drawn from a fixed seed, so that every demo is the same place."""
    rng, made = Random("linli town"), Plan()
    drawn = draw.cells(rng, draw.OUTLINE, COMMUNITIES)
    made.areas.append(AreaRow(kind=AreaKind.SUBDISTRICT, name=NAME, code=CODE))
    for number, name in enumerate(texts.community_names()):
        code = f"{CODE[:9]}{number + 1:03d}"
        made.communities.append(code)
        made.areas.append(
            AreaRow(
                kind=AreaKind.COMMUNITY,
                name=name,
                code=code,
                parent=CODE,
                boundary=draw.boundary(drawn[number]),
            )
        )
        _plan_community(rng, made, number, drawn[number])
    _plan_dwellings(made)
    return made


def settle(actor: Actor, step: Callable[[], None]) -> None:
    """Write the plan through the importer: areas, then grids, then buildings with their grids."""
    rows = plan()
    reports = [
        actions.import_areas(actor=actor, rows=rows.areas, step=step),
        actions.import_grids(actor=actor, rows=rows.grids, step=step),
        actions.import_areas(actor=actor, rows=rows.houses, step=step),
    ]
    refused = [remark for report in reports for remark in report.refused]
    if refused:
        raise ValueError(f"the plan does not fit: {refused[0]}")


def row_count() -> int:
    rows = plan()
    return len(rows.areas) + len(rows.grids) + len(rows.houses)


def _plan_community(rng: Random, made: Plan, number: int, outline: Polygon) -> None:
    basics, exclusives = 16 if number < 4 else 15, 14 if number < 3 else 13
    whole = draw.cells(rng, outline, basics)
    parts = [
        draw.cut(rng, cell, rng.uniform(0.1, 0.2)) if place < exclusives else (cell, None)
        for place, cell in enumerate(whole)
    ]
    rest = [left for left, _ in parts]
    groups = _in_compounds(outline, rest)
    for group, places in enumerate(groups):
        _plan_compound(rng, made, number * COMPOUNDS + group, places, rest)
    for place, (left, piece) in enumerate(parts):
        _plan_grids(rng, made, number, place, left, piece)


def _in_compounds(outline: Polygon, rest: list[Polygon]) -> list[list[int]]:
    """The grids around the middle in six sectors; the two innermost are streets of shops."""
    middle = outline.centroid
    by_distance = sorted(range(len(rest)), key=lambda place: rest[place].centroid.distance(middle))
    outer = sorted(
        by_distance[2:],
        key=lambda place: atan2(
            rest[place].centroid.y - middle.y, rest[place].centroid.x - middle.x
        ),
    )
    edges = [round(group * len(outer) / COMPOUNDS) for group in range(COMPOUNDS + 1)]
    return [outer[edges[group] : edges[group + 1]] for group in range(COMPOUNDS)]


def _plan_compound(
    rng: Random, made: Plan, index: int, places: list[int], rest: list[Polygon]
) -> None:
    community = made.communities[-1]
    code = f"{community}-{index % COMPOUNDS + 1:02d}"
    grids = tuple(f"{community}{place + 1:03d}" for place in places)
    home = Home(code, texts.compound_name(rng, index), community, grids)
    made.homes.append(home)
    drawn = shapely.union_all([rest[place] for place in places])
    made.areas.append(
        AreaRow(
            kind=AreaKind.COMPOUND,
            name=home.name,
            code=code,
            parent=community,
            boundary=draw.boundary(drawn),
        )
    )
    spots = [iter(draw.spots(rng, rest[place], BUILDINGS)) for place in places]
    for number in range(1, BUILDINGS + 1):
        at = (number - 1) * len(grids) // BUILDINGS
        house = f"{code}-{number:02d}"
        made.houses.append(
            AreaRow(
                kind=AreaKind.BUILDING,
                name=f"{number}号楼",
                code=house,
                parent=code,
                grid=grids[at],
                point=next(spots[at]),
            )
        )
        made.houses += [
            AreaRow(kind=AreaKind.UNIT, name=f"{unit}单元", code=f"{house}-{unit}", parent=house)
            for unit in range(1, 3 + (number % 5 == 0))
        ]


def _plan_grids(
    rng: Random, made: Plan, number: int, place: int, left: Polygon, piece: Polygon | None
) -> None:
    community, short = made.communities[-1], texts.community_names()[number].removesuffix("社区")
    code = f"{community}{place + 1:03d}"
    home = next((home for home in made.homes if code in home.grids), None)
    made.grids.append(
        GridRow(
            code=code,
            name=f"{short}第{place + 1}网格",
            kind=GridKind.BASIC,
            community=community,
            compound=home.code if home else "",
            boundary=draw.boundary(left),
        )
    )
    if piece is not None:
        host = f"{short}示范{HOSTS[place]}"
        made.grids.append(
            GridRow(
                code=f"{community}{501 + place:03d}",
                name=f"{host}专属网格",
                kind=GridKind.EXCLUSIVE,
                community=community,
                host=host,
                boundary=draw.boundary(piece),
            )
        )
    if home and code == home.grids[0]:  # one grid of each compound is cared for by neighbours
        made.grids += [
            GridRow(
                code=f"{code}{micro:02d}",
                name=f"{short}第{place + 1}网格微网格{micro}",
                kind=GridKind.MICRO,
                boundary=draw.boundary(half),
            )
            for micro, half in enumerate(draw.cut(rng, left, 0.5), 1)
        ]


def _plan_dwellings(made: Plan) -> None:
    """Doors in three buildings only: addresses need no more, and loading stays quick."""
    for house in range(1, 4):
        for unit in (1, 2):
            above = f"{made.shown.code}-{house:02d}-{unit}"
            made.houses += [
                AreaRow(
                    kind=AreaKind.DWELLING,
                    name=f"{floor}0{door}",
                    code=f"{above}-{floor}0{door}",
                    parent=above,
                )
                for floor in range(1, FLOORS + 1)
                for door in (1, 2)
            ]
