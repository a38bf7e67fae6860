"""Personal data that people type into their words, found so that everybody but the people in
charge reads ``〔电话〕`` in its place.

Every pattern is bounded, so that time grows with the length of the text and with nothing else. A
find never touches a mark or reaches across one: masking twice is masking once. Building names,
hotlines, case numbers, prices and dates are nobody's, and stay.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from string import ascii_uppercase
from typing import NamedTuple

from linli.words import N_, Word


class Personal(Word):
    """What is hidden; its word stands in its place."""

    ID_NUMBER = "id_number", N_("证件号")
    CARD = "card", N_("卡号")
    PHONE = "phone", N_("电话")
    PLATE = "plate", N_("车牌")
    MAIL = "mail", N_("邮箱")
    CHAT = "chat", N_("微信或QQ")
    DOOR = "door", N_("门牌")
    NAME = "name", N_("姓名")

    @property
    def mark(self) -> str:
        return f"〔{self.word}〕"


class Find(NamedTuple):
    start: int
    end: int
    kind: Personal


@dataclass(frozen=True, slots=True)
class _Pattern:
    """What to look for; the group ``it`` is hidden if there is one, else all of it, where
    ``is_one`` agrees."""

    kind: Personal
    pattern: re.Pattern[str]
    is_one: Callable[[str], bool] = bool

    def finds(self, text: str) -> Iterator[Find]:
        part = "it" if "it" in self.pattern.groupindex else 0
        for found in self.pattern.finditer(text):
            if self.is_one(found[part]):
                yield Find(*found.span(part), self.kind)


def masked(text: str) -> str:
    """The text as everybody may read it."""
    parts, last = [], 0
    for find in finds(text):
        parts += [text[last : find.start], find.kind.mark]
        last = find.end
    return "".join([*parts, text[last:]])


def finds(text: str) -> list[Find]:
    """The personal data in a text, in order and apart from each other. What is found gives way,
    so that what stood against it is seen as a reader of the marks would see it."""
    left, found = text.translate(_PLAIN), []
    while fresh := _round(left):
        left = _without(left, fresh)
        found += fresh
    return sorted(found)


def _round(left: str) -> list[Find]:
    """Every pattern once: first as it is written, then numbers as they are spoken."""
    found = _search(left, (*_WRITTEN, *_NUMBERS))
    return found + _search(_without(left, found).translate(_SPOKEN), _NUMBERS)


def _search(left: str, patterns: Iterable[_Pattern]) -> list[Find]:
    found: list[Find] = []
    for pattern in patterns:
        fresh = list(pattern.finds(left))
        left = _without(left, fresh)
        found += fresh
    return found


def _without(text: str, found: Iterable[Find]) -> str:
    """The text with a mark's bracket for each sign that was found."""
    for find in found:
        text = f"{text[: find.start]}{'〔' * (find.end - find.start)}{text[find.end :]}"
    return text


