"""Jobs of the worker for the counter."""

from linli.counter.tasks import queue

__all__ = ["queue"]
