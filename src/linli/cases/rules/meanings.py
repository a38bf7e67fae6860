"""What the words in a sheet mean: kinds, channels, urgency, states, yes and no."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from linli.cases.rules.columns import ColumnMap, plain
from linli.cases.rules.words import ENDED, Channel, Kind, State, Urgency
from linli.words import N_, Reason


class Status(StrEnum):
    """All that is kept of another system's state."""

    OPEN = "open"
    CLOSED = "closed"


class Answer(StrEnum):
    YES = "yes"
    NO = "no"


CODES: Mapping[str, tuple[str, ...]] = {
    "kind": tuple(Kind),
    "channel": tuple(Channel),
    "urgency": tuple(Urgency),
    "status": tuple(Status),
    "is_anonymous": tuple(Answer),
}
# An empty meaning is known too: it leaves the choice to us (the urgency of the category).
_KINDS = {
    Kind.HELP: ("求决", "其他", "其它", "服务", "help", "other", "request", "service"),
    Kind.COMPLAIN: ("投诉举报", "complain", "complaint"),
    Kind.CONSULT: ("问询", "咨询求助", "consult", "question", "inquiry", "enquiry"),
    Kind.REPORT: ("检举", "report"),
    Kind.SUGGEST: ("意见建议", "意见", "建言", "suggest", "suggestion"),
    Kind.PRAISE: ("感谢", "表扬感谢", "praise", "thanks", "compliment"),
}
_CHANNELS = {
    Channel.PHONE: (
        *("微信", "微信公众号", "公众号", "小程序", "微信小程序", "app", "手机", "手机app"),
        *("网站", "网络", "网页", "随手拍", "online", "mobile", "web", "internet"),
    ),
    Channel.QR: ("二维码", "扫码上报", "qr", "qrcode"),
    Channel.HOTLINE: (
        *("12345", "12345热线", "12319", "市民热线", "电话", "来电", "固话", "固话投诉"),
        *("热线电话", "hotline", "phone", "call", "telephone"),
    ),
    Channel.WINDOW: ("来访", "现场", "大厅", "窗口来访", "window", "walk-in", "inperson"),
    Channel.VISIT: ("入户", "入户走访", "visit"),
    Channel.PATROL: ("网格", "网格员", "巡查", "网格上报", "巡查上报", "patrol"),
    Channel.LETTER: ("信箱", "政府信箱", "信件", "邮件", "邮箱", "letter", "mail", "email"),
    Channel.API: ("api",),
}
_URGENCIES = {
    Urgency.EMERGENCY: ("特急", "加急", "非常紧急", "emergency", "urgent", "high"),
    Urgency.ORDINARY: ("普通", "常规", "ordinary", "normal"),
    Urgency.COMPLEX: ("疑难", "complex"),
}
_CLOSED = (
    *("办结", "结案", "已结案", "归档", "已归档", "完成", "已完成", "已关闭", "已评价"),
    *("按期办结", "按时办结", "逾期办结", "超期办结", "超时办结", "closed", "done", "resolved"),
    *("completed", "complete"),
)
_OPEN = (
    *("在办", "待办", "待处理", "处理中", "处置中", "受理", "已受理", "待受理", "立案"),
    *("派遣", "已派遣", "已派单", "待派单", "处置", "待办结", "延期", "挂起", "未办结"),
    *("open", "inprogress", "assigned", "pending", "new", "started", "unassigned"),
)
_YES = ("是", "匿名", "yes", "y", "true", "1")
_NO = ("否", "实名", "不匿名", "非匿名", "no", "n", "false", "0", "")


def _table(known: Mapping[Any, tuple[str, ...]]) -> dict[str, str]:
    return {plain(word): str(code) for code, words in known.items() for word in words}


def _states() -> dict[str, str]:
    return {
        plain(state.word): Status.CLOSED if state in ENDED else Status.OPEN for state in State
    } | _table({Status.CLOSED: _CLOSED, Status.OPEN: _OPEN})


_TABLES: Mapping[str, Mapping[str, str]] = {
    "kind": {plain(kind.word): kind.value for kind in Kind} | _table(_KINDS),
    "channel": {plain(channel.word): channel.value for channel in Channel} | _table(_CHANNELS),
    "urgency": {plain(code.word): code.value for code in Urgency}
    | {plain(code): code.value for code in Urgency}
    | _table(_URGENCIES)
    | {"次紧急": ""},
    "status": _states(),
    "is_anonymous": _table({Answer.YES: _YES, Answer.NO: _NO}),
}


def meaning(column_map: ColumnMap, field: str, word: str) -> str | None:
    """The code a word stands for, by the mapping file first; None for a word nobody knows."""
    key = plain(word)
    own = column_map.words.get(field, {}).get(key)
    return own if own is not None else _TABLES[field].get(key)


def why_not_words(column_map: ColumnMap) -> Reason | None:
    """A mapping file translates into codes that exist; an empty one leaves the choice to us."""
    for field, table in column_map.words.items():
        wrong = sorted({code for code in table.values() if code and code not in CODES[field]})
        if wrong:
            text = N_("对应文件里 %(field)s 没有 %(wrong)s 这样的代码，可以写：%(known)s。")
            params = {"field": field, "wrong": wrong, "known": list(CODES[field])}
            return Reason("map_code", text, params)
    return None
