"""The papers of an application: what was brought, what is held, what was handed out, and who may
act for the applicant."""

from django.conf import settings
from django.db import models

from linli.counter.models.applications import Application
from linli.kernel.personal import PersonalText, Purpose
from linli.kernel.streets.fields import StreetFK
from linli.kernel.streets.models import StreetModel


class MaterialCheck(StreetModel):
    """What came of one material of the version, by its code; ``promised_until`` is when a
    secondary paper has to follow."""

    application = StreetFK(Application, on_delete=models.CASCADE, related_name="checks")
    material = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField()
    paper = models.CharField(max_length=12)
    promised_until = models.DateTimeField(null=True)

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["street", "application", "material"], name="material_check_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.material} {self.paper}"


class Original(StreetModel):
    """An original in our keeping: who took it in and when, who gave it back to whom and when."""

    application = StreetFK(Application, on_delete=models.CASCADE, related_name="originals")
    material = models.CharField(max_length=40)
    copies = models.PositiveSmallIntegerField(default=1)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    signed_by = PersonalText(purpose=Purpose.APPLICATION)

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["street", "application", "material"],
                condition=models.Q(returned_at=None),
                name="original_held_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.material} {self.taken_at}"


class Slip(StreetModel):
    """What the applicant gets in writing: dated, numbered by the application and an ordinal.
    ``materials`` are codes. Against a no one may object: ``appeal_days`` and ``lawsuit_months``
    are what the rulebook said that day."""

    application = StreetFK(Application, on_delete=models.CASCADE, related_name="slips")
    ordinal = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    issued_at = models.DateTimeField()
    reason = models.CharField(max_length=20, blank=True)
    text = PersonalText(purpose=Purpose.APPLICATION)
    office = models.CharField(max_length=80, blank=True)
    materials = models.JSONField(default=list)
    until = models.DateTimeField(null=True)
    appeal_days = models.PositiveSmallIntegerField(null=True)
    lawsuit_months = models.PositiveSmallIntegerField(null=True)

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["street", "application", "ordinal"], name="slip_ordinal"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ordinal}"


class Mandate(StreetModel):
    """The applicant lets somebody run the errand: in writing, and only until a day."""

    application = StreetFK(Application, on_delete=models.CASCADE, related_name="mandates")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    until = models.DateField()

    class Meta(StreetModel.Meta):
        indexes = [
            models.Index(fields=["street", "agent", "until"], name="mandate_by_agent"),
            models.Index(fields=["street", "application"], name="mandate_by_application"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.until}"
