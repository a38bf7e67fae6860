"""Every write of capacity."""

from linli.capacity.actions.ageing import forget_old
from linli.capacity.actions.booking import (
    arrive,
    cancel,
    confirm,
    expire,
    forget_person,
    miss,
    remind,
    reschedule,
)
from linli.capacity.actions.displacing import displace
from linli.capacity.actions.setup import (
    close_day,
    open_day,
    open_resource,
    rename_resource,
    set_hours,
)
from linli.capacity.actions.sheets import import_resources
from linli.capacity.actions.taking import book, hold
from linli.capacity.actions.waiting import leave, offer, wait

__all__ = [
    "arrive",
    "book",
    "cancel",
    "close_day",
    "confirm",
    "displace",
    "expire",
    "forget_old",
    "forget_person",
    "hold",
    "import_resources",
    "leave",
    "miss",
    "offer",
    "open_day",
    "open_resource",
    "remind",
    "rename_resource",
    "reschedule",
    "set_hours",
    "wait",
]
