"""Which column of another system's sheet is which field of a request; kept in a mapping file."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from linli.words import N_, Reason

# Each field with its parts, each part with the names it is known by. Most fields have one part.
NAMES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "external_id": (
        (
            *("工单编号", "工单号", "诉求编号", "编号", "流水号", "案件编号", "事件编号"),
            *("受理编号", "rec_id", "case_id", "external_id", "unique_key", "request_id"),
            *("service_request_id", "ticket_number", "ticket", "number", "id"),
        ),
    ),
    "text": (
        ("标题", "诉求标题", "工单标题", "主题", "事件标题", "title", "subject"),
        (
            *("诉求内容", "内容描述", "诉求描述", "工单内容", "问题描述", "事件描述", "反映内容"),
            *("来电内容", "诉求详情", "内容", "描述", "text", "content", "description", "details"),
        ),
    ),
    "registered_at": (
        (
            *("工单生成时间", "登记时间", "受理时间", "来电时间", "诉求时间", "创建时间"),
            *("生成时间", "上报时间", "提交时间", "反映时间", "登记日期", "受理日期", "时间"),
            *("日期", "registered_at", "created_at", "created_date", "create_time", "created"),
            *("requested_datetime", "opened", "date", "time"),
        ),
    ),
    "ended_at": (
        (
            *("办结时间", "结案时间", "完成时间", "归档时间", "办结日期", "结案日期"),
            *("ended_at", "closed_at", "closed_date", "finish_time", "closed"),
        ),
    ),
    "due_at": (
        (
            *("截止时间", "截止日期", "办理时限", "办结期限", "应办结时间", "到期时间"),
            *("due_at", "due_date", "deadline", "due"),
        ),
    ),
    "status": (("办理状态", "工单状态", "诉求状态", "当前状态", "状态", "status", "state"),),
    "kind": (("工单类型", "诉求类型", "诉求性质", "类型", "性质", "kind", "request_type"),),
    "channel": (
        (
            *("来源渠道", "诉求来源", "工单来源", "受理渠道", "来源", "渠道", "channel"),
            *("open_data_channel_type", "source", "method"),
        ),
    ),
    "urgency": (("工单类别", "紧急程度", "缓急程度", "缓急", "优先级", "urgency", "priority"),),
    "category": (
        ("诉求类别", "诉求分类", "问题类别", "问题分类", "分类", "类别", "事项", "category"),
        ("一级分类", "一级类别", "大类"),
        ("二级分类", "二级类别", "小类"),
        ("三级分类", "三级类别"),
        ("四级分类", "四级类别"),
    ),
    "address": (
        ("诉求区域", "所属区域", "区域", "所属街道", "街道", "district", "street"),
        ("所属社区", "社区名称", "社区", "community"),
        ("所属小区", "小区名称", "小区", "compound"),
        (
            *("诉求地址", "详细地址", "事发地址", "发生地址", "事发地点", "地址", "地点"),
            *("address", "incident_address", "location"),
        ),
    ),
    "lat": (("纬度", "lat", "latitude", "y"),),
    "lon": (("经度", "lon", "lng", "longitude", "x"),),
    "name": (
        (
            *("来电人", "来电人姓名", "诉求人", "诉求人姓名", "反映人", "反映人姓名", "联系人"),
            *("姓名", "name", "reporter", "caller", "contact"),
        ),
    ),
    "phone": (
        (
            *("联系电话", "来电号码", "手机号码", "手机号", "手机", "电话号码", "电话"),
            *("联系方式", "phone", "telephone", "mobile"),
        ),
    ),
    "is_anonymous": (("是否匿名", "匿名", "is_anonymous", "anonymous"),),
    "owner": (
        (
            *("主办单位", "承办单位", "办理单位", "处置单位", "责任单位", "处理单位"),
            *("owner", "dispose_unit", "agency_name"),
        ),
    ),
    "reply": (
        (
            *("处理描述", "处理结果", "办理结果", "办理情况", "办结意见", "处理意见"),
            *("答复内容", "答复", "回复内容", "回复", "reply", "resolution"),
            "resolution_description",
        ),
    ),
}
WORDED = ("kind", "channel", "urgency", "status", "is_anonymous")
DATED = ("registered_at", "ended_at", "due_at")
DEFAULT_SOURCE = "import"
MOST_SOURCE = 40
_KEYS = frozenset({"source", "columns", "constants", "words", "dates", "zone"})
_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
_NOISE = re.compile(r"[\s_*:：]+")


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What a mapping file says: ``columns`` of each field, ``constants`` for fields without one,
    what ``words`` mean, the form of ``dates`` (as in strptime), and the ``zone`` of the clocks.

    ``source`` names the other system: its numbers are unique within it.
    """

    columns: Mapping[str, tuple[str, ...]]
    source: str = DEFAULT_SOURCE
    constants: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)
    zone: str = ""

    def written(self) -> dict[str, Any]:
        """As it stands in a mapping file; a single column without a list around it."""
        columns = {
            name: found[0] if len(found) == 1 else list(found)
            for name, found in self.columns.items()
        }
        return {
            "source": self.source,
            "columns": columns,
            "constants": dict(self.constants),
            "words": {name: dict(words) for name, words in self.words.items()},
            "dates": dict(self.dates),
        } | ({"zone": self.zone} if self.zone else {})


