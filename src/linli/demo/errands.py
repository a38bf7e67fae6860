"""One application of the invented history: walked edge by edge along the table, written later."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from linli.counter import queries
from linli.counter.actions.application_slips import drafted
from linli.counter.actions.application_walk import Walk, facts_of
from linli.counter.models import (
    Application,
    ApplicationEntry,
    ItemVersion,
    Mandate,
    MaterialCheck,
    Original,
    Rating,
    Slip,
)
from linli.counter.rules import application_papers as papers
from linli.counter.rules.application_papers import Ticked
from linli.counter.rules.application_words import (
    BAD,
    CounterEvent,
    Outcome,
    Paper,
    Refusal,
    SlipKind,
    Special,
    State,
    Verb,
    Way,
)
from linli.counter.rules.applications import step_for
from linli.counter.rules.catalogue import Source
from linli.demo.story import id_at, remarks
from linli.kernel import events
from linli.kernel.actor import Actor, system
from linli.kernel.events import Audience
from linli.kernel.models import Event
from linli.kernel.personal import blind
from linli.kernel.streets.models import Street
from linli.people.models import Account

_STARS = {5: 58, 4: 24, 3: 9, 2: 6, 1: 3}  # of a hundred


class Errand:
    """An application with its papers, slips and words; ``step(name, at)`` calls the method of
    that name. ``clerk`` took it in and stays responsible."""

    def __init__(
        self,
        rng: Random,
        street: Street,
        version: ItemVersion,
        applicant: tuple[str, str, Account | None],
        staff: dict[str, Actor],
        at: datetime,
    ) -> None:
        self.rng, self.street, self.staff, self.now = rng, street, staff, at
        name, phone, account = applicant
        self.application = Application(
            id=id_at(rng, at),
            street_id=street.pk,
            item_version=version,
            account=account,
            name=name,
            phone=phone,
            phone_index=blind(phone) if phone else None,
            state=State.BOOKED,
            opened_at=at,
        )
        self.needed = papers.materials(version.materials)
        self.checks = [
            self._row(
                MaterialCheck, material=one.code, order=order, paper=self._at_first(one.source)
            )
            for order, one in enumerate(self.needed, 1)
        ]
        self.events: list[Event] = []
        self.entries: list[ApplicationEntry] = []
        self.slips: list[Slip] = []
        self.originals: list[Original] = []
        self.mandates: list[Mandate] = []
        self.ratings: list[Rating] = []

    def step(self, name: str, at: datetime) -> None:
        self.now = at
        getattr(self, name)()

    @property
    def is_bad(self) -> bool:
        """Somebody was not content and was not answered yet."""
        return any(one.stars in BAD and one.mended_at is None for one in self.ratings)

    # at the counter

    def book(self) -> None:
        account = self.application.account_id
        who = self.staff["applicant"] if account else self._clerk
        self._keep(
            events.draft(
                who,
                CounterEvent.BOOKED,
                self.application,
                audience=Audience.PRIVATE,
                at=self.now,
                after=facts_of(self.application),
            )
        )

    def receive(self) -> None:
        self._receive(self._tickable())

    def receive_some(self) -> None:
        """One or two papers were left at home."""
        codes = self._tickable()
        self._receive(codes[: max(0, len(codes) - self.rng.choice((1, 1, 2)))])

    def receive_promised(self) -> None:
        """What is secondary follows later against a promise."""
        later = {one.code for one in self.needed if one.is_secondary}
        codes = self._tickable()
        self._receive(
            [code for code in codes if code not in later],
            [code for code in codes if code in later],
        )

    def serve(self) -> None:
        self._done(self._walk(Verb.SERVE))

    def ask_correction(self) -> None:
        walk, missing = self._walk(Verb.ASK_CORRECTION), self._of(Paper.MISSING)
        self.application.told_at = self.now
        self._done(walk, missing=missing)
        self._slip(walk, SlipKind.CORRECTION, materials=missing, until=self.application.correct_by)

    def correct(self) -> None:
        brought = [*self._of(Paper.MISSING), *self._of(Paper.PROMISED)]
        if not brought:
            return
        walk = self._walk(Verb.CORRECT)
        for check in self.checks:
            if check.material in brought:
                check.paper, check.promised_until = Paper.BROUGHT, None
        walk.count_trip(Way.WINDOW)
        self._done(walk, brought=sorted(brought))

    def accept(self) -> None:
        walk = self._walk(Verb.ACCEPT)
        self._done(walk)
        promised, until = self._of(Paper.PROMISED), self.application.due_at
        self._slip(walk, SlipKind.ACCEPTANCE, materials=promised, until=until)

    def deem_accepted(self) -> None:
        walk = self._walk(Verb.DEEM_ACCEPTED, system(self.street.pk))
        self.application.accepted_at = self.application.received_at
        self._done(walk)
        self._slip(walk, SlipKind.ACCEPTANCE, until=self.application.due_at)

    def refuse(self) -> None:
        walk, reason = self._walk(Verb.REFUSE), self.rng.choice(list(Refusal))
        text, office = self._remark(f"refuse_{reason}"), "示范区政务服务中心"
        self._done(walk, text, reason=reason)
        to = office if reason is Refusal.NOT_OURS else ""
        self._slip(walk, SlipKind.REFUSAL, text, reason=reason, office=to)

    def lapse(self) -> None:
        self._done(self._walk(Verb.LAPSE, system(self.street.pk)))

    def withdraw(self) -> None:
        self._done(self._walk(Verb.WITHDRAW), self._remark("give_up"))

    # examined, here or higher up

    def examine(self) -> None:
        self._done(self._walk(Verb.EXAMINE))

    def start_special(self) -> None:
        walk, kind = self._walk(Verb.START_SPECIAL), self.rng.choice(list(Special)[:3])
        until, text = self.now + timedelta(days=self.rng.randint(6, 12)), self._remark(kind)
        one = self.application
        one.special, one.special_until, one.special_from = kind, until, one.state
        self._done(walk, text, reason=kind, until=until.isoformat())
        self._slip(walk, SlipKind.SPECIAL, text, reason=kind, until=until)

    def end_special(self) -> None:
        walk = self._walk(Verb.END_SPECIAL)
        walk.step = replace(walk.step, target=State(self.application.special_from))
        self.application.special_from = ""
        self._done(walk)

    def pass_up(self) -> None:
        walk = self._walk(Verb.PASS_UP)
        self.application.department = self.application.item_version.department
        self._done(walk)

    def answer(self) -> None:
        walk = self._walk(Verb.ANSWER, self.staff["department"])
        self._done(walk, self._remark("department"))

    def decide(self) -> None:
        self._decide(Outcome.GRANTED)

    def deny(self) -> None:
        self._decide(Outcome.DENIED, self._remark("denied"))

    def finish(self) -> None:
        self._done(self._walk(Verb.FINISH))

    def deliver(self) -> None:
        self._deliver(self.rng.choice((Way.WINDOW, Way.POST, Way.ONLINE, Way.HOME)))

    def deliver_by_agent(self) -> None:
        self._deliver(Way.AGENT)

    def terminate(self) -> None:
        self._done(self._walk(Verb.TERMINATE, self.staff["overseer"]), self._remark("terminate"))

    # beside the road

    def give_mandate(self) -> None:
        walk, agent = self._walk(Verb.GIVE_MANDATE), self.staff["agent"]
        until = self.street.day(self.now) + timedelta(days=60)
        self.mandates.append(self._row(Mandate, agent_id=agent.id, given_at=self.now, until=until))
        self._done(walk, agent=str(agent.id), until=until.isoformat())

    def take_original(self) -> None:
        walk = self._walk(Verb.TAKE_ORIGINAL)
        material = next(
            one.code
            for one in self.needed
            if one.is_original and one.source is Source.APPLICANT and one.code in self._tickable()
        )
        who = self._clerk.id
        self.originals.append(
            self._row(Original, material=material, taken_at=self.now, taken_by_id=who)
        )
        self._done(walk, material=material, copies=1)

    def return_original(self) -> None:
        walk, held = self._walk(Verb.RETURN_ORIGINAL), self.originals[-1]
        held.returned_at, held.returned_by_id = self.now, self._clerk.id
        held.signed_by = self.application.name
        self._done(walk, material=held.material)

    # what somebody thought of it

    def rate(self) -> None:
        (stars,) = self.rng.choices(list(_STARS), list(_STARS.values()))
        self._rate(stars)

    def rate_badly(self) -> None:
        self._rate(self.rng.choice(sorted(BAD)))

    def contact(self) -> None:
        if self.is_bad and self.ratings[-1].phone:
            self.ratings[-1].contacted_at = self.now
            self._see_to(CounterEvent.RATER_CONTACTED)

    def mend(self) -> None:
        if self.is_bad:
            self.ratings[-1].mended_at, self.ratings[-1].mended = self.now, self._remark("mended")
            self._see_to(CounterEvent.RATING_MENDED)

    def _see_to(self, kind: CounterEvent) -> None:
        self._keep(events.draft(self.staff["overseer"], kind, self.ratings[-1], at=self.now))

    def _rate(self, stars: int) -> None:
        is_bad = stars in BAD
        who = self.application if is_bad and self.rng.random() < 0.6 else None
        rating = Rating(
            id=id_at(self.rng, self.now),
            street_id=self.street.pk,
            token=queries.rating_token(self.application.pk),
            item_id=self.application.item_version.item_id,
            organisation_id=self.staff["clerk"].standings[-1].organisation_id,
            day=self.street.day(self.now),
            stars=stars,
            text=self._remark(f"stars_{stars}"),
            name=who.name if who else "",
            phone=who.phone if who else "",
        )
        if is_bad:
            rating.contact_due_at = self._after("bad_contact_working_days")
            rating.mend_due_at = self._after("bad_mend_working_days")
        self.ratings.append(rating)
        by = system(self.street.pk)
        self._keep(
            events.draft(by, CounterEvent.RATED, rating, at=self.now, after={"stars": stars})
        )

    # how a step is written

    @property
    def _clerk(self) -> Actor:
        return self.staff["clerk"]

    def _walk(self, verb: Verb, actor: Actor | None = None) -> Walk:
        step = step_for(verb, State(self.application.state))
        if step is None:
            raise ValueError(f"{verb} is no step from {self.application.state}")
        was = facts_of(self.application)
        return Walk(actor or self._clerk, self.application, step, self.now, self.street, was)

    def _done(self, walk: Walk, text: str = "", *, reason: str = "", **after: Any) -> None:
        self._keep(walk.moved(reason=reason, **after), text)

    def _receive(self, brought: list[str], promised: Iterable[str] = ()) -> None:
        walk = self._walk(Verb.RECEIVE)
        ticked = Ticked(frozenset(brought), frozenset(promised), self._conditional)
        came = papers.checked(self.needed, ticked)
        for check in self.checks:
            check.paper = came[check.material]
            if check.paper is Paper.PROMISED:
                check.promised_until = self._after("promise_working_days")
        self.application.taker_id = self._clerk.id
        walk.count_trip(Way.WINDOW)
        self._done(walk)

    def _decide(self, outcome: Outcome, text: str = "") -> None:
        state = State(self.application.state)
        by = self.staff["department"] if state is State.PASSED_UP else self._clerk
        walk = self._walk(Verb.DECIDE, by)
        self.application.outcome = outcome
        self._done(walk, text)
        if outcome is Outcome.DENIED:
            self._slip(walk, SlipKind.DENIAL, text)

    def _deliver(self, way: Way) -> None:
        walk = self._walk(Verb.DELIVER)
        self.application.delivered_by = way
        walk.count_trip(way)
        self._done(walk, way=way.value)

    @property
    def _conditional(self) -> frozenset[str]:
        return papers.conditional(self.application.item_version.questions)

    def _tickable(self) -> list[str]:
        return [
            one.code
            for one in self.needed
            if one.source is not Source.SHARED and one.code not in self._conditional
        ]

    def _at_first(self, source: Source) -> Paper:
        return Paper.SHARED if source is Source.SHARED else Paper.MISSING

    def _of(self, paper: Paper) -> list[str]:
        return [check.material for check in self.checks if check.paper is paper]

    def _after(self, amount: str) -> datetime:
        return queries.after(self.street, self.now, amount)

    def _remark(self, name: str) -> str:
        text: str = self.rng.choice(remarks()["counter"][str(name)])
        return text

    def _row(self, model: Callable[..., Any], **values: Any) -> Any:
        own = {"street_id": self.street.pk, "application": self.application}
        return model(id=id_at(self.rng, self.now), **own, **values)

    def _slip(self, walk: Walk, kind: SlipKind, text: str = "", **details: Any) -> None:
        slip = drafted(walk, kind, len(self.slips) + 1, text, **details)
        slip.id = id_at(self.rng, self.now)
        self.slips.append(slip)

    def _keep(self, event: Event, text: str = "") -> None:
        event.id = id_at(self.rng, event.at)
        self.events.append(event)
        if text:
            self.entries.append(self._row(ApplicationEntry, event_id=event.pk, text=text))
