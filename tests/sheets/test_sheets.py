"""Spreadsheets in and out, as offices send them."""

import io
import random
import zipfile
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from linli import sheets
from linli.sheets import books, cells

ZONE = ZoneInfo("Asia/Shanghai")
TEXT = "编号,内容,地址\r\n1,楼道灯坏了,东桥社区\r\n\r\n2,“没水”,北坡社区\r\n"


def rows(source, name=""):
    return list(sheets.read(source, name))


def book(write, **options):
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True, **options})
    write(workbook)
    workbook.close()
    return stream.getvalue()


# ------------------------------------------------------------------ text


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"]
)
def test_every_encoding_is_found(encoding):
    sheet = sheets.read(TEXT.encode(encoding), "工单.csv")
    assert sheet.columns == ["编号", "内容", "地址"]
    assert list(sheet) == [
        (2, {"编号": "1", "内容": "楼道灯坏了", "地址": "东桥社区"}),
        (4, {"编号": "2", "内容": "“没水”", "地址": "北坡社区"}),
    ]


def test_utf16_big_endian_with_its_mark():
    assert len(rows(b"\xfe\xff" + TEXT.encode("utf-16-be"))) == 2


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found_in_the_first_line_that_has_one(delimiter):
    text = delimiter.join(["甲", '"乙,丙;丁"', "戊"]) + "\n" + delimiter.join("123")
    assert sheets.read(("工单汇总\n" + text).encode()).columns == ["甲", "乙,丙;丁", "戊"]


def test_titles_and_blank_lines_above_the_header_are_passed_over():
    sheet = sheets.read("一月工单\n\n编号,内容\n1,灯\n".encode())
    assert sheet.header_row == 3
    assert list(sheet) == [(4, {"编号": "1", "内容": "灯"})]


def test_header_names_become_unique_and_surplus_cells_are_kept():
    sheet = sheets.read("电话,电话,,电话（2）\n1,2,3,4,5\n6\n".encode())
    assert sheet.columns == ["电话", "电话（2）", "第3列", "电话（2）（2）", "第5列"]
    assert list(dict(sheet)[2].values()) == ["1", "2", "3", "4", "5"]
    assert list(dict(sheet)[3].values()) == ["6", "", "", "", ""]


def test_cells_lose_blanks_and_full_width_spaces_at_their_ends():
    assert rows("　甲 ,\u200b乙\n　一　二　, \ufeff三\n".encode()) == [
        (2, {"甲": "一　二", "乙": "三"})
    ]


def test_line_breaks_inside_quotes_do_not_shift_row_numbers():
    assert [number for number, _ in rows('甲,乙\n"一\n行",2\n3,4\n'.encode())] == [2, 3]


def test_a_sheet_can_be_walked_twice(tmp_path):
    path = tmp_path / "工单.csv"
    path.write_text(TEXT, encoding="gb18030", newline="")
    sheet = sheets.read(path)
    assert sheet.name == "工单.csv"
    assert list(sheet) == list(sheet)


