"""One stored photo; its bytes lie in the storage under names made from its key."""

from datetime import UTC, datetime
from uuid import UUID

from django.db import models

from linli.files import rules
from linli.kernel.streets.fields import StreetFK
from linli.kernel.streets.models import StreetModel


class File(StreetModel):
    """``sha256`` and ``size`` are those of the stored bytes. The uploader's own file name is not
    kept: it may hold a person's name. ``covered`` is the same photo with parts painted over; it is
    what everybody sees from then on."""

    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=40, default=rules.MEDIA_TYPE)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    thumb_size = models.PositiveIntegerField()
    uploaded_by = models.UUIDField(null=True)
    covered = StreetFK("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(StreetModel.Meta):
        indexes = [models.Index(fields=["street", "uploaded_by"], name="file_by_uploader")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def path(self) -> str:
        """Where the photo lies in the storage."""
        return f"{folder(self.street_id, made_at(self.pk))}/{self.pk}.jpg"

    @property
    def thumb_path(self) -> str:
        return self.path.removesuffix(".jpg") + ".thumb.jpg"


def made_at(key: UUID) -> datetime:
    """The moment a UUIDv7 was made: its first 48 bits are milliseconds."""
    return datetime.fromtimestamp((key.int >> 80) / 1000, UTC)


def folder(street_id: int, month: datetime) -> str:
    """The folder of the photos that one street stored in one month (UTC)."""
    return f"{street_id}/{month:%Y}/{month:%m}"
