"""Every read of capacity."""

from linli.capacity.queries.bookings import (
    bookings_on,
    displaced,
    missed_count,
    open_bookings,
    open_waiting,
    over_holds,
    own_bookings,
    waited_days,
)
from linli.capacity.queries.plan import Plan, office_of, plan, resources, rule, slots_on
from linli.capacity.queries.slots import Free, free_on, nearest_free, tally_on

__all__ = [
    "Free",
    "Plan",
    "bookings_on",
    "displaced",
    "free_on",
    "missed_count",
    "nearest_free",
    "office_of",
    "open_bookings",
    "open_waiting",
    "over_holds",
    "own_bookings",
    "plan",
    "resources",
    "rule",
    "slots_on",
    "tally_on",
    "waited_days",
]
