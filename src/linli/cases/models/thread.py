"""Who raised a request, and the words in its thread."""

from django.conf import settings
from django.db import models

from linli.cases.models.case import Case
from linli.kernel.personal import PersonalText, Purpose, personal
from linli.kernel.streets.fields import StreetFK
from linli.kernel.streets.models import StreetModel


class Reporter(StreetModel):
    """Who raised a request, or joined it later because they have it too (``joined_at``). An
    anonymous one may leave nothing; ``phone_index`` finds by phone."""

    case = StreetFK(Case, on_delete=models.CASCADE, related_name="reporters")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    name = PersonalText(purpose=Purpose.REPORTER)
    phone = PersonalText(purpose=Purpose.REPORTER)
    phone_index = personal(models.BinaryField(max_length=16, null=True), Purpose.REPORTER)
    is_anonymous = models.BooleanField(default=False)
    joined_at = models.DateTimeField(null=True)

    class Meta(StreetModel.Meta):
        indexes = [
            models.Index(fields=["street", "account"], name="reporter_by_account"),
            models.Index(fields=["street", "phone_index"], name="reporter_by_phone"),
            models.Index(fields=["street", "case"], name="reporter_by_case"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Entry(StreetModel):
    """Words in the thread; the event says who, when and what, this says it in their words."""

    case = StreetFK(Case, on_delete=models.CASCADE, related_name="entries")
    event_id = models.UUIDField()
    text = PersonalText(purpose=Purpose.RECORD)

    class Meta(StreetModel.Meta):
        indexes = [models.Index(fields=["street", "case"], name="entry_by_case")]

    def __str__(self) -> str:
        return str(self.pk)
