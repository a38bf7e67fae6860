"""Whether bookings are what the rules say; for ``./linli verify``."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, QuerySet

from linli.capacity.models import Booking
from linli.capacity.rules import LIVE, State
from linli.kernel.drift import Drift, Survey
from linli.kernel.streets.models import Street
from linli.words import N_, Reason


def _count(street: Street) -> int:
    return _live(street).count()


def _live(street: Street) -> QuerySet[Booking]:
    return Booking.objects.filter(street_id=street.pk, state__in=LIVE)


def _overlapping(street: Street) -> QuerySet[Booking]:
    """Whatever keeps them apart: an index may be gone after a restore."""
    others = Booking.objects.filter(
        street_id=OuterRef("street_id"),
        resource_id=OuterRef("resource_id"),
        state__in=LIVE,
        during__overlap=OuterRef("during"),
        pk__gt=OuterRef("pk"),
    )
    return _live(street).filter(Exists(others))


def _bookings(street: Street) -> Iterator[list[Drift]]:
    yield from ([] for _ in range(_count(street)))
    for row in _overlapping(street).select_related("resource").order_by("during"):
        params = {"where": row.resource.name, "at": f"{row.start:%Y-%m-%d %H:%M}Z"}
        yield [Drift("bookings", str(row.pk), Reason("bookings_overlap", _TWO, params))]
    held = Booking.objects.filter(street_id=street.pk, state=State.HELD)
    for row in held.filter(expires_at=None):
        yield [Drift("holds", str(row.pk), Reason("hold_endless", _ENDLESS))]
    for row in held.filter(expires_at__lte=F("made_at")):
        yield [Drift("holds", str(row.pk), Reason("hold_over_at_once", _AT_ONCE))]


_TWO = N_("%(where)s的 %(at)s 给了两个人。")
_ENDLESS = N_("暂留没有写到几点，永远不会放开。")
_AT_ONCE = N_("暂留一开始就过了时间。")
SURVEYS = (
    Survey(
        {"bookings": N_("一个时间只约给一个人"), "holds": N_("暂留都有到期时间")},
        _count,
        _bookings,
    ),
)
