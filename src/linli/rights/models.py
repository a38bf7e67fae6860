"""Consents, requests about one's data, permits to take lists out."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from linli.kernel.personal import PersonalText, Purpose
from linli.kernel.streets.models import StreetModel


class Consent(StreetModel):
    """Somebody agreed to one version of a statement; a guardian did for a child."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    topic = models.CharField(max_length=10)
    version = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=10)
    is_for_child = models.BooleanField(default=False)
    guardian = PersonalText(purpose=Purpose.CONSENT)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["street", "account", "topic"],
                condition=Q(withdrawn_at=None),
                name="consent_once",
            )
        ]
        indexes = [models.Index(fields=["street", "account", "id"], name="consent_by_account")]

    def __str__(self) -> str:
        return f"{self.topic} {self.version}"


class DataRequest(StreetModel):
    """What somebody asked of their data; the words and the clock are those of the case. A blocking
    that was done holds until it is lifted."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=10)
    case_id = models.UUIDField()
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["street", "account", "kind"],
                condition=Q(done_at=None),
                name="data_request_once",
            )
        ]
        indexes = [models.Index(fields=["street", "account", "id"], name="data_request_by_account")]

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"


class Permit(StreetModel):
    """Leave to take the names and phones of a list out: asked by one, given by another."""

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    query = PersonalText(purpose=Purpose.RIGHTS)
    count = models.PositiveIntegerField()
    reason = models.CharField(max_length=10)
    words = PersonalText(purpose=Purpose.RIGHTS)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    is_given = models.BooleanField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta(StreetModel.Meta):
        indexes = [models.Index(fields=["street", "-id"], name="permit_by_time")]

    def __str__(self) -> str:
        return f"{self.reason} {self.count}"
