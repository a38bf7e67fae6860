"""The work of somebody outside: what waits, by due time and by place, with its next step."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case as Choose
from django.db.models import Count, Q, When
from django.utils import timezone

from linli.cases import access
from linli.cases.models import Case, Reporter
from linli.cases.queries import looks
from linli.cases.queries.lists import Filters, Row, condition, rows
from linli.cases.rules.clocks import Tone
from linli.cases.rules.steps import next_step, step_for
from linli.cases.rules.words import Verb
from linli.kernel import clock, personal
from linli.kernel.actor import Actor
from linli.kernel.streets.models import Street
from linli.places import queries as places
from linli.places.queries import GridEntry
from linli.places.rules import COMPOUND_PATH
from linli.words import N_, Word

PAGE_SIZE = 50


class Due(Word):
    """The parts of the list."""

    LATE = "late", N_("超时")
    TODAY = "today", N_("今天到期")
    LATER = "later", N_("之后")


@dataclass(frozen=True, slots=True)
class Job:
    """A request with what its handler does next: ``verb`` is None when that is somebody else's,
    ``until`` the time for this step, ``phone`` masked, ``spot`` where to go."""

    row: Row
    verb: Verb | None
    until: datetime | None
    phone: str
    spot: tuple[float, float] | None
    may_give_back: bool


@dataclass(frozen=True, slots=True)
class FieldWork:
    """A page of jobs in parts; the counts are of everything, not of this page."""

    parts: list[tuple[Due, int, list[Job]]]
    waiting: int
    done: int
    grids: list[GridEntry]
    page: int
    pages: int


def field_work(actor: Actor, street: Street, page: int = 1) -> FieldWork:
    """Three statements however many jobs: the counts, the page, the phones to be masked."""
    counts = _counts(actor, street)
    found = _seen(actor).filter(condition(actor, street, Filters()))
    is_stopped = Choose(When(looks.running(), then=0), default=1)
    start = (page - 1) * PAGE_SIZE
    ordered = found.order_by(is_stopped, "due_at", "id")[start : start + PAGE_SIZE]
    jobs = _jobs(actor, street, rows(street, ordered))
    return FieldWork(
        [(due, counts[due], jobs[due]) for due in Due],
        waiting=counts["waiting"],
        done=counts["done"],
        grids=own_grids(actor, street),
        page=page,
        pages=max(1, -(-counts["waiting"] // PAGE_SIZE)),
    )


def own_grids(actor: Actor, street: Street) -> list[GridEntry]:
    """The grids that the actor holds a post for."""
    known = places.atlas(street).grids
    return [known[post.grid_id] for post in actor.standings if post.grid_id in known]


def _counts(actor: Actor, street: Street) -> dict[str, int]:
    """Of everything that waits, and what this person answered today."""
    waits, now = condition(actor, street, Filters()), clock.now()
    midnight = _midnight(now)
    runs = looks.running()
    late = waits & runs & Q(due_at__lt=now)
    today = waits & runs & Q(due_at__gte=now, due_at__lt=midnight + timedelta(days=1))
    counts = _seen(actor).aggregate(
        waiting=Count("pk", filter=waits),
        late=Count("pk", filter=late),
        today=Count("pk", filter=today),
        done=Count("pk", filter=Q(handler_id=actor.id, replied_at__gte=midnight)),
    )
    return {**counts, Due.LATER: counts["waiting"] - counts[Due.LATE] - counts[Due.TODAY]}


def _seen(actor: Actor) -> Any:
    return access.visible_to(actor, Case.objects.all())


def _midnight(now: datetime) -> datetime:
    """The beginning of the local day."""
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)


def _jobs(actor: Actor, street: Street, found: Sequence[Row]) -> dict[Due, list[Job]]:
    now = clock.now()
    phones = _masked_phones(street, [row.case.pk for row in found])
    parts: dict[Due, list[Row]] = {due: [] for due in Due}
    for row in found:
        parts[_due(row, now)].append(row)
    return {
        due: [_job(actor, street, row, phones.get(row.case.pk, "")) for row in _by_place(part)]
        for due, part in parts.items()
    }


def _due(row: Row, now: datetime) -> Due:
    due_at = None if row.tone is Tone.STOPPED else row.case.due_at
    if due_at is None or due_at >= _midnight(now) + timedelta(days=1):
        return Due.LATER
    return Due.LATE if due_at < now else Due.TODAY


def _by_place(found: Iterable[Row]) -> list[Row]:
    """What lies in one compound stays together, the compound with the nearest due time first."""
    due_first = list(found)
    order: dict[Any, int] = {}
    for row in due_first:
        order.setdefault(_vicinity(row.case), len(order))
    return sorted(due_first, key=lambda row: order[_vicinity(row.case)])


def _vicinity(case: Case) -> Any:
    """The compound, else the grid, else the community."""
    if len(case.area_path) >= COMPOUND_PATH:
        return case.area_path[:COMPOUND_PATH]
    return case.grid_id or case.community_id


def _job(actor: Actor, street: Street, row: Row, phone: str) -> Job:
    case, step = row.case, next_step(row.state)
    verb = step.verb if step and access.may_step_as_staff(actor, step, case) else None
    back = step_for(Verb.GIVE_BACK, row.state)
    is_returnable = back is not None and not case.returns and not case.is_designated
    until = {Verb.SIGN_IN: case.sign_in_due_at, Verb.CONTACT: case.contact_due_at}
    return Job(
        row=row,
        verb=verb,
        until=until.get(verb) if verb else None,
        phone=phone,
        spot=_spot(street, case),
        may_give_back=verb is not None and is_returnable,
    )


def _masked_phones(street: Street, case_ids: list[UUID]) -> dict[UUID, str]:
    reporters = Reporter.objects.filter(street_id=street.pk, case_id__in=case_ids)
    return {row.case_id: personal.masked_phone(row.phone) for row in reporters if row.phone}


def _spot(street: Street, case: Case) -> tuple[float, float] | None:
    """Where it was pointed at, else the smallest place or grid that has a point of its own."""
    known = places.atlas(street)
    grid = known.grids.get(case.grid_id) if case.grid_id else None
    for place in [case, *known.lineage(case.area_path), grid]:
        if place and place.lat is not None and place.lon is not None:
            return place.lat, place.lon
    return None