# Both keep the length of a text: what is found in them is found at the same place in it.
_PLAIN: dict[int, str] = {code: chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)}
_PLAIN |= {ord(sign): sign.lower() for sign in ascii_uppercase}
_PLAIN |= dict.fromkeys(map(ord, "‐‑‒–—―−~～"), "-")
_PLAIN |= dict.fromkeys(map(ord, "\u3000\u00a0\t"), " ")
_DIGITS = ("零〇○", "一幺壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
_SPOKEN = {ord(sign): str(digit) for digit, signs in enumerate(_DIGITS) for sign in signs}

_HOTLINES = frozenset(
    {"110", "119", "120", "122", "114", "12345", "12315", "12319", "12348", "12369", "12388"}
)
_DAY = re.compile(r"(?:19|20)?\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def is_id_number(text: str) -> bool:
    """GB 11643: province, a day of birth and, with 18 signs, the right check sign."""
    number = _signs(text)
    if not _PROVINCE.match(number) or not number[:17].isdigit():
        return False
    if len(number) == 15:
        return bool(_DAY.fullmatch(number[6:12]))
    total = sum(int(sign) * weight for sign, weight in zip(number[:17], _WEIGHTS, strict=True))
    return bool(_DAY.fullmatch(number[6:14])) and "10X98765432"[total % 11] == number[17].upper()


def _is_card(text: str) -> bool:
    """By the Luhn sum that every bank card ends with."""
    signs = reversed(_signs(text))
    doubled = (int(sign) * (1 + place % 2) for place, sign in enumerate(signs))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def _is_no_day(text: str) -> bool:
    number = _signs(text)
    return len(number) != 8 or not _DAY.fullmatch(number)


def _is_no_hotline(text: str) -> bool:
    return text not in _HOTLINES


def _is_plate(text: str) -> bool:
    return sum(sign.isdigit() for sign in text) >= 2


def _signs(text: str) -> str:
    return re.sub(r"[^0-9A-Za-z]", "", text)


_S = r"[ \-.·/]{0,2}"
_T = r"[ -]?"
_NOTHING = r"[^0-9〔〕\n]"
_LOCAL = rf"[2-9][0-9]{{2,3}}{_S}[0-9]{{4}}"
_NUMBERS = (
    _Pattern(
        Personal.ID_NUMBER,
        re.compile(rf"(?<![0-9])[1-8](?:{_T}[0-9]){{16}}{_T}[0-9x](?![0-9a-z])"),
        is_id_number,
    ),
    _Pattern(Personal.ID_NUMBER, re.compile(r"(?<![0-9])[1-8][0-9]{14}(?![0-9])"), is_id_number),
    _Pattern(
        Personal.ID_NUMBER,
        re.compile(
            rf"(?:身份证|证件|公民身份){_NOTHING}{{0,8}}"
            rf"(?P<it>[0-9](?:{_T}[0-9]){{13,16}}(?:{_T}[0-9x])?)(?![0-9a-z])"
        ),
    ),
    _Pattern(
        Personal.CARD, re.compile(rf"(?<![0-9])[3-69](?:{_T}[0-9]){{15,18}}(?![0-9])"), _is_card
    ),
    _Pattern(
        Personal.CARD,
        re.compile(
            rf"(?:银行卡|卡号|[账帐]号|[账帐]户|存折){_NOTHING}{{0,8}}"
            rf"(?P<it>[0-9](?:{_T}[0-9]){{7,24}})(?![0-9])"
        ),
        _is_no_day,
    ),
    _Pattern(
        Personal.PHONE,
        re.compile(rf"(?<![0-9])(?:\+?86{_S})?1{_S}[3-9](?:{_S}[0-9]){{9}}(?![0-9])"),
    ),
    _Pattern(
        Personal.PHONE,
        re.compile(
            rf"(?<![0-9])(?:\+?86{_S})?\(?0[1-9][0-9]{{1,2}}\)?{_S}{_LOCAL}"
            rf"(?:{_S}转{_S}[0-9]{{1,6}})?(?![0-9])"
        ),
    ),
    _Pattern(
        Personal.PHONE,
        re.compile(
            rf"(?:电话|座机|固话|手机|联系方式|号码|致电|拨打|打给|tel|phone){_NOTHING}{{0,6}}"
            rf"(?P<it>{_LOCAL}(?:[ ,、/或和]{{1,3}}{_LOCAL}){{0,3}})(?![0-9元])"
        ),
        _is_no_day,
    ),
)

_N = r"[0-9零〇一二三四五六七八九十百两]"
_ROOM = rf"[a-z]?{_N}{{3,4}}"
_TAIL = r"(?:室|号房?|房|户(?!居民|人|业主|都|全))?"
_AMOUNT = rf"(?!{_N}|[年元米块个人月日平层楼号多来余次度瓦分天户%])"
_G = r"[ ,、-]{0,2}"
_SIDE = r"[东西南北中]{1,2}[边侧]?户"
_DOORS = (
    (
        rf"(?:{_N}{{1,3}}|[a-z甲乙丙丁东西中])单元{_G}(?:{_N}{{1,3}}[楼层]{_G})?"
        rf"(?:{_ROOM}{_TAIL}{_AMOUNT}|{_N}{{1,3}}(?:室|号房|户)|{_SIDE})"
    ),
    rf"(?:号楼|栋|幢|号院|#楼?|座){_G}(?P<it>(?:{_N}{{1,2}}[- ])?{_ROOM}{_TAIL}){_AMOUNT}",
    rf"(?<!{_N}){_ROOM}(?:室|号房|房间?)",
    rf"(?<![0-9-])[a-z]?{_N}{{1,3}}-{_N}{{1,2}}-{_N}{{3,4}}(?:室|号房?|户)?(?![0-9-])",
    (
        rf"(?:小区|家园|花园|新村|公寓|[苑园里院村府城庭湾住])在?{_G}"
        rf"(?P<it>[a-z]?{_N}{{1,3}}-{_N}{{3,4}}(?:室|号房?|户)?)(?!-){_AMOUNT}"
    ),
    rf"{_N}{{1,3}}[楼层]{_G}{_SIDE}",
    (
        rf"(?:我家|家住|住在?|家在|楼上|楼下|隔壁|对门|邻居|门牌号?|房号)[:是的 ]{{0,2}}"
        rf"(?P<it>{_ROOM}{_TAIL}){_AMOUNT}"
    ),
)

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛"
    "叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺"
    "赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒"
    "耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴"
    "示例"  # made-up surnames
)
_TWO = "欧阳|上官|司马|司徒|诸葛|东方|皇甫|慕容|令狐|夏侯"
_HAN = "\u4e00-\u9fff"
_TITLE = "先生|女士|师傅|阿姨|大爷|大妈|老师|电话|手机|住址|某"
_GIVEN = rf"(?![的了是在住我你他她和与及想要也])[{_HAN}]"
_AFTER_NAME = (
    r"(?=$|[\s0-9a-z,.;:!?、。；：，！？()（）]|[住家是在和与及想要有]|来自|今年|电话|手机|联系|身份|微信"
    r"|反映|咨询|投诉|求助)"
)
_NAMED = (
    rf"(?:{_TWO}|[{_SURNAMES}])(?!{_TITLE}){_GIVEN}(?:{_GIVEN})?"
    rf"|[{_HAN}]{{1,8}}(?:[·•・‧.][{_HAN}]{{1,8}}){{1,3}}"
)
_PLATE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_WRITTEN = (
    _Pattern(
        Personal.PLATE,
        re.compile(rf"[{_PLATE}][a-z][ ·.•-]?[a-z0-9]{{4,5}}[a-z0-9学警港澳挂领试超](?![a-z0-9])"),
        _is_plate,
    ),
    _Pattern(
        Personal.MAIL,
        re.compile(
            r"(?<![a-z0-9._%+-])[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}"
        ),
    ),
    _Pattern(
        Personal.CHAT,
        re.compile(
            r"(?:(?:微信|薇信|扣扣|(?<![a-z])(?:vx|wechat|weixin|qq)|(?<=加)v)"
            r"(?!公众|小程序|支付|群)(?:号码|号|id)?[是为:,同 ]{0,3}){1,2}"
            r"(?P<it>[a-z][a-z0-9_-]{5,19}|[1-9][0-9]{4,11})(?![a-z0-9_@])"
        ),
        _is_no_hotline,
    ),
    *(_Pattern(Personal.DOOR, re.compile(pattern), _is_no_hotline) for pattern in _DOORS),
    _Pattern(
        Personal.NAME,
        re.compile(
            rf"(?:我叫|名字?叫|联系人|姓名|本人)[:是为叫 ]{{0,3}}(?P<it>{_NAMED}){_AFTER_NAME}"
        ),
    ),
)
