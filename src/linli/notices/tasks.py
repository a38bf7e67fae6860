"""Jobs of the worker that send what is on its way."""

import logging

from procrastinate.contrib.django import app

from linli.kernel.actor import Actor, system
from linli.kernel.streets import context
from linli.kernel.streets.models import Street
from linli.notices import actions, channels, queries
from linli.notices.channels import Failed
from linli.notices.models import Message
from linli.notices.rules import Channel, Failure

logger = logging.getLogger(__name__)


@app.task(name="linli.notices.tasks.send")
def send(street_id: int) -> int:
    """Send what is due in one street, message by message; returns how many were taken."""
    actor, taken = system(street_id), 0
    with context.in_street(street_id):
        while message := actions.claim(actor=actor):
            taken += _send_one(actor, message)
    return taken


@app.periodic(cron="* * * * *")
@app.task(name="linli.notices.tasks.sweep", queueing_lock="notices.sweep")
def sweep(timestamp: int) -> None:
    """Every minute, send what has become due: the morning's, a new try, a killed worker's."""
    for street_id in queries.due_streets():
        send(street_id)


@app.periodic(cron="10 4 * * *")
@app.task(name="linli.notices.tasks.forget_old", queueing_lock="notices.forget_old")
def forget_old(timestamp: int) -> None:
    """Every night, what was sent long ago goes, batch by batch."""
    for street_id in Street.objects.values_list("pk", flat=True):
        while actions.forget_old(actor=system(street_id)):
            pass


def _send_one(actor: Actor, message: Message) -> int:
    """The other side is asked outside of any transaction; what it says is kept in one."""
    try:
        adapter = channels.adapter(Channel(message.channel))
        if adapter is None:
            raise Failed(Failure.CLOSED)
        adapter.send(queries.outgoing(message))
    except Failed as fault:
        _fail(actor, message, fault)
        return 0
    except Exception:
        logger.exception("message %s", message.pk)
        _fail(actor, message, Failed(Failure.BROKEN))
        return 0
    actions.sent(actor=actor, message_id=message.pk, via=adapter.name)
    return 1


def _fail(actor: Actor, message: Message, fault: Failed) -> None:
    actions.fail(
        actor=actor,
        message_id=message.pk,
        tries=message.tries,
        failure=fault.failure,
        is_final=fault.is_final,
    )
