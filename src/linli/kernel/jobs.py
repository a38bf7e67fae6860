"""Jobs that look in every street and call one action for each thing they find."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from linli.kernel.actor import Actor
from linli.kernel.streets.models import Street

Call = Callable[[], object]


def for_every_street(task: str) -> None:
    """One waiting job for each street is enough, however late the worker is."""
    for street_id in Street.objects.values_list("pk", flat=True):
        job = app.configure_task(task, queueing_lock=f"{task}:{street_id}")
        with suppress(AlreadyEnqueued), transaction.atomic():
            job.defer(street_id=street_id)


def calls(act: Any, ids: Iterable[UUID], actor: Actor, name: str) -> Iterator[Call]:
    """One call of an action for each key."""
    return (partial(act, actor=actor, **{name: pk}) for pk in ids)


def each(*acts: Call) -> None:
    """One that fails does not hold up the others; what failed is raised at the end."""
    failures: list[Exception] = []
    for act in acts:
        try:
            act()
        except Exception as failure:  # noqa: BLE001 - whatever it was, the others come first
            failures.append(failure)
    if failures:
        raise ExceptionGroup(f"{len(failures)} of them failed", failures)
