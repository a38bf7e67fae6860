"""Street, the root of all data of one subdistrict, and StreetModel, the base of its rows."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar, Self, TypeVar
from zoneinfo import ZoneInfo

from django.db import models
from uuid_utils.compat import uuid7

from linli.kernel.streets import context
from linli.kernel.streets.fields import StreetKey


def new_id() -> uuid.UUID:
    """A UUIDv7: made by the application, sorts by time of making."""
    return uuid7()


class Street(models.Model):
    """One subdistrict 街道, the tenant. A reference table: small and rarely written.

    ``code`` is the 12-digit statistical code (a street keeps its ``id`` when the code changes),
    ``initials`` start the numbers people see (YY-20261121-0042), ``revision`` counts changes of
    places, rules, categories and routes, so that caches know when to load again.
    """

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=50)
    initials = models.CharField(max_length=4)
    zone = models.CharField(max_length=40, default="Asia/Shanghai")
    host = models.CharField(max_length=100, unique=True, null=True)
    phone = models.CharField(max_length=20, default="12345")
    revision = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return self.name

    def day(self, moment: datetime) -> date:
        """The calendar day of a moment here, whatever day it is in Greenwich."""
        return moment.astimezone(ZoneInfo(self.zone)).date()


Row = TypeVar("Row", bound="StreetModel")


class StreetQuerySet(models.QuerySet[Row]):
    def bulk_update(
        self, objs: Iterable[Row], fields: Iterable[str], batch_size: int | None = None
    ) -> int:
        rows = tuple(objs)
        scoped = self.filter(street_id__in={row.street_id for row in rows})
        return models.QuerySet.bulk_update(scoped, rows, fields, batch_size)


class StreetManager(models.Manager[Row]):
    """Filters by the street in context; see ``streets.context``."""

    _queryset_class = StreetQuerySet

    def get_queryset(self) -> models.QuerySet[Row]:
        rows = super().get_queryset()
        street_id = context.current()
        return rows if street_id is None else rows.filter(street_id=street_id)


class StreetRow:
    """Never writes ``street_id`` in an UPDATE and always filters on it.

    A plain mixin and not part of the abstract model: Django keeps mixins in the bases of
    historical models, so ``save()`` in a data migration does right too. Leans on
    ``Model._do_update``.
    """

    street_id: int

    def _do_update(
        self, base_qs: Any, using: Any, pk_val: Any, values: Any, *args: Any, **kwargs: Any
    ) -> Any:
        values = [value for value in values if value[0].attname != "street_id"]
        rows = base_qs.filter(street_id=self.street_id)
        return super()._do_update(rows, using, pk_val, values, *args, **kwargs)  # type: ignore[misc]


class StreetModel(StreetRow, models.Model):
    """A row of one street. ``append_only`` rows can be neither changed nor deleted: the
    application's database role has no right to (see the migrate command)."""

    append_only: ClassVar[bool] = False

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    street = StreetKey(Street, on_delete=models.PROTECT, db_index=False, related_name="+")

    objects: ClassVar[StreetManager[Self]] = StreetManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def refresh_from_db(
        self, using: str | None = None, fields: Any = None, from_queryset: Any = None
    ) -> None:
        rows = type(self)._base_manager.all() if from_queryset is None else from_queryset
        super().refresh_from_db(using, fields, rows.filter(street_id=self.street_id))


def remove(rows: models.QuerySet[Any]) -> None:
    """One DELETE that names the street, where ``delete`` of rows that others may point at would
    collect them by key alone; what still points here the database refuses."""
    rows._raw_delete(rows.db)
