"""What kinds of areas and grids there are, how they nest, and how their codes are made."""

import re
from collections.abc import Mapping

from linli.words import N_, Reason, Word


class AreaKind(Word):
    SUBDISTRICT = "subdistrict", N_("街道")
    COMMUNITY = "community", N_("社区")
    COMPOUND = "compound", N_("小区")
    BUILDING = "building", N_("楼栋")
    UNIT = "unit", N_("单元")
    DWELLING = "dwelling", N_("户")


class GridKind(Word):
    BASIC = "basic", N_("基础网格")
    EXCLUSIVE = "exclusive", N_("专属网格")
    MICRO = "micro", N_("微网格")


class Event(Word):
    AREA_ADDED = "places.area.added", N_("新增区域")
    AREA_RENAMED = "places.area.renamed", N_("区域更名")
    AREA_CHANGED = "places.area.changed", N_("更正区域资料")
    AREA_CLOSED = "places.area.closed", N_("停用区域")
    GRID_ADDED = "places.grid.added", N_("新增网格")
    GRID_REDRAWN = "places.grid.redrawn", N_("重划网格边界")
    GRID_CHANGED = "places.grid.changed", N_("更正网格资料")
    GRID_CLOSED = "places.grid.closed", N_("停用网格")


class Verb(Word):
    ADD = "add", N_("新增区域或网格")
    RENAME = "rename", N_("更名")
    DRAW = "draw", N_("重划边界")
    CLOSE = "close", N_("停用区域或网格")
    IMPORT = "import", N_("导入区域或网格")


class Keeper(Word):
    """The roles that may change places."""

    ADMIN = "admin", N_("管理员")
    SECRETARY = "secretary", N_("本社区书记")


PARENTS: Mapping[AreaKind, frozenset[AreaKind]] = {
    AreaKind.SUBDISTRICT: frozenset(),
    AreaKind.COMMUNITY: frozenset({AreaKind.SUBDISTRICT}),
    AreaKind.COMPOUND: frozenset({AreaKind.COMMUNITY}),
    AreaKind.BUILDING: frozenset({AreaKind.COMPOUND, AreaKind.COMMUNITY}),
    AreaKind.UNIT: frozenset({AreaKind.BUILDING}),
    AreaKind.DWELLING: frozenset({AreaKind.UNIT, AreaKind.BUILDING, AreaKind.COMPOUND}),
}
MOST_CHILDREN = 9999
STEP = 5
COMMUNITY_PATH = 2 * STEP
COMPOUND_PATH = 3 * STEP


def path_below(parent_path: str, ordinal: int) -> str:
    """The path of the ``ordinal``-th child: ``0001.`` and 12 give ``0001.0012.``."""
    return f"{parent_path}{ordinal:04d}."


def ordinal_of(path: str) -> int:
    """The place of an area among its siblings."""
    return int(path[-STEP:-1])


def own_code(parent_code: str, ordinal: int) -> str:
    """The code an area below a community gets when the office has none of its own."""
    return f"{parent_code}-{ordinal:04d}"


def why_not_below(kind: AreaKind, parent_kind: AreaKind | None) -> Reason | None:
    """Areas nest in a fixed order; only the subdistrict stands at the top."""
    if parent_kind is None:
        if kind is AreaKind.SUBDISTRICT:
            return None
        return Reason("no_parent", N_("请填写上级区域。"), field="parent")
    if parent_kind in PARENTS[kind]:
        return None
    text = N_("%(kind)s不能放在%(parent)s之下。")
    return Reason("wrong_parent", text, {"kind": kind.word, "parent": parent_kind.word}, "parent")


def why_not_area_code(kind: AreaKind, code: str, parent_code: str) -> Reason | None:
    """Subdistrict and community carry the 12-digit statistical code, areas below their own."""
    if kind is AreaKind.SUBDISTRICT:
        fits = bool(re.fullmatch(r"[1-9]\d{5}(?!000)\d{3}000", code))
        return None if fits else _bad(N_("街道代码应为12位数字，后三位为000。"))
    if kind is AreaKind.COMMUNITY:
        if not re.fullmatch(r"[1-9]\d{8}(?!000)\d{3}", code):
            return _bad(N_("社区代码应为12位数字，后三位不为000。"))
        if code[:9] != parent_code[:9]:
            text = N_("社区代码的前9位应为所属街道的%(prefix)s。")
            return _bad(text, prefix=parent_code[:9])
        return None
    fits = bool(re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z_-]{0,39}", code))
    return None if fits else _bad(N_("代码只能含字母、数字和连字符，最多40位。"))


def why_not_grid_code(kind: GridKind, code: str, parent_code: str) -> Reason | None:
    """A grid's code is its community's and three digits; a micro-grid's is its grid's and two."""
    if not code.isascii() or not code.isdigit():
        return _bad(N_("网格代码只能是数字。"))
    if kind is GridKind.MICRO:
        if len(code) == 17 and code[:15] == parent_code and code[15:] != "00":
            return None
        return _bad(N_("微网格代码应为上级网格代码%(prefix)s加两位序号。"), prefix=parent_code)
    if len(code) != 15 or code[:12] != parent_code:
        return _bad(N_("网格代码应为社区代码%(prefix)s加三位序号。"), prefix=parent_code)
    number = int(code[12:])
    if kind is GridKind.BASIC and not 1 <= number <= 499:
        return _bad(N_("基础网格的三位序号应在001到499之间。"))
    if kind is GridKind.EXCLUSIVE and not 501 <= number <= 999:
        return _bad(N_("专属网格的三位序号应在501到999之间。"))
    return None


def grid_kind_of(code: str) -> GridKind:
    """What kind of grid a code says it is, when nobody said so."""
    if len(code) == 17:
        return GridKind.MICRO
    return GridKind.EXCLUSIVE if code[12:13] >= "5" else GridKind.BASIC


def _bad(text: str, **params: str) -> Reason:
    return Reason("bad_code", text, params, "code")
