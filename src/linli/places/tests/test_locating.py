"""From a point or a text to the community and grid in charge."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.kernel.streets.models import Street
from linli.places import actions, queries
from linli.places.models import Area, Grid
from linli.places.queries.atlas import Layer, atlas
from linli.places.rules import AreaKind, GridKind, Point
from linli.places.tests import factories
from linli.places.tests.factories import EAST, WEST, area, grid, square, system


def place(street: Street, lat: float, lon: float) -> queries.Place:
    found = queries.locate(street, lat, lon)
    assert found is not None
    return found


def by_text(street: Street, text: str) -> queries.Place:
    match = queries.locate_address(street, text)
    assert match is not None
    found = queries.place_of(street, match)
    assert found is not None
    return found


def test_a_point_is_in_its_grid_and_micro_grid(town: Street) -> None:
    found = place(town, 36.005, 117.002)
    assert (found.community_name, found.grid_code, found.by) == ("石坞社区", WEST + "001", "point")
    assert found.micro_id == Grid.objects.get(street_id=town.pk, kind="micro").pk
    assert place(town, 36.005, 117.008).micro_id is None


def test_coordinates_the_wrong_way_round_are_understood(town: Street) -> None:
    assert place(town, 117.025, 36.005).grid_code == EAST + "001"


@pytest.mark.parametrize(("lat", "lon"), [(0, 0), (float("nan"), 117), (36.5, 117.5), (51, 0)])
def test_a_point_outside_or_without_sense_has_no_place(
    town: Street, lat: float, lon: float
) -> None:
    assert queries.locate(town, lat, lon) is None


def test_a_point_on_a_shared_border_goes_to_the_lowest_code(town: Street) -> None:
    assert place(town, 36.005, 117.01).grid_code == WEST + "001"
    assert place(town, 36.005, 117.02).grid_code == EAST + "001"


def test_a_point_in_a_community_without_a_grid_there_has_the_community(town: Street) -> None:
    row = Grid.objects.get(street_id=town.pk, code=EAST + "001")
    actions.redraw_grid(actor=system(town), grid_id=row.pk, boundary=square(2, width=0.5))
    town.refresh_from_db()
    found = place(town, 36.005, 117.028)
    assert (found.community_name, found.grid_id) == ("盛源社区", None)


def test_a_point_in_a_sliver_between_two_grids_goes_to_the_nearest(town: Street) -> None:
    row = Grid.objects.get(street_id=town.pk, code=EAST + "001")
    actions.redraw_grid(actor=system(town), grid_id=row.pk, boundary=square(2.002, width=0.998))
    town.refresh_from_db()
    assert place(town, 36.005, 117.020015).grid_code == EAST + "001"
    assert place(town, 36.005, 117.020005).grid_code == WEST + "002"


CHEQUERS = [(n, square(n % 4, n // 4)) for n in range(16)]
steps = st.integers(0, 16)


@given(steps, steps)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_point_of_a_chequered_map_belongs_to_exactly_one_grid(x: int, y: int) -> None:
    """Quarter steps: every fourth point lies on a border or a corner."""
    lat, lon = 36 + y / 400, 117 + x / 400
    layer: Any = Layer(CHEQUERS)  # type: ignore[arg-type]
    first = min(
        n for n, _ in CHEQUERS if n % 4 <= x / 4 <= n % 4 + 1 and n // 4 <= y / 4 <= n // 4 + 1
    )
    assert layer.at(lat, lon) == first


def test_a_warm_atlas_asks_the_database_nothing(
    town: Street, django_assert_num_queries: Any
) -> None:
    building = Area.objects.get(street_id=town.pk, code="hp-3")
    dwelling = Area.objects.get(street_id=town.pk, code="hp-3-2-501")
    with django_assert_num_queries(2):
        queries.locate(town, 36.005, 117.002)
    with django_assert_num_queries(0):
        queries.locate(town, 36.005, 117.022)
        queries.locate_address(town, "和平小区3号楼")
        queries.find_place(town, building.pk)
        queries.area_tree(town)
        queries.boundaries(town)
        queries.uncovered(town, place(town, 36, 117).community_id)
    with django_assert_num_queries(1):
        assert queries.find_place(town, dwelling.pk)


def test_a_change_by_somebody_else_is_seen_with_the_next_request(town: Street) -> None:
    """Two requests hold the same street; one redraws, the other reads before and after."""
    mine, theirs = (Street.objects.get(pk=town.pk) for _ in range(2))
    assert place(mine, 36.005, 117.028).grid_code == EAST + "001"
    row = Grid.objects.get(street_id=town.pk, code=EAST + "001")
    actions.redraw_grid(actor=system(theirs), grid_id=row.pk, boundary=square(2, width=0.5))
    kept = atlas(mine)
    assert place(mine, 36.005, 117.028).grid_code == EAST + "001"
    next_request = Street.objects.get(pk=town.pk)
    assert place(next_request, 36.005, 117.028).grid_id is None
    assert atlas(next_request) is not kept


def test_an_address_gives_the_grid_written_down_for_its_building(town: Street) -> None:
    found = by_text(town, "我家住和平小区3号楼2单元，楼道灯坏了")
    assert (found.grid_code, found.by) == (WEST + "001", "address")
    assert queries.full_name(town, found.area_id) == "和平小区3号楼2单元"


def test_a_compound_without_a_grid_of_its_own_has_the_grid_tied_to_it(town: Street) -> None:
    assert by_text(town, "和平小区").grid_code == WEST + "002"


def test_a_building_with_coordinates_has_the_grid_at_its_point(town: Street) -> None:
    area(town, AreaKind.BUILDING, "4号楼", "hp", point=Point(36.005, 117.015))
    grid(town, WEST + "003", "三", GridKind.BASIC, compound="hp")
    town.refresh_from_db()
    assert by_text(town, "和平小区4栋").grid_code == WEST + "002"
    assert by_text(town, "和平小区").grid_id is None


def test_a_building_of_a_micro_grid_has_both(town: Street) -> None:
    area(town, AreaKind.BUILDING, "5号楼", "hp", grid=WEST + "00101")
    town.refresh_from_db()
    found = by_text(town, "和平小区5栋")
    assert found.grid_code == WEST + "001"
    assert found.micro_id is not None


def test_a_dwelling_has_the_place_of_its_building(town: Street) -> None:
    dwelling = Area.objects.get(street_id=town.pk, code="hp-3-2-501")
    found = queries.find_place(town, dwelling.pk)
    assert found is not None
    assert (found.area_id, found.grid_code) == (dwelling.pk, WEST + "001")


def test_the_top_of_the_tree_and_foreign_areas_are_no_place(town: Street) -> None:
    other = factories.street("370983002000")
    top = Area.objects.get(street_id=town.pk, kind="subdistrict")
    assert queries.find_place(town, top.pk) is None
    assert queries.find_place(other, top.pk) is None
    assert queries.locate(other, 36.005, 117.002) is None
    assert queries.locate_address(other, "和平小区3号楼") is None


def test_the_card_of_a_grid_is_read_in_three_statements(
    town: Street, django_assert_num_queries: Any
) -> None:
    row = Grid.objects.get(street_id=town.pk, code=WEST + "001")
    with django_assert_num_queries(3):
        card = queries.grid_card(town, row.pk)
        assert card.community.name == "石坞社区"
        assert [micro.code for micro in card.micro_grids] == [WEST + "00101"]
        assert [part.name for part in card.areas] == ["3号楼"]


def test_the_tree_is_nested_and_stops_above_dwellings(town: Street) -> None:
    (top,) = queries.area_tree(town)
    west = top.below[0]
    assert [node.area.name for node in top.below] == ["石坞社区", "盛源社区"]
    assert west.below[0].below[0].below[0].below == ()
    unit = west.below[0].below[0].below[0].area
    assert [row.name for row in queries.children(town, unit.id)] == ["501"]


def test_the_outlines_of_the_map_come_larger_first(town: Street) -> None:
    kinds = [outline.kind for outline in queries.boundaries(town)]
    assert kinds == ["community", "community", "basic", "basic", "micro", "basic"]
