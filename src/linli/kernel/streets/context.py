"""Which street the running code works for: the manager of every street row filters by it, and the
database, which is told by every connection, shows no row of another."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_street: ContextVar[int | None] = ContextVar("street", default=None)
_fans_out: ContextVar[bool] = ContextVar("fans_out", default=False)


def current() -> int | None:
    """The street's id, or None outside any street."""
    return _street.get()


@contextmanager
def in_street(street_id: int) -> Iterator[None]:
    """Every query on street rows inside names this street."""
    token = _street.set(street_id)
    try:
        yield
    finally:
        _street.reset(token)


@contextmanager
def fan_out() -> Iterator[None]:
    """Declare that the queries inside read all streets on purpose (sweeps, operations)."""
    street, declared = _street.set(None), _fans_out.set(True)
    try:
        yield
    finally:
        _fans_out.reset(declared)
        _street.reset(street)


def is_fan_out() -> bool:
    return _fans_out.get()


def told() -> str:
    """What the database hears: a street's id, ``*`` for a declared fan-out, nothing outside."""
    street_id = _street.get()
    if street_id is not None:
        return str(street_id)
    return "*" if _fans_out.get() else ""
