"""What can be applied for: an item, and its versions, which never change once written."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from linli.counter.rules.catalogue import LONGEST_NOTE
from linli.kernel.streets.fields import StreetFK
from linli.kernel.streets.models import StreetModel
from linli.people.models import Organisation


class Item(StreetModel):
    """One thing that can be applied for, by its short code of the place (MZ-05). The national
    basic and implementation codes are opaque strings (GB/T 39554.1-2020)."""

    code = models.CharField(max_length=20)
    basic_code = models.CharField(max_length=40, blank=True)
    implementation_code = models.CharField(max_length=40, blank=True)
    order = models.PositiveIntegerField()
    is_open = models.BooleanField(default=True)

    class Meta(StreetModel.Meta):
        constraints = [models.UniqueConstraint(fields=["street", "code"], name="item_code")]

    def __str__(self) -> str:
        return self.code


class ItemVersion(StreetModel):
    """The item from a day on; an open application keeps the version it began with.

    ``kind`` is a ``rules.Kind``; ``promised`` and ``statutory`` are ``{"n", "unit"}`` with a unit
    of ``rules.Unit``, or empty; ``materials`` and ``questions`` are lists as
    ``rules.Material`` and ``rules.Question`` describe them. ``department`` decides what the
    counter passes up. ``words`` are what people call it, for the search.
    """

    item = StreetFK(Item, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    since = models.DateField()
    name = models.CharField(max_length=60)
    department = StreetFK(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    department_name = models.CharField(max_length=60)
    kind = models.CharField(max_length=10)
    conditions = models.TextField(blank=True)
    basis = models.TextField(blank=True)
    fee = models.PositiveIntegerField(default=0)  # fen
    result = models.CharField(max_length=60, blank=True)
    promised = models.JSONField(default=dict)
    statutory = models.JSONField(default=dict)
    materials = models.JSONField(default=list)
    questions = models.JSONField(default=list)
    words = models.CharField(max_length=200, blank=True)
    cheat_sheet = models.TextField(blank=True)

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["street", "item", "number"], name="item_version"),
            models.CheckConstraint(condition=Q(number__gte=1), name="item_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.number}"


class SkillNote(StreetModel):
    """What a clerk knows about doing an item, for the colleague who does it rarely (全岗通). Who
    wrote it can be asked; it says nothing about how well anybody works."""

    item = StreetFK(Item, on_delete=models.PROTECT, related_name="+")
    clerk = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=LONGEST_NOTE)
    written_at = models.DateTimeField()

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["street", "item", "clerk"], name="skill_note_once")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.clerk_id}"
