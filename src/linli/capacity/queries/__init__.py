"""Every read of capacity."""

from linli.capacity.queries.bookings import (
    bookings_on,
    displaced,
    missed_count,
    open_bookings,
    open_waiting,
    over_holds,
    own_bookings,
    restored,
    waited_days,
)
from linli.capacity.queries.plan import Plan, office_of, plan, resources, rule, slots_on
from linli.capacity.queries.setup import (
    RESOURCE_COLUMNS,
    Line,
    Week,
    closed_days,
    export_resources,
    later_weeks,
    resource,
    resource_lines,
    to_move,
    week_on,
)
from linli.capacity.queries.slots import Free, free_on, nearest_free, tally_on

__all__ = [
    "RESOURCE_COLUMNS",
    "Free",
    "Line",
    "Plan",
    "Week",
    "bookings_on",
    "closed_days",
    "displaced",
    "export_resources",
    "free_on",
    "later_weeks",
    "missed_count",
    "nearest_free",
    "office_of",
    "open_bookings",
    "open_waiting",
    "over_holds",
    "own_bookings",
    "plan",
    "resource",
    "resource_lines",
    "resources",
    "restored",
    "rule",
    "slots_on",
    "tally_on",
    "to_move",
    "waited_days",
    "week_on",
]
