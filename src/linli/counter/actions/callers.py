"""Whoever works at the counter books for somebody on the phone, and gives an hour back."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from linli.capacity import actions as capacity
from linli.capacity.models import Booking
from linli.capacity.rules import Contingent
from linli.counter.actions.application_receive import book, known_of
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
    try:
        return _book_for_caller(
            actor=actor, draft=draft, resource_id=resource_id, start=start, address=address
        )
    except IntegrityError:
        known = known_of(actor, draft)
        if known is None:
            raise
        return known


@action
def _book_for_caller(
    *, actor: Actor, draft: Draft, resource_id: UUID, start: datetime, address: str
) -> Application:
    if known := known_of(actor, draft):
        return known
    application = book(actor=actor, draft=draft)
    application.booking = capacity.book(
        actor=actor,
        resource_id=resource_id,
        start=start,
        via=Contingent.PHONE,
        holder_id=application.account_id or application.pk,
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
