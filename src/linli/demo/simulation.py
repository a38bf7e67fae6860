"""A quarter of a subdistrict in minutes: the real actions and jobs on a driven clock."""

import gc
import hashlib
import heapq
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, islice
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from linli.cases.models import Case, Escalation, Letter
from linli.cases.queries import ladder
from linli.cases.rules.ladder import climb
from linli.cases.rules.words import ENDED, Channel
from linli.demo import curves, load, texts
from linli.demo.cast import Cast
from linli.demo.course import Course, World
from linli.demo.deeds import Deeds
from linli.demo.habits import Habits
from linli.demo.live import Live
from linli.demo.plots import Plot
from linli.demo.scenes import Scenes
from linli.demo.worker import Worker
from linli.kernel import clock
from linli.kernel.actor import Actor, ActorKind, system
from linli.kernel.errors import Refused
from linli.kernel.models import Event
from linli.kernel.streets import context, revisions
from linli.kernel.streets.models import Street
from linli.people import actions as people
from linli.people.models import Account, Organisation
from linli.rulebook import queries as rulebook

START = date(2026, 1, 12)  # the Spring Festival with its make-up days lies in the quarter
RESIDENTS = 200
_SIGNED_IN = 0.3  # share of the requests from the pages that come with an account
_BURST_EVERY = timedelta(days=15)
_BURST_SIZE = 25
_ANYTHING = Plot(1, 1, 0, "close")
_BURST = replace(_ANYTHING, scene="burst", matters=("utilities.water_outage",))


@dataclass(slots=True)
class Figures:
    """What happened. ``refused`` counts by code the steps that a rule did not allow."""

    raised: int = 0
    answered: int = 0
    late: int = 0
    escalations: int = 0
    letters: int = 0
    reopened: int = 0
    ended: int = 0
    days: float = 0
    jobs: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    def told(self) -> dict[str, Any]:
        """For the table and the line of JSON."""
        found = asdict(self) | {"refused": dict(self.refused)}
        found["late_share"] = round(self.late / self.answered, 3) if self.answered else 0
        found["average_days"] = round(self.days / self.ended, 2) if self.ended else 0
        del found["late"], found["days"]
        return found


@dataclass(frozen=True, slots=True)
class Ground:
    """The invented subdistrict without its history."""

    street: Street
    cast: Cast
    units: list[Organisation]


def settle(start: date, step: Callable[[], None]) -> Ground:
    """The same for every seed."""
    moment = _morning(start)
    with clock.at(moment):
        return Ground(*load.settle(moment, step))


