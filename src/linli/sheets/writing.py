"""Write tables that WPS and Excel open at a double click: exports, and refused rows."""

import csv
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

import xlsxwriter

from linli.sheets.cells import Cell, protect, unique_names

LONGEST_TEXT = 32_767  # what one xlsx cell can hold; the library would leave the cell out
MOST_ROWS = 1_048_576
_TEXTS = {".csv", ".tsv", ".txt"}
_DATE, _DATETIME = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
_EXACT = 10**15  # a spreadsheet number keeps 15 digits; longer ones are written as text

Row = Sequence[Cell | None]


class UnwritableSheet(Exception):  # noqa: N818  (pairs with UnreadableSheet)
    """The rows do not fit the kind of file asked for; `reason` says why, for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Writer(Protocol):
    def add(self, row: Row) -> None: ...
    def close(self) -> None: ...


def write(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> int:
    """Write an export, csv or xlsx by the suffix of `path`, and say how many rows it has.

    Aware datetimes are written as the wall clock of their own zone. The file appears under its
    name only when it is complete.
    """
    count = 0
    with _writer(path) as writer:
        writer.add(columns)
        for row in rows:
            writer.add(row)
            count += 1
    return count


class Refusals:
    """The rows an import would not take; a file is begun only when the first one comes."""

    def __init__(self, beside: Path) -> None:
        suffix = ".csv" if beside.suffix.lower() in _TEXTS else ".xlsx"
        self.path = beside.with_name(f"{beside.stem}.refused{suffix}")
        self.count = 0
        self._columns: list[str] = []
        self._writer: _Writer | None = None

    def add(self, number: int, row: Mapping[str, Cell], reason: str) -> None:
        """Keep one row as `read` gave it, with its number in the file and the reason."""
        if self._writer is None:
            self._columns = list(row)
            self._writer = _open(_partial(self.path), self.path.suffix)
            self._writer.add(unique_names([*self._columns, "行号", "原因"]))
        self._writer.add([*(row.get(name) for name in self._columns), number, reason])
        self.count += 1

    def close(self) -> None:
        """Finish the file, if there is one."""
        if self._writer is not None:
            self._writer.close()
            os.replace(_partial(self.path), self.path)
            self._writer = None


@contextmanager
def refused(beside: Path) -> Iterator[Refusals]:
    """Collect refused rows in `<name>.refused.xlsx` (or .csv) next to the file they came from.

    An older file of that name is replaced. What was collected is kept even if the import fails.
    """
    refusals = Refusals(beside)
    try:
        yield refusals
    finally:
        refusals.close()


@contextmanager
def _writer(path: Path) -> Iterator[_Writer]:
    partial = _partial(path)
    writer = _open(partial, path.suffix)
    try:
        yield writer
    except BaseException:
        writer.close()
        partial.unlink(missing_ok=True)
        raise
    writer.close()
    os.replace(partial, path)


def _partial(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


def _open(path: Path, suffix: str) -> _Writer:
    return _TextWriter(path) if suffix.lower() in _TEXTS else _BookWriter(path)


class _TextWriter:
    """Comma-separated UTF-8 with a byte order mark, without which Excel shows wrong characters."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._csv = csv.writer(self._file)

    def add(self, row: Row) -> None:
        self._csv.writerow([_as_text(cell) for cell in row])

    def close(self) -> None:
        self._file.close()


def _as_text(cell: Cell | None) -> str:
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, str):
        return protect(cell)
    return "" if cell is None else str(cell)


class _BookWriter:
    """An xlsx whose rows go to disk one by one."""

    def __init__(self, path: Path) -> None:
        self._book = xlsxwriter.Workbook(path, {"constant_memory": True})
        self._page = self._book.add_worksheet()
        self._date = self._book.add_format({"num_format": _DATE})
        self._datetime = self._book.add_format({"num_format": _DATETIME})
        self._next = 0

    def add(self, row: Row) -> None:
        if self._next >= MOST_ROWS:
            raise UnwritableSheet(f"超过 {MOST_ROWS} 行，xlsx 放不下；请改为导出 .csv。")
        for column, cell in enumerate(row):
            self._put(column, cell)
        self._next += 1

    def close(self) -> None:
        self._book.close()

    def _put(self, column: int, cell: Cell | None) -> None:
        page: Any = self._page
        if cell is None or cell == "":
            return
        if isinstance(cell, bool):
            page.write_boolean(self._next, column, cell)
        elif isinstance(cell, datetime):
            page.write_datetime(self._next, column, cell.replace(tzinfo=None), self._datetime)
        elif isinstance(cell, date):
            page.write_datetime(self._next, column, cell, self._date)
        elif isinstance(cell, int | float) and abs(cell) < _EXACT:
            page.write_number(self._next, column, cell)
        else:
            page.write_string(self._next, column, _fitting(protect(str(cell))))


def _fitting(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise UnwritableSheet(f"有一格超过 {LONGEST_TEXT} 字，xlsx 放不下；请改为导出 .csv。")
    return text