def plain(text: str) -> str:
    """A column name or word without case, width, spaces and what stands in brackets."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _NOISE.sub("", _BRACKETS.sub("", folded)) or _NOISE.sub("", folded)


def recognised(columns: Sequence[str]) -> ColumnMap:
    """The fields whose columns are known by name, whatever their order in the sheet."""
    by_name: dict[str, str] = {}
    for column in columns:
        by_name.setdefault(plain(column), column)
    found = {
        name: tuple(filter(None, (_first(by_name, part) for part in parts)))
        for name, parts in NAMES.items()
    }
    return ColumnMap({name: columns for name, columns in found.items() if columns})


def why_not_columns(columns: Mapping[str, Sequence[str]], sheet: Sequence[str]) -> Reason | None:
    """The sheet has the columns that are named, and one of them holds the text."""
    if not columns.get("text"):
        text = N_("没有认出诉求内容在哪一列；请用对应文件写明。表里有这些列：%(columns)s。")
        return Reason("no_text_column", text, {"columns": list(sheet)})
    named = [column for found in columns.values() for column in found]
    missing = [column for column in named if column not in sheet]
    if missing:
        text = N_("表里没有对应文件写的这些列：%(missing)s。表里有：%(columns)s。")
        return Reason("no_such_column", text, {"missing": missing, "columns": list(sheet)})
    return None


def map_of(written: object) -> ColumnMap | Reason:
    """A mapping file that has been read, or what is wrong with it."""
    if not isinstance(written, dict) or not isinstance(written.get("columns"), dict):
        return Reason("map_shape", N_("对应文件里要有 columns：写明每个字段在哪一列。"))
    parts = {key: written.get(key) or {} for key in ("columns", "constants", "words", "dates")}
    reason = _why_not_keys(written) or _why_not_parts(parts) or _why_not_names(written)
    if reason:
        return reason
    columns = {
        name: (found,) if isinstance(found, str) else tuple(found)
        for name, found in parts["columns"].items()
    }
    words = {
        name: {plain(word): code for word, code in table.items()}
        for name, table in parts["words"].items()
    }
    source = written.get("source") or DEFAULT_SOURCE
    zone = written.get("zone") or ""
    return ColumnMap(columns, source, parts["constants"], words, parts["dates"], zone)


def _first(by_name: Mapping[str, str], names: Sequence[str]) -> str | None:
    return next((by_name[key] for name in names if (key := plain(name)) in by_name), None)


def _why_not_keys(written: Mapping[str, Any]) -> Reason | None:
    strange = sorted(set(written) - _KEYS)
    if not strange:
        return None
    text = N_("对应文件里不认识：%(strange)s。可以写：%(known)s。")
    return Reason("map_key", text, {"strange": strange, "known": sorted(_KEYS)})


def _why_not_parts(parts: Mapping[str, Any]) -> Reason | None:
    known = {"columns": NAMES, "constants": NAMES, "words": WORDED, "dates": DATED}
    for key, part in parts.items():
        fields = list(part) if isinstance(part, dict) else [str(part)]
        strange = [name for name in fields if name not in known[key]]
        if strange:
            text = N_("对应文件的 %(key)s 里不认识：%(strange)s。可以写：%(known)s。")
            params = {"key": key, "strange": strange, "known": list(known[key])}
            return Reason("map_field", text, params)
        wrong = [name for name, value in part.items() if not _is_shaped(key, value)]
        if wrong:
            text = N_("对应文件的 %(key)s 里写法不对：%(wrong)s。")
            return Reason("map_value", text, {"key": key, "wrong": wrong})
    return None


def _is_shaped(key: str, value: object) -> bool:
    """Columns are a text or a list of texts, words a table of texts, the others texts."""
    if key == "words":
        return isinstance(value, dict) and all(isinstance(code, str) for code in value.values())
    if key == "columns" and isinstance(value, list):
        return bool(value) and all(isinstance(column, str) for column in value)
    return isinstance(value, str)


def _why_not_names(written: Mapping[str, Any]) -> Reason | None:
    source, zone = written.get("source", ""), written.get("zone", "")
    if not isinstance(source, str) or len(source) > MOST_SOURCE or source.startswith("key:"):
        text = N_("对应文件的 source 要是不超过 %(most)s 字的来源名称。")
        return Reason("map_source", text, {"most": MOST_SOURCE})
    try:
        ZoneInfo(zone or "UTC")
    except (KeyError, ValueError, TypeError, OSError):
        return Reason("map_zone", N_("对应文件的 zone 不是时区名称，应像 Asia/Shanghai。"))
    return None
