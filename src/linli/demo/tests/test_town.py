"""The invented subdistrict has the size of a real one and its map has neither gaps nor overlaps."""

from collections import Counter

from linli.demo import draw
from linli.demo.town import CODE, plan
from linli.places.rules import AreaKind, GridKind, overlaps, shape_of
from linli.places.rules.codes import why_not_area_code
from linli.places.rules.shapes import gaps


def test_it_has_the_figures_of_the_offices_it_is_made_after():
    grids = Counter(grid.kind for grid in plan().grids)
    areas = Counter(area.kind for area in plan().areas + plan().houses)
    assert (grids[GridKind.BASIC], grids[GridKind.EXCLUSIVE]) == (154, 133)
    assert areas[AreaKind.COMMUNITY] == 10
    assert areas[AreaKind.COMPOUND] == len({home.name for home in plan().homes}) == 60
    assert areas[AreaKind.BUILDING] == 900
    assert why_not_area_code(AreaKind.SUBDISTRICT, CODE, "") is None


def test_every_exclusive_grid_names_its_host():
    hosts = [grid.host for grid in plan().grids if grid.kind is GridKind.EXCLUSIVE]
    assert all(hosts)
    assert len(set(hosts)) == 133


def test_the_grids_of_a_community_tile_it():
    for area in plan().areas:
        if area.kind is AreaKind.COMMUNITY:
            whole = [grid for grid in plan().grids if grid.kind is not GridKind.MICRO]
            drawn = [shape_of(g.boundary) for g in whole if g.community == area.code]
            assert gaps(shape_of(area.boundary), drawn) == ()
            assert not any(
                overlaps(one, other)
                for place, one in enumerate(drawn)
                for other in drawn[place + 1 :]
            )


def test_buildings_stand_in_the_grid_written_beside_them():
    shapes = {grid.code: shape_of(grid.boundary) for grid in plan().grids}
    for house in plan().houses:
        if house.kind is AreaKind.BUILDING:
            point = draw.Point(house.point.lon, house.point.lat)
            assert shapes[house.grid].contains(point), house.code
