"""A nightly job that keeps the storage clean."""

from procrastinate.contrib.django import app

from linli.files import actions
from linli.kernel.actor import system
from linli.kernel.streets.models import Street


@app.periodic(cron="40 3 * * *")
@app.task(name="linli.files.tasks.sweep_orphans", queueing_lock="sweep_orphans")
def sweep_orphans(timestamp: int) -> None:
    """Every night, in every street, remove the bytes of photos that were never kept."""
    for street_id in Street.objects.values_list("pk", flat=True):
        actions.sweep_orphans(actor=system(street_id))
