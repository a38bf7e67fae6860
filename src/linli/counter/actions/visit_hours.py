"""The hour of an application in ``capacity``: taken, moved and given back for its holder."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from linli.capacity import actions as capacity
from linli.capacity import queries as hours
from linli.capacity.models import Booking
from linli.capacity.rules import JUST_TAKEN, State
from linli.counter import access, queries
from linli.counter.models import Application
from linli.counter.rules.visits import Wish
from linli.kernel import clock
from linli.kernel.actor import Actor, ActorKind, system
from linli.kernel.errors import NotFound, Refused
from linli.kernel.streets.models import Street

_OPEN = (State.HELD, State.BOOKED)


def as_holder(actor: Actor, application: Application) -> Actor:
    """The applicant as ``capacity`` knows them; whoever works here acts as who they are."""
    holder_id = queries.holder_of(application)
    if actor.kind is ActorKind.VISITOR:
        return Actor(ActorKind.LINK, actor.street_id, holder_id)
    return replace(actor, id=holder_id) if access.is_applicant(actor, application) else actor


def is_ahead(booking: Booking | None) -> bool:
    """It can still be moved or given back."""
    return booking is not None and booking.state in _OPEN and booking.start > clock.now()


def take(actor: Actor, application: Application, street: Street, wish: Wish) -> None:
    """An hour of its own, or a place in the waiting list of the day."""
    holder, holder_id = as_holder(actor, application), queries.holder_of(application)
    if wish.start is None:
        capacity.wait(
            actor=holder,
            organisation_id=wish.organisation_id,
            kind=wish.kind,
            day=wish.day,
            holder_id=holder_id,
        )
        return
    start, old = wish.start, application.booking
    if old is not None and is_ahead(old):
        booking_id = old.pk
        application.booking = _first(
            street,
            wish,
            lambda resource_id: capacity.reschedule(
                actor=holder, booking_id=booking_id, start=start, resource_id=resource_id
            ),
        )
    else:
        application.booking = _first(
            street,
            wish,
            lambda resource_id: capacity.book(
                actor=holder, resource_id=resource_id, start=start, holder_id=holder_id
            ),
        )
    application.save(update_fields=["booking"])


def give_back(application: Application) -> None:
    """Nobody comes any more: the hour goes to whoever waits for one."""
    actor, booking = system(application.street_id), application.booking
    street = Street.objects.get(pk=application.street_id)
    if booking is not None and is_ahead(booking):
        capacity.cancel(actor=actor, booking_id=booking.pk)
    if queries.waits_besides(application):
        return
    for waiting in hours.open_waiting(street, queries.holder_of(application)):
        capacity.leave(actor=actor, waiting_id=waiting.pk)


def _first(street: Street, wish: Wish, act: Callable[[UUID], Booking]) -> Booking:
    """At the first window that is free then; if it goes this moment, at the next. Where none is
    free, any of them says why."""
    free = hours.free_on(street, wish.day, wish.organisation_id, wish.kind)
    known = [one.resource for one in free if one.slot.start == wish.start]
    known = known or hours.resources(street, wish.organisation_id, wish.kind)
    if not known:
        raise NotFound
    *others, last = [resource.pk for resource in known]
    for resource_id in others:
        try:
            return act(resource_id)
        except Refused as refused:
            if refused.reason.code != JUST_TAKEN.code:
                raise
    return act(last)