def _morning(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


class Simulation:
    """Requests come in by the curves of the week; then each goes on as its people do."""

    def __init__(self, ground: Ground, seed: int, days: int, per_day: int, start: date) -> None:
        self.street, self.cast, self.units = ground.street, ground.cast, ground.units
        self.seed, self.per_day = f"linli {seed}", per_day
        self.rng = Random(self.seed)
        self.start = _morning(start)
        self.end = self.start + timedelta(days=days)
        self.zone = ZoneInfo(self.street.zone)
        self.figures = Figures()
        self._queue: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order = count()

    def _people(self) -> None:
        """Residents with accounts, and everybody's ways."""
        self.residents = [self._resident(number) for number in range(RESIDENTS)]
        revisions.move_on(self.street.pk)
        self.street.refresh_from_db()
        staff = Account.objects.filter(street_id=self.street.pk).order_by("username")
        habits = Habits(self.seed, staff.values_list("username", "pk"), self.start, self.end)
        calendar = rulebook.calendar(self.street)
        self.world = World(self.rng, self.cast, habits, calendar, self.zone)
        self.scenes = Scenes(self.rng, self.street, self.cast)
        self.worker = Worker(self.start)
        self.worker.catch_up()

    def _resident(self, number: int) -> Account:
        account = people.register_account(
            actor=system(self.street.pk),
            username=f"resident-{number:03d}",
            password=None,
            name=texts.person_name(self.rng),
            phone=texts.phone(self.rng),
        )
        self.cast.enter(account.pk, Actor(ActorKind.ACCOUNT, self.street.pk, account.pk))
        return account

    def run(self, step: Callable[[], None]) -> None:
        """Event by event up to the end; ``step`` is called once for each request raised."""
        with context.in_street(self.street.pk), clock.at(self.start):
            self._people()
        self._plan_arrivals(step)
        gc.freeze()  # what stands by now stays to the end: not to be looked through again
        gc.set_threshold(50_000)
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit TO off")  # it may be lost: it can be run again
        with context.in_street(self.street.pk):
            while self._queue and self._queue[0][0] < self.end:
                at, _, deed = heapq.heappop(self._queue)
                self.worker.run_until(at, self._look_ahead)
                with clock.at(at):
                    deed()
            self.worker.run_until(self.end, self._look_ahead)
            with clock.at(self.end):
                self.worker.catch_up()
            self._add_up()

    def _add_up(self) -> None:
        self.figures.jobs = self.worker.ran
        self.figures.escalations = Escalation.objects.filter(street_id=self.street.pk).count()
        self.figures.letters = Letter.objects.filter(street_id=self.street.pk).count()

    def _plan_arrivals(self, step: Callable[[], None]) -> None:
        days = (self.end - self.start).days
        bursts = list(self._bursts())
        alone = max(days * self.per_day - sum(map(len, bursts)), 0)
        for at in curves.arrival_times(self.rng, days, alone, self.end, self.zone):
            self._at(at, lambda at=at: self._raise(_ANYTHING, at, [], step))  # type: ignore[misc]
        for times in bursts:
            told: list[Case] = []
            for at in times:
                self._at(at, lambda at=at, told=told: self._raise(_BURST, at, told, step))  # type: ignore[misc]

    def _bursts(self) -> Iterator[list[datetime]]:
        """Now and then a pipe bursts and a whole community writes within two hours."""
        at = self.start + _BURST_EVERY * self.rng.uniform(0.3, 0.8)
        while at < self.end and self.per_day > _BURST_SIZE:
            yield [at + timedelta(minutes=120 * self.rng.random() ** 2) for _ in range(_BURST_SIZE)]
            at += _BURST_EVERY * self.rng.uniform(0.7, 1.3)

    def _at(self, at: datetime, deed: Callable[[], None]) -> None:
        heapq.heappush(self._queue, (at.astimezone(UTC), next(self._order), deed))

    def _raise(self, plot: Plot, at: datetime, told: list[Case], step: Callable[[], None]) -> None:
        """Somebody writes; a request told of before by others leads to theirs."""
        spot, matter = self.scenes.spot(plot), self.scenes.matter(plot)
        actor, draft = self.scenes.raised(plot, at, spot, matter)
        draft = replace(draft, registered_at=None)
        own = draft.channel in (Channel.PHONE, Channel.QR) and not draft.person.is_anonymous
        if own and self.rng.random() < _SIGNED_IN:
            account = self.rng.choice(self.residents)
            person = replace(
                draft.person, name=account.name, phone=account.phone, account_id=account.pk
            )
            actor, draft = self.cast.account(account.pk), replace(draft, person=person)
        live = Live(self.rng, self.street, actor, draft)
        leading = next((case for case in told if case.pk != live.case.pk), None)
        told.append(live.case)
        about = self.scenes.about(spot, matter, draft)
        deeds = Deeds(self.rng, self.cast, live, about, self.units, leading)
        self.figures.raised += 1
        self._go_on(Course(self.world, live, deeds, leading), clock.now())
        step()

    def _go_on(self, course: Course, now: datetime) -> None:
        """Put what comes next into the queue, and the minutes in which a clock may run out."""
        self._watch(course.live.case, now)
        name = course.next()
        if name:
            at = course.moment(name, now)
            self._at(at, lambda: self._take(course, name, at))

    def _take(self, course: Course, name: str, at: datetime) -> None:
        """Whoever finds that somebody else has moved it on looks again at what to do."""
        case = course.live.case
        was_due, was_open = case.due_at, case.state not in ENDED
        try:
            course.take(name, at)
        except Refused as refused:
            self.figures.refused[f"{name}: {refused.reason.code}"] += 1
            course.live.refresh()
        else:
            self._count(name, course.live.case, was_due, was_open, at)
        self._go_on(course, at)

    def _count(
        self, name: str, case: Case, was_due: datetime | None, was_open: bool, at: datetime
    ) -> None:
        figures = self.figures
        if name in ("reply", "answer"):
            figures.answered += 1
            figures.late += bool(was_due and at > was_due)
        figures.reopened += name == "reopen"
        if was_open and case.state in ENDED:
            figures.ended += 1
            figures.days += (at - case.registered_at) / timedelta(days=1)

    def _watch(self, case: Case, now: datetime) -> None:
        """The minutes in which a clock, a pause or a letter of this request comes due."""
        moments = [case.paused_until, *self._rungs(case, now)]
        if case.supervised_at:
            rows = Letter.objects.filter(street_id=self.street.pk, case_id=case.pk)
            moments += rows.filter(closed_at=None).values_list("due_at", flat=True)
        self.worker.want(moment for moment in moments if moment and moment >= now)

    def _rungs(self, case: Case, now: datetime) -> Iterator[datetime]:
        """When each clock is told of next: its warning and its end, later one level at a time."""
        clocks = ladder.running(self.street, case)
        yield from (moment for clock in clocks for moment in (clock.warn_at, clock.until))
        if over := [clock for clock in clocks if clock.until < now]:
            rows = ladder.recorded(self.street.pk, [case.pk]).get(case.pk, [])
            known, wait = (
                list(map(ladder.rung_of, rows)),
                ladder.wait_of(self.street, case.urgency),
            )
            for clock in over:
                rungs = (rung for rung in climb(clock, wait, known) if rung not in known)
                yield from (rung.due_at for rung in islice(rungs, 1))

    def _look_ahead(self, at: datetime) -> None:
        """Whoever was told of a clock in this minute is followed by the next level. A job may have
        changed what is kept in memory by revision."""
        self.street.refresh_from_db(fields=["revision"])
        told = Escalation.objects.filter(street_id=self.street.pk, recorded_at=at)
        rows = Case.objects.filter(
            street_id=self.street.pk, pk__in=told.values("case_id").distinct()
        )
        for case in rows.order_by("id"):
            self._watch(case, at)


def journal_digest(street: Street) -> str:
    """Equal for equal journals, whatever keys the rows were given."""
    found, names = hashlib.sha256(), _Names()
    rows = Event.objects.filter(street_id=street.pk).order_by("id")
    columns = [
        *("at", "kind", "actor_kind", "actor_id", "actor_roles", "subject_type", "subject_id"),
        *("audience", "reason", "before", "after"),
    ]
    for row in rows.values_list(*columns).iterator():
        found.update(json.dumps([names.of(value) for value in row], sort_keys=True).encode())
    return found.hexdigest()


class _Names:
    """Keys are numbered as they come up."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def of(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self.of(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [self.of(inner) for inner in value]
        text = "" if value is None else str(value)
        if len(text) == 36 and text.count("-") == 4:
            return self._known.setdefault(text, len(self._known))
        return text
