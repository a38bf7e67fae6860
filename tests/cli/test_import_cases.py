"""`./linli import cases` on files as offices really have them, made by the tests themselves."""

import json
import re
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from linli import sheets
from linli.cases import queries
from linli.cases.actions import imports
from linli.cases.models import Case, Entry, Reporter
from linli.cases.rules import rows
from linli.cases.rules.words import State
from linli.kernel import personal
from linli.kernel.actor import system

HEAD = "工单编号,工单生成时间,诉求地址,内容描述,来电人,联系电话,工单类别,状态,办结时间,处理描述"
ROWS = [
    "A1,2026-01-05 14:05,样板家园1号楼1单元,楼道灯不亮三天了,张三,13900000001,一般,办理中,,",
    "A2,2026/1/5,样板家园3号楼,电梯坏了,李四,13900000002,紧急,已办结,2026/1/6,电梯已修好",
    "A3,2026年1月5日 14:05,西样社区,垃圾没人清运,,,次紧急,在办,,已转物业",
]


def run(path: Path, *options: str) -> tuple[int, int, int]:
    """New, known and refused, as the last line says."""
    counts = re.fullmatch(
        r"新增 (\d+) · 已有 (\d+) · 退回 (\d+) \(new \1, known \2, refused \3\)",
        output(path, *options).splitlines()[-1],
    )
    assert counts
    return int(counts[1]), int(counts[2]), int(counts[3])


