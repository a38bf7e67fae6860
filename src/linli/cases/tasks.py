"""Jobs of the worker: the sorter learns."""

from contextlib import suppress

from procrastinate.contrib.django import app

from linli.cases import actions, queries
from linli.kernel.actor import system
from linli.kernel.streets import context
from linli.kernel.streets.models import Street
from linli.triage import Untrainable


@app.task(name="linli.cases.tasks.learn")
def learn(street_id: int) -> None:
    """Learn from the tree and from what was decided in one street, and keep it as a version."""
    with context.in_street(street_id), suppress(Untrainable):  # a tree of one matter, or none
        lesson = queries.lesson(Street.objects.get(pk=street_id))
        actions.keep_version(actor=system(street_id), lesson=lesson)


@app.periodic(cron="*/10 * * * *")
@app.task(name="linli.cases.tasks.learn_first", queueing_lock="cases_learn_first")
def learn_first(timestamp: int) -> None:
    """A street that has never learned does so soon after it was made."""
    for street in Street.objects.all():
        with context.in_street(street.pk):
            if not queries.has_learned(street):
                actions.ask_learning(actor=system(street.pk))
