"""What the ladder has told, and the letters of supervision."""

from typing import ClassVar

from django.db import models

from linli.cases.models.case import Case
from linli.kernel.streets.fields import StreetFK
from linli.kernel.streets.models import StreetModel
from linli.people.models import Organisation


class Escalation(StreetModel):
    """One rung of the ladder. ``until`` is when the clock ran out and names the round; ``due_at``
    is when this level was to be told, ``recorded_at`` when it was; ``told`` are accounts."""

    append_only: ClassVar[bool] = True

    case = StreetFK(Case, on_delete=models.PROTECT, related_name="escalations")
    timer = models.CharField(max_length=20)
    until = models.DateTimeField()
    level = models.CharField(max_length=10)
    due_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    told = models.JSONField(default=list)
    rule_version = models.PositiveIntegerField()

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["street", "case", "timer", "until", "level"], name="escalation_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.timer} {self.level}"


class Letter(StreetModel):
    """督办单: a request under supervision, one letter at a time. The words are in the thread, with
    the events that name the letter; a returned answer leaves ``answered_at`` empty again."""

    case = StreetFK(Case, on_delete=models.PROTECT, related_name="letters")
    ordinal = models.PositiveSmallIntegerField()
    unit = StreetFK(Organisation, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    rule_version = models.PositiveIntegerField()
    late_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["street", "case", "ordinal"], name="letter_number"),
            models.UniqueConstraint(
                fields=["street", "case"],
                condition=models.Q(closed_at=None),
                name="letter_one_open",
            ),
        ]
        indexes = [
            models.Index(
                fields=["street", "due_at"],
                name="letter_unanswered",
                condition=models.Q(answered_at=None, closed_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.ordinal}"
