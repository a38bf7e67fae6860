"""A nightly job: proofs that may be kept no longer."""

from procrastinate.contrib.django import app

from linli.kernel.actor import system
from linli.kernel.streets.models import Street
from linli.rights import actions


@app.periodic(cron="15 4 * * *")
@app.task(name="linli.rights.tasks.forget_old", queueing_lock="rights.forget_old")
def forget_old(timestamp: int) -> None:
    """Every night in every street, batch by batch; a killed one goes on the next night."""
    for street_id in Street.objects.values_list("pk", flat=True):
        while actions.forget_old(actor=system(street_id)):
            pass
