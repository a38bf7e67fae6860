"""Jobs of the worker: holds that are over, what the waiting list gets of it, days that close.

A job that was killed loses nothing: the next one finds what is still to be done.
"""

from contextlib import suppress

from procrastinate.contrib.django import app

from linli.capacity import actions, queries
from linli.capacity.rules import Kind
from linli.kernel import clock
from linli.kernel.actor import system
from linli.kernel.errors import Refused
from linli.kernel.jobs import calls, each
from linli.kernel.streets import context
from linli.kernel.streets.models import Street


@app.periodic(cron="* * * * *")
@app.task(name="linli.capacity.tasks.every_minute", queueing_lock="capacity_every_minute")
def every_minute(timestamp: int) -> None:
    """What nobody confirmed is free again; whoever waits is offered it."""
    for street in Street.objects.all():
        with context.in_street(street.pk):
            _free_and_offer(street)


@app.periodic(cron="*/10 * * * *")
@app.task(name="linli.capacity.tasks.find_displaced", queueing_lock="capacity_find_displaced")
def find_displaced(timestamp: int) -> None:
    """A day may have become a holiday in the calendar since it was booked."""
    for street_id in Street.objects.values_list("pk", flat=True):
        actions.displace(actor=system(street_id))


@app.periodic(cron="30 9 * * *")
@app.task(name="linli.capacity.tasks.remind_daily", queueing_lock="capacity_remind_daily")
def remind_daily(timestamp: int) -> None:
    """On the working day before, whoever has booked is reminded."""
    for street in Street.objects.all():
        with context.in_street(street.pk):
            due = queries.to_remind(street, clock.now())
            each(*calls(actions.remind, due, system(street.pk), "booking_id"))


@app.periodic(cron="20 5 * * *")
@app.task(name="linli.capacity.tasks.forget_daily", queueing_lock="capacity_forget_daily")
def forget_daily(timestamp: int) -> None:
    """Every night, old bookings lose their holder."""
    for street_id in Street.objects.values_list("pk", flat=True):
        while actions.forget_old(actor=system(street_id)):
            pass


def _free_and_offer(street: Street) -> None:
    """Whoever was faster meanwhile (confirmed, or took it) is right."""
    actor, now = system(street.pk), clock.now()
    for booking_id in queries.over_holds(street, now):
        with suppress(Refused):
            actions.expire(actor=actor, booking_id=booking_id)
    today = street.day(now)
    for organisation_id, kind, day in queries.waited_days(street, today):
        with suppress(Refused):
            whom = {"organisation_id": organisation_id, "kind": Kind(kind), "day": day}
            while actions.offer(actor=actor, **whom):  # type: ignore[arg-type]
                pass
