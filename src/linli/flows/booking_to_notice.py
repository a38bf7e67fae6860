"""Whoever has booked is told when the hour is off, moved, on again, or near; whoever waits for
one, when it is theirs to confirm."""

from linli.counter.queries import telling
from linli.flows import to_applicant
from linli.kernel.events import Consumer

CONSUMER = Consumer("bookings", tuple(kind.value for kind in telling.OF_HOURS), to_applicant.tell)
