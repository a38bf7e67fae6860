"""Jobs of the worker that keep the journal moving."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from linli.kernel import events
from linli.kernel.models import Delivery
from linli.kernel.streets import context


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
        waiting = Delivery.objects.filter(done_at=None).values_list("street_id", flat=True)
        streets = set(waiting.distinct())
    failures: list[Exception] = []
    for street_id in streets:
        try:
            events.hand_over(street_id)
        except ExceptionGroup as group:
            failures += group.exceptions
    if failures:
        raise ExceptionGroup(f"{len(failures)} deliveries failed", failures)
