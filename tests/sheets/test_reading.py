"""Spreadsheets coming in, as offices send them: texts and workbooks."""

import io
import random
import zipfile
from datetime import datetime

import pytest

from linli import sheets
from linli.sheets import books
from tests.sheets.samples import TEXT, book, rows


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
