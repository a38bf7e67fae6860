"""Jobs of the counter: every night what nobody has said or brought in time."""

from procrastinate.contrib.django import app

from linli.counter import actions, queries
from linli.counter.actions import queue, queue_halls
from linli.counter.queries import queue as tickets
from linli.kernel import clock
from linli.kernel.actor import system
from linli.kernel.jobs import calls, each, for_every_street
from linli.kernel.streets import context
from linli.kernel.streets.models import Street


@app.periodic(cron="10 5 * * *")
@app.task(name="linli.counter.tasks.every_night", queueing_lock="counter_every_night")
def every_night(timestamp: int) -> None:
    """Before the counter opens: what counts as accepted, what as withdrawn, which numbers of past
    days nobody ended, what is forgotten."""
    for_every_street("linli.counter.tasks.settle")


@app.task(name="linli.counter.tasks.settle")
def settle(street_id: int) -> None:
    """What has come due in one street."""
    street, now, actor = Street.objects.get(pk=street_id), clock.now(), system(street_id)
    with context.in_street(street_id):
        each(
            *calls(
                actions.deem_accepted,
                queries.to_deem_accepted(street, now),
                actor,
                "application_id",
            ),
            *calls(actions.lapse, queries.to_lapse(street, now), actor, "application_id"),
            *calls(
                actions.forget_application, queries.to_forget(street, now), actor, "application_id"
            ),
            *calls(queue.close_day, tickets.left_open(street), actor, "ticket_id"),
        )
        while queue_halls.forget_tickets(actor=actor):
            pass
