"""Open a spreadsheet file of any usual kind and walk its rows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from linli.sheets import books, texts
from linli.sheets.cells import Cell, UnreadableSheet, tidy, trim, unique_names

Record = list[Cell]
MOST_COLUMNS = 1000

__all__ = ["Sheet", "UnreadableSheet", "read"]


@dataclass(frozen=True)
class Sheet:
    """One table: its columns, and its rows with the number each has in the file.

    Walking it again reads again, so that no second copy of the rows is ever held.
    """

    name: str
    columns: list[str]
    header_row: int
    records: Callable[[], Iterator[Record]]

    def __iter__(self) -> Iterator[tuple[int, dict[str, Cell]]]:
        """Row number (1-based, as the spreadsheet program shows it) and cells by column name."""
        for number, record in enumerate(self.records(), start=1):
            if number <= self.header_row:
                continue
            cells = [tidy(cell) for cell in record]
            if any(cell != "" for cell in cells):
                cells += [""] * (len(self.columns) - len(cells))
                yield number, dict(zip(self.columns, cells, strict=False))


def read(source: Path | bytes, name: str = "", *, narrow: bool = False) -> Sheet:
    """Read a file, or the bytes of an upload; what it is, is told by its content, not its name.

    With ``narrow`` a table of a single column is one too.
    """
    label = name or (source.name if isinstance(source, Path) else "")
    opener = _opener(source)
    with opener() as stream:
        start = stream.read(8)
    if not start:
        raise UnreadableSheet("文件是空的。")
    tables = books.tables(opener) if books.is_book(start) else texts.tables(opener)
    for records in tables:
        header = _find_header(records, 2) or (_find_header(records, 1) if narrow else None)
        if header is not None:
            return _sheet(label, records, *header)
    raise UnreadableSheet("没有找到表头：需要有一行至少写着两个列名。")


def _opener(source: Path | bytes) -> Callable[[], BinaryIO]:
    if isinstance(source, Path):
        path = source
        return lambda: path.open("rb")
    content = source
    return lambda: BytesIO(content)  # shares the bytes, does not copy them


def _find_header(
    records: Callable[[], Iterator[Record]], least: int
) -> tuple[int, list[str], int] | None:
    """The first row with so many filled cells, and how wide the table is.

    Titles, notes and blank lines above it are passed over.
    """
    found: tuple[int, list[str]] | None = None
    width = 0
    for number, record in enumerate(records(), start=1):
        width = max(width, len(record))
        if found is None:
            names = [trim(str(tidy(cell))) for cell in record]
            found = (number, names) if sum(map(bool, names)) >= least else None
    return (*found, width) if found else None


def _sheet(
    label: str, records: Callable[[], Iterator[Record]], row: int, names: list[str], width: int
) -> Sheet:
    if width > MOST_COLUMNS:
        raise UnreadableSheet(f"表格有 {width} 列，最多 {MOST_COLUMNS} 列；请删去多余的列。")
    columns = unique_names(names + [""] * (width - len(names)))
    return Sheet(label, columns, row, records)
