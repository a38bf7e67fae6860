"""A small subdistrict: two communities, a compound with buildings, and grids side by side."""

from typing import Any

from linli.kernel import actor as actors
from linli.kernel.actor import Actor
from linli.kernel.streets.models import Street
from linli.places import actions
from linli.places.models import Area, Grid
from linli.places.rules import AreaKind, AreaRow, Boundary, GridKind, GridRow

STREET = "370983001000"
EAST, WEST = "370983001001", "370983001002"


def square(column: float, row: float = 0, width: float = 1, height: float = 1) -> Boundary:
    """A rectangle of a chequered map; one step is 0.01 degrees."""
    west, south = 117 + column / 100, 36 + row / 100
    east, north = west + width / 100, south + height / 100
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    ring = [[round(lon, 8), round(lat, 8)] for lon, lat in corners]
    return {"type": "Polygon", "coordinates": [ring]}


def street(code: str = STREET) -> Street:
    return Street.objects.create(code=code, name="仪阳街道", initials="YY")


def system(street: Street) -> Actor:
    return actors.system(street.pk)


def area(street: Street, kind: AreaKind, name: str, parent: str = "", **more: Any) -> Area:
    row = AreaRow(kind=kind, name=name, parent=parent, **more)
    return actions.add_area(actor=system(street), row=row)


def grid(street: Street, code: str, name: str, kind: GridKind, **more: Any) -> Grid:
    row = GridRow(code=code, name=name, kind=kind, **more)
    return actions.add_grid(actor=system(street), row=row)


def town(street: Street) -> None:
    """West community (columns 0 and 1) with two grids, east community (column 2) with one."""
    area(street, AreaKind.SUBDISTRICT, "仪阳街道", code=STREET)
    area(street, AreaKind.COMMUNITY, "石坞社区", code=WEST, boundary=square(0, width=2))
    area(street, AreaKind.COMMUNITY, "盛源社区", code=EAST, boundary=square(2))
    area(street, AreaKind.COMPOUND, "和平小区", WEST, code="hp")
    grid(street, WEST + "001", "石坞一网格", GridKind.BASIC, boundary=square(0))
    grid(street, WEST + "002", "石坞二网格", GridKind.BASIC, boundary=square(1), compound="hp")
    grid(street, EAST + "001", "盛源一网格", GridKind.BASIC, boundary=square(2))
    grid(street, WEST + "00101", "石坞一之一", GridKind.MICRO, boundary=square(0, width=0.5))
    area(street, AreaKind.BUILDING, "3号楼", "hp", code="hp-3", grid=WEST + "001")
    area(street, AreaKind.UNIT, "2单元", "hp-3", code="hp-3-2")
    area(street, AreaKind.DWELLING, "501", "hp-3-2", code="hp-3-2-501")
    street.refresh_from_db()
