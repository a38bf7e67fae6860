"""The ladder of a street: which rungs should be there, who is told, where a request stands."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from linli.cases.models import Case, Escalation
from linli.cases.queries.promises import due
from linli.cases.rules.clocks import STEP_CLOCKS, StepClock, Timer
from linli.cases.rules.ladder import (
    POSTS,
    TOP,
    Level,
    Rung,
    Running,
    Wait,
    rungs_due,
)
from linli.cases.rules.words import State
from linli.kernel.streets.models import Street
from linli.kernel.streets.revisions import per_revision
from linli.people import queries as people
from linli.people.queries import Holder
from linli.people.rules import STAFF, Role
from linli.rulebook import queries as rulebook
from linli.rulebook import rules
from linli.rulebook.rules import Span

PAGE = 500
_COLUMNS = {"paused_until", "warn_at"} | {one.due for one in STEP_CLOCKS.values()}


def ladder_spans(street: Street, urgency: str, moment: datetime) -> dict[str, Span]:
    """The spans of the ladder's rule in force at a moment."""
    rule, known = rulebook.rule_at(street, "cases.ladder", moment), _read_spans(street)
    key = (rule.version, urgency)
    if key not in known:
        known[key] = rules.ladder(rule.value, urgency)
    return known[key]


@per_revision
def _read_spans(street: Street) -> dict[tuple[int, str], dict[str, Span]]:
    """The spans of each version read once: the minute job asks for every clock that is near."""
    return {}


def running(street: Street, case: Case) -> list[Running]:
    """The clocks of a request that run now; none while it waits for the resident."""
    state = State(case.state)
    return [
        Running(one.timer, until, _warning(street, case, one, until))
        for one in STEP_CLOCKS.values()
        if state in one.runs and not case.paused_until and (until := getattr(case, one.due))
    ]


def _warning(street: Street, case: Case, one: StepClock, until: datetime) -> datetime:
    """The promise keeps when it turns yellow; of the other clocks the ladder's rule says it."""
    if one.timer is Timer.REPLY and case.warn_at:
        return case.warn_at
    before = ladder_spans(street, case.urgency, until)["warn_before"]
    return rules.warn_at(until, before, rulebook.office(street, until))


def wait_of(street: Street, urgency: str) -> Wait:
    """When the next level is to be told, by the rule in force when the one below was."""

    def wait(level: Level, since: datetime) -> datetime:
        return due(street, since, ladder_spans(street, urgency, since)[level])

    return wait


def recorded(street_id: int, case_ids: Iterable[UUID]) -> dict[UUID, list[Escalation]]:
    """What was told of these requests, in the order in which it was due."""
    rows = Escalation.objects.filter(street_id=street_id, case_id__in=list(case_ids))
    found = defaultdict(list)
    for row in rows.order_by("due_at", "id"):
        found[row.case_id].append(row)
    return found


def rung_of(row: Escalation) -> Rung:
    return Rung(Timer(row.timer), row.until, Level(row.level), row.due_at)


def due_of(
    street: Street,
    case: Case,
    clocks: Sequence[Running],
    known: Iterable[Escalation],
    now: datetime,
) -> list[Rung]:
    """The rungs of one request that should be recorded by now and are not."""
    return rungs_due(clocks, map(rung_of, known), wait_of(street, case.urgency), now)


def missing_rungs(street: Street, now: datetime) -> Iterator[tuple[Case, list[Rung]]]:
    """Every request of a street that has rungs to record, the oldest first; empty when nothing was
    missed. Two statements for each page of requests that are near or over and not at the top."""
    for page in _pages(Case.objects.filter(_near(street, now), street_id=street.pk)):
        known = recorded(street.pk, [case.pk for case in page])
        for case in page:
            rungs = due_of(street, case, running(street, case), known.get(case.pk, []), now)
            if rungs:
                yield case, rungs


def _pages(rows: QuerySet[Case]) -> Iterator[list[Case]]:
    ordered = rows.only("street_id", "number", "state", "urgency", *_COLUMNS).order_by("id")
    page = list(ordered[:PAGE])
    while page:
        yield page
        page = list(ordered.filter(pk__gt=page[-1].pk)[:PAGE]) if len(page) == PAGE else []


def _near(street: Street, now: datetime) -> Q:
    """A clock runs, its warning may have come, and it has not reached the top."""
    found = Q()
    for one in STEP_CLOCKS.values():
        if one.timer is Timer.REPLY:
            is_near = Q(warn_at__lt=now) | Q(due_at__lt=now)
        else:
            is_near = Q(**{f"{one.due}__lt": _horizon(street, now)})
        found |= Q(state__in=one.runs) & is_near & ~Q(Exists(_at_top(one)))
    return found & Q(paused_until=None)


def _at_top(one: StepClock) -> QuerySet[Escalation]:
    return Escalation.objects.filter(
        street_id=OuterRef("street_id"),
        case_id=OuterRef("pk"),
        timer=one.timer,
        until=OuterRef(one.due),
        level=TOP,
    )


def _horizon(street: Street, now: datetime) -> datetime:
    """No clock that ends later can be near, whatever its urgency; a rule that begins meanwhile is
    seen a day ahead."""
    office = rulebook.office(street, now)
    spans = [
        ladder_spans(street, urgency, moment)["warn_before"]
        for urgency in rules.LADDER_PRESETS
        for moment in (now, now + timedelta(days=1))
    ]
    return max(rules.warn_until(now, span, office) for span in spans)


def told_at(street: Street, case: Case, level: Level, moment: datetime) -> set[UUID]:
    """The accounts of whoever holds the post of a level where the request is; of its handler, or
    of everybody at the owner's desk, before the clock runs out."""
    if level is Level.HANDLER:
        return {case.handler_id} if case.handler_id else desk_of(street, case.owner_id, moment)
    return _accounts(street, moment, lambda holder: _holds(holder, case, POSTS[level]))


def desk_of(street: Street, organisation_id: UUID, moment: datetime) -> set[UUID]:
    """The accounts of everybody who works at the desk of an organisation."""
    return _accounts(
        street,
        moment,
        lambda holder: holder.role in STAFF and holder.organisation_id == organisation_id,
    )


def _accounts(street: Street, moment: datetime, is_one: Callable[[Holder], bool]) -> set[UUID]:
    day = street.day(moment)
    holders = people.directory(street).every_post()
    return {holder.account_id for holder in holders if holder.counts_on(day) and is_one(holder)}


def _holds(holder: Holder, case: Case, role: Role) -> bool:
    """Holds this post there; one without a place counts in the whole street, but nobody is a
    neighbour of everybody."""
    path = holder.area_path or ""
    return (
        holder.role is role
        and (role is not Role.NEIGHBOUR or bool(path or holder.grid_id))
        and holder.grid_id in (None, case.grid_id)
        and holder.community_id in (None, case.community_id)
        and case.area_path.startswith(path)
    )
