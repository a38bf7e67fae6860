"""Addresses as people write them, brought to one form: ``三号楼 2 单元`` becomes ``3号楼2单元``."""

import re
import unicodedata
from typing import NamedTuple

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百]+(?=号|楼|栋|幢|座|单元|室|层|期|区|#)")
_DASH = re.compile(r"[‐‑‒–—―−~〜]|(?<=\d)(?:之|一)(?=\d)")
_BUILDING = re.compile(
    r"(?<![0-9a-z])([a-z]?\d{1,4}[a-z]?|[a-z])"
    r"(?:号楼|号栋|号幢|号座|栋楼|栋|幢|座楼|座|#楼|#|号(?=[a-z]?\d+单元))"
)
_ENDING = re.compile(
    r"(?:居民小区|住宅小区|小区|社区居民委员会|社区居委会|居民委员会|居委会|村民委员会|村委会|社区"
    r"|家属院|家属区|宿舍楼|宿舍|公寓|大院)$"
)
_OFFICE = re.compile(r"(?:社区)?(?:居民委员会|居委会|村民委员会|村委会)$")
_MARKS = re.compile(r"[东西南北中]|\d+")

HOUSE = r"([a-z]?\d{1,4}[a-z]?|[a-z])号楼"
_HOUSE = re.compile(HOUSE)
_UNIT = re.compile(r"([a-z]?\d{1,3})单元")
_SHORT_HOUSE = re.compile(r"[,院内里的]?([a-z]?\d{1,3})号(?![院线门\d])")
_CHAIN = re.compile(r"(?<![\d-])(\d{1,3})(?:-(\d{1,2}))?-\d{3,4}(?![\d-])")


class Door(NamedTuple):
    """What a piece of an address says about building and unit; empty when it says nothing."""

    building: str = ""
    unit: str = ""


def normal(text: str) -> str:
    """Half-width, without spaces, numerals in digits, every kind of building number as 号楼."""
    text = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    text = _NUMERAL.sub(lambda found: _number(found[0]), text)
    return _BUILDING.sub(r"\1号楼", _DASH.sub("-", text))


def normal_name(name: str) -> str:
    """The name of an area in the same form; a residents' committee is called by its community."""
    return _OFFICE.sub("社区", normal(name))


def core(name: str) -> str:
    """A name without its general ending: 和平小区 → 和平."""
    return _ENDING.sub("", name)


def marks(name: str) -> list[str]:
    """What tells 嘉合园北区 from 嘉合园南区: directions and numbers, in order."""
    return _MARKS.findall(name)


def label(name: str, *, unit: bool = False) -> str:
    """The number of a building or unit that is named by number only, else empty."""
    found = (_UNIT if unit else _HOUSE).fullmatch(name)
    return found[1] if found else ""


def door(text: str) -> Door:
    """The first building and unit in a normalised piece of text: 3号楼2单元, 3-2-501, or 3号."""
    house, chain = _HOUSE.search(text) or _SHORT_HOUSE.match(text), _CHAIN.search(text)
    if chain and (house is None or chain.start() < house.start()):
        return Door(chain[1], chain[2] or "")
    if house is None:
        return Door()
    unit = _UNIT.search(text, house.end(), house.end() + 10)
    short = re.match(r"-?(\d{1,2})-\d{3,4}", text[house.end() :])
    return Door(house[1], unit[1] if unit else short[1] if short else "")


def _number(numeral: str) -> str:
    """The value of a Chinese numeral up to 999; digits read one by one when it has no 十 or 百."""
    if not set(numeral) & {"十", "百"}:
        return "".join(str(_DIGITS[digit]) for digit in numeral)
    total, digit = 0, None
    for sign in numeral:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        else:
            total += (1 if digit is None else digit) * (10 if sign == "十" else 100)
            digit = None
    return str(total + (digit or 0))
