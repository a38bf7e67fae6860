"""The cells of one row by column, each read as what it must be or refused with the mend."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date
from typing import TypeVar

from linli.sheets.cells import Cell
from linli.sheets.moments import moment
from linli.words import N_, Reason, Word

Known = TypeVar("Known")
Chosen = TypeVar("Chosen", bound=Word)
_YES, _NO = frozenset({"是", "有", "1", "true", "yes", "y", "√"}), frozenset("否无0×") | {"false"}


class BadCell(Exception):  # noqa: N818 - carries a reason to whoever reads the row
    def __init__(self, code: str, text: str, column: str, **params: object) -> None:
        self.reason = Reason(code, text, {"column": column, **params}, field=column)
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Fields:
    """One row; a column that the sheet does not have is an empty one."""

    record: Mapping[str, Cell]

    def text(self, column: str, *, most: int = 100, must: bool = False) -> str:
        text = str(self.record.get(column, "")).strip()
        if must and not text:
            raise BadCell("cell_empty", N_("“%(column)s”列是空的，请填上。"), column)
        if len(text) > most:
            words = N_("“%(column)s”列最多 %(most)s 字，请缩短。")
            raise BadCell("cell_long", words, column, most=most)
        return text

    def word(self, column: str, words: type[Chosen]) -> Chosen | None:
        """A member of an enum by its code or its word."""
        text = self.text(column)
        found = next((word for word in words if text in (word.value, word.word)), None)
        if text and found is None:
            every = [word.word for word in words]
            told = N_("“%(column)s”列没有“%(cell)s”这一种，可以写：%(words)s。")
            raise BadCell("cell_word", told, column, cell=text, words=every)
        return found

    def one(self, column: str, known: Mapping[str, Known]) -> Known | None:
        """What is known by this code or name."""
        text = self.text(column)
        if text and text not in known:
            told = N_("“%(column)s”列的“%(cell)s”没有登记；请先新增，或核对代码。")
            raise BadCell("cell_unknown", told, column, cell=text)
        return known[text] if text else None

    def day(self, column: str) -> date | None:
        cell = self.record.get(column, "")
        try:
            found = moment(cell, UTC)
        except ValueError as fault:
            told = N_("“%(column)s”列的“%(cell)s”不是日期；请写成 2026-01-05 这样。")
            raise BadCell("cell_date", told, column, cell=str(cell)[:60]) from fault
        return found.date() if found else None

    def number(self, column: str) -> int | None:
        text = self.text(column)
        if text and not (text.isascii() and text.isdigit() and len(text) < 10):
            told = N_("“%(column)s”列的“%(cell)s”不是整数。")
            raise BadCell("cell_number", told, column, cell=text)
        return int(text) if text else None

    def yes(self, column: str) -> bool | None:
        text = self.text(column).casefold()
        if text and text not in _YES | _NO:
            told = N_("“%(column)s”列请写“是”或“否”，现在写的是“%(cell)s”。")
            raise BadCell("cell_yes", told, column, cell=text)
        return text in _YES if text else None
