"""A request, its number, and the organisations called to help."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from linli.cases.models.sorting import Category
from linli.kernel.numbers import DayCount
from linli.kernel.personal import Purpose, personal
from linli.kernel.streets.fields import StreetFK
from linli.kernel.streets.models import StreetModel
from linli.people.models import Organisation
from linli.places.models import Area, Grid


class Counter(DayCount):
    """The last number given out on a local day."""

    class Meta(DayCount.Meta):
        constraints = [models.UniqueConstraint(fields=["street", "day"], name="counter_day")]


class Case(StreetModel):
    """One request. ``version`` counts its steps, so that a late clerk learns what changed;
    ``once`` makes sending it twice harmless; ``ask`` holds the pending application, if any.

    ``due_at`` counts from ``promised_from`` under ``rule_version``; without it somebody has set the
    date. While ``paused_until`` holds a moment every clock stands still."""

    number = models.CharField(max_length=24)
    state = models.CharField(max_length=20, default="registered")
    version = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=10, default="help")
    channel = models.CharField(max_length=10)
    urgency = models.CharField(max_length=1, default="N")
    category = StreetFK(Category, on_delete=models.PROTECT, null=True, related_name="+")
    text = personal(models.TextField(), Purpose.REPORTER)
    registered_at = models.DateTimeField()

    address = personal(models.CharField(max_length=200, blank=True), Purpose.REPORTER)
    lat = personal(models.FloatField(null=True), Purpose.REPORTER)
    lon = personal(models.FloatField(null=True), Purpose.REPORTER)
    is_outside = models.BooleanField(default=False)
    community = StreetFK(Area, on_delete=models.PROTECT, null=True, related_name="+")
    grid = StreetFK(Grid, on_delete=models.PROTECT, null=True, related_name="+")
    area = StreetFK(Area, on_delete=models.PROTECT, null=True, related_name="+")
    area_path = models.CharField(max_length=60, blank=True)

    owner = StreetFK(Organisation, on_delete=models.PROTECT, related_name="+")
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    mode = models.CharField(max_length=10, blank=True)
    whistle = models.CharField(max_length=10, blank=True)
    suggested_owner = StreetFK(Organisation, on_delete=models.PROTECT, related_name="+")
    suggested_handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    because = models.JSONField(default=list)
    proposed_owner = StreetFK(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    returns = models.PositiveSmallIntegerField(default=0)
    is_designated = models.BooleanField(default=False)
    leading = StreetFK("self", on_delete=models.PROTECT, null=True, related_name="merged")
    parent = StreetFK("self", on_delete=models.PROTECT, null=True, related_name="parts")
    parts_made = models.PositiveSmallIntegerField(default=0)

    rule_version = models.PositiveIntegerField(default=0)
    sign_in_due_at = models.DateTimeField(null=True)
    contact_due_at = models.DateTimeField(null=True)
    action_due_at = models.DateTimeField(null=True)
    call_back_due_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    promised_from = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    dispatched_at = models.DateTimeField(null=True)
    signed_in_at = models.DateTimeField(null=True)
    contacted_at = models.DateTimeField(null=True)
    acted_at = models.DateTimeField(null=True)
    replied_at = models.DateTimeField(null=True)
    called_back_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    supervised_at = models.DateTimeField(null=True)
    parked_until = models.DateTimeField(null=True)
    paused_until = models.DateTimeField(null=True)
    extensions = models.PositiveSmallIntegerField(default=0)
    reopened = models.PositiveSmallIntegerField(default=0)

    ask = models.CharField(max_length=10, blank=True)
    ask_until = models.DateTimeField(null=True)
    ask_by = models.UUIDField(null=True)

    solved = models.CharField(max_length=10, blank=True)
    satisfied = models.CharField(max_length=10, blank=True)
    call_tries = models.PositiveSmallIntegerField(default=0)
    stars = models.PositiveSmallIntegerField(null=True)
    publicity = models.CharField(max_length=10, blank=True)

    forgotten_at = models.DateTimeField(null=True)
    once = models.CharField(max_length=80, null=True)
    source = models.CharField(max_length=40, blank=True)
    external_id = models.CharField(max_length=80, null=True)

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["street", "number"], name="case_number"),
            models.UniqueConstraint(fields=["street", "once"], name="case_once"),
            models.UniqueConstraint(
                fields=["street", "source", "external_id"], name="case_external_id"
            ),
            models.CheckConstraint(
                name="case_stars", condition=Q(stars=None) | Q(stars__range=(1, 5))
            ),
        ]
        indexes = [
            models.Index(fields=["street", "state", "due_at"], name="case_by_state"),
            models.Index(fields=["street", "owner", "state", "due_at"], name="case_by_owner"),
            models.Index(fields=["street", "grid", "state"], name="case_by_grid"),
            models.Index(fields=["street", "community", "state"], name="case_by_community"),
            models.Index(fields=["street", "-registered_at"], name="case_by_time"),
            models.Index(fields=["street", "state", "-ended_at"], name="case_by_end"),
            models.Index(
                fields=["street", "ended_at"],
                name="case_to_forget",
                condition=Q(ended_at__isnull=False, forgotten_at=None),
            ),
            models.Index(
                fields=["street", "paused_until"],
                name="case_paused",
                condition=Q(paused_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def title(self) -> str:
        """The first line of the text, short enough for a list."""
        line = " ".join(self.text.split())
        return line if len(line) <= 40 else f"{line[:39]}…"


class Pause(StreetModel):
    """A time in which the clocks stand still, ``until`` when at the latest."""

    case = StreetFK(Case, on_delete=models.CASCADE, related_name="pauses")
    reason = models.CharField(max_length=10)
    started_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["street", "case"], condition=Q(ended_at=None), name="paused_once"
            )
        ]
        indexes = [models.Index(fields=["street", "case"], name="pause_by_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.started_at}"


class CoHandler(StreetModel):
    """An organisation called to help the owner: when it was called, came and answered. After a
    whistle the owner gives it ``stars``, and it judges the whistle by ``stars_back``."""

    case = StreetFK(Case, on_delete=models.CASCADE, related_name="co_handlers")
    organisation = StreetFK(Organisation, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    stars = models.PositiveSmallIntegerField(null=True)
    stars_back = models.PositiveSmallIntegerField(null=True)

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["street", "case", "organisation"], name="co_handler_once"
            ),
            models.CheckConstraint(
                name="co_handler_stars",
                condition=(Q(stars=None) | Q(stars__range=(1, 5)))
                & (Q(stars_back=None) | Q(stars_back__range=(1, 5))),
            ),
        ]
        indexes = [
            models.Index(fields=["street", "organisation"], name="co_handler_by_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.organisation_id}"
