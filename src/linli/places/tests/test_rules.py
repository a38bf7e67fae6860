"""Codes, coordinates and boundaries, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.places import rules
from linli.places.rules import AreaKind, Datum, GridKind, Point
from linli.places.rules.coordinates import ABROAD, SWAPPED
from linli.words import Reason

STREET = "370983001000"
COMMUNITY = "370983001002"
MILLIMETRE = 1 / 111_320_000

latitudes = st.floats(3.1, 53.9)
longitudes = st.floats(73.1, 135.9)


def rectangle(west: float, south: float, east: float, north: float) -> rules.Boundary:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (AreaKind.SUBDISTRICT, STREET),
        (AreaKind.COMMUNITY, COMMUNITY),
        (AreaKind.COMPOUND, "hp-01"),
        (AreaKind.BUILDING, "370983001002-0001-0003"),
    ],
)
def test_a_well_made_area_code_is_accepted(kind: AreaKind, code: str) -> None:
    assert rules.why_not_area_code(kind, code, STREET) is None


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (AreaKind.SUBDISTRICT, "370983001001"),
        (AreaKind.SUBDISTRICT, "370983000000"),
        (AreaKind.COMMUNITY, "370983001000"),
        (AreaKind.COMMUNITY, "370983002002"),
        (AreaKind.COMMUNITY, "37098300100"),
        (AreaKind.COMMUNITY, "３７０９８３００１００２"),
        (AreaKind.COMPOUND, "和平"),
        (AreaKind.COMPOUND, ""),
        (AreaKind.COMPOUND, "x" * 41),
    ],
)
def test_a_badly_made_area_code_is_refused(kind: AreaKind, code: str) -> None:
    reason = rules.why_not_area_code(kind, code, STREET)
    assert reason is not None
    assert reason.code == "bad_code"


@pytest.mark.parametrize(
    ("kind", "code", "fits"),
    [
        (GridKind.BASIC, COMMUNITY + "001", True),
        (GridKind.BASIC, COMMUNITY + "499", True),
        (GridKind.BASIC, COMMUNITY + "500", False),
        (GridKind.BASIC, COMMUNITY + "000", False),
        (GridKind.BASIC, "370983001003001", False),
        (GridKind.EXCLUSIVE, COMMUNITY + "501", True),
        (GridKind.EXCLUSIVE, COMMUNITY + "500", False),
        (GridKind.EXCLUSIVE, COMMUNITY + "001", False),
        (GridKind.BASIC, COMMUNITY + "0a1", False),
    ],
)
def test_the_number_of_a_grid_says_its_kind(kind: GridKind, code: str, fits: bool) -> None:
    assert (rules.why_not_grid_code(kind, code, COMMUNITY) is None) is fits


def test_a_micro_grid_continues_the_code_of_its_grid() -> None:
    grid = COMMUNITY + "001"
    assert rules.why_not_grid_code(GridKind.MICRO, grid + "01", grid) is None
    assert rules.why_not_grid_code(GridKind.MICRO, grid + "00", grid)
    assert rules.why_not_grid_code(GridKind.MICRO, COMMUNITY + "00201", grid)


def test_a_community_does_not_hang_from_a_compound() -> None:
    assert rules.why_not_below(AreaKind.COMMUNITY, AreaKind.COMPOUND)
    assert rules.why_not_below(AreaKind.COMMUNITY, None)
    assert rules.why_not_below(AreaKind.SUBDISTRICT, None) is None
    assert rules.why_not_below(AreaKind.SUBDISTRICT, AreaKind.SUBDISTRICT)


def test_jinan_is_shifted_as_the_known_converters_shift_it() -> None:
    lat, lon = rules.to_gcj02(36.67, 117.0)
    assert (round(lat, 6), round(lon, 6)) == (36.670264, 117.005843)


@given(latitudes, longitudes)
def test_the_shift_is_taken_back_to_less_than_a_millimetre(lat: float, lon: float) -> None:
    back = rules.from_gcj02(*rules.to_gcj02(lat, lon))
    assert back == pytest.approx((lat, lon), abs=MILLIMETRE)


@given(latitudes, longitudes)
def test_coordinates_the_wrong_way_round_are_put_right(lat: float, lon: float) -> None:
    assert rules.sensible_point(lon, lat) == Point(lat, lon, SWAPPED)
    assert rules.sensible_point(lat, lon) == Point(lat, lon)


@pytest.mark.parametrize(
    ("lat", "lon"),
    [(0, 0), (float("nan"), 117), (36, float("inf")), (91, 200), (-120, 20), (0.001, -0.001)],
)
def test_nonsense_is_no_point(lat: float, lon: float) -> None:
    assert isinstance(rules.sensible_point(lat, lon), Reason)


def test_a_point_abroad_is_kept_with_a_note() -> None:
    assert rules.sensible_point(51.5, -0.12) == Point(51.5, -0.12, ABROAD)


def test_a_boundary_is_read_from_geojson_text_and_wkt() -> None:
    drawn = rectangle(117, 36, 117.01, 36.01)
    wkt = "POLYGON ((117 36, 117.01 36, 117.01 36.01, 117 36.01, 117 36))"
    assert rules.boundary_of(drawn) == drawn
    assert rules.boundary_of(wkt) == drawn
    assert rules.boundary_of(str(drawn).replace("'", '"')) == drawn


def test_a_boundary_with_latitude_first_is_put_right() -> None:
    drawn = rules.boundary_of("POLYGON ((36 117, 36 117.01, 36.01 117.01, 36.01 117, 36 117))")
    assert isinstance(drawn, dict)
    assert rules.label_point(rules.shape_of(drawn)) == (36.005, 117.005)


def test_a_boundary_of_an_online_map_is_shifted_to_its_true_place() -> None:
    shifted = [rules.to_gcj02(36 + y / 100, 117 + x / 100) for x, y in ((0, 0), (1, 0), (1, 1))]
    drawn = {
        "type": "Polygon",
        "coordinates": [[[lon, lat] for lat, lon in [*shifted, shifted[0]]]],
    }
    true = rules.boundary_of(drawn, Datum.GCJ02)
    assert isinstance(true, dict)
    assert true["coordinates"][0][1] == pytest.approx([117.01, 36.0], abs=2e-8)


@pytest.mark.parametrize(
    "given_boundary",
    [
        "POLYGON ((117 36, 117.01 36.01, 117.01 36, 117 36.01, 117 36))",
        "POINT (117 36)",
        "POLYGON EMPTY",
        "POLYGON ((0 0, 0 0.001, 0.001 0.001, 0 0))",
        "POLYGON ((2 48, 2 49, 3 49, 2 48))",
        "POLYGON ((117 36, 117.01 36",
        '{"type": "Polygon"}',
        '{"type": "Polygon", "coordinates": "x"}',
        "[",
        "城南",
        17,
        {"type": "Nothing"},
    ],
)
def test_what_is_no_polygon_in_china_is_refused(given_boundary: object) -> None:
    reason = rules.boundary_of(given_boundary)
    assert isinstance(reason, Reason)
    assert reason.code == "bad_boundary"


METRE = 1 / 111_320


@pytest.mark.parametrize(
    ("metres", "lie_over_each_other"), [(-1, False), (0, False), (2, False), (5, True)]
)
def test_an_overlap_counts_when_it_is_wider_than_a_drawing_error(
    metres: float, lie_over_each_other: bool
) -> None:
    south = rules.shape_of(rectangle(117, 36, 117.01, 36.01))
    north = rules.shape_of(rectangle(117, 36.01 - metres * METRE, 117.01, 36.02))
    assert rules.overlaps(south, north) is lie_over_each_other


def test_a_gap_is_measured_in_square_metres_and_slivers_are_left_out() -> None:
    community = rules.shape_of(rectangle(117, 36, 117.01, 36.01))
    west = rules.shape_of(rectangle(117, 36, 117.005, 36.01))
    east = rules.shape_of(rectangle(117.005 + METRE, 36, 117.01, 36.008))
    (gap,) = rules.gaps(community, [west, east])
    assert gap.square_metres == pytest.approx(450 * 222.6, rel=0.02)
    assert 36.008 < gap.lat < 36.01
    assert rules.gaps(community, [community]) == ()


def test_a_community_without_any_grid_is_one_gap() -> None:
    community = rules.shape_of(rectangle(117, 36, 117.01, 36.01))
    assert len(rules.gaps(community, [])) == 1
