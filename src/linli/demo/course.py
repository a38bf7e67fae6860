"""What comes next for one request, whatever state it has got into, and when."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from random import Random
from typing import Any
from uuid import UUID

from linli.cases import actions
from linli.cases.models import Case
from linli.cases.rules.words import Ask, AskBack, Solved, State, Urgency
from linli.demo import curves, plots
from linli.demo.cast import Cast
from linli.demo.deeds import Deeds
from linli.demo.habits import Habits
from linli.demo.live import Live
from linli.people.rules import Role
from linli.rulebook.rules import Calendar

S = State
_BY_OWNER = frozenset(
    {"sign_in", "contact", "reply", "progress", "note", "give_back", "resume", "answer_letter"}
)
_AT_ONCE = frozenset({Urgency.EMERGENCY, Urgency.UTILITIES})
_OFTEN_REOPENED = 2
_LOW = 2  # stars
_QUESTION = "请说一下具体在几号楼几单元，方便上门。"


@dataclass(frozen=True, slots=True)
class World:
    """What everybody shares: chance, people, their ways, and the days on which they work."""

    rng: Random
    cast: Cast
    habits: Habits
    calendar: Calendar
    zone: tzinfo


@dataclass(slots=True)
class Course:
    """One request on its way. ``leading`` is what it tells of a second time; ``tried`` is what
    happens once at most."""

    world: World
    live: Live
    deeds: Deeds
    leading: Case | None = None
    hours: float = 0
    tried: set[str] = field(default_factory=set)
    answered: set[datetime] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.hours = curves.handling_hours(self.world.rng, self.live.case.urgency)

    def take(self, name: str, at: datetime) -> None:
        """Do what was meant to come next."""
        rng, cast, case = self.world.rng, self.world.cast, self.live.case
        same: dict[str, Any] = {"case_id": case.pk, "version": case.version}
        if name == "accept":
            desk = cast.anyone(rng, Role.DISPATCHER)
            self.live.case = actions.accept_suggestion(actor=desk, **same)
        elif name == "ask_back":
            who, why = cast.handler(rng, case), rng.choice(list(AskBack))
            self.live.case = actions.ask_back(actor=who, reason=why, text=_QUESTION, **same)
        else:
            self.deeds.step(name, at)

    def next(self) -> str | None:
        """What somebody will do now; None when all is said."""
        case = self.live.case
        if case.ask:
            granted = "extend" if case.ask == Ask.EXTENSION else "park"
            return granted if self._draw(0.8) else "deny"
        if case.supervised_at and (step := self._letter(case.supervised_at)):
            return step
        if case.paused_until and self._once("add", 0.7):
            return "add"
        choose = _CHOICES.get(State(case.state))
        return choose(self) if choose else None

    def moment(self, name: str, now: datetime) -> datetime:
        """In office hours unless it cannot wait or is the resident's; later when whoever does it
        is slow, and not before they are well again."""
        rng, habits, case = self.world.rng, self.world.habits, self.live.case
        who = self._worker(case) if name in _BY_OWNER else None
        at = now + timedelta(hours=plots.gap(rng, name, self.hours) * habits.pace(who))
        at = habits.back(who, at)
        if case.urgency not in _AT_ONCE and name not in plots.BY_RESIDENT:
            at = plots.in_office(rng, at.astimezone(self.world.zone), self.world.calendar)
        return max(at.astimezone(UTC), now + timedelta(seconds=1))

    def _worker(self, case: Case) -> UUID | None:
        worker: UUID | None = case.handler_id or self.world.cast.handler(Random(1), case).id
        return worker

    def _draw(self, chance: float) -> bool:
        return self.world.rng.random() < chance

    def _once(self, name: str, chance: float) -> bool:
        if name in self.tried:
            return False
        self.tried.add(name)
        return self._draw(chance)

    def _letter(self, since: datetime) -> str | None:
        """A letter is answered, mostly, and then accepted."""
        if self._once(f"answer_letter {since}", 0.9):
            self.answered.add(since)
            return "answer_letter"
        return "end_letter" if since in self.answered and self._once(f"end {since}", 1) else None

    # by state

    def _registered(self) -> str:
        if self.leading is not None and self._once("merge", 0.9):
            return "merge"
        if self.live.case.urgency == Urgency.QUESTION and self._once("answer", 0.7):
            return "answer"
        for name, chance in (("withdraw", 0.015), ("decline", 0.03)):
            if self._once(name, chance):
                return name
        may_accept = self.live.case.category_id is not None
        return "accept" if may_accept and self._once("accept", 0.6) else "triage"

    def _triaged(self) -> str:
        (how,) = self.world.rng.choices(["dispatch", "lead", "whistle"], [94, 3, 3])
        return str(how)

    def _dispatched(self) -> str:
        for name, chance in (("give_back", 0.04), ("add", 0.03)):
            if self._once(name, chance):
                return name
        return "sign_in"

    def _in_progress(self) -> str:
        chances = {
            "ask_back": 0.03,
            "progress": 0.06,
            "note": 0.03,
            "ask_extension": 0.04,
            "ask_parking": 0.01,
        }
        for name, chance in chances.items():
            if self._once(name, chance):
                return name
        return "reply"

    def _checking(self) -> str:
        return "send_back" if self._once("send_back", 0.04) else "call_back"

    def _called_back(self) -> str:
        is_open = self.live.case.solved == Solved.NO and self._once("send_back_unsolved", 0.6)
        return "send_back" if is_open else "close"

    def _ended(self) -> str | None:
        case = self.live.case
        if case.stars is None:
            return "rate" if self._once(f"rate {case.reopened}", 0.5) else None
        is_angry = case.stars <= _LOW and case.reopened < _OFTEN_REOPENED
        return "reopen" if is_angry and self._once(f"reopen {case.reopened}", 0.6) else None


_CHOICES = {
    S.REGISTERED: Course._registered,
    S.TRIAGED: Course._triaged,
    S.DISPATCHED: Course._dispatched,
    S.SIGNED_IN: lambda _: "contact",
    S.IN_PROGRESS: Course._in_progress,
    S.RETURNED: lambda _: "arbitrate",
    S.PARKED: lambda _: "resume",
    S.REPLIED: lambda _: "check",
    S.CHECKING: Course._checking,
    S.CALLED_BACK: Course._called_back,
    S.CLOSED: Course._ended,
    S.ANSWERED: Course._ended,
}
