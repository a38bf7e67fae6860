"""Clearing away bytes that no row names: their transaction was rolled back."""

from datetime import datetime, timedelta
from uuid import UUID

from django.core.files.storage import default_storage

from linli.files import models
from linli.files.models import File
from linli.kernel import clock
from linli.kernel.action import action
from linli.kernel.actor import Actor

_GRACE = timedelta(days=1)
_BATCH = 1000
_OUR_VERSION = 7


@action
def sweep_orphans(*, actor: Actor) -> int:
    """Remove what was stored this month or the last, is older than a day and belongs to no row."""
    today = clock.now()
    removed = 0
    for month in (today, today.replace(day=1) - timedelta(days=1)):
        folder = models.folder(actor.street_id, month)
        removed += sum(_remove(folder, names) for names in _orphans(actor, folder, today - _GRACE))
    return removed


def _orphans(actor: Actor, folder: str, before: datetime) -> list[list[str]]:
    """The names of each file without a row, in the order of their making."""
    names = _names(folder)
    old = sorted(key for key in names if models.made_at(key) < before)
    known: set[UUID] = set()
    for start in range(0, len(old), _BATCH):
        rows = File.objects.filter(street_id=actor.street_id, pk__in=old[start : start + _BATCH])
        known.update(rows.values_list("pk", flat=True))
    return [names[key] for key in old if key not in known]


def _names(folder: str) -> dict[UUID, list[str]]:
    """What lies in a folder, by the key in its name; anything named otherwise is not ours."""
    try:
        _, names = default_storage.listdir(folder)
    except FileNotFoundError:  # nothing was stored in that month
        return {}
    found: dict[UUID, list[str]] = {}
    for name in names:
        key = _key(name.removesuffix(".jpg").removesuffix(".thumb"))
        if key is not None and name.endswith(".jpg"):
            found.setdefault(key, []).append(name)
    return found


def _key(stem: str) -> UUID | None:
    try:
        key = UUID(stem)
    except ValueError:
        return None
    return key if key.version == _OUR_VERSION and str(key) == stem else None


def _remove(folder: str, names: list[str]) -> int:
    for name in names:
        default_storage.delete(f"{folder}/{name}")
    return len(names)