def output(path: Path, *options: str) -> str:
    out = StringIO()
    call_command("import", "cases", str(path), *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "诉求.csv"
    path.write_text("\n".join([HEAD, *ROWS]), "utf-8")
    return path


def case(town: Any, external_id: str) -> Case:
    found: Case = Case.objects.get(street_id=town.street.pk, external_id=external_id)
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_usual_encoding_is_read_and_a_second_run_doubles_nothing(
    town: Any, tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("\r\n".join([HEAD, *ROWS]).encode(encoding))
    assert run(path) == (3, 0, 0)
    assert run(path) == (0, 3, 0)
    assert case(town, "A1").text == "楼道灯不亮三天了"


def test_a_request_keeps_its_time_place_person_and_urgency(town: Any, sheet: Path) -> None:
    run(sheet)
    first = case(town, "A1")
    assert first.registered_at == datetime(2026, 1, 5, 6, 5, tzinfo=UTC)
    assert first.number.startswith("YY-20260105-")
    assert (first.state, first.urgency, first.source) == (State.REGISTERED, "N", "import")
    assert first.grid_id == town.grids["e1"].pk
    reporter = Reporter.objects.get(street_id=town.street.pk, case_id=first.pk)
    assert (reporter.name, reporter.phone) == ("张三", "13900000001")


def test_an_ended_request_is_closed_with_its_answer_for_everybody_to_read(
    town: Any, sheet: Path
) -> None:
    run(sheet)
    ended = case(town, "A2")
    assert (ended.state, ended.urgency) == (State.CLOSED, "E")
    assert ended.ended_at == datetime(2026, 1, 5, 16, tzinfo=UTC)
    thread = queries.case_page(town.actor("auditor"), town.street, ended.number).thread
    assert [line.text for line in thread] == ["", "电梯已修好"]
    assert thread[-1].audience == "public"
    assert thread[0].event.at == ended.registered_at


def test_what_was_done_about_an_open_request_is_a_note_for_the_staff(
    town: Any, sheet: Path
) -> None:
    run(sheet)
    page = queries.case_page(system(town.street.pk), town.street, case(town, "A3").number)
    assert [(line.text, line.audience) for line in page.thread][-1] == ("已转物业", "staff")


def test_excel_with_serial_dates_numbers_and_shuffled_columns(town: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    sheets.write(
        path,
        ["备注", "联系电话", "内容描述", "工单生成时间", "工单编号"],
        [
            ["随便", 13900000003, "井盖松动", 46027.5868055556, 20260105001],
            ["", "", "路面积水", datetime(2026, 1, 5, 14, 5), "B2"],
        ],
    )
    assert run(path) == (2, 0, 0)
    serial, dated = case(town, "20260105001"), case(town, "B2")
    assert serial.registered_at == dated.registered_at == datetime(2026, 1, 5, 6, 5, tzinfo=UTC)
    assert run(path) == (0, 2, 0)


def test_good_rows_stay_and_bad_ones_come_back_with_number_and_reason(
    town: Any, sheet: Path
) -> None:
    bad = ["A4,2026-13-45,,路灯坏了,,,,,,", "A5,2026-01-05,,,,,,,,", "A6,,,电线垂落,,,,飞行中,,"]
    sheet.write_text("\n".join([HEAD, ROWS[0], *bad, ROWS[1]]), "utf-8")
    assert run(sheet) == (2, 0, 3)
    refused = list(sheets.read(sheet.with_name("诉求.refused.csv")))
    assert [row["行号"] for _, row in refused] == ["3", "4", "5"]
    assert "工单生成时间" in str(refused[0][1]["原因"])
    assert "内容描述" in str(refused[1][1]["原因"])
    assert "状态" in str(refused[2][1]["原因"])
    assert refused[0][1]["内容描述"] == "路灯坏了"


def test_refused_rows_that_were_mended_come_in_by_themselves(town: Any, sheet: Path) -> None:
    sheet.write_text("\n".join([HEAD, "A4,2026-13-45,,路灯坏了,,,,,,"]), "utf-8")
    assert run(sheet) == (0, 0, 1)
    beside = sheet.with_name("诉求.refused.csv")
    beside.write_text(beside.read_text("utf-8-sig").replace("2026-13-45", "2026-01-05"), "utf-8")
    assert run(beside) == (1, 0, 0)


def test_the_refused_file_of_an_earlier_run_does_not_outlive_it(town: Any, sheet: Path) -> None:
    sheet.write_text("\n".join([HEAD, "A4,2026-13-45,,路灯坏了,,,,,,"]), "utf-8")
    run(sheet)
    sheet.write_text("\n".join([HEAD, *ROWS]), "utf-8")
    run(sheet)
    assert not sheet.with_name("诉求.refused.csv").exists()


def test_a_number_twice_in_one_file_is_one_request(town: Any, sheet: Path) -> None:
    sheet.write_text("\n".join([HEAD, *ROWS, ROWS[0], ROWS[1]]), "utf-8")
    assert run(sheet, "--dry-run") == (3, 2, 0)
    assert run(sheet) == (3, 2, 0)


def test_a_row_without_a_number_is_known_by_what_it_says(town: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    lines = ["楼道灯不亮,2026-01-05", "楼道灯不亮,2026-01-06", "楼道灯不亮,2026-01-05"]
    path.write_text("\n".join(["内容,时间", *lines]), "utf-8")
    assert run(path) == (2, 1, 0)
    path.write_text("\n".join(["时间,内容", "2026/1/5,楼道灯不亮"]), "utf-8")
    assert run(path) == (0, 1, 0)


def test_numbers_of_two_systems_may_be_the_same(town: Any, sheet: Path, tmp_path: Path) -> None:
    run(sheet)
    mapping = tmp_path / "map.json"
    mapping.write_text(
        '{"source": "other", "columns": {"external_id": "工单编号", "text": "内容描述"}}', "utf-8"
    )
    assert run(sheet, "--map", str(mapping)) == (3, 0, 0)
    assert Case.objects.filter(street_id=town.street.pk, external_id="A1").count() == 2


def test_a_dry_run_reports_and_keeps_nothing(town: Any, sheet: Path) -> None:
    assert run(sheet, "--dry-run") == (3, 0, 0)
    assert not Case.objects.filter(street_id=town.street.pk).exists()
    assert not Entry.objects.filter(street_id=town.street.pk).exists()
    assert run(sheet) == (3, 0, 0)


def test_a_batch_the_database_refuses_is_tried_row_by_row(
    town: Any, sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(rows.MOST, "address", 999)
    long = f"A4,2026-01-05,{'路' * 250},路灯坏了,,,,,,"
    sheet.write_text("\n".join([HEAD, *ROWS, long]), "utf-8")
    assert run(sheet) == (3, 0, 1)
    ((_, refused),) = sheets.read(sheet.with_name("诉求.refused.csv"))
    assert "数据库没有收下" in str(refused["原因"])


def test_batches_follow_one_another(
    town: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "BATCH", 3)
    path = tmp_path / "a.csv"
    path.write_text("\n".join(["编号,内容", *(f"{n % 8},第{n}件事" for n in range(10))]), "utf-8")
    assert run(path) == (8, 2, 0)


def test_the_category_path_is_known_by_its_deepest_part(town: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    lines = ["编号,内容,一级分类,二级分类", "1,请看一下,公共设施,楼道照明", "2,请看一下,甲类,乙类"]
    path.write_text("\n".join(lines), "utf-8")
    assert run(path) == (2, 0, 0)
    named = case(town, "1").category
    assert named is not None
    assert named.name == "楼道照明"
    assert case(town, "2").category is None


def test_the_unit_that_ended_a_request_owns_it(town: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "编号,内容,状态,主办单位\n1,路灯坏了,已办结,城管\n2,路灯坏了,在办,城管\n", "utf-8"
    )
    run(path)
    assert case(town, "1").owner_id == town.organisations["urban_management"].pk
    assert case(town, "2").owner_id == town.organisations["centre"].pk


def test_the_mapping_that_was_recognised_can_be_saved_adjusted_and_used(
    town: Any, tmp_path: Path
) -> None:
    path, saved = tmp_path / "a.csv", tmp_path / "map.json"
    path.write_text("编号,内容,来源,状态\n1,路灯坏了,坪山号,飞行中\n", "utf-8")
    assert run(path, "--dry-run", "--save-map", str(saved)) == (0, 0, 1)
    mapping = json.loads(saved.read_text("utf-8"))
    assert mapping["columns"]["text"] == "内容"
    assert mapping["words"] == {"channel": {"坪山号": ""}, "status": {"飞行中": ""}}
    mapping["words"] = {"channel": {"坪山号": "hotline"}, "status": {"飞行中": "open"}}
    mapping["source"] = "坪山"
    saved.write_text(json.dumps(mapping, ensure_ascii=False), "utf-8")
    assert run(path, "--map", str(saved)) == (1, 0, 0)
    assert (case(town, "1").channel, case(town, "1").source) == ("hotline", "坪山")


def test_columns_that_are_not_used_and_words_nobody_knows_are_told(
    town: Any, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("编号,内容,来源,星座\n1,路灯坏了,坪山号,双鱼\n", "utf-8")
    told = output(path)
    assert "星座" in told
    assert "坪山号" in told


@pytest.mark.parametrize(
    "mapping", ["{", '{"columns": {"text": "没有这列"}}', '{"columns": {"colour": "内容描述"}}']
)
def test_a_wrong_mapping_stops_the_command(
    town: Any, sheet: Path, tmp_path: Path, mapping: str
) -> None:
    wrong = tmp_path / "map.json"
    wrong.write_text(mapping, "utf-8")
    with pytest.raises(CommandError):
        run(sheet, "--map", str(wrong))
    assert not Case.objects.filter(street_id=town.street.pk).exists()


def test_what_cannot_be_read_stops_the_command(town: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    for content in (b"", b"PK\x03\x04broken", b"\x00\x01\x02" * 50, "一列\n一行\n".encode()):
        path.write_bytes(content)
        with pytest.raises(CommandError):
            run(path)
    with pytest.raises(CommandError):
        run(tmp_path / "nowhere.csv")


def test_a_file_that_breaks_off_midway_is_not_half_imported(town: Any, sheet: Path) -> None:
    sheet.write_text("\n".join([HEAD, *ROWS, 'A9,2026-01-05,"没有合上的引号']), "utf-8")
    with pytest.raises(CommandError):
        run(sheet)
    assert not Case.objects.filter(street_id=town.street.pk).exists()


def test_the_digest_of_a_row_is_keyed(town: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("内容,电话\n路灯坏了,13900000001\n", "utf-8")
    run(path)
    content = "\x1f".join(["路灯坏了", "", "", "", "", "13900000001"])
    assert case(town, f"#{personal.blind(content).hex()}")


def test_shifted_coordinates_are_put_right(town: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("编号,内容,经度,纬度\n1,路灯坏了,119.505,38.605\n", "utf-8")
    run(path, "--datum", "gcj02")
    assert case(town, "1").lat != 38.605


def test_the_street_must_be_clear(town: Any, sheet: Path) -> None:
    assert run(sheet, "--street", town.street.code) == (3, 0, 0)
    with pytest.raises(CommandError, match="999"):
        run(sheet, "--street", "999")
