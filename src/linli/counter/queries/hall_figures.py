"""What a hall has done in some days: trips, clocks, bookings and ratings, in all and by item.

An application belongs to the hall whose clerk took it in; no figure is one of a clerk.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import add
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from linli.capacity.models import Booking
from linli.capacity.rules import State as Hour
from linli.counter.models import Application, Hall, Rating, Slip
from linli.counter.queries.queue import services
from linli.counter.rules.application_words import BAD, SlipKind, State
from linli.counter.rules.figures import Figure, Share
from linli.kernel.streets.models import Street
from linli.people.models import Post
from linli.people.rules import Role

_DONE = Q(state__in=(State.FINISHED, State.DELIVERED))
_JUDGED = _DONE | Q(state=State.LAPSED)


@dataclass(frozen=True, slots=True)
class Counts:
    """What came of the applications that ended, and what was said of them."""

    done: int = 0
    judged: int = 0
    complete: int = 0
    trips: int = 0
    one_trip: int = 0
    promised: int = 0
    promised_kept: int = 0
    lawful: int = 0
    lawful_kept: int = 0
    ratings: int = 0
    good: int = 0
    to_mend: int = 0
    mended: int = 0

    def __add__(self, other: Self) -> Self:
        names = self.__slots__
        return type(self)(**{name: getattr(self, name) + getattr(other, name) for name in names})

    def shares(self) -> dict[Figure, Share]:
        return {
            Figure.ONE_TRIP: Share(self.one_trip, self.done),
            Figure.TRIPS: Share(self.trips, self.done),
            Figure.COMPLETE: Share(self.complete, self.judged),
            Figure.PROMISED: Share(self.promised_kept, self.promised),
            Figure.LAWFUL: Share(self.lawful_kept, self.lawful),
            Figure.RATED: Share(self.ratings, self.done),
            Figure.GOOD: Share(self.good, self.ratings),
            Figure.MENDED: Share(self.mended, self.to_mend),
        }


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """One item in these days."""

    name: str
    done: int
    shares: dict[Figure, Share]


@dataclass(frozen=True, slots=True)
class Figures:
    done: int
    shares: dict[Figure, Share]
    items: list[ItemFigures]


def hall_figures(street: Street, hall: Hall, since: date, until: date) -> Figures:
    """Of both days and those between; what is asked for most comes first."""
    span = _span(street, since, until)
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for row in (*_ended(hall, span), *_rated(hall, since, until, span)):
        counts[row["code"]] |= {name: n or 0 for name, n in row.items() if name != "code"}
    by_code = {code: Counts(**found) for code, found in counts.items()}
    total = reduce(add, by_code.values(), Counts())
    shares = total.shares() | {
        Figure.ACCEPTED: _accepted(hall, span),
        Figure.MISSED: _missed(hall, span),
    }
    names = services(street) if by_code else {}
    items = [
        ItemFigures(names.get(code, code), one.done, one.shares()) for code, one in by_code.items()
    ]
    items.sort(key=lambda one: (-one.done, one.name))
    return Figures(total.done, {figure: shares[figure] for figure in Figure}, items)


def _span(street: Street, since: date, until: date) -> tuple[datetime, datetime]:
    """From the first moment of the days to the first after them."""
    zone = ZoneInfo(street.zone)
    start, end = (datetime.combine(day, time(), zone) for day in (since, until + timedelta(days=1)))
    return start, end


def _within(name: str, span: tuple[datetime, datetime]) -> Q:
    return Q(**{f"{name}__gte": span[0], f"{name}__lt": span[1]})


def _of(hall: Hall) -> "QuerySet[Application]":
    """What a clerk of the hall's organisation took in."""
    posts = Post.objects.filter(
        street_id=hall.street_id, organisation_id=hall.organisation_id, role=Role.CLERK
    )
    rows = Application.objects.filter(street_id=hall.street_id)
    return rows.filter(taker_id__in=posts.values("account_id"))


def _ended(hall: Hall, span: tuple[datetime, datetime]) -> "QuerySet[Any, Mapping[str, Any]]":
    promised, lawful = (
        _DONE & Q(**{f"{name}__isnull": False}) for name in ("promised_due_at", "statutory_due_at")
    )
    rows = _of(hall).filter(_within("ended_at", span), _JUDGED)
    return rows.values(code=F("item_version__item__code")).annotate(
        done=Count("pk", filter=_DONE),
        judged=Count("pk"),
        complete=Count("pk", filter=Q(told_at=None)),
        one_trip=Count("pk", filter=_DONE & Q(trips__lte=1)),
        promised=Count("pk", filter=promised),
        promised_kept=Count("pk", filter=promised & Q(ended_at__lte=F("promised_due_at"))),
        lawful=Count("pk", filter=lawful),
        lawful_kept=Count("pk", filter=lawful & Q(ended_at__lte=F("statutory_due_at"))),
        trips=Sum("trips", filter=_DONE),  # last: from here on the name is this sum
    )


def _rated(
    hall: Hall, since: date, until: date, span: tuple[datetime, datetime]
) -> "QuerySet[Any, Mapping[str, Any]]":
    given, to_mend = Q(day__gte=since, day__lte=until), _within("mend_due_at", span)
    rows = Rating.objects.filter(
        given | to_mend, street_id=hall.street_id, organisation_id=hall.organisation_id
    )
    return rows.values(code=F("item__code")).annotate(
        ratings=Count("pk", filter=given),
        good=Count("pk", filter=given & Q(stars__gt=max(BAD))),
        to_mend=Count("pk", filter=to_mend),
        mended=Count("pk", filter=to_mend & Q(mended_at__lte=F("mend_due_at"))),
    )


def _accepted(hall: Hall, span: tuple[datetime, datetime]) -> Share:
    """The slip of what counts as accepted is later than the day from which it counts."""
    later = Slip.objects.filter(
        street_id=OuterRef("street_id"),
        application_id=OuterRef("pk"),
        kind=SlipKind.ACCEPTANCE,
        issued_at__gt=OuterRef("accepted_at"),
    )
    rows = _of(hall).filter(_within("accepted_at", span)).annotate(is_late=Exists(later))
    found = rows.aggregate(whole=Count("pk"), part=Count("pk", filter=Q(is_late=False)))
    return Share(**found)


def _missed(hall: Hall, span: tuple[datetime, datetime]) -> Share:
    rows = Booking.objects.filter(
        street_id=hall.street_id,
        resource__organisation_id=hall.organisation_id,
        during__startswith__gte=span[0],
        during__startswith__lt=span[1],
        state__in=(Hour.ARRIVED, Hour.MISSED),
    )
    found = rows.aggregate(whole=Count("pk"), part=Count("pk", filter=Q(state=Hour.MISSED)))
    return Share(**found)
