"""What a text says about how urgent it is and what its writer wants, by words that show it.

Only ever a suggestion: a person reads the words and decides.
"""

import re
from dataclasses import dataclass

from linli.cases.rules.words import Kind, Urgency

_MOST = 3  # words that are told


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that is suggested, and the words of the text that say so."""

    what: Urgency | Kind
    because: tuple[str, ...]


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives))


_URGENT = {
    Urgency.EMERGENCY: _words(
        "(?<![不一])着火(?!了?(?:谁|怎|都跑|跑))|起火|失火|火苗|冒火|浓烟|往外冒烟|门缝冒烟|烧起来|爆炸",
        "[煤燃]气味|天然气味|漏气|[煤燃]气泄漏|臭鸡蛋味?|燃气报警器?响|煤气中毒",
        "被困|困在|(?<!贫)困人|关在电梯|卡在电梯|电梯里出不来",
        "触电|漏电|电线[掉断垂]|坍塌|倒塌|塌了|[要快]塌|围墙倒|地基下沉|房梁断",
        "跳楼|轻生|自杀|想不开|晕倒|昏迷|叫不醒|没有?呼吸|摔倒起不来|救命|救人",
        "敲门[^，。]{0,3}没(?:有)?(?:反应|人应)|走失|走丢|落水|溺水|坠楼|持刀|拿刀|打伤|流血",
    ),
    Urgency.UTILITIES: _words(
        "停水|断水|没水|一滴水都?没|水管爆|爆管|停电(?!动)|断电|没电(?!池)|跳闸|变压器[坏烧冒]",
        "停气|没有?[燃煤]气|打不着火|停暖|停供暖|没有?暖气|不供暖",
        "暖气(?:片)?[^，。]{0,4}(?:不热|冰凉)|电梯[^，。]{0,2}(?:坏|停|故障|不动|不能用)",
        "污水[^，。]{0,3}冒|反水|倒灌",
    ),
}
# What is denied, feared, past or practised is not happening now.
_NOT_NOW = re.compile(
    "(?:没有?|不是|并非|避免|防止|预防|以免|担心|怕|万一|容易|可能|迟早|差点|险些|曾经?|去年|以前|上次"
    "|要是|如果|会|什么时候)[^，。；！？!?\\s]{0,5}$"
)
_NOT_REALLY = re.compile("[^，。；！？!?]{0,6}(?:演练|隐患|通知|修好了)")

_WANTED = {
    Kind.REPORT: _words("举报|匿名反映|请帮我保密|无证经营|无照|偷排|偷偷[排倒卖]|传销|赌博"),
    Kind.COMPLAIN: _words(
        "投诉|态度(?:很|太|特别|非常)?(?:差|恶劣|蛮横|横)|推诿|推来推去|互相推|踢皮球|不作为",
        "乱收费|强制收费|敷衍|说话不算|[要讨]个说法",
    ),
    Kind.PRAISE: _words(
        "表扬|点个?赞|锦旗|感谢(?!信)[^，。]+|太感动|好人好事|谢谢你们[^，。]{2,}|特意[^，。]{0,4}谢"
    ),
    Kind.SUGGEST: _words(
        "建议|提个意见|有个想法|说点想法|能不能考虑|可不可以考虑|最好能|出个主意",
        "希望(?:社区|能)[^，。]{0,8}(?:增|加|多|设|装|改)",
    ),
    Kind.CONSULT: _words(
        "请问|咨询|想问|问一?下|打听|怎么办理|怎么申请|如何(?:办|申请)|(?:需要|要带|带)(?:什么|哪些)",
        "[去在]哪里?(?:办|交|领)|能不能代办|符合条件吗",
    ),
}


def urgency_of(text: str) -> Heard | None:
    """Danger to life before an outage of water, power, gas, heat or a lift; else nothing."""
    for urgency, words in _URGENT.items():
        found = [one[0] for one in words.finditer(text) if _is_now(text, one)]
        if found:
            return Heard(urgency, _told(found))
    return None


def graver(urgency: Urgency, heard: Heard | None) -> Heard | None:
    """What was heard, where it is graver than what a request is taken for."""
    order = [urgent.value for urgent in _URGENT]
    if heard and urgency in order and order.index(urgency) <= order.index(heard.what):
        return None
    return heard


def kind_of(text: str) -> Heard | None:
    """What most words of the text ask for; of two with as many, the graver."""
    found = {kind: [one[0] for one in words.finditer(text)] for kind, words in _WANTED.items()}
    kind = max(found, key=lambda one: len(found[one]))
    return Heard(kind, _told(found[kind])) if found[kind] else None


def _is_now(text: str, found: re.Match[str]) -> bool:
    before = text[max(0, found.start() - 10) : found.start()]
    return not _NOT_NOW.search(before) and not _NOT_REALLY.match(text, found.end())


def _told(found: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))[:_MOST]
