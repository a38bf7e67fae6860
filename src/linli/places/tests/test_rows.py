"""How a row of a file becomes an area or a grid."""

import pytest

from linli.places import rules
from linli.places.rules import AreaKind, AreaRow, Datum, GridKind, GridRow, Point
from linli.words import Reason


def area(**record: object) -> AreaRow:
    row = rules.area_row(2, record)
    assert isinstance(row, AreaRow)
    return row


def grid(**record: object) -> GridRow:
    row = rules.grid_row(2, record)
    assert isinstance(row, GridRow)
    return row


def code_of(row: object) -> str:
    assert isinstance(row, Reason)
    return row.code


def test_chinese_and_english_columns_mean_the_same() -> None:
    chinese = area(
        代码="hp", 名称="和平小区", 类型="小区", 上级="石坞社区", 经度=117.0, 纬度="36.6"
    )
    english = area(
        code="hp", Name="和平小区", kind="compound", parent="石坞社区", lng=117, latitude=36.6
    )
    assert chinese == english
    assert chinese.point == Point(36.6, 117.0)
    assert chinese.kind is AreaKind.COMPOUND


def test_a_code_that_the_spreadsheet_kept_as_a_number_is_a_text_again() -> None:
    assert area(代码=370983001002.0, 名称="石坞社区", 类型="社区").code == "370983001002"
    assert grid(网格编码=370983001002001, 名称="一网格").code == "370983001002001"


def test_a_number_too_long_to_be_exact_is_refused() -> None:
    row = rules.grid_row(2, {"代码": 37098300100200101, "名称": "微网格"})
    assert code_of(row) == "inexact_code"


def test_the_kind_of_a_grid_follows_from_its_code() -> None:
    assert grid(代码="370983001002001", 名称="一").kind is GridKind.BASIC
    assert grid(代码="370983001002501", 名称="一中").kind is GridKind.EXCLUSIVE
    assert grid(代码="37098300100200101", 名称="微").kind is GridKind.MICRO
    assert grid(代码="370983001002501", 名称="一中", 类型="专属网格").kind is GridKind.EXCLUSIVE


def test_coordinates_of_zero_mean_unknown() -> None:
    assert area(名称="和平小区", 类型="小区", 经度=0.0, 纬度=0.0).point is None


def test_coordinates_of_an_online_map_are_shifted() -> None:
    lat, lon = rules.to_gcj02(36.6, 117.0)
    row = rules.area_row(2, {"名称": "x", "类型": "小区", "x": lon, "y": lat}, Datum.GCJ02)
    assert isinstance(row, AreaRow)
    assert row.point == Point(36.6, 117.0)


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ({"名称": "和平小区"}, "no_kind"),
        ({"名称": "和平小区", "类型": "星球"}, "unknown_kind"),
        ({"名称": "和平小区", "类型": "小区", "经度": "东边"}, "bad_point"),
        ({"名称": "和平小区", "类型": "小区", "经度": 200, "纬度": 100}, "bad_point"),
        ({"名称": "和平小区", "类型": "小区", "边界": "城南"}, "bad_boundary"),
        ({"名称": "和平小区", "类型": "小区", "代码": 1.5}, "inexact_code"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_field(
    record: dict[str, object], code: str
) -> None:
    row = rules.area_row(2, record)
    assert code_of(row) == code
    assert isinstance(row, Reason)
    assert row.field
