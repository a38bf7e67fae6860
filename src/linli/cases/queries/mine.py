"""The list of one's own requests: by account, or by the links that a browser has kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from django.db.models import Case as Choose
from django.db.models import Exists, IntegerField, OuterRef, Q, Value, When
from django.utils.crypto import constant_time_compare

from linli.cases.models import Case, Reporter
from linli.cases.queries.lists import Row, rows
from linli.cases.queries.own import ASKED_DAYS, link_key, seen_by
from linli.cases.queries.searching import worded
from linli.cases.queries.together import led
from linli.cases.rules.limits import RATEABLE
from linli.cases.rules.words import ENDED, State
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.streets.models import Street

PAGE_SIZE = 20


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


def own_requests(actor: Actor, street: Street, words: str = "", page: int = 1) -> OwnPage:
    """What needs the person, what is open, what has ended; each newest first."""
    mine = Reporter.objects.filter(street_id=street.pk, account=actor.id)
    total = found = mine.count()
    if words.strip():
        mine = mine.filter(_worded(street, words))
        found = mine.count()
    start = (max(page, 1) - 1) * PAGE_SIZE
    yours, others, ended = _grouped(street, _ordered(mine)[start : start + PAGE_SIZE])
    return OwnPage(yours, others, ended, total, found, max(page, 1))


def kept(street: Street, keys: Mapping[str, str]) -> OwnPage:
    """The requests whose links a browser has kept; a wrong key opens nothing."""
    known = Reporter.objects.filter(street_id=street.pk, case__number__in=list(keys))
    right = {
        reporter.case_id: reporter
        for reporter in _ordered(known)
        if constant_time_compare(link_key(reporter.case, reporter), keys[reporter.case.number])
    }
    yours, others, ended = _grouped(street, right.values())
    return OwnPage(yours, others, ended, total=len(right), found=len(right))


def _worded(street: Street, words: str) -> Q:
    """Words of one's own; what others wrote in a request one has joined is not searched."""
    cases = Case.objects.filter(
        worded(street, words), street_id=OuterRef("street_id"), pk=OuterRef("case_id")
    )
    return Q(Exists(cases), joined_at=None) | Q(case__number__iendswith=words.strip())


def _ordered(reporters: Any) -> Any:
    """With their requests, by group."""
    since = clock.now() - timedelta(days=ASKED_DAYS)
    merged = Q(case__state=State.MERGED)  # what leads it says how far it is
    group = Choose(
        When(case__paused_until__isnull=False, joined_at=None, then=Value(Group.YOURS)),
        When(
            _ended_lately("case", since) | merged & _ended_lately("case__leading", since),
            joined_at=None,
            case__stars=None,
            then=Value(Group.YOURS),
        ),
        When(merged & ~Q(case__leading__state__in=ENDED), then=Value(Group.OPEN)),
        When(case__state__in=ENDED, then=Value(Group.ENDED)),
        default=Value(Group.OPEN),
        output_field=IntegerField(),
    )
    found = reporters.select_related("case__leading").annotate(group=group)
    return found.order_by("group", "-case__registered_at", "id")


def _ended_lately(case: str, since: datetime) -> Q:
    """To be rated, and not too long ago."""
    is_late = Q(**{f"{case}__ended_at": None}) | Q(**{f"{case}__ended_at__gte": since})
    return is_late & Q(**{f"{case}__state__in": RATEABLE})


def _grouped(street: Street, reporters: Iterable[Any]) -> list[list[Row]]:
    mine = list(reporters)
    groups: list[list[Row]] = [[] for _ in Group]
    for reporter, row in zip(mine, rows(street, [led(one.case) for one in mine]), strict=True):
        groups[reporter.group].append(seen_by(street, row, reporter))
    return groups
