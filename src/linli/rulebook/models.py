"""The versions of every rule, and the days that are not as their weekday would have them."""

from typing import ClassVar

from django.db import models

from linli.kernel.streets.models import StreetModel
from linli.rulebook import rules


class Rule(StreetModel):
    """One version of one rule, valid from a day on; a change is a new row."""

    append_only: ClassVar[bool] = True

    key = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    valid_from = models.DateField()
    value = models.JSONField()

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["street", "key", "version"], name="rule_version")
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"


class CalendarDay(StreetModel):
    """A day off, a weekend day that is worked instead, or a half day and when it ends."""

    date = models.DateField()
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=rules.LONGEST_NAME, blank=True)
    closes_at = models.TimeField(null=True)

    class Meta(StreetModel.Meta):
        constraints = [models.UniqueConstraint(fields=["street", "date"], name="calendar_day_once")]

    def __str__(self) -> str:
        return f"{self.date} {self.kind}"
