"""Working days, clocks and what a rule may say: plain values in, value out."""

from linli.rulebook.rules.calendar import (
    LONGEST_NAME,
    Calendar,
    DayKind,
    NamedDay,
    calendar_warnings,
    day_twice,
    why_not_days,
)
from linli.rulebook.rules.items import Item, RuleKey, Urgency, checked, every_item, items
from linli.rulebook.rules.notice import named_day
from linli.rulebook.rules.spans import Span, Unit, due, warn_at, warn_until
from linli.rulebook.rules.values import (
    CLOCK_PRESETS,
    KEYS,
    PRESETS,
    Clocks,
    RulebookEvent,
    RuleValue,
    clocks,
    close_of_business,
    in_force,
    opening,
    quiet,
    why_not_rule,
    why_not_since,
)

__all__ = [
    "CLOCK_PRESETS",
    "KEYS",
    "LONGEST_NAME",
    "PRESETS",
    "Calendar",
    "Clocks",
    "DayKind",
    "Item",
    "NamedDay",
    "RuleKey",
    "RuleValue",
    "RulebookEvent",
    "Span",
    "Unit",
    "Urgency",
    "calendar_warnings",
    "checked",
    "clocks",
    "close_of_business",
    "day_twice",
    "due",
    "every_item",
    "in_force",
    "items",
    "named_day",
    "opening",
    "quiet",
    "warn_at",
    "warn_until",
    "why_not_days",
    "why_not_rule",
    "why_not_since",
]
