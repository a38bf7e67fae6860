"""Spreadsheets going out, and the rows that were refused."""

import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli import sheets
from linli.sheets import cells
from tests.sheets.samples import ZONE, rows

_texts = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))
_tables = st.lists(st.tuples(_texts, _texts, st.integers(-(10**12), 10**12)), max_size=8)


def written(tmp_path_factory, suffix, table):
    path = tmp_path_factory.mktemp("out") / f"导出{suffix}"
    assert sheets.write(path, ["甲", "乙", "数"], table) == len(table)
    return [tuple(row.values()) for _, row in sheets.read(path)]


@settings(max_examples=60, deadline=None)
@given(table=_tables)
def test_xlsx_round_trip(tmp_path_factory, table):
    expected = [(cells.trim(a), cells.trim(b), number) for a, b, number in table]
    assert written(tmp_path_factory, ".xlsx", table) == expected


@settings(max_examples=60, deadline=None)
@given(table=_tables)
def test_csv_round_trip(tmp_path_factory, table):
    expected = [(cells.trim(a), cells.trim(b), str(number)) for a, b, number in table]
    assert written(tmp_path_factory, ".csv", table) == expected


DANGEROUS = ["=1+1", "+8613", "-1楼车库", "@SUM(A1)", "＝1", "\t=1", "'=1"]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_no_text_goes_out_as_a_formula_and_all_come_back_whole(tmp_path, suffix):
    path = tmp_path / f"导出{suffix}"
    sheets.write(path, ["甲", "=乙"], [(text, -5) for text in DANGEROUS])
    content = path.read_bytes()
    if suffix == ".xlsx":
        with zipfile.ZipFile(path) as parts:
            content = parts.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in content
        assert b"<v>-5</v>" in content
    for text in DANGEROUS:
        assert f"'{text}".strip().encode() in content
    back = sheets.read(path)
    assert back.columns == ["甲", "=乙"]
    assert [row["甲"] for _, row in back] == [cells.trim(text) for text in DANGEROUS]


def test_dates_go_out_as_the_wall_clock_of_their_zone(tmp_path):
    when = datetime(2026, 1, 5, 14, 5, 9, tzinfo=ZONE)
    for suffix in (".csv", ".xlsx"):
        path = tmp_path / f"导出{suffix}"
        sheets.write(path, ["时间", "日", "空"], [(when, date(2026, 1, 5), None)])
        [(_, row)] = sheets.read(path)
        assert sheets.moment(row["时间"], ZONE) == when
        assert sheets.moment(row["日"], ZONE) == datetime(2026, 1, 5, tzinfo=ZONE)
        assert row["空"] == ""


def test_long_numbers_keep_all_their_digits(tmp_path):
    path = tmp_path / "导出.xlsx"
    sheets.write(path, ["甲", "乙"], [(123456789012345678, 1)])
    assert rows(path) == [(2, {"甲": "123456789012345678", "乙": 1})]


def test_an_export_that_fails_leaves_no_file(tmp_path):
    with pytest.raises(sheets.UnwritableSheet, match="csv"):
        sheets.write(tmp_path / "导出.xlsx", ["甲", "乙"], [("长" * 40_000, 1)])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "result"),
    [
        ("工单.csv", "工单.refused.csv"),
        ("工单.txt", "工单.refused.csv"),
        ("工单.xlsx", "工单.refused.xlsx"),
        ("工单.xls", "工单.refused.xlsx"),
    ],
)
def test_refused_rows_lie_beside_their_file(tmp_path, name, result):
    sheet = sheets.read("编号,原因\n1,灯\n2,-3楼\n".encode(), name)
    with sheets.refused(tmp_path / name) as refusals:
        for number, row in sheet:
            if row["编号"] == "2":
                refusals.add(number, row, "编号重复")
    assert [path.name for path in tmp_path.iterdir()] == [result]
    [(_, row)] = sheets.read(tmp_path / result)
    assert (refusals.count, refusals.path) == (1, tmp_path / result)
    assert {key: str(cell) for key, cell in row.items()} == {
        "编号": "2", "原因": "-3楼", "行号": "3", "原因（2）": "编号重复",
    }  # fmt: skip
    if result.endswith(".csv"):
        assert (tmp_path / result).read_bytes().startswith(b"\xef\xbb\xbf")


def test_no_refused_row_means_no_file(tmp_path):
    with sheets.refused(tmp_path / "工单.xlsx"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_refused_rows_are_kept_when_the_import_fails(tmp_path):
    def fail(path: Path) -> None:
        with sheets.refused(path) as refusals:
            refusals.add(2, {"甲": "一"}, "不认识的社区")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail(tmp_path / "工单.csv")
    assert (tmp_path / "工单.refused.csv").exists()
