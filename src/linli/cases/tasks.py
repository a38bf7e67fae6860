"""Jobs of the worker: every minute what has come due, every night what stands still; the
sorter learns.

Each periodic job defers one job for every street; that one looks and calls one action for each
request, each in a transaction of its own that looks again under its lock. A job that was killed,
or never ran, loses nothing: the next one finds what is still missing, and two at once tell once.
"""

from contextlib import suppress
from functools import partial

from procrastinate.contrib.django import app

from linli.cases import actions, queries
from linli.kernel import clock
from linli.kernel.actor import system
from linli.kernel.jobs import calls, each, for_every_street
from linli.kernel.streets import context
from linli.kernel.streets.models import Street
from linli.rights import actions as rights
from linli.triage import Untrainable


@app.periodic(cron="* * * * *")
@app.task(name="linli.cases.tasks.every_minute", queueing_lock="cases_every_minute")
def every_minute(timestamp: int) -> None:
    """Clocks that are near or over, pauses that have lasted long enough, letters unanswered."""
    for_every_street("linli.cases.tasks.watch")


@app.periodic(cron="20 5 * * *")
@app.task(name="linli.cases.tasks.every_night", queueing_lock="cases_every_night")
def every_night(timestamp: int) -> None:
    """Before the desks open: parked requests to review, requests that stand still."""
    for_every_street("linli.cases.tasks.review")


@app.task(name="linli.cases.tasks.watch")
def watch(street_id: int) -> None:
    """What has come due in one street."""
    street, now, actor = Street.objects.get(pk=street_id), clock.now(), system(street_id)
    with context.in_street(street_id):
        waited = queries.due_to_go_on(street)
        near = (case.pk for case, _ in queries.missing_rungs(street, now))
        missed = queries.missed_letters(street, now)
        left = queries.left_behind(street, street.day(now))
        each(
            # First, for its clock may be near already.
            *calls(actions.go_on, waited, actor, "case_id"),
            *calls(actions.climb, near, actor, "case_id"),
            *calls(actions.miss_letter, missed, actor, "case_id"),
            *(partial(actions.take_over, actor=actor, case_id=c, handler_id=h) for c, h in left),
        )


@app.task(name="linli.cases.tasks.review")
def review(street_id: int) -> None:
    """What stands still in one street, and what may be kept no longer."""
    street, now, actor = Street.objects.get(pk=street_id), clock.now(), system(street_id)
    with context.in_street(street_id):
        over, unused = queries.to_forget(street, now), queries.stale_accounts(street, now)
        parked, desks = queries.reviews_due(street, now), queries.stale_desks(street, now)
        each(
            *calls(actions.call_review, parked, actor, "case_id"),
            *calls(actions.tell_stale, desks, actor, "organisation_id"),
            *calls(actions.forget_case, over, actor, "case_id"),
            *calls(rights.decide_to_forget, unused, actor, "account_id"),
        )


@app.periodic(cron="*/10 * * * *")
@app.task(name="linli.cases.tasks.learn_first", queueing_lock="cases_learn_first")
def learn_first(timestamp: int) -> None:
    """A street that has never learned does so soon after it was made."""
    for street in Street.objects.all():
        with context.in_street(street.pk):
            if not queries.has_learned(street):
                actions.ask_learning(actor=system(street.pk))


@app.task(name="linli.cases.tasks.learn")
def learn(street_id: int) -> None:
    """Learn from the tree and from what was decided in one street, and keep it as a version."""
    with context.in_street(street_id), suppress(Untrainable):  # a tree of one matter, or none
        lesson = queries.lesson(Street.objects.get(pk=street_id))
        actions.keep_version(actor=system(street_id), lesson=lesson)
