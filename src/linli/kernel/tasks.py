"""Jobs of the worker that keep the journal moving."""

from django.db.models import Q
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from linli.kernel import drift, events, heads, limits, seal
from linli.kernel.actor import system
from linli.kernel.models import Delivery
from linli.kernel.streets import context
from linli.kernel.streets.models import Street


@app.task(
    name="linli.kernel.tasks.hand_over",
    retry=RetryStrategy(max_attempts=8, exponential_wait=4),
)
def hand_over(street_id: int) -> None:
    """Tell the consumers of one street what they have not heard yet."""
    events.hand_over(street_id)


@app.periodic(cron="* * * * *")
@app.task(name="linli.kernel.tasks.sweep", queueing_lock="sweep")
def sweep(timestamp: int) -> None:
    """Every minute, pick up what a killed worker left behind, in every street."""
    with context.fan_out():
        waiting = Delivery.objects.filter(~Q(consumer=events.SEAL), done_at=None)
        streets = set(waiting.values_list("street_id", flat=True).distinct())
    failures: list[Exception] = []
    for street_id in streets:
        try:
            events.hand_over(street_id)
        except ExceptionGroup as group:
            failures += group.exceptions
    if failures:
        raise ExceptionGroup(f"{len(failures)} deliveries failed", failures)


@app.periodic(cron="*/5 * * * *")
@app.task(name="linli.kernel.tasks.seal_every", queueing_lock="seal_every", lock="seal")
def seal_every(timestamp: int) -> None:
    """Every five minutes, chain what was done since."""
    with context.fan_out():
        waiting = Delivery.objects.filter(consumer=events.SEAL, done_at=None)
        streets = set(waiting.values_list("street_id", flat=True).distinct())
    for street_id in streets:
        seal.seal_waiting(street_id)


@app.periodic(cron="50 4 * * *")
@app.task(name="linli.kernel.tasks.check_every", queueing_lock="check_every", lock="seal")
def check_every(timestamp: int) -> None:
    """Every night, read the whole record of every street again and put the head outside."""
    for street in Street.objects.order_by("id"):
        seal.seal_waiting(street.pk)
        with context.in_street(street.pk):
            drifts = sum(len(found) for found in drift.RECORD.look(street))
            heads.publish(street, drifts)
            heads.record_check(actor=system(street.pk), drifts=drifts)


@app.periodic(cron="30 4 * * *")
@app.task(name="linli.kernel.tasks.forget_tallies", queueing_lock="forget_tallies")
def forget_tallies(timestamp: int) -> None:
    """Every night, drop the counts of how often somebody sent something."""
    limits.forget_ended()
