"""What changes rarely (grids, categories, routes, rules) is loaded once per revision."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.db.models import F

from linli.kernel.streets.models import Street

Value = TypeVar("Value")


def per_revision(load: Callable[[Street], Value]) -> Callable[[Street], Value]:
    """Remember ``load(street)`` in this process until the street's revision has moved on.

    The revision moves in the same transaction as the change, so whoever sees the new number
    also sees the new rows.
    """
    kept: dict[int, tuple[int, Value]] = {}

    @wraps(load)
    def loaded(street: Street) -> Value:
        if street.pk not in kept or kept[street.pk][0] != street.revision:
            kept[street.pk] = (street.revision, load(street))
        return kept[street.pk][1]

    loaded.forget = kept.clear  # type: ignore[attr-defined]
    return loaded


def move_on(street_id: int) -> None:
    """Say that something cached has changed; part of the action that changes it."""
    Street.objects.filter(pk=street_id).update(revision=F("revision") + 1)
