"""The rule in force at a moment, the working calendar, and what is missing from it."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from linli.kernel import clock
from linli.kernel.models import Event
from linli.kernel.streets.models import Street
from linli.kernel.streets.revisions import per_revision
from linli.rulebook import rules
from linli.rulebook.models import CalendarDay, Rule
from linli.rulebook.rules import Calendar, DayKind, Item, Office, RulebookEvent, RuleKey, RuleValue
from linli.words import Reason


def rule_at(street: Street, key: str, moment: datetime) -> RuleValue:
    """The rule as it counts on the street's day of ``moment``; the shipped preset is version 0."""
    preset = RuleValue(0, rules.PRESETS[key])
    day = street.day(moment)
    return rules.in_force(_versions(street).get(key, []), day) or preset


@per_revision
def calendar(street: Street) -> Calendar:
    """The street's working calendar."""
    days = CalendarDay.objects.filter(street_id=street.pk)
    return Calendar(
        {day.date: DayKind(day.kind) for day in days},
        {day.date: day.closes_at for day in days if day.closes_at},
    )


def office(street: Street, moment: datetime) -> Office:
    """Where the street's clocks run: its calendar, its zone, the hours in force."""
    value = rule_at(street, "office.hours", moment).value
    return Office(calendar(street), ZoneInfo(street.zone), rules.hours(value))


def calendar_warnings(street: Street, today: date) -> list[Reason]:
    """What whoever keeps the calendar must enter; empty when all is well."""
    return rules.calendar_warnings(calendar(street), today)


def days_of(street: Street, year: int) -> list[CalendarDay]:
    """The days the street has entered for one year, in order."""
    days = CalendarDay.objects.filter(street_id=street.pk, date__year=year)
    return list(days.order_by("date"))


RULE_COLUMNS = ("规则", "项目", "说明", "数值", "单位", "生效日期")
DAY_COLUMNS = ("日期", "类型", "名称", "下班")


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One amount as it counts now: since when, and under which version (0 is the preset)."""

    item: Item
    amount: str
    unit: str
    version: int
    valid_from: date


def item_lines(street: Street, moment: datetime) -> list[ItemLine]:
    """Every amount of every rule."""
    lines = []
    for item in rules.every_item():
        rule = rule_at(street, item.key, moment)
        said = item.said(rule.value)
        lines.append(ItemLine(item, *said, rule.version, rule.valid_from))
    return lines


def export_rules(street: Street) -> Iterator[tuple[Any, ...]]:
    """Every amount in force; a day only where the street has set a version."""
    for line in item_lines(street, clock.now()):
        tier = line.item.tier
        told = f"{tier.word} · {line.item.word}" if tier else line.item.word
        amount = int(line.amount) if line.amount.isdecimal() else line.amount
        yield line.item.key.value, line.item.name, told, amount, line.unit, None


def years(street: Street) -> list[int]:
    """The years of which the street has entered a day."""
    dates = CalendarDay.objects.filter(street_id=street.pk).dates("date", "year")
    return [day.year for day in dates]


def export_days(street: Street) -> Iterator[tuple[Any, ...]]:
    """Every day that the street has entered."""
    for row in CalendarDay.objects.filter(street_id=street.pk).order_by("date"):
        closes = f"{row.closes_at:%H:%M}" if row.closes_at else ""
        yield row.date, DayKind(row.kind).word, row.name, closes


def rule_history(street: Street, key: str) -> list[Rule]:
    """Every version of a rule that the street has set, newest first."""
    return list(Rule.objects.filter(street_id=street.pk, key=key).order_by("-version"))


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version of a rule with what it changed: item, before, after."""

    version: int
    valid_from: date
    changes: list[tuple[Item, str, str]]


def versions_said(street: Street, key: RuleKey) -> list[VersionLine]:
    """Every version of a rule beside the one before it, newest first; the first beside the
    preset."""
    rows = rule_history(street, key)
    values = [rules.completed(key, row.value) for row in rows]
    before = [*values, rules.PRESETS[key]][1:]
    return [
        VersionLine(
            row.version,
            row.valid_from,
            [
                (item, " ".join(item.said(old)), " ".join(item.said(new)))
                for item in rules.items(key)
                if item.of(old) != item.of(new)
            ],
        )
        for row, new, old in zip(rows, values, before, strict=True)
    ]


@per_revision
def _versions(street: Street) -> dict[str, list[RuleValue]]:
    found: dict[str, list[RuleValue]] = defaultdict(list)
    for row in Rule.objects.filter(street_id=street.pk):
        value = rules.completed(row.key, row.value)
        found[row.key].append(RuleValue(row.version, value, row.valid_from))
    return dict(found)


class Known:
    """The rules and the working calendar as the street knew them at each moment of its past: what
    was promised then holds, whatever has been entered since."""

    def __init__(self, street: Street) -> None:
        self.street, self.zone = street, ZoneInfo(street.zone)
        self._rules = _versions(street)
        told = Event.objects.filter(street_id=street.pk).order_by("id")
        rules_set = told.filter(kind=RulebookEvent.RULE_SET).values_list("after", "at")
        self._since = {(after["key"], after["version"]): at for after, at in rules_set}
        self._days = list(
            told.filter(kind=RulebookEvent.DAYS_SET).values_list("at", "before", "after")
        )
        self._calendars: dict[int, Calendar] = {}

    def rule_at(self, key: str, moment: datetime, known: datetime) -> RuleValue:
        """The rule of ``moment`` among those that had been entered when it was ``known``."""
        entered = [
            rule
            for rule in self._rules.get(key, [])
            if self._since.get((key, rule.version), known) <= known
        ]
        day = moment.astimezone(self.zone).date()
        return rules.in_force(entered, day) or RuleValue(0, rules.PRESETS[key])

    def office(self, moment: datetime, known: datetime) -> Office:
        """Where the clocks ran that were started then."""
        value = self.rule_at(RuleKey.HOURS, moment, known).value
        return Office(self._calendar(known), self.zone, rules.hours(value))

    def _calendar(self, known: datetime) -> Calendar:
        """The calendar without the days that were entered later."""
        count = bisect_right(self._days, known, key=lambda row: row[0])
        if count not in self._calendars:
            now = calendar(self.street)
            days, closings = dict(now.overrides), dict(now.closings)
            for _, before, after in reversed(self._days[count:]):
                day = date.fromisoformat(after["date"])
                days.pop(day, None)
                closings.pop(day, None)
                if before:
                    days[day] = DayKind(before["kind"])
                if closes_at := before.get("closes_at"):
                    closings[day] = time.fromisoformat(closes_at)
            self._calendars[count] = Calendar(days, closings)
        return self._calendars[count]