def test_ten_thousand_rows_are_streamed():
    text = "编号,内容\n" + "".join(f"{i},第{i}件\n" for i in range(10_000))
    walk = iter(sheets.read(text.encode("gb18030")))
    assert next(walk) == (2, {"编号": "0", "内容": "第0件"})
    assert sum(1 for _ in walk) == 9_999


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "空的"),
        (random.Random(1).randbytes(5000), "既不是"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "既不是"),
        ("甲,乙\n1\0,2".encode() + b"\0" * 3, "既不是"),
        ("甲,乙\n".encode() + "楼道灯坏了,一\n".encode() * 500 + b"\xff\n", "损坏"),
        (b"<html><table><tr><td>a</td><td>b</td></tr></table></html>", "网页"),
        (b'<?xml version="1.0"?><Workbook/>', "网页"),
        ("只有一列\n一\n".encode(), "表头"),
        ('甲,乙\n"一,二\n三,四\n'.encode(), "引号"),
        (("a," * 1500 + "b\n").encode(), "最多"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(content, word):
    with pytest.raises(sheets.UnreadableSheet) as fault:
        sheets.read(content)
    assert word in fault.value.reason


# ------------------------------------------------------------------ workbooks


def test_a_workbook_gives_its_first_visible_sheet_that_has_rows():
    def fill(workbook):
        day = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        workbook.add_worksheet("空")
        hidden = workbook.add_worksheet("字典")
        hidden.write_row(0, 0, ["不", "要"])
        hidden.hide()
        page = workbook.add_worksheet("工单")
        page.write(0, 1, "一月工单")
        page.write_row(2, 1, ["编号", " 时间　", "电话"])
        page.write(4, 1, 7)
        page.write_datetime(4, 2, datetime(2026, 1, 5, 14, 5), day)
        page.write(4, 3, 19900001234)

    sheet = sheets.read(book(fill), "工单.xlsx")
    assert sheet.columns == ["编号", "时间", "电话"]
    when = datetime(2026, 1, 5, 14, 5)
    assert list(sheet) == [(5, {"编号": 7, "时间": when, "电话": 19900001234})]


def ods(repeated_rows, repeated_columns):
    urn = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{urn}office:1.0" '
        f'xmlns:table="{urn}table:1.0" xmlns:text="{urn}text:1.0"><office:body>'
        '<office:spreadsheet><table:table table:name="S"><table:table-row '
        f'table:number-rows-repeated="{repeated_rows}"><table:table-cell '
        f'office:value-type="string" table:number-columns-repeated="{repeated_columns}">'
        "<text:p>灯</text:p></table:table-cell></table:table-row></table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("content.xml", content)
        parts.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{urn}manifest:1.0"/>')
    return stream.getvalue()


def test_an_ods_is_read():
    assert rows(ods(3, 2), "工单.ods") == [(n, {"灯": "灯", "灯（2）": "灯"}) for n in (2, 3)]


def test_a_huge_ods_is_refused():
    with pytest.raises(sheets.UnreadableSheet):
        sheets.read(ods(1_048_576, 16_384))


def far_cell(workbook):
    page = workbook.add_worksheet()
    page.write_row(0, 0, ["甲", "乙"])
    page.write(1_048_575, 16_383, "远")


def test_one_cell_in_the_last_corner_is_refused_and_does_not_end_the_process():
    with pytest.raises(sheets.UnreadableSheet) as fault:
        sheets.read(book(far_cell))
    assert "范围过大" in fault.value.reason


def test_a_far_cell_with_a_style_alone_does_no_harm():
    def fill(workbook):
        page = workbook.add_worksheet()
        page.write_row(0, 0, ["甲", "乙"])
        page.write_row(1, 0, ["一", "二"])
        page.write_blank(1_048_575, 16_383, None, workbook.add_format({"bold": True}))

    assert rows(book(fill)) == [(2, {"甲": "一", "乙": "二"})]


@pytest.mark.parametrize("cut", [4, 50, 1000, -30])
def test_a_truncated_workbook_is_refused(cut):
    content = book(lambda workbook: workbook.add_worksheet().write_row(0, 0, ["甲", "乙"]))
    with pytest.raises(sheets.UnreadableSheet) as fault:
        sheets.read(content[:cut])
    assert fault.value.reason


def test_a_workbook_with_a_damaged_part_is_refused():
    content = bytearray(book(lambda w: w.add_worksheet().write_row(0, 0, ["甲", "乙"])))
    middle = content.index(b"xl/worksheets/sheet1.xml") + 60
    content[middle : middle + 40] = b"\xff" * 40
    with pytest.raises(sheets.UnreadableSheet):
        sheets.read(bytes(content))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(books, "MOST_UNPACKED", 3_000_000)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", "<workbook/>")
        parts.writestr("xl/worksheets/sheet1.xml", b" " * 10_000_000)
    with pytest.raises(sheets.UnreadableSheet) as fault:
        sheets.read(stream.getvalue())
    assert "过大" in fault.value.reason


def test_another_zip_and_a_false_xls_are_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as parts:
        parts.writestr("word/document.xml", "<w/>")
    for content in (stream.getvalue(), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000):
        with pytest.raises(sheets.UnreadableSheet):
            sheets.read(content)


# ------------------------------------------------------------------ dates


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        (datetime(2026, 1, 5, 14, 5, 9), (2026, 1, 5, 14, 5, 9)),
        (date(2026, 1, 5), (2026, 1, 5)),
        (45123, (2023, 7, 16)),
        (45123.58, (2023, 7, 16, 13, 55, 12)),
        ("45123.58", (2023, 7, 16, 13, 55, 12)),
        (" 45123　", (2023, 7, 16)),
        (46027.5868055556, (2026, 1, 5, 14, 5)),
        ("2026/1/5", (2026, 1, 5)),
        ("2026.1.5", (2026, 1, 5)),
        ("2026/1/5 9:05", (2026, 1, 5, 9, 5)),
        ("2026-01-05 14:05:09", (2026, 1, 5, 14, 5, 9)),
        ("2026-01-05T14:05:09.000", (2026, 1, 5, 14, 5, 9)),
        ("2026-01-05T14:05:09.25", (2026, 1, 5, 14, 5, 9, 250_000)),
        ("2026-01-05T06:05:09Z", (2026, 1, 5, 14, 5, 9)),
        ("2026-01-05T14:05:09+08:00", (2026, 1, 5, 14, 5, 9)),
        ("20260105", (2026, 1, 5)),
        (20260105, (2026, 1, 5)),
        (20260105.0, (2026, 1, 5)),
        ("2026年1月5日", (2026, 1, 5)),
        ("2026年1月5日 14:05", (2026, 1, 5, 14, 5)),
        ("2026年1月5日 14：05", (2026, 1, 5, 14, 5)),
        ("２０２６年1月5日14时5分9秒", (2026, 1, 5, 14, 5, 9)),
        ("2026年1月5日 下午2点05分", (2026, 1, 5, 14, 5)),
        ("2026年1月5日 上午12点", (2026, 1, 5, 0, 0)),
        ("2026年1月5日下午12时30分", (2026, 1, 5, 12, 30)),
        ("1/5/2026 2:05:00 PM", (2026, 1, 5, 14, 5)),
        ("01/05/2026 12:05:00 am", (2026, 1, 5, 0, 5)),
    ],
)
def test_every_usual_form_of_a_date_is_understood(cell, parts):
    assert sheets.moment(cell, ZONE) == datetime(*parts, tzinfo=ZONE)
    assert sheets.moment(cell, ZONE).tzinfo is not None


