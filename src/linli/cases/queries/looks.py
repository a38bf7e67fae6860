"""Conditions on many requests: windows of days, clocks, stages, promises.

The inbox finds rows with them and the board counts with them, so that both say the same.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.db.models.functions import Coalesce

from linli.cases.rules.clocks import RUNNING
from linli.cases.rules.looks import OPEN, OWED_NOTHING, Lateness, Promise, open_states
from linli.cases.rules.words import ENDED, Stage, State
from linli.kernel import clock
from linli.kernel.streets.models import Street


def day_start(street: Street, day: date) -> datetime:
    """The first moment of a day where the street is."""
    return datetime.combine(day, time.min, ZoneInfo(street.zone))


def registered(street: Street, first: date | None, last: date | None) -> Q:
    """Registered from the first to the last day, both included."""
    return _between("registered_at", street, first, last)


def ended(street: Street, first: date | None, last: date | None) -> Q:
    """Ended on these days and not reopened since."""
    if first is None and last is None:
        return Q()
    return Q(state__in=ENDED) & _between("ended_at", street, first, last)


def at_stage(stage: Stage | None) -> Q:
    """Open, and standing at this step of the loop."""
    return Q(state__in=open_states(stage)) if stage else Q()


def lateness(wanted: Lateness | None) -> Q:
    """Late: the promised date has passed. Soon: the clock is yellow and not yet red."""
    if wanted is None:
        return Q()
    now = clock.now()
    if wanted is Lateness.LATE:
        return running() & Q(due_at__lt=now)
    return running() & Q(warn_at__lte=now, due_at__gte=now)


def promise(wanted: Promise | None) -> Q:
    """What became of the promised date of ended requests. Merged, withdrawn and declined ones
    owed no answer of their own; they and those without a date stay out of the share."""
    if wanted is None:
        return Q()
    judged = Q(state__in=ENDED - OWED_NOTHING, due_at__isnull=False)
    if wanted is Promise.JUDGED:
        return judged
    if wanted is Promise.OUT:
        return Q(state__in=ENDED) & (Q(state__in=OWED_NOTHING) | Q(due_at=None))
    answered = Coalesce("replied_at", "ended_at")
    if wanted is Promise.KEPT:
        return judged & Q(due_at__gte=answered)
    return judged & Q(due_at__lt=answered)


def open_or_ended_since(street: Street, first: date) -> Q:
    """What is open now or ended since a day: two ranges of indexes, whatever the history."""
    return Q(state__in=OPEN) | Q(state__in=ENDED, ended_at__gte=day_start(street, first))


def due_next() -> Q:
    """Running and not late yet."""
    return running() & Q(due_at__gte=clock.now())


def running() -> Q:
    """Somebody owes a reply, and nobody waits for the resident."""
    return Q(state__in=RUNNING, paused_until=None)


def review_due() -> Q:
    """Parked, and due to be looked at again."""
    return Q(state=State.PARKED, parked_until__lte=clock.now())


def _between(name: str, street: Street, first: date | None, last: date | None) -> Q:
    found = Q()
    if first:
        found &= Q(**{f"{name}__gte": day_start(street, first)})
    if last:
        found &= Q(**{f"{name}__lt": day_start(street, last + timedelta(days=1))})
    return found
