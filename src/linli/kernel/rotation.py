"""A new data key, and every personal value sealed anew under it while the service runs."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Count, F, Func, Q

from linli.kernel import events
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused
from linli.kernel.personal import PersonalText, personal_fields
from linli.kernel.personal.sealing import UNREADABLE
from linli.kernel.streets import context
from linli.kernel.streets.models import Street
from linli.words import N_, Reason, Word

_BATCH = 200
_LOCK = 0x6C696E6C69  # one number for all who rotate keys in this database


class RotationEvent(Word):
    ROTATED = "kernel.keys.rotated", N_("更换了个人信息的加密密钥")


def standing() -> Counter[int]:
    """How many values stand under each version of the key."""
    found: Counter[int] = Counter()
    with context.fan_out():
        for field in personal_fields():
            rows = field.model._base_manager.annotate(head=_head(field)).filter(head__gt=b"")
            for head, count in rows.values_list("head").annotate(Count("pk")):
                found[bytes(head)[0]] += count
    return found


@contextmanager
def alone() -> Iterator[None]:
    """Of two who would rotate at once the second is refused; a killed one leaves no lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if cursor.fetchone() != (True,):
            raise Refused(Reason("rotation_running", N_("另一次密钥更换正在进行，请等它做完。")))
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def stale_rows() -> int:
    """How many rows hold a value under an older key."""
    with context.fan_out():
        return sum(_stale(model, fields).count() for model, fields in _tables())


def reseal(step: Callable[[], None]) -> None:
    """Whatever stands under an older key is sealed under the newest; ``step`` is called for each
    row. Rows that somebody is changing right now are left to the next round, and to whoever
    changes them: nobody waits for us, and nothing newer is overwritten. It ends when a whole round
    finds nothing it can do; what is left then is locked or cannot be opened by any key."""
    streets = list(Street.objects.values_list("pk", flat=True))
    while sum(
        _resealed(model, fields, street_id, step)
        for street_id in streets
        for model, fields in _tables()
    ):
        pass


@action
def note_rotation(*, actor: Actor) -> None:
    """The journal of a street keeps when its personal data went under which key."""
    version, _ = settings.LINLI_DATA_KEYS.newest()
    street = Street.objects.get(pk=actor.street_id)
    events.record(actor, RotationEvent.ROTATED, street, after={"version": version})


def _tables() -> list[tuple[type[models.Model], list[PersonalText]]]:
    fields = personal_fields()
    return [(model, list(of)) for model, of in groupby(fields, lambda field: field.model)]


def _head(field: PersonalText) -> Func:
    """The first byte: the version of the key, nothing for an empty value."""
    one = models.Value(1)
    output = models.BinaryField()
    return Func(F(field.name), one, one, function="substring", output_field=output)


def _stale(model: type[models.Model], fields: Iterable[PersonalText]) -> models.QuerySet[Any]:
    version, _ = settings.LINLI_DATA_KEYS.newest()
    rows, older = model._base_manager.all(), Q()
    for field in fields:
        name = f"head_{field.name}"
        rows = rows.alias(**{name: _head(field)})
        older |= Q(**{f"{name}__gt": b"", f"{name}__lt": bytes([version])})
    return rows.filter(older)


def _resealed(
    model: type[models.Model], fields: list[PersonalText], street_id: int, step: Callable[[], None]
) -> int:
    """Seal anew the rows of one table in one street, batch by batch; how many were."""
    with context.in_street(street_id):
        stale = _stale(model, fields).filter(street_id=street_id).order_by("pk")
        keys = stale.values_list("pk", flat=True)
        found, done = list(keys[:_BATCH]), 0
        while found:
            done += (fresh := _batch(stale, fields, found))
            for _ in range(fresh):
                step()
            found = list(keys.filter(pk__gt=found[-1])[:_BATCH])
    return done


def _batch(stale: models.QuerySet[Any], fields: list[PersonalText], keys: list[Any]) -> int:
    """A value that no key opens is left as it is and holds up nothing but itself."""
    names = [field.name for field in fields]
    try:
        with transaction.atomic():
            free = stale.filter(pk__in=keys).select_for_update(of=("self",), skip_locked=True)
            rows = list(free.only("street_id", *names))
            stale.model._base_manager.bulk_update(rows, names)
            return len(rows)
    except UNREADABLE:
        return sum(_batch(stale, fields, [key]) for key in keys) if len(keys) > 1 else 0
