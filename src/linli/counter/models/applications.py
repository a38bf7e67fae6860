"""An application, its number, and the words in its thread."""

from django.conf import settings
from django.db import models

from linli.capacity.models import Booking
from linli.counter.models.catalogue import ItemVersion
from linli.kernel.numbers import DayCount
from linli.kernel.personal import PersonalText, Purpose, personal
from linli.kernel.streets.fields import StreetFK
from linli.kernel.streets.models import StreetModel
from linli.people.models import Organisation


class ApplicationCount(DayCount):
    """The last number of an application on a local day."""

    class Meta(DayCount.Meta):
        constraints = [
            models.UniqueConstraint(fields=["street", "day"], name="application_count_day")
        ]


class Application(StreetModel):
    """What somebody applied for. It keeps the ``item_version`` it began with, and the ``taker``
    who received it stays responsible wherever it goes. ``version`` counts its steps, so that a
    late clerk learns what changed; ``once`` makes sending it twice harmless.

    ``received_at`` is when papers came in last, ``due_at`` the stricter of what was promised and
    what the law says, both counted under ``rule_version`` from ``accepted_at``. They stand still
    while ``special_since`` holds a moment; ``special_from`` is the state it goes back to.
    ``trips`` counts the days on which the applicant had to come. ``booking`` is the hour that they
    come, or that we come to their ``address``, with a ``companion``; ``signed_by`` is who took what
    was brought home.
    """

    number = models.CharField(max_length=24)
    item_version = StreetFK(ItemVersion, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    name = PersonalText(purpose=Purpose.APPLICATION)
    phone = PersonalText(purpose=Purpose.APPLICATION)
    phone_index = personal(models.BinaryField(max_length=16, null=True), Purpose.APPLICATION)
    taker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    department = StreetFK(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=20)
    version = models.PositiveIntegerField(default=0)
    trips = models.PositiveSmallIntegerField(default=0)
    last_trip_on = models.DateField(null=True)
    booking = StreetFK(Booking, on_delete=models.PROTECT, null=True, related_name="+")
    address = PersonalText(purpose=Purpose.APPLICATION)
    companion = PersonalText(purpose=Purpose.APPLICATION)
    signed_by = PersonalText(purpose=Purpose.APPLICATION)
    outcome = models.CharField(max_length=10, blank=True)
    delivered_by = models.CharField(max_length=10, blank=True)

    rule_version = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    tell_by = models.DateTimeField(null=True)
    correct_by = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    promised_due_at = models.DateTimeField(null=True)
    statutory_due_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    special = models.CharField(max_length=10, blank=True)
    special_from = models.CharField(max_length=20, blank=True)
    special_since = models.DateTimeField(null=True)
    special_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)
    once = models.CharField(max_length=80, null=True)

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["street", "number"], name="application_number"),
            models.UniqueConstraint(fields=["street", "once"], name="application_once"),
        ]
        indexes = [
            models.Index(fields=["street", "state", "due_at"], name="application_by_state"),
            models.Index(fields=["street", "account"], name="application_by_account"),
            models.Index(fields=["street", "phone_index"], name="application_by_phone"),
            models.Index(fields=["street", "department", "state"], name="application_by_unit"),
            models.Index(fields=["street", "-opened_at"], name="application_by_time"),
            models.Index(
                fields=["street", "ended_at"],
                name="application_to_forget",
                condition=models.Q(ended_at__isnull=False, forgotten_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ApplicationEntry(StreetModel):
    """Words in the thread; the event says who, when and what, this says it in their words."""

    application = StreetFK(Application, on_delete=models.CASCADE, related_name="entries")
    event_id = models.UUIDField()
    text = PersonalText(purpose=Purpose.APPLICATION)

    class Meta(StreetModel.Meta):
        indexes = [models.Index(fields=["street", "application"], name="application_entry_by_one")]

    def __str__(self) -> str:
        return str(self.pk)
