"""What became of a request after its end: shown to everybody, thanked for."""

from django.db import models

from linli.cases.models.case import Case
from linli.kernel.streets.fields import StreetFK
from linli.kernel.streets.models import StreetModel
from linli.people.models import Organisation


class Publication(StreetModel):
    """A handled request as a person confirmed it for everybody; nothing in it is about a person.
    It goes when the request is opened again or the resident objects."""

    case = StreetFK(Case, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=60)
    summary = models.TextField()
    result = models.TextField()
    published_at = models.DateTimeField()

    class Meta(StreetModel.Meta):
        constraints = [models.UniqueConstraint(fields=["street", "case"], name="publication_once")]
        indexes = [models.Index(fields=["street", "-published_at"], name="publication_by_time")]

    def __str__(self) -> str:
        return self.title


class Thanks(StreetModel):
    """Thanks for a request (锦旗), to the organisation that had it; the words are the entry of the
    event. ``by_id`` is under which the resident acted."""

    case = StreetFK(Case, on_delete=models.CASCADE, related_name="thanks")
    organisation = StreetFK(Organisation, on_delete=models.PROTECT, related_name="+")
    event_id = models.UUIDField()
    by_id = models.UUIDField()
    is_public = models.BooleanField(default=False)
    given_at = models.DateTimeField()

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["street", "case", "by_id"], name="thanks_once")
        ]
        indexes = [
            models.Index(fields=["street", "organisation", "-given_at"], name="thanks_by_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.organisation_id}"
