"""A notice in the application; channels outward come later and read the same rows."""

from django.conf import settings
from django.db import models

from linli.kernel import clock
from linli.kernel.streets.models import StreetModel


class Notice(StreetModel):
    """Tells one account of one event; ``subject_id`` is what it is about."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    event_id = models.UUIDField()
    kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    told_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["street", "account", "event_id"], name="notice_once")
        ]
        indexes = [
            models.Index(fields=["street", "account", "-id"], name="notice_by_account"),
            models.Index(
                fields=["street", "account"],
                name="notice_unread",
                condition=models.Q(read_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.account_id}"
