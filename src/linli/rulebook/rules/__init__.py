"""Working days, clocks and what a rule may say: plain values in, value out."""

from linli.rulebook.rules.calendar import (
    LONGEST_NAME,
    Calendar,
    DayKind,
    NamedDay,
    calendar_warnings,
    day_twice,
    why_not_day,
    why_not_days,
)
from linli.rulebook.rules.items import Item, RuleKey, Urgency, checked, every_item, items
from linli.rulebook.rules.notice import named_day
from linli.rulebook.rules.office import Hours, Office, hours
from linli.rulebook.rules.spans import Pause, Span, Unit, due, merged, postponed, warn_at
from linli.rulebook.rules.values import (
    CLOCK_PRESETS,
    KEYS,
    PRESETS,
    Clocks,
    RulebookEvent,
    RuleValue,
    clocks,
    completed,
    in_force,
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
    "Hours",
    "Item",
    "NamedDay",
    "Office",
    "Pause",
    "RuleKey",
    "RuleValue",
    "RulebookEvent",
    "Span",
    "Unit",
    "Urgency",
    "calendar_warnings",
    "checked",
    "clocks",
    "completed",
    "day_twice",
    "due",
    "every_item",
    "hours",
    "in_force",
    "items",
    "merged",
    "named_day",
    "postponed",
    "warn_at",
    "why_not_day",
    "why_not_days",
    "why_not_rule",
    "why_not_since",
]
