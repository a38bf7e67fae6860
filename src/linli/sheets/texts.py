"""Delimited text: find its encoding and its delimiter, then stream its rows.

The whole file is decoded once before the first row is handed out, so that a wrong byte on the last
line is a clear refusal and not half an import.
"""

import codecs
import csv
import re
from collections.abc import Callable, Iterator
from io import TextIOWrapper
from typing import BinaryIO

from linli.sheets.cells import Cell, UnreadableSheet

_CHUNK = 1 << 16
_DELIMITERS = ",;\t"
_QUOTED = re.compile(r'"[^"]*"')
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")

_NOT_TEXT = "这个文件既不是 Excel 表格，也不是文本表格；请另存为 .xlsx 或 .csv 再上传。"
_MARKUP = "这是网页或 XML 格式的表格；请用 WPS 或 Excel 打开后另存为 .xlsx 再上传。"
_DAMAGED = "文件按 UTF-8 编码，但有损坏的字节，读出来会是乱码；请重新导出。"

Opener = Callable[[], BinaryIO]


def tables(opener: Opener) -> Iterator[Callable[[], Iterator[list[Cell]]]]:
    """A text file holds one table."""
    encoding = find_encoding(opener)
    delimiter = _find_delimiter(opener, encoding)
    yield lambda: _records(opener, encoding, delimiter)


def find_encoding(opener: Opener) -> str:
    """A byte order mark, else UTF-16 by its many NULs, else strict UTF-8, else GB18030."""
    with opener() as stream:
        head = stream.read(_CHUNK)
    for encoding in _candidates(head):
        if _decodes(opener, encoding):
            return encoding
        if encoding == "utf-8" and _is_mostly_utf8(head):
            raise UnreadableSheet(_DAMAGED)
    raise UnreadableSheet(_NOT_TEXT)


def _candidates(head: bytes) -> list[str]:
    if head.startswith(codecs.BOM_UTF8):
        return ["utf-8-sig"]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ["utf-16"]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if even or odd:
        # Commas and digits carry their NUL in the high byte, which says where that byte stands.
        return ["utf-16-le"] if odd > even else ["utf-16-be"]
    return ["utf-8", "gb18030"]


def _decodes(opener: Opener, encoding: str) -> bool:
    """Whether every byte of the file decodes; text full of control characters is no text."""
    decoder = codecs.getincrementaldecoder(encoding)()
    characters = controls = 0
    with opener() as stream:
        while chunk := stream.read(_CHUNK):
            text = _decode(decoder, chunk)
            if text is None:
                return False
            _refuse_nul(text)
            characters += len(text)
            controls += len(_CONTROL.findall(text))
    return _decode(decoder, b"", final=True) is not None and controls * 100 <= characters


def _decode(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> str | None:
    try:
        return decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return None


def _refuse_nul(text: str) -> None:
    if "\0" in text:
        raise UnreadableSheet(_NOT_TEXT)


def _is_mostly_utf8(head: bytes) -> bool:
    """One broken byte in a UTF-8 file must not make it pass as GB18030 full of wrong characters."""
    text = head.decode("utf-8", errors="replace")
    good = sum(character > "\x7f" and character != "\ufffd" for character in text)
    return good > 20 * text.count("\ufffd")


def _find_delimiter(opener: Opener, encoding: str) -> str:
    """The commonest of comma, semicolon and tab in the first line that has any."""
    with TextIOWrapper(opener(), encoding=encoding, newline="") as text:
        head = text.read(_CHUNK)
    if re.match(r"\s*<(!doctype|html|table|\?xml|meta|head|style)\b", head, re.IGNORECASE):
        raise UnreadableSheet(_MARKUP)
    for line in head.splitlines():
        bare = _QUOTED.sub("", line)
        best = max(_DELIMITERS, key=bare.count)
        if best in bare:
            return best
    return ","


def _records(opener: Opener, encoding: str, delimiter: str) -> Iterator[list[Cell]]:
    with TextIOWrapper(opener(), encoding=encoding, newline="") as text:
        # strict: a quote that is never closed would swallow the rest of the file in silence
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        try:
            for record in reader:
                yield list(record)
        except csv.Error as fault:
            line = reader.line_num
            raise UnreadableSheet(f"第 {line} 行附近的引号不成对，或一格内容过长。") from fault
