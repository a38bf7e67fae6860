"""Bookings and the waiting list, as somebody needs to see them."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from linli.capacity.models import Booking, Waiting
from linli.capacity.queries.plan import office_of, slots_on
from linli.capacity.rules import LIVE, CapacityEvent, Place, State, is_covered
from linli.kernel import events
from linli.kernel.streets.models import Street
from linli.rulebook import queries as rulebook
from linli.rulebook.rules import RuleKey


def own_bookings(street: Street, holder_id: UUID) -> list[Booking]:
    """What somebody has booked or holds, the next one first."""
    rows = Booking.objects.filter(street_id=street.pk, holder_id=holder_id, state__in=LIVE)
    return list(rows.select_related("resource").order_by("during"))


def open_bookings(street: Street, holder_id: UUID, now: datetime) -> list[Booking]:
    """What somebody may still come to."""
    rows = Booking.objects.filter(street_id=street.pk, holder_id=holder_id)
    return list(rows.filter(state__in=[State.HELD, State.BOOKED], during__startswith__gt=now))


def open_waiting(street: Street, holder_id: UUID) -> list[Waiting]:
    """For what somebody waits."""
    rows = Waiting.objects.filter(street_id=street.pk, holder_id=holder_id, state=Place.WAITING)
    return list(rows.order_by("day"))


def bookings_on(street: Street, organisation_id: UUID, day: date) -> list[Booking]:
    """Everybody expected at an organisation on a day, and who came or did not, in order."""
    start = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(street.zone))
    rows = Booking.objects.filter(
        street_id=street.pk,
        resource__organisation_id=organisation_id,
        during__overlap=(start, start + timedelta(days=1)),
        state__in=[*LIVE, State.MISSED],
    )
    return list(rows.select_related("resource").order_by("during"))


def missed_count(street: Street, holder_id: UUID, since: datetime) -> int:
    """How often somebody did not come since a moment."""
    rows = Booking.objects.filter(street_id=street.pk, holder_id=holder_id, state=State.MISSED)
    return rows.filter(during__startswith__gte=since).count()


def over_holds(street: Street, now: datetime) -> list[UUID]:
    """Holds whose time is over."""
    rows = Booking.objects.filter(street_id=street.pk, state=State.HELD, expires_at__lte=now)
    return list(rows.order_by("expires_at").values_list("pk", flat=True))


def displaced(street: Street, now: datetime) -> list[Booking]:
    """Bookings to come that lie outside what is open now, of which nobody has been told yet."""
    rows = _to_come(street, now).filter(displaced_at=None)
    return [row for row in rows if not _is_open(street, row)]


def restored(street: Street, now: datetime) -> list[Booking]:
    """Bookings to come that lay outside for a while and no longer do."""
    rows = _to_come(street, now).filter(displaced_at__isnull=False)
    return [row for row in rows if _is_open(street, row)]


def to_forget(
    street: Street, now: datetime, most: int = 1000
) -> tuple[list[Booking], list[Waiting]]:
    """Hours so long ago that it does not matter any more whose they were."""
    days = rulebook.rule_at(street, RuleKey.PRIVACY, now).value["case_days"]
    before = now - timedelta(days=days)
    bookings = Booking.objects.filter(street_id=street.pk, during__endswith__lt=before)
    waits = Waiting.objects.filter(street_id=street.pk, day__lt=street.day(before))
    mine = bookings.filter(holder_id__isnull=False).order_by("id")
    return list(mine[:most]), list(waits.order_by("id")[:most])


def to_remind(street: Street, now: datetime) -> list[UUID]:
    """Booked before today for the next working day, or for a day closed to offices before it."""
    today = street.day(now)
    calendar = office_of(street, today).calendar
    if not calendar.is_working_day(today):
        return []
    until = calendar.next_working_day(today + timedelta(days=1))
    return [
        row.pk
        for row in _to_come(street, now).filter(state=State.BOOKED, displaced_at=None)
        if today < street.day(row.start) <= until
        and street.day(row.made_at) < today
        and not is_reminded(row)
    ]


def is_reminded(booking: Booking) -> bool:
    """Whoever has it was reminded of this very hour."""
    told = events.history(booking.street_id, booking.pk)
    start = booking.start.astimezone(UTC).isoformat()
    return any(
        event.kind == CapacityEvent.REMINDED and event.after["start"] == start for event in told
    )


def _to_come(street: Street, now: datetime) -> QuerySet[Booking]:
    rows = Booking.objects.filter(street_id=street.pk, state__in=[State.HELD, State.BOOKED])
    to_come = rows.filter(during__startswith__gt=now)
    return to_come.select_related("resource").order_by("during")


def _is_open(street: Street, booking: Booking) -> bool:
    slots = slots_on(street, booking.resource_id, street.day(booking.start))
    return is_covered(booking.start, booking.end, slots)


def waited_days(street: Street, today: date) -> list[tuple[UUID, str, date]]:
    """For which days at which kind of resource somebody waits."""
    rows = Waiting.objects.filter(street_id=street.pk, state=Place.WAITING, day__gte=today)
    return list(rows.values_list("organisation_id", "kind", "day").distinct().order_by("day"))
