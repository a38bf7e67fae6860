"""What the hall of the demonstration has done up to now: applications in every state, visits with
their times, hours that were booked."""

from collections import Counter as Tally
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from psycopg.types.range import Range

from linli.capacity import queries as capacity
from linli.capacity.actions.taking import facts_of
from linli.capacity.models import Booking, Resource
from linli.capacity.rules import STEPS, CapacityEvent, Contingent, Kind, Slot, Verb
from linli.capacity.rules import State as Hour
from linli.counter import queries
from linli.counter.models import ApplicationCount, ItemVersion, Ticket, Window
from linli.counter.queries import queue
from linli.counter.rules.application_limits import number
from linli.counter.rules.application_papers import conditional, materials
from linli.counter.rules.application_words import State
from linli.counter.rules.catalogue import Kind as ItemKind
from linli.counter.rules.catalogue import Source
from linli.counter.rules.queue import WindowState
from linli.demo import hall, plots, texts
from linli.demo.cast import Cast
from linli.demo.errands import Errand
from linli.demo.pour import pour
from linli.demo.story import id_at
from linli.demo.tickets import Floor
from linli.demo.town import plan
from linli.kernel import events
from linli.kernel.actor import Actor
from linli.kernel.events import Audience
from linli.kernel.models import Event
from linli.kernel.streets.models import Street
from linli.people.models import Account
from linli.people.rules import Role
from linli.rulebook import queries as rulebook

_UP = "receive accept examine pass_up answer"
_END = "decide finish deliver"
_NOW, _ABOVE, _GO = ItemKind.IMMEDIATE, ItemKind.PASSED_UP, ItemKind.ERRAND


@dataclass(frozen=True, slots=True)
class Course:
    """``count`` applications for an item of a kind, begun between ``oldest`` and ``newest`` days
    ago, go these steps as far as today; a step with a question mark is taken by every second one.
    ``own`` ones are the demo resident's."""

    count: int
    oldest: float
    newest: float
    steps: str
    kind: ItemKind = _ABOVE
    own: bool = False


COURSES = (
    # done
    Course(86, 88, 1, "receive serve rate?", _NOW),
    Course(10, 80, 6, "receive_some ask_correction correct serve deliver rate?", _NOW),
    Course(46, 88, 12, f"{_UP} {_END} rate?"),
    Course(14, 88, 20, f"receive_some ask_correction correct accept examine pass_up {_END} rate?"),
    Course(8, 88, 24, "receive_promised accept correct? examine pass_up answer deny finish rate?"),
    Course(12, 88, 30, f"receive accept examine start_special end_special {_END} rate?"),
    Course(16, 88, 14, "receive give_mandate take_original accept examine return_original "
           "decide finish deliver_by_agent rate?", _GO),
    Course(8, 88, 14, f"receive accept examine {_END} rate?", _GO),
    Course(7, 60, 16, "receive serve rate_badly contact mend", _NOW),
    Course(3, 12, 6, "receive serve rate_badly contact", _NOW),
    Course(3, 3, 1, "receive serve rate_badly", _NOW),
    # ended before
    Course(9, 80, 2, "receive refuse rate?"),
    Course(6, 80, 34, "receive_some ask_correction lapse"),
    Course(6, 80, 4, "receive accept withdraw"),
    Course(3, 80, 20, "receive accept examine terminate"),
    Course(3, 70, 16, f"receive deem_accepted examine pass_up answer {_END}"),
    # under way
    Course(9, 2.5, 0.1, "receive"),
    Course(11, 12, 1, "receive_some ask_correction"),
    Course(10, 5, 1, "receive accept"),
    Course(9, 10, 2, "receive accept examine"),
    Course(7, 9, 4, "receive accept examine start_special"),
    Course(12, 16, 3, "receive accept examine pass_up"),
    Course(6, 20, 8, _UP),
    Course(6, 24, 10, f"{_UP} decide"),
    Course(9, 26, 12, f"{_UP} decide finish"),
    Course(8, 8, 2, "receive give_mandate take_original accept examine", _GO),
    Course(4, 40, 30, "receive accept examine pass_up"),  # over the promised time
    # the demo resident's own
    Course(1, 9, 8, "receive_some ask_correction", own=True),
    Course(1, 6, 5, "receive accept examine pass_up", own=True),
    Course(1, 3, 2, "receive serve", _NOW, own=True),
    Course(1, 60, 50, f"{_UP} {_END} rate", own=True),
)  # fmt: skip

# Working hours between a step and the one before.
_GAPS: dict[str, tuple[float, float]] = {
    "answer": (16, 60),
    "pass_up": (1, 10),
    "correct": (10, 80),
    "deliver": (2, 60),
}
_GAPS |= {"deliver_by_agent": (4, 40), "end_special": (120, 200), "return_original": (10, 40)}
_GAPS |= {"rate": (0.2, 30), "rate_badly": (0.2, 20), "contact": (2, 20), "mend": (30, 200)}
_GAPS |= {"withdraw": (4, 60), "terminate": (20, 80), "decide": (4, 30), "finish": (2, 20)}
_AT_ONCE = frozenset({"serve", "accept", "ask_correction", "give_mandate", "take_original"})
_DEADLINES = {"lapse": "correct_by", "deem_accepted": "tell_by"}
_NIGHTLY = timedelta(hours=11)  # from the close of a day to the job of the night
_DAYS, _VISITS, _AHEAD = 88, 62, 12
_BOOKED, _EARLY = 0.16, 7


