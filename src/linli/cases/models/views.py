"""What somebody keeps of the inbox."""

from django.conf import settings
from django.db import models

from linli.kernel.streets.models import StreetModel


class SavedView(StreetModel):
    """Filters of the inbox that somebody keeps under a name; never words that were searched."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(max_length=20)
    query = models.CharField(max_length=600)

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["street", "account", "name"], name="saved_view_name")
        ]

    def __str__(self) -> str:
        return self.name
