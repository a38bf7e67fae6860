"""The one place that knows what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_driven: ContextVar[datetime | None] = ContextVar("driven", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _driven.get() or timezone.now()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Inside it is that moment, for a simulation that drives the clock."""
    token = _driven.set(moment)
    try:
        yield
    finally:
        _driven.reset(token)