def errand_count() -> int:
    return sum(course.count for course in COURSES)


class Visits:
    """Tells everything first and writes it at once."""

    def __init__(self, street: Street, cast: Cast, now: datetime) -> None:
        self.rng = Random("linli hall")  # its own, so that nothing else is drawn otherwise
        self.street, self.cast, self.now = street, cast, now
        self.zone = ZoneInfo(street.zone)
        self.calendar = rulebook.calendar(street)
        self.today = street.day(now)
        self.clerks = [cast.account(account_id) for account_id in self._clerk_ids()]
        self.by_kind = self._versions()
        self.errands: list[Errand] = []
        self.bookings: list[Booking] = []
        self.booked: list[Event] = []
        self.floor = self._floor()

    def tell(self, step: Callable[[], None]) -> None:
        for course in COURSES:
            for _ in range(course.count):
                self.errands.append(self._errand(course))
                step()
        self._tell_days()
        self._number()

    def write(self) -> None:
        errands, floor = self.errands, self.floor
        Booking.objects.bulk_create(self.bookings)
        pour([one.application for one in errands])
        for rows in ("checks", "slips", "originals", "mandates", "entries", "ratings"):
            pour([row for one in errands for row in getattr(one, rows)])
        pour(floor.tickets)
        pour(floor.items)
        written = [event for one in errands for event in one.events]
        written = sorted([*written, *floor.events, *self.booked], key=lambda event: event.pk)
        pour(written)
        pour(events.for_the_seal(written))
        floor.hall.save(update_fields=["counted", "counted_on"])
        for window, clerk in floor.at:
            window.clerk_id, window.state = clerk.id, WindowState.OPEN
            window.save(update_fields=["clerk", "state"])

    # applications

    def _errand(self, course: Course) -> Errand:
        at = self._start(course)
        one = self._begun(course, at)
        for name in self._drawn(course):
            at = self._next(one, name, at)
            if at > self.now:
                break
            one.step(name, at)
        return one

    def _drawn(self, course: Course) -> list[str]:
        names = course.steps.split()
        return [n.removesuffix("?") for n in names if not n.endswith("?") or self._draw(0.5)]

    def _draw(self, chance: float) -> bool:
        return self.rng.random() < chance

    def _begun(self, course: Course, at: datetime) -> Errand:
        version = self.rng.choice(self.by_kind[course.kind])
        applicant, staff = self._applicant(course), self._staff(version)
        return Errand(self.rng, self.street, version, applicant, staff, at)

    def _start(self, course: Course) -> datetime:
        days = self.rng.uniform(course.newest, course.oldest)
        local = (self.now - timedelta(days=days)).astimezone(self.zone)
        start = plots.in_office(self.rng, local, self.calendar).astimezone(UTC)
        return min(start, self.now - timedelta(minutes=self.rng.randint(10, 50)))

    def _next(self, one: Errand, name: str, at: datetime) -> datetime:
        if name in _DEADLINES:
            until: datetime = getattr(one.application, _DEADLINES[name])
            return until + _NIGHTLY
        if name.startswith("receive") or name in _AT_ONCE:
            return at + timedelta(seconds=self.rng.randint(60, 300))
        later = at + timedelta(hours=self.rng.uniform(*_GAPS.get(name, (1, 30))))
        if name.startswith("rate"):
            return later
        local = plots.in_office(self.rng, later.astimezone(self.zone), self.calendar)
        return local.astimezone(UTC)

    def _applicant(self, course: Course) -> tuple[str, str, Account | None]:
        if course.own:
            return self.cast.resident.name, self.cast.resident.phone, self.cast.resident
        return texts.person_name(self.rng), texts.phone(self.rng), None

    def _staff(self, version: ItemVersion) -> dict[str, Actor]:
        department_id = version.department_id
        if department_id is None:
            raise ValueError(f"{version.name}: nobody decides it")
        return {
            "clerk": self.rng.choice(self.clerks),
            "department": self.cast.of_unit(self.rng, department_id),
            "overseer": self.cast.anyone(self.rng, Role.SUPERVISOR),
            "agent": self.cast.anyone(self.rng, Role.GRID),
            "applicant": self.cast.account(self.cast.resident.pk),
        }

    def _versions(self) -> dict[ItemKind, list[ItemVersion]]:
        """What is asked for here: somebody decides it, and there is something to bring."""
        found: dict[ItemKind, list[ItemVersion]] = {kind: [] for kind in ItemKind}
        for version in queries.versions_in_force(self.street):
            sometimes = conditional(version.questions)
            brings = any(
                one.is_original and one.source is Source.APPLICANT and one.code not in sometimes
                for one in materials(version.materials)
            )
            if version.department_id and brings:
                found[ItemKind(version.kind)].append(version)
        return found

    def _number(self) -> None:
        given: Tally[date] = Tally()
        for one in sorted(self.errands, key=lambda one: one.application.opened_at):
            day = self.street.day(one.application.opened_at)
            given[day] += 1
            one.application.number = number(self.street.initials, day, given[day])
        ApplicationCount.objects.bulk_create(
            ApplicationCount(
                id=id_at(self.rng, self.now), street_id=self.street.pk, day=day, last=last
            )
            for day, last in given.items()
        )

    # the hall and its hours

    def _clerk_ids(self) -> list[UUID]:
        rows = Account.objects.filter(street_id=self.street.pk, username__in=hall.CLERKS)
        return list(rows.order_by("username").values_list("pk", flat=True))

    def _floor(self) -> Floor:
        (place,) = queue.halls(self.street)
        rows = Window.objects.filter(street_id=self.street.pk, hall=place)
        windows = list(rows.order_by("order"))
        codes = [version.item.code for kind in self.by_kind.values() for version in kind]
        at = list(zip(windows, self.clerks, strict=False))
        by = queue.fairness(self.street, self.now)
        return Floor(self.rng, place, at, codes[:20], by, self.zone, self.now)

    def _tell_days(self) -> None:
        for ago in range(_DAYS, -_AHEAD, -1):
            day = self.today - timedelta(days=ago)
            came = list(self._book(day)) if self.calendar.is_working_day(day) else []
            if 0 <= ago <= _VISITS and self.calendar.is_working_day(day):
                self.floor.tell_day(day, came)
        self.floor.tell_now(self.today)

    def _book(self, day: date) -> Iterator[Ticket]:
        """The hours of a day that somebody has had; yields the numbers that were taken for them."""
        for resource in capacity.plan(self.street).resources.values():
            for slot in capacity.slots_on(self.street, resource.pk, day):
                if slot.contingent is Contingent.INTERNAL or not self._draw(_BOOKED):
                    continue
                booking = self._booking(resource, slot)
                if booking.state == Hour.ARRIVED and resource.kind == Kind.WINDOW:
                    yield self.floor.appointment(day, slot.start, booking.pk)
                elif booking.state == Hour.BOOKED and slot.start > self.now:
                    self._to_come(booking, Kind(resource.kind))

    def _booking(self, resource: Resource, slot: Slot) -> Booking:
        """Taken some days before; what is past was kept, missed or given back."""
        made = min(slot.start, self.now) - timedelta(hours=self.rng.uniform(3, 70))
        if made.astimezone(self.zone).hour < _EARLY:
            made -= timedelta(hours=_EARLY + 1)
        is_public = slot.contingent is Contingent.PUBLIC
        booking = Booking(
            id=id_at(self.rng, made),
            street_id=self.street.pk,
            resource=resource,
            during=Range(slot.start, slot.end),
            contingent=slot.contingent,
            via=slot.contingent,
            state=Hour.BOOKED,
            holder_id=id_at(self.rng, made) if is_public else None,
            made_at=made,
        )
        self.bookings.append(booking)
        self._log(booking, CapacityEvent.BOOKED, made, **facts_of(booking))
        (verb,) = self.rng.choices([Verb.ARRIVE, Verb.MISS, Verb.CANCEL], [84, 7, 9])
        if verb is Verb.CANCEL or slot.end < self.now - timedelta(hours=1):
            at = {Verb.CANCEL: made + timedelta(hours=2), Verb.MISS: slot.end}.get(verb, slot.start)
            was, step = booking.state, STEPS[verb]
            booking.state = step.target or was
            self._log(booking, step.event, at, was=was)
        return booking

    def _log(
        self, booking: Booking, kind: CapacityEvent, at: datetime, was: str = "", **after: Any
    ) -> None:
        event = events.draft(
            self.clerks[0],
            kind,
            booking,
            audience=Audience.PRIVATE,
            at=at,
            before={"state": str(was)} if was else None,
            after={"state": str(booking.state)} if was else after,
        )
        event.id = id_at(self.rng, at)
        self.booked.append(event)

    def _to_come(self, booking: Booking, kind: Kind) -> None:
        """Somebody has said beforehand what they will come for, or what we come for."""
        if kind is Kind.ROOM:
            return
        is_own = not any(one.application.state == State.BOOKED for one in self.errands)
        course = Course(1, 0, 0, "book", _NOW, own=is_own)
        one = self._begun(course, booking.made_at)
        one.step("book", booking.made_at)
        one.application.booking = booking
        if kind is Kind.TEAM:
            one.application.address = f"{plan().shown.name}{self.rng.randint(1, 9)}号楼"
        booking.holder_id = one.application.account_id or one.application.pk
        self.errands.append(one)
