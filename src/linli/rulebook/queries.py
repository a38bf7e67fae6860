"""The rule in force at a moment, the working calendar, and what is missing from it."""

from collections import defaultdict
from datetime import date, datetime
from zoneinfo import ZoneInfo

from linli.kernel.streets.models import Street
from linli.kernel.streets.revisions import per_revision
from linli.rulebook import rules
from linli.rulebook.models import CalendarDay, Rule
from linli.rulebook.rules import Calendar, DayKind, RuleValue
from linli.words import Reason


def rule_at(street: Street, key: str, moment: datetime) -> RuleValue:
    """The rule as it counts on the street's day of ``moment``; the shipped preset is version 0."""
    preset = RuleValue(0, rules.PRESETS[key])
    day = moment.astimezone(ZoneInfo(street.zone)).date()
    return rules.in_force(_versions(street).get(key, []), day) or preset


@per_revision
def calendar(street: Street) -> Calendar:
    """The street's working calendar."""
    days = CalendarDay.objects.filter(street_id=street.pk)
    return Calendar({day.date: DayKind(day.kind) for day in days})


def calendar_warnings(street: Street, today: date) -> list[Reason]:
    """What whoever keeps the calendar must enter; empty when all is well."""
    return rules.calendar_warnings(calendar(street), today)


def days_of(street: Street, year: int) -> list[CalendarDay]:
    """The days the street has entered for one year, in order."""
    days = CalendarDay.objects.filter(street_id=street.pk, date__year=year)
    return list(days.order_by("date"))


def rule_history(street: Street, key: str) -> list[Rule]:
    """Every version of a rule that the street has set, newest first."""
    return list(Rule.objects.filter(street_id=street.pk, key=key).order_by("-version"))


@per_revision
def _versions(street: Street) -> dict[str, list[RuleValue]]:
    found: dict[str, list[RuleValue]] = defaultdict(list)
    for row in Rule.objects.filter(street_id=street.pk):
        found[row.key].append(RuleValue(row.version, row.value, row.valid_from))
    return dict(found)
