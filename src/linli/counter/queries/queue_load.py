"""How long people waited in a hall and were handled: by hour and by item, in whole seconds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Aggregate, Count, IntegerField, Max, Q, Sum
from django.db.models.functions import ExtractHour

from linli.counter.models.queue import Hall, Ticket, TicketItem
from linli.counter.queries.queue import services
from linli.counter.rules.queue import TicketState
from linli.kernel.streets.models import Street


@dataclass(frozen=True, slots=True)
class Load:
    """Visits of an hour or of an item, in seconds: the wait in the middle, the longest, and the
    mean handling; None where nobody was called or nothing done."""

    name: str
    visits: int
    served: int
    waited: int | None
    longest: int | None
    handled: int | None


class Median(Aggregate):
    """The one in the middle; of two the shorter."""

    function = "PERCENTILE_DISC"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = IntegerField()


def load_by_hour(street: Street, hall: Hall, since: date, until: date) -> list[Load]:
    """By the hour in which people came, of the days from ``since`` to ``until``."""
    hour = ExtractHour("joined_at", tzinfo=ZoneInfo(street.zone))
    rows = Ticket.objects.filter(
        street_id=street.pk, hall_id=hall.pk, day__gte=since, day__lte=until
    )
    counted = (
        rows.annotate(hour=hour)
        .values("hour")
        .annotate(
            visits=Count("pk"),
            served=Count("pk", filter=Q(state=TicketState.SERVED)),
            waited=Median("waited_seconds"),
            longest=Max("waited_seconds"),
            handled=Sum("handled_seconds", filter=Q(state=TicketState.SERVED)),
        )
    )
    return [_load(f"{row['hour']:02d}:00", row) for row in counted.order_by("hour")]


def load_by_item(street: Street, hall: Hall, since: date, until: date) -> list[Load]:
    """By what was done; a visit for several items shares its handling evenly."""
    rows = TicketItem.objects.filter(
        street_id=street.pk,
        ticket__hall_id=hall.pk,
        ticket__day__gte=since,
        ticket__day__lte=until,
    )
    counted = rows.values("item_code").annotate(
        visits=Count("pk"),
        served=Count("pk", filter=Q(is_done=True)),
        waited=Median("ticket__waited_seconds"),
        longest=Max("ticket__waited_seconds"),
        handled=Sum("seconds"),
    )
    names = services(street)
    ordered = counted.order_by("-visits", "item_code")
    return [_load(names.get(row["item_code"], row["item_code"]), row) for row in ordered]


def _load(name: str, row: Mapping[str, Any]) -> Load:
    """Whole seconds: a mean is rounded down."""
    handled = (row["handled"] or 0) // row["served"] if row["served"] else None
    return Load(name, row["visits"], row["served"], row["waited"], row["longest"], handled)
