"""Whoever waits in a hall and has left a phone is told when it is nearly their turn."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from linli.counter.actions import queue as actions
from linli.counter.queries import queue as queries
from linli.counter.rules.queue import QueueEvent
from linli.kernel.actor import system
from linli.kernel.events import Consumer
from linli.kernel.models import Event
from linli.notices import actions as notices
from linli.notices import channels
from linli.notices.rules import Channel, Draft


def tell_who_is_near(event: Event) -> None:
    """A call moves the queue; what follows from it is an event of its own, told in its turn."""
    actor = system(event.street_id)
    if event.kind != QueueEvent.NEAR:
        actions.tell_near(actor=actor, hall_id=UUID(event.after["hall"]))
        return
    ticket = queries.waiting_ticket(event.street_id, event.subject_id)
    if ticket is None or not ticket.phone or not channels.is_open(Channel.SMS):
        return
    path = reverse("counter:ticket", args=[queries.ticket_key(ticket)])
    with translation.override(settings.LANGUAGE_CODE):
        places = {"number": ticket.number, "n": event.after["before"], "hall": ticket.hall.name}
        text = gettext("您的号 %(number)s 前面还有 %(n)s 位，请回到%(hall)s等叫号。") % places
    draft = Draft(Channel.SMS, ticket.phone, [text], path, settings.LANGUAGE_CODE, is_urgent=True)
    notices.send_out(actor=actor, event=event, drafts=[draft])


_MOVES = (QueueEvent.CALLED, QueueEvent.LEFT, QueueEvent.NEAR)
CONSUMER = Consumer("queue", tuple(kind.value for kind in _MOVES), tell_who_is_near)
