"""What a rule may say, and which version counts."""

from copy import deepcopy
from datetime import date, time
from typing import Any

import pytest

from linli.rulebook import rules
from linli.rulebook.rules import Hours, RuleValue, Span, Unit


def clock_rule(path: str, value: Any) -> dict[str, Any]:
    rule = deepcopy(dict(rules.CLOCK_PRESETS))
    urgency, name = path.split(".")
    rule[urgency][name] = value
    return rule


def hours(opens: Any, closes: Any) -> dict[str, Any]:
    return {"opens": opens, "close_of_business": closes, "half_day_closes": "12:00"}


@pytest.mark.parametrize("key", rules.KEYS)
def test_every_preset_is_a_rule_that_may_be_set(key: str) -> None:
    assert rules.why_not_rule(key, rules.PRESETS[key]) is None


def test_the_presets_are_those_of_the_tier_table() -> None:
    presets = rules.PRESETS["cases.clocks"]
    replies = {urgency: rules.clocks(presets, urgency).reply for urgency in presets}
    assert replies == {
        "E": Span(2, Unit.HOURS),
        "U": Span(24, Unit.HOURS),
        "N": Span(5, Unit.WORKING_DAYS),
        "C": Span(15, Unit.WORKING_DAYS),
        "Q": Span(1, Unit.WORKING_DAYS),
    }
    assert rules.clocks(presets, "E").sign_in == Span(1, Unit.HOURS)
    assert rules.hours(rules.PRESETS["office.hours"]) == Hours(time(8, 30), time(18), time(12))


@pytest.mark.parametrize(
    ("key", "value", "code", "field"),
    [
        ("cases.colours", {}, "rule_unknown", "key"),
        ("cases.clocks", [], "rule_shape", "value"),
        ("cases.clocks", {"E": {}}, "rule_shape", "value"),
        ("cases.clocks", {**rules.CLOCK_PRESETS, "N": {}}, "rule_shape", "N"),
        ("cases.clocks", {**rules.CLOCK_PRESETS, "N": 5}, "rule_shape", "N"),
        ("cases.clocks", clock_rule("N.reply", 5), "rule_unit", "N.reply"),
        ("cases.clocks", clock_rule("N.reply", {"weeks": 1}), "rule_unit", "N.reply"),
        ("cases.clocks", clock_rule("N.reply", {"days": 1, "hours": 1}), "rule_unit", "N.reply"),
        ("cases.clocks", clock_rule("N.reply", {"days": 0}), "rule_number", "N.reply"),
        ("cases.clocks", clock_rule("N.reply", {"days": -5}), "rule_number", "N.reply"),
        ("cases.clocks", clock_rule("N.reply", {"days": 1.5}), "rule_number", "N.reply"),
        ("cases.clocks", clock_rule("N.reply", {"days": True}), "rule_number", "N.reply"),
        ("cases.clocks", clock_rule("N.reply", {"days": 400}), "rule_number", "N.reply"),
        (
            "cases.clocks",
            clock_rule("E.warn_before", {"days": 3}),
            "rule_warns_too_early",
            "E.warn_before",
        ),
        ("cases.limits", {"reopen_days": 10}, "rule_shape", "value"),
        (
            "cases.limits",
            {**rules.PRESETS["cases.limits"], "rating_low": 6},
            "rule_number",
            "rating_low",
        ),
        ("office.hours", {"close_of_business": "18:00"}, "rule_shape", "value"),
        ("office.hours", hours("08:30", "25:00"), "rule_time", "close_of_business"),
        ("office.hours", hours("08:30", "1800"), "rule_time", "close_of_business"),
        ("office.hours", hours("08:30", "１８:００"), "rule_time", "close_of_business"),
        ("office.hours", hours("08:30", 18), "rule_time", "close_of_business"),
        ("office.hours", hours("8:30", "18:00"), "rule_time", "opens"),
        ("office.hours", hours("18:00", "08:30"), "rule_closes_first", "close_of_business"),
        ("office.hours", hours("08:30", "11:30"), "rule_half_day", "half_day_closes"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_naming_the_field(
    key: str, value: Any, code: str, field: str
) -> None:
    reason = rules.why_not_rule(key, value)
    assert reason is not None
    assert (reason.code, reason.field) == (code, field)
    assert reason.text % reason.params


def test_a_rule_set_before_an_amount_was_known_takes_the_preset_of_it() -> None:
    old = {"E": {"contact": {"hours": 1}}}
    whole = rules.completed("cases.clocks", old)
    assert rules.why_not_rule("cases.clocks", whole) is None
    assert whole["E"]["contact"] == {"hours": 1}
    assert whole["E"]["call_back"] == rules.CLOCK_PRESETS["E"]["call_back"]
    assert rules.completed("cases.limits", {"reopen_days": 20})["reopen_days"] == 20


def test_the_version_whose_first_day_came_last_counts() -> None:
    first = RuleValue(1, {}, date(2026, 1, 1))
    next_year = RuleValue(2, {}, date(2027, 1, 1))
    mended = RuleValue(3, {}, date(2026, 6, 1))
    amended = RuleValue(4, {}, date(2026, 6, 1))
    versions = [first, next_year, mended, amended]
    assert rules.in_force(versions, date(2025, 12, 31)) is None
    assert rules.in_force(versions, date(2026, 5, 31)) is first
    assert rules.in_force(versions, date(2026, 6, 1)) is amended
    assert rules.in_force(versions, date(2027, 1, 1)) is next_year


def test_a_rule_does_not_reach_back() -> None:
    today = date(2026, 11, 22)
    assert rules.why_not_since(today, today) is None
    assert rules.why_not_since(date(2026, 11, 21), today) is not None


@pytest.mark.parametrize(
    ("begins", "ends", "field"),
    [("21:00", "08:00", None), ("8:00", "21:00", "begins"), ("21:00", "24:00", "ends")],
)
def test_quiet_hours_may_go_over_midnight(begins: str, ends: str, field: str | None) -> None:
    reason = rules.why_not_rule("notices.quiet", {"begins": begins, "ends": ends})
    assert (reason and reason.field) == field
    preset = rules.PRESETS["notices.quiet"]
    assert rules.quiet(preset) == (time(21), time(8))
