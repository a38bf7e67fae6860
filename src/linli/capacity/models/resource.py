"""Windows, teams and rooms, and when each is open."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from linli.capacity import rules
from linli.kernel.streets.fields import StreetFK
from linli.kernel.streets.models import StreetModel
from linli.people.models import Organisation
from linli.places.models import Area


class Resource(StreetModel):
    """One thing that one can have at a time: three windows are three resources. ``kind`` is a
    ``rules.Kind``."""

    organisation = StreetFK(Organisation, on_delete=models.PROTECT, related_name="+")
    area = StreetFK(Area, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=rules.LONGEST_NAME)

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["street", "organisation", "name"], name="resource_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Hours(StreetModel):
    """Open on a weekday (Monday is 0) from a minute of the day to another, in the days of
    ``valid``; the shares are of a hundred slots, the public has the rest."""

    resource = StreetFK(Resource, on_delete=models.PROTECT, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    minutes = IntegerRangeField()
    valid = DateRangeField()
    slot_minutes = models.PositiveSmallIntegerField()
    phone_share = models.PositiveSmallIntegerField()
    internal_share = models.PositiveSmallIntegerField()

    class Meta(StreetModel.Meta):
        constraints = [
            ExclusionConstraint(
                name="hours_no_overlap",
                expressions=[
                    ("street", RangeOperators.EQUAL),
                    ("resource", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                    ("minutes", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="hours_weekday"),
            models.CheckConstraint(
                condition=Q(phone_share__lte=100 - F("internal_share")),
                name="hours_shares_of_a_hundred",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.minutes} {self.valid}"


class ClosedDay(StreetModel):
    """A single day on which a resource is not open, whatever its hours say."""

    resource = StreetFK(Resource, on_delete=models.PROTECT, related_name="closed_days")
    day = models.DateField()

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["street", "resource", "day"], name="closed_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} {self.day}"
