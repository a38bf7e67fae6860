"""What is free, and how much is taken."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from linli.capacity.models import Booking, Resource
from linli.capacity.queries.plan import resources, rule, slots_on
from linli.capacity.rules import (
    LIVE,
    Contingent,
    Kind,
    Slot,
    State,
    Taken,
    Tally,
    taken_by,
    tally,
    why_not_take,
)
from linli.kernel import clock
from linli.kernel.streets.models import Street

_Having = dict[UUID, list[Taken]]


@dataclass(frozen=True, slots=True)
class Free:
    """A slot that can be had, and where."""

    resource: Resource
    slot: Slot


def nearest_free(
    street: Street,
    moment: datetime,
    organisation_id: UUID,
    kind: Kind,
    via: Contingent = Contingent.PUBLIC,
    limit: int = 6,
) -> list[Free]:
    """The free slots nearest to a moment, in order of time; before it as well as after."""
    zone = ZoneInfo(street.zone)
    today, wanted = clock.now().astimezone(zone).date(), moment.astimezone(zone).date()
    ahead = range(rule(street, clock.now())["ahead_days"] + 1)
    days = sorted((today + timedelta(n) for n in ahead), key=lambda day: abs(day - wanted))
    known = resources(street, organisation_id, kind)
    having = _having(street, known, min(days), max(days))
    found: list[Free] = []
    for _, equally_far in groupby(days, key=lambda day: abs(day - wanted)):
        found += [free for day in equally_far for free in _free(street, known, day, via, having)]
        if len(found) >= limit:
            break
    found.sort(key=lambda free: abs(free.slot.start - moment))
    return sorted(found[:limit], key=lambda free: free.slot.start)


def free_on(
    street: Street,
    day: date,
    organisation_id: UUID,
    kind: Kind,
    via: Contingent = Contingent.PUBLIC,
) -> list[Free]:
    """What is free on a day, in order of time."""
    known = resources(street, organisation_id, kind)
    return _free(street, known, day, via, _having(street, known, day, day))


def tally_on(street: Street, resource: Resource, day: date) -> Tally:
    """How many slots of a day are free, held and sold."""
    having = _having(street, [resource], day, day)
    return tally(slots_on(street, resource.pk, day), having[resource.pk], clock.now())


def _free(
    street: Street, known: Sequence[Resource], day: date, via: Contingent, having: _Having
) -> list[Free]:
    now = clock.now()
    limits = rule(street, now)
    found = [
        Free(resource, slot)
        for resource in known
        for slot in slots_on(street, resource.pk, day)
        if taken_by(slot, having[resource.pk], now) is None
        and not why_not_take(
            slot, via, now, free_hours=limits["free_hours"], ahead_days=limits["ahead_days"]
        )
    ]
    return sorted(found, key=lambda free: free.slot.start)


def _having(street: Street, known: Iterable[Resource], first: date, last: date) -> _Having:
    """Who has what between two days, in one statement."""
    zone = ZoneInfo(street.zone)
    since, until = (
        datetime(day.year, day.month, day.day, tzinfo=zone) for day in (first, last + timedelta(1))
    )
    rows = Booking.objects.filter(
        street_id=street.pk,
        resource_id__in=[resource.pk for resource in known],
        state__in=LIVE,
        during__overlap=(since, until),
    )
    found: _Having = defaultdict(list)
    for row in rows:
        taken = Taken(row.start, row.end, State(row.state), row.expires_at)
        found[row.resource_id].append(taken)
    return found
