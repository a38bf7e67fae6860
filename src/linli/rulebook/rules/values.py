"""What each rule may say, what holds where a street has set nothing, and which version counts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, time
from typing import Any

from linli.rulebook.rules.office import hours
from linli.rulebook.rules.spans import Span, Unit
from linli.words import N_, Reason, Word


class RulebookEvent(Word):
    RULE_SET = "rulebook.rule.set", N_("修订规则")
    DAYS_SET = "rulebook.days.set", N_("调整工作日历")


@dataclass(frozen=True, slots=True)
class RuleValue:
    """A rule as it counts at a moment; whatever is decided under it keeps ``version``."""

    version: int
    value: Mapping[str, Any]
    valid_from: date = date.min


@dataclass(frozen=True, slots=True)
class Clocks:
    """The clocks of one urgency; ``warn_before`` is how long before ``reply`` it is yellow.

    Signing in, first contact and first action count from the handing over, the reply from the
    registration, the call-back from the reply.
    """

    contact: Span
    sign_in: Span
    action: Span
    reply: Span
    call_back: Span
    warn_before: Span


def _row(*spans: Span) -> dict[str, Any]:
    """A row of the table, in the order of the fields."""
    named = zip(fields(Clocks), spans, strict=True)
    return {field.name: span.written() for field, span in named}


def _hours(amount: int) -> Span:
    return Span(amount, Unit.HOURS)


def _working_days(amount: int) -> Span:
    return Span(amount, Unit.WORKING_DAYS)


# E emergency, U utilities, N ordinary, C complex, Q question.
_IN_THREE = _working_days(3)
_NEXT_DAY = _working_days(1)
_MINUTES_15, _MINUTES_30 = Span(15, Unit.MINUTES), Span(30, Unit.MINUTES)
CLOCK_PRESETS: Mapping[str, Mapping[str, Any]] = {
    "E": _row(_MINUTES_30, _hours(1), _hours(2), _hours(2), _NEXT_DAY, _MINUTES_30),
    "U": _row(_hours(2), _hours(2), _hours(4), _hours(24), _NEXT_DAY, _hours(4)),
    "N": _row(_NEXT_DAY, _hours(24), _working_days(2), _working_days(5), _IN_THREE, _NEXT_DAY),
    "C": _row(_NEXT_DAY, _hours(24), _IN_THREE, _working_days(15), _IN_THREE, _NEXT_DAY),
    "Q": _row(_NEXT_DAY, _hours(24), _NEXT_DAY, _NEXT_DAY, _IN_THREE, _hours(4)),
}


def _ladder(*spans: Span) -> dict[str, Any]:
    return {name: span.written() for name, span in zip(LADDER_SPANS, spans, strict=True)}


# How long before a clock runs out its handler is told, how long each level waits before the next
# one is told, how long a supervised unit has to answer, and after how long without a step a
# request is stale.
LADDER_SPANS = ("warn_before", "grid", "community", "street", "district", "answer", "stale")
LADDER_PRESETS: Mapping[str, Mapping[str, Any]] = {
    "E": _ladder(
        *(_MINUTES_15, _MINUTES_15, _MINUTES_15, _MINUTES_30),
        *(_hours(1), _hours(2), _hours(24)),
    ),
    "U": _ladder(_MINUTES_30, *(_hours(n) for n in (1, 1, 2, 4, 24)), _working_days(2)),
    "N": _ladder(
        *(_hours(4), _hours(4), _NEXT_DAY, _NEXT_DAY, _working_days(3), _working_days(3)),
        _working_days(5),
    ),
    "C": _ladder(
        *(_hours(4), _hours(4), _NEXT_DAY, _NEXT_DAY, _working_days(5), _working_days(5)),
        _working_days(10),
    ),
    "Q": _ladder(
        *(_hours(4), _hours(4), _NEXT_DAY, _NEXT_DAY, _working_days(3), _NEXT_DAY), _working_days(3)
    ),
}
PRESETS: Mapping[str, Mapping[str, Any]] = {
    "cases.clocks": CLOCK_PRESETS,
    "cases.ladder": LADDER_PRESETS,
    "cases.limits": {
        "reopen_days": 10,
        "return_within_working_days": 1,
        "pause_working_days": 5,
        "pause_times": 2,
        "extend_working_days": 7,
        "extend_times": 1,
        "review_days": 92,
        "rating_low": 2,
        "link_days": 7,
        "rating_reopens_from": 1,
        "call_back_tries": 3,
    },
    "counter.applications": {
        "tell_working_days": 5,
        "correct_working_days": 15,
        "promise_working_days": 10,
        "warn_working_days": 1,
        "mandate_days": 90,
        "come_days": 60,
        "appeal_days": 60,
        "lawsuit_months": 6,
        "rate_working_days": 5,
        "bad_contact_working_days": 1,
        "bad_mend_working_days": 15,
    },
    "counter.queue": {
        "early_minutes": 15,
        "late_minutes": 10,
        "first_minutes": 20,
        "away_minutes": 15,
        "near_before": 3,
    },
    "office.hours": {
        "opens": "08:30",
        "close_of_business": "18:00",
        "half_day_closes": "12:00",
    },
    "notices.quiet": {"begins": "21:00", "ends": "08:00"},
    "people.sign_in": {"code_minutes": 5, "code_tries": 5, "link_hours": 24, "second_factor": 2},
    "capacity.booking": {
        "hold_minutes": 10,
        "offer_minutes": 120,
        "free_hours": 24,
        "ahead_days": 30,
        "missed_times": 3,
        "missed_days": 90,
        "open_most": 3,
    },
    "privacy.retention": {
        "case_days": 1_095,
        "message_days": 90,
        "account_days": 1_095,
        "ticket_days": 7,
        "proof_days": 1_095,
        "export_days": 7,
    },
}
KEYS = tuple(PRESETS)

_A_YEAR = {
    Unit.MINUTES: 525_600,
    Unit.HOURS: 8_760,
    Unit.WORKING_HOURS: 2_500,
    Unit.WORKING_DAYS: 366,
    Unit.DAYS: 366,
}
_MINUTES = {
    Unit.MINUTES: 1,
    Unit.HOURS: 60,
    Unit.WORKING_HOURS: 60,
    Unit.WORKING_DAYS: 1_440,
    Unit.DAYS: 1_440,
}
_MOST = {"pause_times": 10, "extend_times": 10, "call_back_tries": 10, "link_days": 90}
_MOST |= {"rating_low": 5, "rating_reopens_from": 5}
_MOST |= {"code_minutes": 30, "code_tries": 10, "link_hours": 168, "second_factor": 4}
_MOST |= dict.fromkeys(("case_days", "message_days", "account_days", "proof_days"), 3_660)
_MOST |= {"hold_minutes": 60, "offer_minutes": 1_440, "free_hours": 336, "missed_times": 10}
_MOST |= {"open_most": 20}
_MOST |= {"lawsuit_months": 24}
_MOST |= {"export_days": 30, "ticket_days": 90, "near_before": 20}
_MOST |= dict.fromkeys(("early_minutes", "late_minutes", "first_minutes", "away_minutes"), 240)


def clocks(value: Mapping[str, Any], urgency: str) -> Clocks:
    """The clocks of one urgency code, out of a ``cases.clocks`` rule."""
    return Clocks(**{name: Span.read(span) for name, span in value[urgency].items()})


def ladder(value: Mapping[str, Any], urgency: str) -> dict[str, Span]:
    """The spans of one urgency code by name, out of a ``cases.ladder`` rule."""
    return {name: Span.read(span) for name, span in value[urgency].items()}


def completed(key: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """A rule as it was set, with the presets of amounts that it does not know yet."""
    return {
        name: preset | value.get(name, {}) if isinstance(preset, dict) else value.get(name, preset)
        for name, preset in PRESETS[key].items()
    }


def quiet(value: Mapping[str, Any]) -> tuple[time, time]:
    """From when until when nobody is disturbed, out of a ``notices.quiet`` rule; the end may be
    on the next day, and two equal times mean never."""
    return time.fromisoformat(value["begins"]), time.fromisoformat(value["ends"])


def in_force(versions: Iterable[RuleValue], day: date) -> RuleValue | None:
    """The version whose first day came last; of two with one first day, the later written."""
    begun = (version for version in versions if version.valid_from <= day)
    return max(begun, key=lambda version: (version.valid_from, version.version), default=None)


def why_not_rule(key: str, value: object) -> Reason | None:
    """A rule has a known key, exactly the fields of its preset, and amounts that make sense."""
    if key not in PRESETS:
        params = {"key": key, "keys": list(KEYS)}
        text = N_("没有名为“%(key)s”的规则，可用的有：%(keys)s。")
        return Reason("rule_unknown", text, params, field="key")
    return _why_not_fields("", value, PRESETS[key]) or _CHECKS[key](value)


def why_not_since(valid_from: date, today: date) -> Reason | None:
    """A rule does not reach back: what ran under the old one was promised under it."""
    if valid_from >= today:
        return None
    text = N_("规则不能溯及既往，生效日期最早为%(today)s。")
    return Reason("rule_backdated", text, {"today": today.isoformat()}, field="valid_from")


def _why_not_fields(name: str, value: object, like: Mapping[str, Any]) -> Reason | None:
    expected = list(like)
    if isinstance(value, Mapping) and set(value) == set(expected):
        return None
    text = N_("“%(name)s”必须且只能包含这些项目：%(expected)s。")
    params = {"name": name or "value", "expected": expected}
    return Reason("rule_shape", text, params, field=name or "value")


def _why_not_clocks(value: Any) -> Reason | None:
    reason = _why_not_tiers(value, CLOCK_PRESETS)
    rows = () if reason else value.items()
    late = (_why_not_warning(urgency, row) for urgency, row in rows)
    return reason or next((found for found in late if found), None)


def _why_not_ladder(value: Any) -> Reason | None:
    return _why_not_tiers(value, LADDER_PRESETS)


def _why_not_tiers(value: Any, like: Mapping[str, Mapping[str, Any]]) -> Reason | None:
    """Every tier has the spans of its preset, each with an amount that makes sense."""
    for urgency, row in value.items():
        reason = _why_not_fields(urgency, row, like[urgency])
        for name in () if reason else row:
            reason = reason or _why_not_span(f"{urgency}.{name}", row[name])
        if reason:
            return reason
    return None


def _why_not_warning(urgency: str, row: Any) -> Reason | None:
    reply, warn = Span.read(row["reply"]), Span.read(row["warn_before"])
    if _rough_minutes(warn) <= _rough_minutes(reply):
        return None
    name = f"{urgency}.warn_before"
    text = N_("“%(name)s”：预警提前的时间不能长于答复时限。")
    return Reason("rule_warns_too_early", text, {"name": name}, field=name)


def _why_not_span(name: str, written: object) -> Reason | None:
    if isinstance(written, Mapping) and len(written) == 1:
        ((unit, amount),) = written.items()
        if unit in list(Unit):
            return _why_not_amount(name, amount, _A_YEAR[Unit(unit)])
    text = N_("“%(name)s”要写明数量和单位，单位可用：%(units)s。")
    return Reason("rule_unit", text, {"name": name, "units": list(Unit)}, field=name)


def _why_not_amount(name: str, amount: object, most: int) -> Reason | None:
    is_number = isinstance(amount, int) and not isinstance(amount, bool)
    if is_number and 1 <= amount <= most:  # type: ignore[operator]
        return None
    text = N_("“%(name)s”必须是1到%(most)s之间的整数。")
    return Reason("rule_number", text, {"name": name, "most": most}, field=name)


def _why_not_limits(value: Any) -> Reason | None:
    found = (_why_not_amount(name, value[name], _MOST.get(name, 366)) for name in value)
    return next((reason for reason in found if reason), None)


def _why_not_times(value: Any) -> Reason | None:
    for name, written in value.items():
        if not (isinstance(written, str) and _is_time(written)):
            text = N_("“%(name)s”请写成“18:00”的样子。")
            return Reason("rule_time", text, {"name": name}, field=name)
    return None


def _why_not_hours(value: Any) -> Reason | None:
    reason = _why_not_times(value)
    if reason:
        return reason
    given = hours(value)
    if not given.opens < given.closes:
        text = N_("下班时间必须晚于上班时间。")
        return Reason("rule_closes_first", text, field="close_of_business")
    if not given.opens < given.half_day_closes <= given.closes:
        text = N_("半天的下班时间要在上班之后，不晚于平常下班。")
        return Reason("rule_half_day", text, field="half_day_closes")
    return None


def _is_time(written: str) -> bool:
    hours, colon, minutes = written.partition(":")
    digits = hours + minutes
    is_shaped = bool(colon) and len(hours) == len(minutes) == 2 and digits.isdecimal()
    return is_shaped and digits.isascii() and int(hours) < 24 and int(minutes) < 60


def _rough_minutes(span: Span) -> int:
    return span.amount * _MINUTES[span.unit]


_CHECKS: Mapping[str, Callable[[Any], Reason | None]] = {
    "cases.clocks": _why_not_clocks,
    "cases.ladder": _why_not_ladder,
    "cases.limits": _why_not_limits,
    "counter.applications": _why_not_limits,
    "counter.queue": _why_not_limits,
    "office.hours": _why_not_hours,
    "notices.quiet": _why_not_times,
    "people.sign_in": _why_not_limits,
    "capacity.booking": _why_not_limits,
    "privacy.retention": _why_not_limits,
}
