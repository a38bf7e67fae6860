"""What the sorter has learned, version by version."""

from django.db import models
from django.db.models import Q

from linli.kernel.streets.models import StreetModel


class SorterVersion(StreetModel):
    """A model as `triage.packed` made it, how good it was on rows kept apart, and how good the
    keywords were on the same rows. No more than one of a street is in use."""

    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    content = models.BinaryField()
    quality = models.JSONField()
    keywords_f1 = models.FloatField()
    examples = models.PositiveIntegerField()
    requests = models.PositiveIntegerField()
    is_used = models.BooleanField(default=False)

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["street", "number"], name="sorter_version_number"),
            models.UniqueConstraint(
                fields=["street"], condition=Q(is_used=True), name="sorter_version_used"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)
