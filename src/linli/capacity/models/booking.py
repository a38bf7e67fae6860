"""Who has which hour, and who waits for one."""

from datetime import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from linli.capacity.models.resource import Resource
from linli.capacity.rules import LIVE, Place, State
from linli.kernel import clock
from linli.kernel.streets.fields import StreetFK
from linli.kernel.streets.models import StreetModel
from linli.people.models import Organisation


class Booking(StreetModel):
    """An hour of a resource that somebody has. What it is for knows the booking, not the other
    way round.

    ``holder_id`` is the account, or what a link opens; nobody's where somebody merely phoned.
    ``expires_at`` is that of a hold. ``displaced_at`` is set when the resource is not open then
    any more and whoever holds it was told.
    """

    resource = StreetFK(Resource, on_delete=models.PROTECT, related_name="bookings")
    during = DateTimeRangeField()
    contingent = models.CharField(max_length=10)
    via = models.CharField(max_length=10)
    state = models.CharField(max_length=10)
    holder_id = models.UUIDField(null=True)
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(null=True)
    displaced_at = models.DateTimeField(null=True)

    class Meta(StreetModel.Meta):
        constraints = [
            ExclusionConstraint(
                name="booking_one_at_a_time",
                expressions=[
                    ("street", RangeOperators.EQUAL),
                    ("resource", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=sorted(state.value for state in LIVE)),
            ),
            models.CheckConstraint(
                condition=Q(state=State.HELD.value, expires_at__isnull=False)
                | (~Q(state=State.HELD.value) & Q(expires_at=None)),
                name="booking_hold_expires",
            ),
        ]
        indexes = [
            models.Index(fields=["street", "holder_id"], name="booking_by_holder"),
            models.Index(
                fields=["street", "expires_at"],
                condition=Q(state=State.HELD.value),
                name="booking_hold_by_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} {self.during}"

    @property
    def start(self) -> datetime:
        moment: datetime = self.during.lower
        return moment

    @property
    def end(self) -> datetime:
        moment: datetime = self.during.upper
        return moment


class Waiting(StreetModel):
    """Somebody waits for any hour of a day at any resource of a kind; ``state`` is a
    ``rules.Place``, ``booking`` what was held for them."""

    organisation = StreetFK(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    day = models.DateField()
    holder_id = models.UUIDField()
    state = models.CharField(max_length=10, default=Place.WAITING.value)
    booking = StreetFK(Booking, on_delete=models.PROTECT, null=True, related_name="waiting")

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["street", "organisation", "kind", "day", "holder_id"],
                condition=Q(state__in=[Place.WAITING.value, Place.OFFERED.value]),
                name="waiting_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.holder_id}"
