"""The tables that sort and route a request."""

from django.db import models
from django.db.models import Q

from linli.kernel.streets.fields import StreetFK
from linli.kernel.streets.models import StreetModel
from linli.people.models import Organisation
from linli.places.models import Area


class Category(StreetModel):
    """Two levels: a class without parent, and the matters below it. What ``is_personal`` is told
    to nobody else, not even as a bare matter with its neighbourhood."""

    code = models.CharField(max_length=60)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60, blank=True)
    parent = StreetFK("self", on_delete=models.PROTECT, null=True, related_name="matters")
    urgency = models.CharField(max_length=1, default="N")
    keywords = models.JSONField(default=list)
    phrases = models.JSONField(default=list)
    is_open = models.BooleanField(default=True)
    is_personal = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta(StreetModel.Meta):
        constraints = [models.UniqueConstraint(fields=["street", "code"], name="category_code")]

    def __str__(self) -> str:
        return self.name


class ReplyText(StreetModel):
    """A text of the office to start a reply from; without category it serves every request."""

    category = StreetFK(Category, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=20)
    text = models.CharField(max_length=500)

    class Meta(StreetModel.Meta):
        constraints = [models.UniqueConstraint(fields=["street", "name"], name="reply_text_name")]

    def __str__(self) -> str:
        return self.name


class Route(StreetModel):
    """A row of the routing table: category x community x hours -> desk; the lowest order wins."""

    order = models.PositiveIntegerField()
    category = StreetFK(Category, on_delete=models.PROTECT, null=True, related_name="+")
    community = StreetFK(Area, on_delete=models.PROTECT, null=True, related_name="+")
    hours = models.CharField(max_length=10, default="always")
    target = models.CharField(max_length=20)
    organisation = StreetFK(Organisation, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["street", "order"], name="route_order"),
            models.CheckConstraint(
                name="route_names_its_organisation",
                condition=Q(target="organisation", organisation__isnull=False)
                | (~Q(target="organisation") & Q(organisation=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.target}"
