"""Where and when somebody can come, and the hour that they have."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from django.db.models import Q

from linli.capacity import queries as capacity
from linli.capacity.models import Booking, Waiting
from linli.capacity.rules import Kind, Place, Slot
from linli.capacity.rules import State as BookingState
from linli.counter.models import Application, Hall, Ticket
from linli.counter.queries.catalogue import window
from linli.counter.rules.application_papers import Ticked
from linli.counter.rules.application_words import State
from linli.counter.rules.catalogue import Content
from linli.counter.rules.catalogue_guide import Guided
from linli.kernel import clock, tokens
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import NotFound
from linli.kernel.personal import blind, normal_phone
from linli.kernel.streets.models import Street
from linli.people import queries as people
from linli.people.models import Organisation

_EVERY = 10_000  # more slots than a place has in the days that can be booked
_OPEN = (BookingState.HELD, BookingState.BOOKED)
_MAY_COME = (BookingState.BOOKED, BookingState.ARRIVED)


def holder_of(application: Application) -> UUID:
    """Under what ``capacity`` knows the applicant."""
    return application.account_id or application.pk


def open_visits(street: Street, phone: str) -> int:
    """For how much somebody with this phone has an hour to come, or waits for one."""
    mine = Application.objects.filter(
        street_id=street.pk, phone_index=blind(normal_phone(phone)), state=State.BOOKED
    )
    ahead = Q(booking__state__in=_OPEN, booking__during__startswith__gt=clock.now())
    return mine.filter(Q(booking=None) | ahead).count()


def waits_besides(application: Application) -> bool:
    """The same account waits with another application of theirs."""
    if application.account_id is None:
        return False
    rows = Application.objects.filter(
        street_id=application.street_id, account_id=application.account_id, state=State.BOOKED
    )
    return rows.filter(~Q(pk=application.pk)).exists()


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which something is open; one hour stands for all windows that are free then."""

    day: date
    hours: tuple[Slot, ...]


@dataclass(frozen=True)
class Times:
    """What can be had at a place, day by day."""

    place: Organisation
    kind: Kind
    days: list[Day]
    today: date

    @cached_property
    def free_days(self) -> list[Day]:
        return [one for one in self.days if one.hours]

    def nearest(self, moment: datetime, limit: int = 3) -> list[Slot]:
        """The free hours nearest to a moment, in order."""
        every = [slot for one in self.days for slot in one.hours]
        found = sorted(every, key=lambda slot: abs(slot.start - moment))[:limit]
        return sorted(found, key=lambda slot: slot.start)

    def on(self, day: date | None) -> Day | None:
        """The day that was asked for, else the first that has something free."""
        asked = next((one for one in self.days if one.day == day), None)
        return asked or next(iter(self.free_days or self.days), None)


def places(street: Street, kind: Kind) -> list[Organisation]:
    """Where something of a kind can be booked."""
    plan = capacity.plan(street)
    known = {
        one.organisation_id
        for one in plan.resources.values()
        if one.kind == kind and plan.openings.get(one.pk)
    }
    return [one for one in people.directory(street).organisations.values() if one.pk in known]


def chosen_place(
    street: Street, kind: Kind, asked: UUID | None, grid_id: UUID | None
) -> Organisation | None:
    """The place that was asked for, else that of the community somebody lives in, else any."""
    known = places(street, kind)
    home = window(street, grid_id)
    wanted = (asked, home.pk if home else None)
    found = (one for pk in wanted for one in known if one.pk == pk)
    return next(found, known[0] if known else None)


def times(street: Street, place: Organisation, kind: Kind) -> Times:
    """Every day that can be booked at a place, with what is free of it."""
    now, free = clock.now(), defaultdict[date, dict[datetime, Slot]](dict)
    for one in capacity.nearest_free(street, now, place.pk, kind, limit=_EVERY):
        free[street.day(one.slot.start)].setdefault(one.slot.start, one.slot)
    days = _open_days(street, place, kind, now)
    found = [Day(day, tuple(free[day].values())) for day in days]
    return Times(place, kind, found, street.day(now))


def _open_days(street: Street, place: Organisation, kind: Kind, now: datetime) -> list[date]:
    known = capacity.resources(street, place.pk, kind)
    ahead: int = capacity.rule(street, now)["ahead_days"]
    today = street.day(now).toordinal()
    days = (date.fromordinal(today + n) for n in range(ahead + 1))
    last = now + timedelta(days=ahead)
    return [
        day
        for day in days
        if any(
            now < slot.start <= last
            for one in known
            for slot in capacity.slots_on(street, one.pk, day)
        )
    ]


