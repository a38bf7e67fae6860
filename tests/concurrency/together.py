"""Doing things at the same instant, each with its own connection to the database."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

Result = TypeVar("Result")
PATIENCE = 30  # seconds, for two busy cores


def at_once(calls: Sequence[Callable[[], Result]]) -> list[Result | Exception]:
    """Start all at one moment; gives what each returned, or what it raised."""
    connection.close()  # give the pool's place back to those who work
    start = Barrier(len(calls))

    def run(call: Callable[[], Result]) -> Result | Exception:
        start.wait(PATIENCE)
        try:
            return call()
        except Exception as failure:  # noqa: BLE001 - it is the answer
            return failure
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
