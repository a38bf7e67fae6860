"""Whoever works at the counter books for somebody on the phone, and gives an hour back."""

from datetime import datetime
from uuid import UUID

from linli.capacity import actions as capacity
from linli.capacity.models import Booking
from linli.capacity.rules import Contingent
from linli.counter import queries
from linli.counter.actions.application_receive import book, once_only
from linli.counter.actions.application_review import withdraw
from linli.counter.models import Application
from linli.counter.rules.application_papers import Draft
from linli.counter.rules.application_words import State
from linli.kernel.action import action
from linli.kernel.actor import Actor


def book_for_caller(
    *, actor: Actor, draft: Draft, resource_id: UUID, start: datetime, address: str = ""
) -> Application:
    """An application and its hour, kept for the phone; without the hour there is no application.
    Sent twice, even at the same instant, it is one."""
    return once_only(
        actor,
        draft,
        lambda: _book_for_caller(
            actor=actor, draft=draft, resource_id=resource_id, start=start, address=address
        ),
    )


@action
def _book_for_caller(
    *, actor: Actor, draft: Draft, resource_id: UUID, start: datetime, address: str
) -> Application:
    application = book(actor=actor, draft=draft)
    application.booking = capacity.book(
        actor=actor,
        resource_id=resource_id,
        start=start,
        via=Contingent.PHONE,
        holder_id=queries.holder_of(application),
    )
    application.address = address.strip()
    application.save(update_fields=["booking", "address"])
    return application


@action
def cancel_for_caller(*, actor: Actor, booking_id: UUID) -> Booking:
    """The hour is free again, and nobody waits for the papers of what it was for."""
    booking = capacity.cancel(actor=actor, booking_id=booking_id)
    rows = Application.objects.filter(street_id=actor.street_id, booking_id=booking_id)
    for application in rows.filter(state=State.BOOKED):
        withdraw(actor=actor, application_id=application.pk)
    return booking
