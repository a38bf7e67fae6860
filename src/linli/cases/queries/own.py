"""The requests somebody has raised: by account, or kept by the browser they used."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum

from django.db.models import Case as Choose
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils.crypto import constant_time_compare

from linli.cases.models import Case, Reporter
from linli.cases.queries.lists import Row, follow_key, rows, worded
from linli.cases.rules.steps import step_for
from linli.cases.rules.words import ENDED, State, Verb
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.streets.models import Street

PAGE_SIZE = 20
_ASKED_FOR = timedelta(days=30)  # a rating is asked for so long after the end, then given up
_RATED = [state for state in State if step_for(Verb.RATE, state)]


class Group(IntEnum):
    """What needs the person stands first."""

    YOURS = 0
    OPEN = 1
    ENDED = 2


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A page of rows by group; ``total`` counts all, ``found`` those with the words."""

    yours: list[Row]
    open: list[Row]
    ended: list[Row]
    total: int
    found: int
    page: int = 1

    @property
    def pages(self) -> int:
        return max(1, -(-self.found // PAGE_SIZE))


def raised_by(actor: Actor, street: Street, limit: int = 200) -> list[Row]:
    """A resident's own requests, newest first."""
    return rows(street, _raised_by(actor, street).order_by("-registered_at")[:limit])


def own_requests(actor: Actor, street: Street, words: str = "", page: int = 1) -> OwnPage:
    """What needs the person, what is open, what has ended; each newest first."""
    own, wanted = _raised_by(actor, street), worded(street, words.strip())
    counts = own.aggregate(total=Count("pk"), found=Count("pk", filter=wanted))
    start = (max(page, 1) - 1) * PAGE_SIZE
    return _grouped(street, own.filter(wanted), start, page=max(page, 1), **counts)


def kept(street: Street, keys: Mapping[str, str]) -> OwnPage:
    """The requests whose links a browser has kept; a wrong key opens nothing."""
    cases = Case.objects.filter(street_id=street.pk, number__in=list(keys))
    right = [
        case.pk for case in cases if constant_time_compare(follow_key(case), keys[case.number])
    ]
    return _grouped(street, cases.filter(pk__in=right), 0, total=len(right), found=len(right))


def _raised_by(actor: Actor, street: Street) -> QuerySet[Case]:
    if actor.id is None:
        return Case.objects.none()
    own = Reporter.objects.filter(
        street_id=OuterRef("street_id"), case_id=OuterRef("pk"), account_id=actor.id
    )
    return Case.objects.filter(Exists(own), street_id=street.pk)


def _grouped(
    street: Street, cases: QuerySet[Case], start: int, *, total: int, found: int, page: int = 1
) -> OwnPage:
    lately = Q(ended_at=None) | Q(ended_at__gte=clock.now() - _ASKED_FOR)
    group = Choose(
        When(lately, state__in=_RATED, stars=None, then=Value(Group.YOURS)),
        When(state__in=ENDED, then=Value(Group.ENDED)),
        default=Value(Group.OPEN),
        output_field=IntegerField(),
    )
    ordered = cases.annotate(group=group).order_by("group", "-registered_at", "id")
    shown = list(ordered[start : start + PAGE_SIZE])
    groups: dict[int, list[Row]] = {one: [] for one in Group}
    for case, row in zip(shown, rows(street, shown), strict=True):
        groups[case.group].append(row)
    return OwnPage(groups[Group.YOURS], groups[Group.OPEN], groups[Group.ENDED], total, found, page)
