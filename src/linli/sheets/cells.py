"""One cell: how it is tidied on the way in and made harmless on the way out."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | datetime | date | time | timedelta

# Zero-width marks come along with cells copied from web pages; nobody sees them, every lookup
# stumbles over them.
_EDGES = re.compile(r"^[\s\u200b\ufeff]+|[\s\u200b\ufeff]+$")

# Spreadsheet programs run a text that starts like this as a formula. The wide forms count too:
# programs set to an East Asian language take them for the narrow ones.
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")


class UnreadableSheet(Exception):  # noqa: N818  (reads as a sentence where it is caught)
    """Not a table we can read; `reason` says why, in words for the person who sent it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def trim(text: str) -> str:
    """Take off blanks, full-width spaces and zero-width marks at both ends."""
    return _EDGES.sub("", text)


def protect(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet program would run as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unprotect(text: str) -> str:
    """Take our own apostrophe off again, so that a file may go out, be corrected and come back."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text, 1) else text


def tidy(cell: Cell) -> Cell:
    """The cell as the rest of the product sees it; an empty cell is the empty text."""
    if isinstance(cell, str):
        return trim(unprotect(trim(_without_nul(cell))))
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)  # spreadsheets keep 13900000000 as a float; nobody means 13900000000.0
    return cell


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise UnreadableSheet("表格里有空字符（NUL），文件可能已损坏，请重新导出。")
    return text


def unique_names(names: Iterable[str]) -> list[str]:
    """Column names no two of which are equal.

    An empty name becomes 第n列 by its position; the second 电话 becomes 电话（2）.
    """
    taken: set[str] = set()
    result: list[str] = []
    for position, name in enumerate(names, start=1):
        wanted = name or f"第{position}列"
        free, count = wanted, 1
        while free in taken:
            count += 1
            free = f"{wanted}（{count}）"
        taken.add(free)
        result.append(free)
    return result
