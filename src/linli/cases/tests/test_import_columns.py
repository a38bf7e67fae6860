"""Columns are known by name or by a mapping file; each row is judged alone."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from linli.cases.rules import columns, meanings
from linli.cases.rules.columns import ColumnMap, map_of, recognised, why_not_columns
from linli.cases.rules.rows import CaseRow, RowReader
from linli.cases.rules.words import Channel, Kind, Urgency
from linli.places.rules import Datum
from linli.words import Reason

MAPPINGS = Path(__file__).parents[4] / "docs/examples/mappings"
ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
HEAD = ["工单编号", "工单生成时间", "内容描述", "状态", "工单类型", "经度", "纬度"]


def read(record: dict[str, Any], **options: Any) -> CaseRow | Reason:
    column_map = options.pop("column_map", None) or recognised(list(record))
    return RowReader(column_map, ZONE, NOW, **options).read(record)


def good(record: dict[str, Any], **options: Any) -> CaseRow:
    row = read({"内容描述": "路灯不亮", **record}, **options)
    assert isinstance(row, CaseRow), row
    return row


def refused(record: dict[str, Any], **options: Any) -> Reason:
    row = read({"内容描述": "路灯不亮", **record}, **options)
    assert isinstance(row, Reason), row
    return row


def test_columns_are_known_in_any_order_width_and_with_explanations() -> None:
    sheet = [
        "工单类别(一般/次紧急/紧急)",
        "　联系 电话",
        "诉求区域",
        "诉求地址",
        "来电人",
        "内容描述：",
    ]
    found = recognised(sheet).columns
    assert found["urgency"] == (sheet[0],)
    assert found["phone"] == (sheet[1],)
    assert found["address"] == ("诉求区域", "诉求地址")
    assert found["text"] == ("内容描述：",)
    assert why_not_columns(found, sheet) is None


def test_levels_of_a_category_are_put_in_order() -> None:
    found = recognised(["三级分类", "一级分类", "内容", "二级分类"]).columns
    assert found["category"] == ("一级分类", "二级分类", "三级分类")


def test_a_sheet_without_a_text_column_is_refused_with_its_columns() -> None:
    reason = why_not_columns(recognised(["工单编号", "电话"]).columns, ["工单编号", "电话"])
    assert reason is not None
    assert reason.code == "no_text_column"
    assert reason.params["columns"] == ["工单编号", "电话"]


def test_a_mapping_that_names_a_column_the_sheet_lacks_is_refused() -> None:
    reason = why_not_columns({"text": ("说明",)}, HEAD)
    assert reason is not None
    assert reason.params["missing"] == ["说明"]


def test_a_written_mapping_reads_back_as_it_was() -> None:
    first = recognised(HEAD)
    assert map_of(first.written()) == first


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ([], "map_shape"),
        ({"columns": []}, "map_shape"),
        ({"columns": {"text": "a"}, "colour": {}}, "map_key"),
        ({"columns": {"text": "a", "colour": "b"}}, "map_field"),
        ({"columns": {"text": 3}}, "map_value"),
        ({"columns": {"text": []}}, "map_value"),
        ({"columns": {"text": "a"}, "words": {"kind": "投诉"}}, "map_value"),
        ({"columns": {"text": "a"}, "words": {"text": {}}}, "map_field"),
        ({"columns": {"text": "a"}, "source": "key:0190"}, "map_source"),
        ({"columns": {"text": "a"}, "source": "长" * 41}, "map_source"),
        ({"columns": {"text": "a"}, "zone": "Mars/Olympus"}, "map_zone"),
        ({"columns": {"text": "a"}, "zone": 8}, "map_zone"),
    ],
)
def test_a_wrong_mapping_is_refused(written: object, code: str) -> None:
    reason = map_of(written)
    assert isinstance(reason, Reason)
    assert reason.code == code


def test_a_mapping_translates_into_codes_that_exist() -> None:
    wrong = map_of({"columns": {"text": "a"}, "words": {"kind": {"投诉": "anger"}}})
    assert isinstance(wrong, ColumnMap)
    reason = meanings.why_not_words(wrong)
    assert reason is not None
    assert reason.code == "map_code"


def test_words_mean_what_offices_mean_by_them() -> None:
    row = good({"工单类型": "投诉举报", "工单类别": "紧急", "来源": "12345热线", "是否匿名": "是"})
    assert (row.kind, row.urgency, row.channel) == (
        Kind.COMPLAIN,
        Urgency.EMERGENCY,
        Channel.HOTLINE,
    )
    assert row.is_anonymous
    assert good({"工单类别": "次紧急"}).urgency is None


def test_an_unknown_kind_is_kept_as_unsaid_and_told() -> None:
    record = {"内容": "路灯不亮", "工单类型": "网格件", "来源": "某平台", "工单类别": "次紧急"}
    reader = RowReader(recognised(list(record)), ZONE, NOW)
    row = reader.read(record)
    assert isinstance(row, CaseRow)
    assert (row.kind, row.channel) == (Kind.HELP, Channel.API)
    assert reader.unknown == [("kind", "网格件"), ("channel", "某平台")]


def test_an_unknown_state_is_refused_unless_the_end_is_dated() -> None:
    reason = refused({"状态": "飞行中"})
    assert (reason.code, reason.params["column"]) == ("column_status", "状态")
    assert good({"状态": "飞行中", "办结时间": "2026-01-05"}).is_ended


def test_own_words_of_the_mapping_come_first() -> None:
    column_map = map_of(
        {
            "columns": {"text": ["大类", "小类"], "kind": "性质", "status": "办结情况"},
            "words": {"status": {"超了": "closed"}, "kind": {"其他": "consult"}},
            "constants": {"channel": "热线", "address": "某街道"},
        }
    )
    assert isinstance(column_map, ColumnMap)
    record = {"大类": "市容", "小类": "乱堆物", "性质": "其他", "办结情况": "超了"}
    row = read(record, column_map=column_map)
    assert isinstance(row, CaseRow)
    assert (row.text, row.kind, row.is_ended) == ("市容 / 乱堆物", Kind.CONSULT, True)
    assert (row.channel, row.address) == (Channel.HOTLINE, "某街道")


def test_a_date_form_of_the_mapping_reads_what_is_otherwise_a_riddle() -> None:
    column_map = map_of(
        {
            "columns": {"text": "内容描述", "registered_at": "日期"},
            "dates": {"registered_at": "%d/%m/%Y %H.%M"},
            "zone": "America/New_York",
        }
    )
    assert isinstance(column_map, ColumnMap)
    row = good({"日期": "05/01/2026 14.05"}, column_map=column_map)
    assert row.registered_at == datetime(2026, 1, 5, 14, 5, tzinfo=ZONE)
    assert refused({"日期": "2026-01-05"}, column_map=column_map).code == "column_date"


@pytest.mark.parametrize(
    ("record", "code", "column"),
    [
        ({"内容描述": ""}, "column_empty", "内容描述"),
        ({"内容描述": "😀😀"}, "column_no_words", "内容描述"),
        ({"内容描述": "长" * 10_001}, "column_long", "内容描述"),
        ({"工单编号": "1" * 81}, "column_long", "工单编号"),
        ({"地址": "路" * 201}, "column_long", "地址"),
        ({"工单生成时间": "去年冬天"}, "column_date", "工单生成时间"),
        ({"工单生成时间": "2026-02-30"}, "column_date", "工单生成时间"),
        ({"工单生成时间": "2027-05-01"}, "column_future", "工单生成时间"),
        ({"登记时间": "2026-03-05", "办结时间": "2026-03-04"}, "column_order", "办结时间"),
        ({"登记时间": "2026-03-05", "截止时间": "2026-03-04"}, "column_order", "截止时间"),
        ({"经度": "东边", "纬度": 36.5}, "column_degrees", "经度"),
        ({"经度": 999, "纬度": 998}, "column_point", "纬度"),
    ],
)
def test_a_bad_cell_is_refused_with_its_column(
    record: dict[str, Any], code: str, column: str
) -> None:
    reason = refused(record)
    assert (reason.code, reason.params["column"]) == (code, column)


def test_a_date_without_hour_is_no_earlier_than_its_own_day() -> None:
    row = good({"登记时间": "2026-03-05 14:00", "办结时间": "2026-03-05", "截止时间": "2026-3-5"})
    assert row.ended_at == row.registered_at == row.due_at


def test_an_end_without_a_beginning_began_then() -> None:
    row = good({"办结时间": "2026年1月5日 14:05"})
    assert row.registered_at == row.ended_at == datetime(2026, 1, 5, 14, 5, tzinfo=ZONE)


def test_zero_or_half_a_point_is_no_point() -> None:
    assert good({"经度": 0.0, "纬度": 0.0}).point is None
    assert good({"经度": 119.5, "纬度": ""}).point is None
    assert good({"经度": "0.0", "纬度": "0.0"}).point is None


def test_swapped_and_shifted_points_are_put_right() -> None:
    swapped = good({"纬度": 119.5, "经度": 38.6}).point
    assert swapped is not None
    assert (swapped.lat, swapped.lon) == (38.6, 119.5)
    shifted = good({"纬度": 38.6, "经度": 119.5}, datum=Datum.GCJ02).point
    assert shifted is not None
    assert shifted.lat != 38.6


def test_of_two_phones_the_first_counts_and_a_masked_one_does_not() -> None:
    assert good({"电话": "13900000001/13900000002"}).phone == "13900000001"
    assert good({"电话": 13900000001}).phone == "13900000001"
    assert good({"电话": "139****0001"}).phone == ""


def test_every_known_name_stands_for_one_field_only() -> None:
    seen: dict[str, str] = {}
    for field, parts in columns.NAMES.items():
        for name in (columns.plain(name) for part in parts for name in part):
            assert seen.setdefault(name, field) == field, name


@pytest.mark.parametrize("path", sorted(MAPPINGS.glob("*.json")), ids=lambda path: path.stem)
def test_the_mappings_of_the_documentation_are_right(path: Path) -> None:
    column_map = map_of(json.loads(path.read_text("utf-8")))
    assert isinstance(column_map, ColumnMap), column_map
    assert meanings.why_not_words(column_map) is None
