"""From the guide to the window: an hour is booked, changed, and kept."""

from uuid import UUID

from linli.capacity import actions as capacity
from linli.capacity import queries as hours
from linli.capacity.rules import Kind
from linli.capacity.rules import State as BookingState
from linli.counter import access, queries
from linli.counter.access import queue as hall_access
from linli.counter.actions import queue
from linli.counter.actions.application_receive import book, once_only
from linli.counter.actions.application_walk import must
from linli.counter.actions.visit_hours import as_holder, is_ahead, take
from linli.counter.models import Application, Hall, Ticket
from linli.counter.rules import visits as rules
from linli.counter.rules.application_papers import Draft
from linli.counter.rules.application_words import State
from linli.counter.rules.visits import Wish
from linli.kernel import clock, locks, personal
from linli.kernel.action import action
from linli.kernel.actor import Actor, system
from linli.kernel.errors import NotFound
from linli.kernel.streets.models import Street
from linli.people.rules import is_mobile


def book_visit(*, actor: Actor, draft: Draft, wish: Wish) -> Application:
    """Say what one comes for, and have the hour for it; sent twice, even at the same instant, it
    is one application. Without the hour there is no application either."""
    return once_only(actor, draft, lambda: _book_visit(actor=actor, draft=draft, wish=wish))


@action
def _book_visit(*, actor: Actor, draft: Draft, wish: Wish) -> Application:
    street, phone = Street.objects.get(pk=actor.street_id), personal.normal_phone(draft.phone)
    must(rules.why_not_visitor(phone) or rules.why_not_address(wish.kind, wish.address))
    most = hours.rule(street, clock.now())["open_most"]
    must(rules.why_not_more(queries.open_visits(street, phone), most))
    application = book(actor=actor, draft=draft)
    application.address = wish.address.strip() if wish.kind is Kind.TEAM else ""
    application.save(update_fields=["address"])
    take(actor, application, street, wish)
    return application


@action
def move_visit(*, actor: Actor, application_id: UUID, wish: Wish) -> Application:
    """Another hour for the same application, or waiting for one; what one has stays until then."""
    application, street = _own(actor, application_id)
    must(rules.why_not_change(State(application.state)))
    take(actor, application, street, wish)
    return application


@action
def take_offer(*, actor: Actor, application_id: UUID, booking_id: UUID) -> Application:
    """What came free for whoever waits is theirs; the hour they had before is given back."""
    application, street = _own(actor, application_id)
    must(rules.why_not_change(State(application.state)))
    held = hours.own_bookings(street, queries.holder_of(application))
    if booking_id not in {one.pk for one in held if one.state == BookingState.HELD}:
        raise NotFound
    holder, old = as_holder(actor, application), application.booking
    application.booking = capacity.confirm(actor=holder, booking_id=booking_id)
    if old is not None and is_ahead(old):
        capacity.cancel(actor=holder, booking_id=old.pk)
    application.save(update_fields=["booking"])
    return application


@action
def leave_list(*, actor: Actor, application_id: UUID) -> Application:
    """No longer waiting for an earlier hour; what is held is somebody else's."""
    application, street = _own(actor, application_id)
    holder, holder_id = as_holder(actor, application), queries.holder_of(application)
    for waiting in hours.open_waiting(street, holder_id):
        capacity.leave(actor=holder, waiting_id=waiting.pk)
    for booking in hours.own_bookings(street, holder_id):
        if booking.state == BookingState.HELD:
            capacity.cancel(actor=holder, booking_id=booking.pk)
    return application


@action
def arrive_visit(*, actor: Actor, application_id: UUID, hall_id: UUID) -> Ticket:
    """Whoever has booked is here and gets a number with their hour on it: said by themselves or
    seen at the desk. Said twice it is one number."""
    (application,) = locks.take(Application, actor.street_id, application_id)
    (hall,) = locks.take(Hall, actor.street_id, hall_id)
    if not (access.is_applicant(actor, application) or hall_access.serves(actor, hall)):
        raise NotFound
    street, booking = Street.objects.get(pk=actor.street_id), application.booking
    must(rules.why_not_change(State(application.state)))
    must(
        rules.why_not_here(
            street.day(booking.start) if booking else None,
            street.day(clock.now()),
            at_home=booking is not None and booking.resource.kind == Kind.TEAM,
        )
    )
    if booking is None or booking.resource.organisation_id != hall.organisation_id:
        raise NotFound
    if booking.state == BookingState.BOOKED:  # that somebody stands here, the counter has seen
        capacity.arrive(actor=system(street.pk), booking_id=booking.pk)
    return queue.take_ticket(
        actor=actor,
        hall_id=hall.pk,
        items=[application.item_version.item.code],
        name=application.name,
        phone=application.phone if is_mobile(application.phone) else "",
        booked_for=booking.start,
        booking_id=booking.pk,
        application_id=application.pk,
        once=f"visit-{booking.pk}",
    )


def _own(actor: Actor, application_id: UUID) -> tuple[Application, Street]:
    """Locked, and before whose it is or who receives it."""
    (application,) = locks.take(Application, actor.street_id, application_id)
    if not (access.is_applicant(actor, application) or access.may_receive(actor)):
        raise NotFound
    return application, Street.objects.get(pk=actor.street_id)
