"""What each step of the invented history writes: one method for each verb, like the actions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from linli.cases import queries
from linli.cases.actions import ladder
from linli.cases.models import Case
from linli.cases.rules.ladder import Level
from linli.cases.rules.words import (
    Ask,
    Contact,
    Decline,
    GiveBack,
    Mode,
    Purpose,
    Satisfied,
    Solved,
    State,
    Supervision,
    Verb,
    Whistle,
)
from linli.demo import texts
from linli.demo.cast import Cast
from linli.demo.story import About, Story, remarks
from linli.kernel.actor import Actor
from linli.kernel.events import Audience
from linli.people import queries as people
from linli.people.models import Organisation
from linli.people.rules import Role


@dataclass(slots=True)
class Deeds:
    """Takes one request through its steps; ``step(name, at)`` calls the method of that name."""

    rng: Random
    cast: Cast
    story: Story
    about: About
    units: list[Organisation]
    leading: Case | None = None
    solved: bool = True

    def step(self, name: str, at: datetime) -> None:
        self.story.now = at
        getattr(self, name)()

    # study

    def triage(self) -> None:
        story = self.story
        desk = queries.desk_for(story.street, self.about.category_id, story.case, story.now)
        change = {
            "category_id": self.about.category_id,
            "urgency": self.about.urgency,
            "kind": self.about.kind,
            "suggested_owner_id": desk.organisation_id,
            "suggested_handler_id": desk.handler_id,
        }
        story.take(Verb.TRIAGE, self._dispatcher, change=change, promise=story.case.registered_at)

    def answer(self) -> None:
        change = {"replied_at": self.story.now, "ended_at": self.story.now}
        self.story.take(Verb.ANSWER, self._dispatcher, self._remark("answer"), change=change)

    def decline(self) -> None:
        reason = self.rng.choice(list(Decline))
        self.story.take(
            Verb.DECLINE,
            self._dispatcher,
            remarks()["decline"][reason.value],
            reason=reason,
            change={"ended_at": self.story.now},
        )

    def merge(self) -> None:
        if self.leading is None:
            raise ValueError("nothing to merge into")
        change = {"leading": self.leading, "ended_at": self.story.now}
        self.story.take(Verb.MERGE, self._dispatcher, change=change, leading=str(self.leading.pk))

    def dispatch(self) -> None:
        self._dispatch(Mode.OWN, self._remark("dispatch"))

    def lead(self) -> None:
        self._dispatch(Mode.LEAD, self._remark("dispatch"), helpers=1)

    def whistle(self) -> None:
        reason = self.rng.choice(list(Whistle))
        self._dispatch(Mode.WHISTLE, self._remark("whistle"), helpers=3, reason=reason)

    def _dispatch(self, mode: Mode, text: str, helpers: int = 0, reason: str = "") -> None:
        case = self.story.case
        others = [unit for unit in self.units if unit.pk != case.suggested_owner_id]
        self.story.call_in(self.rng.sample(others, helpers))
        change = _given_to(case.suggested_owner_id, case.suggested_handler_id)
        self.story.take(
            Verb.DISPATCH,
            self._dispatcher,
            text,
            reason=reason,
            change=change | {"mode": mode, "whistle": reason},
            mode=mode,
        )

    # hand over

    def sign_in(self) -> None:
        actor = self._handler
        change = {"signed_in_at": self.story.now, "handler_id": actor.id}
        self.story.take(Verb.SIGN_IN, actor, change=change)

    def contact(self) -> None:
        reached = bool(self.story.reporter.phone) and self.rng.random() < 0.9
        missed = Contact.NO_ANSWER if self.story.reporter.phone else Contact.NOT_POSSIBLE
        text = texts.contact_note(self.rng) if reached else ""
        result = Contact.REACHED if reached else missed
        actor = self._handler
        is_outside = people.directory(self.story.street).is_outside(actor)
        if reached and self.story.reporter.account_id and not is_outside:
            self.story.look(actor, Purpose.HANDLE)
        self.story.take(Verb.CONTACT, actor, text, reason=result)

    def reply(self) -> None:
        self.solved = self.rng.random() < 0.9
        told = self.story.case.registered_at.astimezone(ZoneInfo(self.story.street.zone))
        words = texts.reply_text(self.rng, self.about.matter, self.about.place, told, self.solved)
        change = {"replied_at": self.story.now}
        self.story.take(Verb.REPLY, self._handler, words, change=change)

    def give_back(self) -> None:
        actor, case = self._handler, self.story.case
        proposed = self.rng.choice([unit for unit in self.units if unit.pk != case.owner_id])
        change = {
            "returns": case.returns + 1,
            "proposed_owner_id": proposed.pk,
            "owner_id": queries.last_resort(self.story.street),
            "handler_id": None,
        }
        self.story.take(
            Verb.GIVE_BACK,
            actor,
            texts.return_reason(self.rng),
            reason=self.rng.choice(list(GiveBack)),
            change=change,
            proposed=str(proposed.pk),
        )

    def arbitrate(self) -> None:
        change = _given_to(self.story.case.proposed_owner_id, None)
        change |= {"is_designated": True, "proposed_owner_id": None}
        self.story.take(Verb.ARBITRATE, self._dispatcher, self._remark("arbitrate"), change=change)

    def ask_extension(self) -> None:
        start = max(self.story.now, self.story.case.due_at or self.story.now)
        self._ask(Verb.ASK_EXTENSION, Ask.EXTENSION, start, self.rng.randint(3, 7))

    def ask_parking(self) -> None:
        self._ask(Verb.ASK_PARKING, Ask.PARKING, self.story.now, self.rng.randint(60, 90))

    def extend(self) -> None:
        case = self.story.case
        self._decide(Verb.EXTEND, promise_by=case.ask_until, extensions=case.extensions + 1)

    def park(self) -> None:
        self._decide(Verb.PARK, parked_until=self.story.case.ask_until)

    def deny(self) -> None:
        self._decide(Verb.DENY)

    def resume(self) -> None:
        change = {"parked_until": None}
        self.story.take(Verb.RESUME, self._handler, self._remark("resume"), change=change)

    def _ask(self, verb: Verb, ask: Ask, start: datetime, days: int) -> None:
        actor, day = self._handler, start + timedelta(days=days)
        until = day.replace(hour=10, minute=0, second=0, microsecond=0)  # 18:00 in China
        change = {"ask": ask, "ask_until": until, "ask_by": actor.id}
        self.story.take(
            verb,
            actor,
            self._remark(verb.value),
            change=change,
            ask=ask,
            until=until.isoformat(),
        )

    def _decide(self, verb: Verb, promise_by: datetime | None = None, **change: Any) -> None:
        actor = self.cast.approver(self.rng, self.story.case)
        taken_off = {"ask": "", "ask_until": None, "ask_by": None}
        self.story.take(
            verb,
            actor,
            self._remark(verb.value),
            change=change | taken_off,
            promise_by=promise_by,
        )

    # oversee

    def check(self) -> None:
        self.story.take(Verb.CHECK, self.cast.overseer(self.rng, self.story.case))

    def send_back(self) -> None:
        change = {"replied_at": None}
        self.story.take(
            Verb.SEND_BACK,
            self.cast.overseer(self.rng, self.story.case),
            self._remark("send_back"),
            change=change,
        )

    def call_back(self) -> None:
        solved, satisfied = self._opinion()
        has_spoken = solved is not Solved.NO_ANSWER
        happy = satisfied in (Satisfied.YES, Satisfied.FAIR)
        overseer = self.cast.overseer(self.rng, self.story.case)
        tries = 0 if has_spoken else self._missed(overseer)
        self.story.take(
            Verb.CALL_BACK,
            overseer,
            texts.callback_note(self.rng, happy) if has_spoken else "",
            audience=Audience.PRIVATE,
            change={
                "solved": solved,
                "satisfied": satisfied,
                "call_tries": tries,
                "called_back_at": self.story.now,
            },
            solved=solved,
            satisfied=satisfied,
        )

    def _missed(self, overseer: Actor) -> int:
        """Two calls that nobody answered, before the third; how many that makes."""
        last = self.story.now
        for tries in (1, 2):
            self.story.now = last - timedelta(minutes=20 * (3 - tries))
            change = {"call_tries": tries}
            self.story.take(Verb.MISS_CALL, overseer, change=change, tries=tries)
        self.story.now = last
        return 3

    def close(self) -> None:
        change = {"ended_at": self.story.now}
        self.story.take(Verb.CLOSE, self.cast.overseer(self.rng, self.story.case), change=change)

    def supervise(self) -> None:
        actor, reason = self._supervisor, self.rng.choice(list(Supervision))
        letter, told = self.story.write_letter(reason)
        words = self._remark("supervise")
        self.story.take(Verb.SUPERVISE, actor, words, reason=reason, letter=letter, told=told)

    def answer_letter(self) -> None:
        case, story = self.story.case, self.story
        actor, letter = self._handler, story.letters[-1]
        letter.answered_at, letter.answered_by = story.now, actor.id
        told = ladder.told(case, story.street, story.now, Level.STREET)
        words = self._remark("answer_letter")
        story.take(Verb.ANSWER_LETTER, actor, words, letter=str(letter.pk), told=told)

    def end_letter(self) -> None:
        story = self.story
        letter, change = story.letters[-1], {"supervised_at": None}
        letter.closed_at = story.now
        told = ladder.told_unit(story.case, story.street, story.now)
        story.take(
            Verb.END_LETTER, self._supervisor, change=change, letter=str(letter.pk), told=told
        )

    def note(self) -> None:
        words = self._remark("note")
        self._note(words, Audience.STAFF)

    def progress(self) -> None:
        words = self._remark("progress")
        self._note(words, Audience.PUBLIC)

    def _note(self, words: str, audience: Audience) -> None:
        """The first note of somebody at work is the first action."""
        case, change = self.story.case, {}
        if case.state == State.IN_PROGRESS and case.acted_at is None:
            change = {"acted_at": self.story.now, "action_due_at": None}
        self.story.take(Verb.NOTE, self._handler, words, audience=audience, change=change)

    def _opinion(self) -> tuple[Solved, Satisfied]:
        draw = self.rng.random()
        if draw < 0.13:
            return Solved.NO_ANSWER, Satisfied.NO_ANSWER
        if not self.solved:
            return self.rng.choice([(Solved.PARTLY, Satisfied.FAIR), (Solved.NO, Satisfied.NO)])
        return Solved.YES, Satisfied.FAIR if draw < 0.27 else Satisfied.YES

    # the resident

    def add(self) -> None:
        self.story.take(Verb.ADD, self._reporter, self._remark("add"))

    def rate(self) -> None:
        weights = [1, 2, 8, 27, 62] if self.solved else [18, 32, 32, 14, 4]
        (stars,) = self.rng.choices(range(1, 6), weights)
        words = texts.rating_words(self.rng, stars) if self.rng.random() < 0.6 else ""
        self.story.take(Verb.RATE, self._reporter, words, change={"stars": stars}, stars=stars)

    def reopen(self) -> None:
        case = self.story.case
        moments = ("ended_at", "replied_at", "signed_in_at", "contacted_at", "acted_at")
        change = dict.fromkeys((*moments, "called_back_at", "stars"))
        change |= {"reopened": case.reopened + 1, "extensions": 0}
        if case.state == "answered":
            change |= {"owner_id": queries.last_resort(self.story.street), "handler_id": None}
        self.story.take(Verb.REOPEN, self._reporter, self._remark("reopen"), change=change)

    def withdraw(self) -> None:
        change = {"ended_at": self.story.now}
        self.story.take(Verb.WITHDRAW, self._reporter, self._remark("withdraw"), change=change)

    # who and what

    @property
    def _supervisor(self) -> Actor:
        return self.cast.anyone(self.rng, Role.SUPERVISOR)

    @property
    def _dispatcher(self) -> Actor:
        return self.cast.anyone(self.rng, Role.DISPATCHER)

    @property
    def _handler(self) -> Actor:
        return self.cast.handler(self.rng, self.story.case)

    @property
    def _reporter(self) -> Actor:
        return self.cast.reporter(self.story.case, self.about.account_id)

    def _remark(self, name: str) -> str:
        words: str = self.rng.choice(remarks()[name])
        return words


def _given_to(owner_id: UUID | None, handler_id: UUID | None) -> dict[str, Any]:
    return {"owner_id": owner_id, "handler_id": handler_id, "signed_in_at": None}
