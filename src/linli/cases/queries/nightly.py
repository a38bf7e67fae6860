"""What the jobs look for besides the ladder: letters, parked requests, what has not moved."""

from collections import Counter
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from linli.cases.models import Case, Letter
from linli.cases.queries.ladder import ladder_spans
from linli.cases.queries.looks import day_start
from linli.cases.rules.clocks import RUNNING
from linli.cases.rules.words import CaseEvent, DeskEvent, State
from linli.kernel.models import Event
from linli.kernel.streets.models import Street
from linli.rulebook import queries as rulebook
from linli.rulebook import rules


def missed_letters(street: Street, now: datetime) -> list[UUID]:
    """Requests whose letter nobody answered in time, and nobody was told so yet."""
    rows = Letter.objects.filter(
        street_id=street.pk, answered_at=None, closed_at=None, late_at=None, due_at__lt=now
    )
    return list(rows.order_by("due_at").values_list("case_id", flat=True))


def reviews_due(street: Street, now: datetime, *case_ids: UUID) -> list[UUID]:
    """Parked requests (all, or these) whose day of review has come, and nobody was told since."""
    told = Event.objects.filter(
        street_id=OuterRef("street_id"),
        subject_id=OuterRef("pk"),
        kind=CaseEvent.REVIEW_DUE,
        at__gte=OuterRef("parked_until"),
    )
    rows = Case.objects.filter(street_id=street.pk, state=State.PARKED, parked_until__lte=now)
    rows = rows.filter(pk__in=case_ids) if case_ids else rows
    return list(rows.filter(~Exists(told)).order_by("id").values_list("pk", flat=True))


def stale_desks(street: Street, now: datetime, *desk_ids: UUID) -> Counter[UUID]:
    """How many requests of each desk (all, or these) no person has touched for as long as the rule
    says; desks that were told today are left out."""
    today = day_start(street, street.day(now))
    told = Event.objects.filter(
        street_id=OuterRef("street_id"),
        subject_id=OuterRef("owner_id"),
        kind=DeskEvent.STALE,
        at__gte=today,
    )
    rows = Case.objects.filter(_is_stale(street, now), street_id=street.pk, state__in=RUNNING)
    rows = rows.filter(owner_id__in=desk_ids) if desk_ids else rows
    return Counter(rows.filter(~Exists(told)).values_list("owner_id", flat=True))


def _is_stale(street: Street, now: datetime) -> Q:
    office = rulebook.office(street, now)
    found = Q()
    for urgency in rules.LADDER_PRESETS:
        span = ladder_spans(street, urgency, now)["stale"]
        since = rules.warn_at(now, span, office)
        touched = Event.objects.filter(
            street_id=OuterRef("street_id"),
            subject_id=OuterRef("pk"),
            kind__startswith="cases.case.",
            at__gte=since,
        )
        found |= Q(urgency=urgency, registered_at__lt=since) & ~Q(Exists(touched))
    return found
