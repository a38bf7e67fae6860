"""Every night: tickets of past days that nobody ended, and names that are needed no more."""

from procrastinate.contrib.django import app

from linli.counter.actions import queue, queue_halls
from linli.counter.queries import queue as queries
from linli.kernel.actor import system
from linli.kernel.streets import context
from linli.kernel.streets.models import Street


@app.periodic(cron="40 3 * * *")
@app.task(name="linli.counter.tasks.queue.every_night", queueing_lock="counter_queue_night")
def every_night(timestamp: int) -> None:
    for street in Street.objects.order_by("pk"):
        tidy(street)


def tidy(street: Street) -> None:
    """Killed on the way it finds the rest the next night."""
    actor = system(street.pk)
    with context.in_street(street.pk):
        for ticket_id in queries.left_open(street):
            queue.close_day(actor=actor, ticket_id=ticket_id)
        while queue_halls.forget_tickets(actor=actor):
            pass
