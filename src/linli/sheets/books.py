"""Workbooks: xlsx, xls and ods through calamine, behind a guard.

Calamine lays a sheet out as one full rectangle, so a file of a few kilobytes with one cell in the
last corner would ask for hundreds of gigabytes and end the process. The guard unpacks every part
once, in small pieces, and refuses what would grow too large before calamine sees it.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO, TypeVar

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from linli.sheets.cells import Cell, UnreadableSheet

MOST_UNPACKED = 300 * 1024 * 1024
MOST_CELLS = 20_000_000

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHUNK = 1 << 20
_BROKEN = "表格文件不完整或已损坏，请重新导出或另存为 .xlsx 再上传。"
_LOCKED = "表格加了密码，请取消密码后再上传。"
_KIND = "不支持这种文件；请另存为 .xlsx、.xls、.ods 或 .csv 再上传。"
_LARGE = "表格解开后过大，请拆成几个文件再上传。"
_WIDE = "表格的范围过大（远处有零散内容），请删去多余的行和列再上传。"

# A row mark, or a cell that holds something; a cell with a style alone closes itself at once and
# takes no room. Both kinds of quotes and any namespace prefix are legal.
_MARK = re.compile(
    rb"<(?:\w+:)?(?:row\b[^>]*?\sr=[\"'](?P<row>\d+)"
    rb"|c\s(?:[^>]*?\s)??r=[\"'](?P<letters>[A-Za-z]{1,3})(?P<number>\d+)[\"'][^>]*(?<!/)>"
    rb"|c(?P<bare>)[\s>])"
)

Opener = Callable[[], BinaryIO]
_Opened = TypeVar("_Opened")


def is_book(start: bytes) -> bool:
    """Whether the first bytes are those of a workbook, whatever the file is called."""
    return start.startswith((_ZIP, _OLE))


def tables(opener: Opener) -> Iterator[Callable[[], Iterator[list[Cell]]]]:
    """The visible sheets of a workbook, in its own order."""
    with opener() as stream:
        if stream.read(4) == _ZIP:
            _inspect(stream)
        stream.seek(0)
        book = _guarded(partial(CalamineWorkbook.from_object, stream))
        for about in book.sheets_metadata:
            if (about.typ, about.visible) == (SheetTypeEnum.WorkSheet, SheetVisibleEnum.Visible):
                sheet = _guarded(partial(book.get_sheet_by_name, about.name))
                yield partial(_records, sheet)


def _records(sheet: CalamineSheet) -> Iterator[list[Cell]]:
    for record in sheet.iter_rows():
        yield list(record)


def _guarded(open_it: Callable[[], _Opened]) -> _Opened:
    """A fault of the reader is a fault of the file, and said so."""
    try:
        return open_it()
    except PasswordError as fault:
        raise UnreadableSheet(_LOCKED) from fault
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as fault:  # a panic of the native reader is not an Exception
        raise UnreadableSheet(_BROKEN) from fault


def _inspect(stream: BinaryIO) -> None:
    try:
        with zipfile.ZipFile(stream) as parts:
            names = set(parts.namelist())
            if not names & {"xl/workbook.xml", "content.xml"}:
                raise UnreadableSheet(_KIND)
            room = MOST_UNPACKED
            for part in parts.infolist():
                room -= _inspect_part(parts, part, room)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as fault:
        raise UnreadableSheet(_BROKEN) from fault
    except (NotImplementedError, RuntimeError) as fault:  # unknown packing, or encrypted parts
        raise UnreadableSheet(_KIND) from fault


def _inspect_part(parts: zipfile.ZipFile, part: zipfile.ZipInfo, room: int) -> int:
    """Unpack one part without keeping it; its size, unless it or its rectangle is too large."""
    size, rest, extent = 0, b"", _Extent()
    with parts.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > room:
                raise UnreadableSheet(_LARGE)
            text, cut, rest = (rest + chunk).rpartition(b">")
            extent.take(text + cut)
            rest = rest[-_CHUNK:]
    return size


class _Extent:
    """How far the filled cells of one sheet reach."""

    def __init__(self) -> None:
        self.row = self.rows = self.columns = 1

    def take(self, text: bytes) -> None:
        for mark in _MARK.finditer(text):
            if mark["row"]:
                self.row = int(mark["row"])
                continue
            if mark["letters"]:
                self.row = int(mark["number"])
                self.columns = max(self.columns, _column(mark["letters"]))
            self.rows = max(self.rows, self.row)
        if self.rows * self.columns > MOST_CELLS:
            raise UnreadableSheet(_WIDE)


def _column(letters: bytes) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
