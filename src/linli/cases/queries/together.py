"""A request and those it belongs with: what leads it, its parts, the units called to help."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, Q, QuerySet

from linli.cases.models import Case, CoHandler, Reporter
from linli.cases.queries.lists import Row, rows
from linli.cases.rules.words import ENDED, Mode, State
from linli.kernel.actor import Actor
from linli.kernel.streets.models import Street
from linli.people import queries as people
from linli.rights import queries as rights
from linli.rights.rules import Topic

_ROAD = (
    *("state", "owner_id", "handler_id", "due_at", "warn_at", "sign_in_due_at"),
    *("contact_due_at", "dispatched_at", "signed_in_at", "contacted_at", "replied_at"),
    *("ended_at", "parked_until", "supervised_at", "acted_at", "called_back_at", "paused_until"),
    *("action_due_at", "call_back_due_at", "promised_from"),
)


@dataclass(frozen=True, slots=True)
class Helper:
    """An organisation called to help, and how far it is."""

    name: str
    called: CoHandler
    is_whistle: bool

    @property
    def is_awaited(self) -> bool:
        """Has neither answered nor, after a whistle, come."""
        came = self.called.arrived_at if self.is_whistle else None
        return not (self.called.answered_at or came)


@dataclass(frozen=True, slots=True)
class UnitCount:
    """What one organisation did when others whistled for it; stars are of organisations."""

    organisation_id: UUID
    name: str
    called: int
    arrived: int
    answered: int
    stars: float | None
    stars_back: float | None


def led(case: Case) -> Case:
    """A merged request as its reporter sees it: its own words and number on the road of the one
    that leads it; never to be saved."""
    if case.state != State.MERGED or case.leading is None:
        return case
    shown = copy(case)
    for name in _ROAD:
        setattr(shown, name, getattr(case.leading, name))
    return shown


def reporters_of(case: Case) -> QuerySet[Reporter]:
    """Everybody who waits for it: its own, those of the requests merged into it, and for a part
    those of the whole."""
    of_whole = case.parent_id or case.pk
    merged = Q(case__leading_id=of_whole, case__state=State.MERGED)
    rows = Reporter.objects.filter(Q(case_id=of_whole) | merged, street_id=case.street_id)
    return rows.select_related("case").order_by("id")


def unshared(actor: Actor, case: Case, account_ids: set[UUID]) -> bool:
    """Whether one of them has not agreed that units outside of the subdistrict are given the
    number; who has no account asked by telephone or at the window (PIPL art. 23)."""
    if not people.directory(Street.objects.get(pk=case.street_id)).is_outside(actor):
        return False
    return account_ids != rights.agreeing(case.street_id, account_ids, Topic.SHARE)


def parts_of(street: Street, case: Case) -> list[Row]:
    """The parts of a request in their order; no statement where it has none."""
    if not case.parts_made:
        return []
    return rows(street, Case.objects.filter(street_id=street.pk, parent_id=case.pk).order_by("id"))


def open_parts(case: Case) -> list[Case]:
    """The parts that are not over."""
    if not case.parts_made:
        return []
    parts = Case.objects.filter(street_id=case.street_id, parent_id=case.pk).order_by("id")
    return [part for part in parts if part.state not in ENDED]


def helpers_of(street: Street, case: Case) -> list[Helper]:
    """Who was called to this request, in the order of the calling."""
    directory = people.directory(street)
    called = CoHandler.objects.filter(street_id=street.pk, case_id=case.pk).order_by("id")
    return [
        Helper(directory.organisation_name(one.organisation_id), one, case.mode == Mode.WHISTLE)
        for one in called
    ]


def whistles(street: Street, since: datetime, until: datetime) -> list[UnitCount]:
    """Each organisation that was whistled for in this time, the most often called first."""
    directory = people.directory(street)
    called = CoHandler.objects.filter(
        street_id=street.pk,
        case__mode=Mode.WHISTLE,
        called_at__gte=since,
        called_at__lt=until,
    )
    counted: Iterable[Mapping[str, Any]] = (
        called.values("organisation_id")
        .annotate(
            called=Count("pk"),
            arrived=Count("arrived_at"),
            answered=Count("answered_at"),
            given=Avg("stars"),
            back=Avg("stars_back"),
        )
        .order_by("-called", "organisation_id")
    )
    return [
        UnitCount(
            row["organisation_id"],
            directory.organisation_name(row["organisation_id"]),
            row["called"],
            row["arrived"],
            row["answered"],
            row["given"],
            row["back"],
        )
        for row in counted
    ]
