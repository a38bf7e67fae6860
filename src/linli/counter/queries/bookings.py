"""Who is expected on a day, and what for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from linli.capacity import access as hours_access
from linli.capacity import queries as hours
from linli.capacity.models import Booking
from linli.capacity.queries import Free
from linli.capacity.rules import Contingent, Kind, State
from linli.counter import access
from linli.counter.models import Application
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound
from linli.kernel.personal import masked_name, masked_phone
from linli.kernel.streets.models import Street
from linli.people import queries as people
from linli.people.models import Organisation


@dataclass(frozen=True, slots=True)
class Expected:
    """One booking; ``application`` is what it is for, if that is known, and ``who`` is masked but
    for whoever stays responsible."""

    booking: Booking
    state: State
    application: Application | None
    who: str
    phone: str
    is_ahead: bool

    @property
    def item(self) -> str:
        return self.application.item_version.name if self.application else ""

    @property
    def is_open(self) -> bool:
        return self.state is State.BOOKED


def units_served(actor: Actor, street: Street) -> list[Organisation]:
    """Where this actor receives whoever has booked."""
    found = {one.organisation_id for one in hours.plan(street).resources.values()}
    units = people.directory(street).organisations
    served = [units[one] for one in found if hours_access.serves(actor, one)]
    return sorted(served, key=lambda unit: unit.name)


def expected(actor: Actor, street: Street, organisation_id: UUID, day: date) -> list[Expected]:
    """Everybody who has booked an hour of the day, by time."""
    bookings = hours.bookings_on(street, organisation_id, day)
    rows = Application.objects.filter(
        street_id=street.pk, booking_id__in=[one.pk for one in bookings]
    )
    of = {one.booking_id: one for one in rows.select_related("item_version")}
    return [_expected(actor, booking, of.get(booking.pk)) for booking in bookings]


def expected_one(actor: Actor, street: Street, booking_id: UUID) -> Expected:
    """One booking, for whoever serves where it is."""
    found = Booking.objects.filter(street_id=street.pk, pk=booking_id).select_related("resource")
    booking = found.first()
    if booking is None or not hours_access.serves(actor, booking.resource.organisation_id):
        raise NotFound
    rows = Application.objects.filter(street_id=street.pk, booking_id=booking_id)
    return _expected(actor, booking, rows.select_related("item_version").first())


def free_by_phone(
    street: Street, organisation_id: UUID, day: date, kind: Kind | None = None
) -> list[Free]:
    """What can be had on a day by phone; where nothing can, what is nearest to it."""
    kinds: Sequence[Kind] = [kind] if kind else list(Kind)
    found: list[Free] = []
    for one in kinds:
        found += hours.free_on(street, day, organisation_id, one, Contingent.PHONE)
    noon = datetime.combine(day, time(12), ZoneInfo(street.zone))
    for one in kinds if not found else ():
        found += hours.nearest_free(street, noon, organisation_id, one, Contingent.PHONE)
    return sorted(found, key=lambda free: (free.slot.start, free.resource.name))


def _expected(actor: Actor, booking: Booking, application: Application | None) -> Expected:
    who = phone = ""
    if application:
        is_read = access.reads_person(actor, application)
        who = application.name if is_read else masked_name(application.name)
        phone = application.phone if is_read else masked_phone(application.phone)
    is_ahead = booking.start > clock.now()
    return Expected(booking, State(booking.state), application, who, phone, is_ahead)