def test_a_moment_with_its_own_zone_keeps_its_instant():
    instant = datetime(2026, 1, 5, 6, 5, tzinfo=UTC)
    assert sheets.moment(instant, ZONE).isoformat() == "2026-01-05T14:05:00+08:00"


@pytest.mark.parametrize("cell", [None, "", "  ", "　"])
def test_an_empty_cell_is_no_moment(cell):
    assert sheets.moment(cell, ZONE) is None


@pytest.mark.parametrize(
    "cell",
    [
        "2026-02-30", "2026-13-01", "2026年2月29日", "20261301", "2026/1/5 25:00",
        "2026年1月5日 下午14点", "1/5/2026", "13/5/2026 2:05:00 PM", "26/1/5", "明天", "2026-1/5",
        "2026", 2026, 12, -45123, "1989-12-31", "2101-01-01", 99999, 1e300, True, time(3, 4),
        datetime(1970, 1, 1), "0000-01-01", "2026-01-05T14:05:09+99:00",
    ],
)  # fmt: skip
def test_anything_else_is_an_error_that_names_the_value(cell):
    with pytest.raises(ValueError, match=r"日期|年份") as fault:
        sheets.moment(cell, ZONE)
    assert str(cell) in str(fault.value)


@given(st.datetimes(datetime(1990, 1, 2), datetime(2099, 12, 30)))
def test_dates_survive_an_excel_serial_number(when):
    when = when.replace(microsecond=0)
    serial = (when - datetime(1899, 12, 30)).total_seconds() / 86_400
    assert sheets.moment(serial, ZONE) == when.replace(tzinfo=ZONE)


# ------------------------------------------------------------------ writing

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
