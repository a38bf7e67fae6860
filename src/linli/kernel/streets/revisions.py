"""What changes rarely (grids, categories, routes, rules) is loaded once per revision."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import TypeVar

from django.db.models import F

from linli.kernel.streets.models import Street

Value = TypeVar("Value")
_forgets: ContextVar[bool] = ContextVar("forgets", default=False)


def per_revision(load: Callable[[Street], Value]) -> Callable[[Street], Value]:
    """Remember ``load(street)`` in this process until the street's revision has moved on.

    The revision moves in the same transaction as the change, so whoever sees the new number
    also sees the new rows.
    """
    kept: dict[int, tuple[int, Value]] = {}

    @wraps(load)
    def loaded(street: Street) -> Value:
        if street.pk in kept and kept[street.pk][0] == street.revision:
            return kept[street.pk][1]
        value = load(street)
        if not _forgets.get():
            kept[street.pk] = (street.revision, value)
        return value

    loaded.forget = kept.clear  # type: ignore[attr-defined]
    return loaded


@contextmanager
def forgetting() -> Iterator[None]:
    """What is read inside is not remembered: the rows it comes from will be taken back."""
    token = _forgets.set(True)
    try:
        yield
    finally:
        _forgets.reset(token)


def move_on(street_id: int) -> None:
    """Say that something cached has changed; part of the action that changes it."""
    Street.objects.filter(pk=street_id).update(revision=F("revision") + 1)
