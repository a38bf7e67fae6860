"""Numbers that people see are counted per street and local day, under a lock."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import models

from linli.kernel.streets.models import StreetModel


class DayCount(StreetModel):
    """The last number given out on a local day; each kind of number has a table of its own, with
    ``street`` and ``day`` unique."""

    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta(StreetModel.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.day} {self.last}"


def reserve(model: type[DayCount], street_id: int, wanted: Mapping[date, int]) -> dict[date, int]:
    """The first of so many numbers of each day, all ours from now on."""
    if len(counts := _held(model, street_id, wanted)) < len(wanted):
        missing = sorted(set(wanted) - {count.day for count in counts})
        fresh = [model(street_id=street_id, day=day) for day in missing]
        model._base_manager.bulk_create(fresh, ignore_conflicts=True)
        counts = _held(model, street_id, wanted)
    first = {count.day: count.last + 1 for count in counts}
    for count in counts:
        count.last += wanted[count.day]
    if len(counts) == 1:
        counts[0].save(update_fields=["last"])
    else:
        model._base_manager.bulk_update(counts, ["last"])
    return first


def _held(model: type[DayCount], street_id: int, days: Iterable[date]) -> list[DayCount]:
    """The counts that exist, locked in the order of their days."""
    rows = model._base_manager.filter(street_id=street_id, day__in=list(days)).order_by("day")
    return list(rows.select_for_update(of=("self",), no_key=True))
