"""The single amounts inside the rules: what each is called, where its preset comes from."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from linli.rulebook.rules.spans import Span, Unit
from linli.rulebook.rules.values import PRESETS, why_not_rule
from linli.sheets import BadCell, Fields
from linli.words import N_, Word


class Urgency(Word):
    """Tiers with clocks of their own."""

    EMERGENCY = "E", N_("紧急")
    UTILITIES = "U", N_("水电气热")
    ORDINARY = "N", N_("一般")
    COMPLEX = "C", N_("复杂")
    QUESTION = "Q", N_("咨询类")


class RuleKey(Word):
    CLOCKS = "cases.clocks", N_("办理时限")
    LADDER = "cases.ladder", N_("升级和督办")
    LIMITS = "cases.limits", N_("次数和门槛")
    APPLICATIONS = "counter.applications", N_("窗口申请")
    QUEUE = "counter.queue", N_("排队叫号")
    HOURS = "office.hours", N_("办公时间")
    QUIET = "notices.quiet", N_("免打扰时间")
    SIGN_IN = "people.sign_in", N_("登录")
    BOOKING = "capacity.booking", N_("预约")
    PRIVACY = "privacy.retention", N_("个人信息")


_TIMES = frozenset({RuleKey.HOURS, RuleKey.QUIET})


_SPAN_WORDS = {
    "contact": N_("首次联系"),
    "sign_in": N_("签收"),
    "action": N_("先行处置"),
    "reply": N_("答复"),
    "call_back": N_("回访"),
    "warn_before": N_("到期前预警"),
    "grid": N_("邻长之后多久到网格员"),
    "community": N_("网格员之后多久到社区"),
    "street": N_("社区之后多久到街道并督办"),
    "district": N_("街道之后多久报区里"),
    "answer": N_("督办回复"),
    "stale": N_("多久没有动静算久未办理"),
}
_OURS = N_("产品的建议值，各地可改")
_YELLOW_CARD = N_("参照山东省热线：到期前1个工作日黄牌")
_SOURCES = {
    "sign_in": N_("参照北京市热线派单时限（DB11/T）"),
    "reply": N_("参照北京市接诉即办分级办理时限"),
    "N.reply": N_("潍坊市12345条例第二十条：5个工作日"),
    "Q.reply": _OURS,
    "call_back": N_("产品的建议值；答复后逐件回访见济南市12345条例第二十七条"),
    "N.warn_before": _YELLOW_CARD,
    "C.warn_before": _YELLOW_CARD,
    "return_within_working_days": N_("产品的建议值；只退一次见潍坊市12345条例第二十二条"),
    "pause_working_days": N_("产品的建议值；等居民补充的时间不计入，参照行政许可法第四十五条"),
    "extend_working_days": N_("参照山东省热线：15个工作日，最多延长7个工作日"),
    "extend_times": N_("参照安阳市政务服务条例第五十条：经批准延长一次"),
    "review_days": N_("挂账每季度复查一次"),
    "close_of_business": N_("民法典第二百零三条：有业务时间的，到停止业务时为止"),
    "case_days": N_("产品的建议值；个人信息保护法第十九条：保存期限为实现目的所必要的最短时间"),
    "proof_days": N_("参照个人信息保护法第五十六条：处理情况记录保存至少三年"),
    "tell_working_days": N_("行政许可法第三十二条：当场或者五个工作日内一次告知"),
    "appeal_days": N_("行政复议法第二十条：六十日内"),
    "lawsuit_months": N_("行政诉讼法第四十六条：六个月内"),
    "rate_working_days": N_("参照山东省好差评办法：五个工作日内可以补评"),
    "bad_contact_working_days": N_("安阳市政务服务条例第五十二条：一个工作日内联系"),
    "bad_mend_working_days": N_("参照四川省好差评办法：十五个工作日内整改"),
    "begins": N_("产品的建议值：夜里不发短信和邮件，紧急的照发"),
    "ends": N_("产品的建议值：夜里积下的，早上合成一条发"),
    "second_factor": N_(
        "1 都不必；2 管理员、安全员和审计员；3 再加派单、督办和领导；"
        "4 全体工作人员（等保三级的要求）"
    ),
}
_BY_TIER = frozenset({RuleKey.CLOCKS, RuleKey.LADDER})
_PLAIN = {
    "reopen_days": (N_("办结后可以重新打开"), N_("天内")),
    "return_within_working_days": (N_("承办单位可以退回"), N_("个工作日内")),
    "pause_working_days": (N_("等居民补充最多停表"), N_("个工作日")),
    "pause_times": (N_("等居民补充最多停表几次"), N_("次")),
    "extend_working_days": (N_("延期最多"), N_("个工作日")),
    "extend_times": (N_("最多延期几次"), N_("次")),
    "review_days": (N_("挂账最迟多久复查一次"), N_("天内")),
    "rating_low": (N_("评价算低分"), N_("星及以下")),
    "link_days": (N_("办理链接能用"), N_("天")),
    "rating_reopens_from": (N_("低分里重新办理，再低的督办"), N_("星及以上")),
    "call_back_tries": (N_("电话回访最多打"), N_("次")),
    "tell_working_days": (N_("一次告知补正，过了算受理"), N_("个工作日内")),
    "correct_working_days": (N_("申请人补正，过了算撤回"), N_("个工作日内")),
    "promise_working_days": (N_("承诺后补的材料"), N_("个工作日内")),
    "warn_working_days": (N_("办理到期前预警"), N_("个工作日")),
    "mandate_days": (N_("代办委托最长"), N_("天")),
    "come_days": (N_("约了一直没来，过了算撤回"), N_("天")),
    "appeal_days": (N_("不服可以申请行政复议"), N_("天内")),
    "lawsuit_months": (N_("不服可以提起行政诉讼"), N_("个月内")),
    "rate_working_days": (N_("办结后可以评价"), N_("个工作日内")),
    "bad_contact_working_days": (N_("差评联系评价人"), N_("个工作日内")),
    "bad_mend_working_days": (N_("差评整改"), N_("个工作日内")),
    "early_minutes": (N_("预约的人排在到点前多久之后来的人前面"), N_("分钟")),
    "late_minutes": (N_("预约的人晚到多久还算准时"), N_("分钟")),
    "first_minutes": (N_("自己提出要优先的，按早到多久排"), N_("分钟")),
    "away_minutes": (N_("暂离的人多久以后重新叫"), N_("分钟")),
    "near_before": (N_("前面还有几位时发短信"), N_("位")),
    "opens": (N_("上班"), ""),
    "close_of_business": (N_("下班"), ""),
    "begins": (N_("夜里从几点起不打扰"), ""),
    "ends": (N_("早上几点起再发"), ""),
    "half_day_closes": (N_("半天的日子下班"), ""),
    "code_minutes": (N_("短信验证码能用"), N_("分钟")),
    "code_tries": (N_("一个验证码最多试"), N_("次")),
    "link_hours": (N_("设密码的链接能用"), N_("小时")),
    "second_factor": (N_("谁必须两步登录"), N_("档")),
    "hold_minutes": (N_("选好时间以后，留着等确认"), N_("分钟")),
    "offer_minutes": (N_("候补到的时间，留着等确认"), N_("分钟")),
    "free_hours": (N_("网上和电话的号没人约，提前多久都可以约"), N_("小时")),
    "ahead_days": (N_("最多提前多久预约"), N_("天")),
    "missed_times": (N_("约了没来几次以后只能电话预约"), N_("次")),
    "missed_days": (N_("约了没来只算最近多久的"), N_("天")),
    "open_most": (N_("同一个手机号最多同时约"), N_("个")),
    "case_days": (N_("诉求办结以后，姓名、电话和经过再保存"), N_("天")),
    "message_days": (N_("短信和邮件发出以后，号码和内容再保存"), N_("天")),
    "account_days": (N_("没有人再登录以后，账号再保存"), N_("天")),
    "ticket_days": (N_("取号的姓名和手机号再保存"), N_("天")),
    "proof_days": (N_("同意书和个人信息请求办完以后再保存"), N_("天")),
    "export_days": (N_("批准的导出能用"), N_("天")),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One amount; ``path`` leads to it inside the value, ``name`` is the path in one word."""

    key: RuleKey
    path: tuple[str, ...]
    tier: Urgency | None
    word: str
    unit: str
    source: str

    @property
    def name(self) -> str:
        return ".".join(self.path)

    @property
    def is_span(self) -> bool:
        return self.tier is not None

    @property
    def is_time(self) -> bool:
        return self.key in _TIMES

    def of(self, value: Mapping[str, Any]) -> Any:
        for step in self.path:
            value = value[step]
        return value

    def put(self, value: Mapping[str, Any], amount: Any) -> dict[str, Any]:
        """The value with this amount in it; the given one stays as it is."""
        changed: Any = deepcopy(dict(value))
        inside = changed
        for step in self.path[:-1]:
            inside = inside[step]
        inside[self.path[-1]] = amount
        return dict(changed)

    def said(self, value: Mapping[str, Any]) -> tuple[str, str]:
        """The amount and its unit."""
        amount = self.of(value)
        if not self.is_span:
            return str(amount), self.unit
        span = Span.read(amount)
        return str(span.amount), span.unit.word

    def read(self, row: Fields) -> Any:
        """What a row of a sheet says of it."""
        if self.is_span:
            unit = row.word("单位", Unit)
            if unit is None:
                raise BadCell("cell_empty", N_("“%(column)s”列是空的，请填上。"), "单位")
            return {unit.value: row.number("数值")}
        return row.text("数值", must=True)[:5] if self.is_time else row.number("数值")


def items(key: RuleKey) -> Iterator[Item]:
    """The amounts of one rule in the order in which they are read."""
    for name, inside in PRESETS[key].items():
        if key in _BY_TIER:
            for span in inside:
                yield Item(
                    key,
                    (name, span),
                    Urgency(name),
                    _SPAN_WORDS[span],
                    "",
                    _source(key, name, span),
                )
        else:
            yield Item(key, (name,), None, *_PLAIN[name], _SOURCES.get(name, _OURS))


def _source(key: RuleKey, tier: str, span: str) -> str:
    if key is RuleKey.LADDER:
        return _OURS
    return _SOURCES.get(f"{tier}.{span}") or _SOURCES.get(span, _OURS)


def every_item() -> list[Item]:
    return [item for key in RuleKey for item in items(key)]


def checked(item: Item, value: Mapping[str, Any], amount: Any) -> dict[str, Any]:
    """The value with the amount put in; refused when the rule would not stand."""
    changed = item.put(value, amount)
    reason = why_not_rule(item.key, changed)
    if reason:
        raise BadCell(reason.code, reason.text, "数值", **reason.params)
    return changed
