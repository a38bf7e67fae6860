"""A hall, its windows, and the tickets of those who came."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from linli.kernel.personal import PersonalText, Purpose, personal
from linli.kernel.streets.fields import StreetFK
from linli.kernel.streets.models import StreetModel
from linli.people.models import Organisation


class Hall(StreetModel):
    """A service hall of an organisation; ``code`` stands in its addresses. ``counted`` is the last
    number given out on the local day ``counted_on``."""

    code = models.CharField(max_length=20)
    name = models.CharField(max_length=40)
    organisation = StreetFK(Organisation, on_delete=models.PROTECT, related_name="+")
    is_open = models.BooleanField(default=True)
    counted_on = models.DateField(null=True)
    counted = models.PositiveIntegerField(default=0)

    class Meta(StreetModel.Meta):
        constraints = [models.UniqueConstraint(fields=["street", "code"], name="hall_code")]

    def __str__(self) -> str:
        return self.name


class Window(StreetModel):
    """A window and who is at it now; ``is_kept`` is False once the hall has it no more."""

    hall = StreetFK(Hall, on_delete=models.PROTECT, related_name="windows")
    name = models.CharField(max_length=20)
    order = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, default="closed")
    clerk = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    is_kept = models.BooleanField(default=True)

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["street", "hall", "name"], name="window_name"),
            models.UniqueConstraint(fields=["street", "clerk"], name="window_of_clerk"),
        ]

    def __str__(self) -> str:
        return self.name


class Ticket(StreetModel):
    """One visit. ``place_at`` decides its turn (``rules.queue``); ``window`` is where it was called
    last, ``for_window`` where it was sent to, with a ``note``. ``served_at`` is when the present
    handling began, ``handled_seconds`` what came together before. ``asks_first`` is what somebody
    wished for this visit; no reason for it is kept."""

    hall = StreetFK(Hall, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    number = models.CharField(max_length=8)
    state = models.CharField(max_length=12, default="waiting")
    place_at = models.DateTimeField()
    asks_first = models.BooleanField(default=False)
    joined_at = models.DateTimeField()
    booked_for = models.DateTimeField(null=True)
    booking_id = models.UUIDField(null=True)

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    name = PersonalText(purpose=Purpose.VISIT)
    phone = PersonalText(purpose=Purpose.VISIT)
    phone_index = personal(models.BinaryField(max_length=16, null=True), Purpose.VISIT)
    note = PersonalText(purpose=Purpose.VISIT)

    window = StreetFK(Window, on_delete=models.PROTECT, null=True, related_name="+")
    for_window = StreetFK(Window, on_delete=models.PROTECT, null=True, related_name="+")
    clerk = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    calls = models.PositiveSmallIntegerField(default=0)
    held_until = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    served_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    waited_seconds = models.PositiveIntegerField(null=True)
    handled_seconds = models.PositiveIntegerField(default=0)
    forgotten_at = models.DateTimeField(null=True)
    once = models.CharField(max_length=80, null=True)

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["street", "hall", "day", "number"], name="ticket_number"
            ),
            models.UniqueConstraint(fields=["street", "once"], name="ticket_once"),
            models.UniqueConstraint(
                fields=["street", "window"],
                condition=Q(state__in=["called", "serving"]),
                name="window_serves_one",
            ),
        ]
        indexes = [
            models.Index(fields=["street", "hall", "day", "state", "place_at"], name="ticket_line"),
            models.Index(fields=["street", "phone_index"], name="ticket_by_phone"),
            models.Index(fields=["street", "account"], name="ticket_by_account"),
            models.Index(
                fields=["street", "day"],
                name="ticket_to_forget",
                condition=Q(forgotten_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class TicketItem(StreetModel):
    """What somebody came for or was done for them; ``seconds`` is its share of the visit."""

    ticket = StreetFK(Ticket, on_delete=models.CASCADE, related_name="items")
    item_code = models.CharField(max_length=20)
    application_id = models.UUIDField(null=True)
    is_done = models.BooleanField(default=False)
    seconds = models.PositiveIntegerField(default=0)

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["street", "ticket", "item_code"], name="ticket_item_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.item_code}"
