"""Whether applications and their hours fit together; for ``./linli verify``."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import QuerySet

from linli.capacity.models import Booking
from linli.counter.models import Application
from linli.counter.rules.application_words import State
from linli.kernel.drift import Drift, Survey
from linli.kernel.streets.models import Street
from linli.words import N_, Reason

PAGE = 500
_Holders = dict[UUID | None, UUID | None]


def _booked(street: Street) -> QuerySet[Application]:
    """Somebody is to come at an hour, and nobody has forgotten them."""
    rows = Application.objects.filter(street_id=street.pk, state=State.BOOKED, forgotten_at=None)
    return rows.filter(booking_id__isnull=False).order_by("id")


def _count(street: Street) -> int:
    return _booked(street).count()


def _hours(street: Street) -> Iterator[list[Drift]]:
    """The hour of each is there, and is theirs; an old one may be nobody's by now."""
    after = UUID(int=0)
    while page := list(_booked(street).filter(pk__gt=after)[:PAGE]):
        keys = [one.booking_id for one in page if one.booking_id]
        rows = Booking.objects.filter(street_id=street.pk, pk__in=keys)
        holders: _Holders = dict(rows.values_list("pk", "holder_id"))
        yield from (_looked(one, holders) for one in page)
        after = page[-1].pk


def _looked(one: Application, holders: _Holders) -> list[Drift]:
    if one.booking_id not in holders:
        return [Drift("hours", one.number, Reason("hour_missing", _GONE))]
    if holders[one.booking_id] not in (one.account_id, one.pk, None):
        return [Drift("hours", one.number, Reason("hour_of_others", _OTHERS))]
    return []


_GONE = N_("申请约了时间，那个预约却不在了。")
_OTHERS = N_("申请约的时间记在别人名下。")
SURVEYS = (Survey({"hours": N_("申请约的时间都在，也是本人的")}, _count, _hours),)
