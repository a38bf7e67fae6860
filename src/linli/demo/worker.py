"""The worker of a simulation: takes what waits in the real queue, and runs the periodic jobs at
their minutes."""

import heapq
import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.periodic import PeriodicTask

from linli.kernel import clock

_LOOKS = timedelta(minutes=30)  # how long something that is due may wait for the minute jobs
_BUSY = timedelta(minutes=10)  # how long something may wait in the queue
# Deleting is taking: what fails here stops the simulation, so nothing has to be tried again.
_TAKE = "DELETE FROM procrastinate_jobs WHERE status = 'todo' RETURNING id, task_name, args"


class Worker:
    """What runs every few minutes runs only when something has come due; the rest of the time is
    skipped."""

    def __init__(self, start: datetime) -> None:
        periodic = list(app.periodic_registry.periodic_tasks.values())
        often = [
            _next(each, _next(each, start)) - _next(each, start) <= _LOOKS for each in periodic
        ]
        self._often = [
            each.task for each, is_often in zip(periodic, often, strict=True) if is_often
        ]
        self._rarer = [each for each, is_often in zip(periodic, often, strict=True) if not is_often]
        self._plan = [(_next(each, start), count) for count, each in enumerate(self._rarer)]
        heapq.heapify(self._plan)
        self._wanted: list[datetime] = []
        self.ran, self._caught_up = 0, start

    def want(self, moments: Iterable[datetime]) -> None:
        """Something comes due then: whoever looks soon after it finds it."""
        for moment in moments:
            start = moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
            heapq.heappush(self._wanted, start + _LOOKS * ((moment - start) // _LOOKS + 1))

    def run_until(self, moment: datetime, after: Callable[[datetime], None]) -> None:
        """Every periodic job up to a moment, each at its own minute, and every few minutes what
        waits in the queue."""
        while (at := self._next()) is not None and at <= moment:
            with clock.at(at):
                self._run_minute(at)
            after(at)
        if moment >= self._caught_up + _BUSY:
            self._caught_up = moment
            with clock.at(moment):
                self.catch_up()

    def catch_up(self) -> None:
        """What waits in the queue, and what that leaves waiting; the same job twice is one."""
        while jobs := self._taken():
            for name, arguments in jobs:
                app.tasks[name](**json.loads(arguments))
                self.ran += 1

    def _next(self) -> datetime | None:
        heads = [self._wanted[0]] if self._wanted else []
        return min([*heads, *(at for at, _ in self._plan[:1])], default=None)

    def _run_minute(self, at: datetime) -> None:
        jobs = list(self._often)
        while self._wanted and self._wanted[0] <= at:
            heapq.heappop(self._wanted)
        while self._plan and self._plan[0][0] <= at:
            _, count = heapq.heappop(self._plan)
            jobs.append(self._rarer[count].task)
            heapq.heappush(self._plan, (_next(self._rarer[count], at), count))
        for task in jobs:
            task(timestamp=int(at.timestamp()))
            self.ran += 1
        self.catch_up()

    def _taken(self) -> list[tuple[str, str]]:
        with connection.cursor() as cursor:
            cursor.execute(_TAKE)
            rows = sorted(cursor.fetchall())
        return list(dict.fromkeys((name, arguments) for _, name, arguments in rows))


def _next(job: PeriodicTask[Any, Any, Any], after: datetime) -> datetime:
    times = job.croniter.get_next(ret_type=float, start_time=after.timestamp())
    return datetime.fromtimestamp(times, UTC)