def foreseen(content: Content, guided: Guided) -> Ticked:
    """What the answers of the guide have made superfluous need not be asked at the counter."""
    if guided.asked or not guided.given:
        return Ticked()
    named = frozenset(code for _, answer in content.answers() for code in answer.materials)
    return Ticked(left_out=named - {material.code for material in guided.materials})


@dataclass(frozen=True, slots=True)
class Visit:
    """The hour of one application: where, what may still be done with it, what comes besides."""

    application: Application
    booking: Booking | None
    place: Organisation | None
    halls: list[Hall]
    waits: list[Waiting]
    offers: list[Booking]
    ticket: Ticket | None
    bring: list[str]
    is_ahead: bool
    is_today: bool

    @property
    def at_home(self) -> bool:
        return self.booking is not None and self.booking.resource.kind == Kind.TEAM

    @property
    def may_arrive(self) -> bool:
        one = self.booking
        is_kept = one is not None and one.state in _MAY_COME and not one.displaced_at
        is_new = is_kept and self.ticket is None
        return is_new and self.is_today and not self.at_home and bool(self.halls)


def visit_of(street: Street, application: Application, bring: Iterable[str]) -> Visit | None:
    """The hour of an application that is not received yet."""
    if application.state != State.BOOKED:
        return None
    now, holder_id = clock.now(), holder_of(application)
    booking = _booking(application)
    live = booking is not None and booking.state in (*_OPEN, BookingState.ARRIVED)
    place = booking.resource.organisation_id if booking else None
    held = capacity.own_bookings(street, holder_id)
    ticket = Ticket.objects.filter(street_id=street.pk, booking_id=booking.pk) if booking else None
    return Visit(
        application,
        booking if live else None,
        people.directory(street).organisations.get(place) if place else None,
        halls_of(street, place) if place and live else [],
        waiting(street, holder_id),
        [one for one in held if one.state == BookingState.HELD],
        ticket.select_related("hall").first() if ticket is not None else None,
        list(bring),
        booking is not None and booking.state in _OPEN and booking.start > now,
        booking is not None and street.day(booking.start) == street.day(now),
    )


def _booking(application: Application) -> Booking | None:
    rows = Booking.objects.filter(street_id=application.street_id).select_related("resource")
    pk = application.booking_id
    return rows.filter(pk=pk).first() if pk else None


def waiting(street: Street, holder_id: UUID) -> list[Waiting]:
    """For which days to come somebody waits."""
    today = street.day(clock.now())
    return [
        one
        for one in capacity.open_waiting(street, holder_id)
        if one.state == Place.WAITING and one.day >= today
    ]


def halls_of(street: Street, organisation_id: UUID) -> list[Hall]:
    """The halls of an organisation; who books there takes a number in one of them."""
    rows = Hall.objects.filter(street_id=street.pk, organisation_id=organisation_id)
    return list(rows.order_by("code"))


def awaited(street: Street, hall: Hall) -> list[Application]:
    """Who has booked at the hall for today and has no number yet, in order."""
    today = capacity.bookings_on(street, hall.organisation_id, street.day(clock.now()))
    wanted = {
        one.pk for one in today if one.state in _MAY_COME and one.resource.kind == Kind.WINDOW
    }
    given = Ticket.objects.filter(street_id=street.pk, booking_id__in=wanted)
    wanted -= set(given.values_list("booking_id", flat=True))
    rows = Application.objects.filter(
        street_id=street.pk, booking_id__in=wanted, state=State.BOOKED
    )
    found = rows.select_related("item_version", "booking__resource")
    return list(found.order_by("booking__during", "number"))


def own_today(street: Street, account_id: UUID | None, hall: Hall) -> list[Application]:
    """What somebody has booked in their own name at this hall for today."""
    if account_id is None:
        return []
    return [one for one in awaited(street, hall) if one.account_id == account_id]


def visit_token(application: Application) -> str:
    """The secret part of the link that follows an application without an account."""
    return tokens.token(application, "visit")


def opened_visit(street: Street, given: str) -> tuple[Application, Actor]:
    """The one application that a link opens, and its applicant as the actor."""
    pk = tokens.opened(street.pk, given, "visit")
    rows = Application.objects.filter(street_id=street.pk).select_related(
        "item_version__item", "booking__resource"
    )
    found = rows.filter(pk=pk).first() if pk else None
    if found is None:
        raise NotFound
    return found, Actor(ActorKind.LINK, street.pk, found.pk)
