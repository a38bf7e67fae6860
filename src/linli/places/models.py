"""Areas and grids; a closed one stays as history and its code becomes free."""

from django.db import models
from django.db.models import F, Q

from linli.kernel.streets.fields import StreetFK
from linli.kernel.streets.models import StreetModel
from linli.places.rules import AreaKind, GridKind


class Area(StreetModel):
    """A node of the place tree: subdistrict, community, compound, building, unit, dwelling.

    ``path`` is made of four-digit ordinals (``0001.0012.``) and never reused; everything below an
    area starts with its path. ``search`` is the name in the normal form of addresses. ``grid`` is
    set where an address should give a grid without coordinates.
    """

    kind = models.CharField(max_length=12, choices=[(kind.value, kind.word) for kind in AreaKind])
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    search = models.CharField(max_length=200)
    parent = StreetFK("self", null=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=30)
    grid = StreetFK("Grid", null=True, on_delete=models.PROTECT, related_name="areas")
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    boundary = models.JSONField(null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    predecessor = StreetFK("self", null=True, on_delete=models.PROTECT, related_name="successors")

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["street", "code"], condition=Q(valid_to=None), name="area_code_once"
            ),
            # The operator class lets "everything below" use this index whatever the collation.
            models.UniqueConstraint(
                fields=["street", "path"],
                opclasses=["int8_ops", "varchar_pattern_ops"],
                name="area_path_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="subdistrict", parent=None)
                | (~Q(kind="subdistrict") & Q(parent__isnull=False)),
                name="area_top_is_subdistrict",
            ),
            models.CheckConstraint(
                condition=Q(lat=None, lon=None) | Q(lat__isnull=False, lon__isnull=False),
                name="area_point_whole",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="area_validity_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.valid_to is None


class Grid(StreetModel):
    """The smallest service area; a grid belongs to exactly one community, never to a street.

    ``compound`` is the compound a grid worker is tied to (定岗网格小区); ``host_name`` the unit
    that an exclusive grid serves; ``lat`` and ``lon`` where its label stands on a map.
    """

    kind = models.CharField(max_length=10, choices=[(kind.value, kind.word) for kind in GridKind])
    code = models.CharField(max_length=17)
    name = models.CharField(max_length=100)
    community = StreetFK(Area, on_delete=models.PROTECT, related_name="grids")
    parent = StreetFK("self", null=True, on_delete=models.PROTECT, related_name="micro_grids")
    compound = StreetFK(Area, null=True, on_delete=models.PROTECT, related_name="tied_grids")
    host_name = models.CharField(max_length=100, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    boundary = models.JSONField(null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    predecessor = StreetFK("self", null=True, on_delete=models.PROTECT, related_name="successors")

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["street", "code"], condition=Q(valid_to=None), name="grid_code_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="micro", parent__isnull=False)
                | (~Q(kind="micro") & Q(parent=None)),
                name="grid_micro_has_parent",
            ),
            models.CheckConstraint(
                condition=Q(lat=None, lon=None) | Q(lat__isnull=False, lon__isnull=False),
                name="grid_point_whole",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="grid_validity_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.valid_to is None
