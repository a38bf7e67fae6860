"""One request and the rows behind it: written as the actions would have written them then.

The edge, the clocks and the facts of the journal come from the same code that the actions use;
a test walks a request both ways and compares.
"""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from linli.cases.actions import clocks, ladder
from linli.cases.actions.journal import registered
from linli.cases.actions.register import placed, reporter_of
from linli.cases.actions.walk import facts_of
from linli.cases.models import Case, CoHandler, Entry, Letter
from linli.cases.rules.drafts import Draft
from linli.cases.rules.steps import step_for
from linli.cases.rules.words import CaseEvent, Kind, Purpose, State, Supervision, Verb
from linli.kernel import events
from linli.kernel.actor import Actor
from linli.kernel.events import Audience
from linli.kernel.models import Event
from linli.kernel.streets.models import Street
from linli.people.models import Organisation

_REMARKS = Path(__file__).parent / "remarks.toml"


@cache
def remarks() -> dict[str, Any]:
    """What is written at the turns of a request."""
    return tomllib.loads(_REMARKS.read_text(encoding="utf-8"))


def id_at(rng: Random, moment: datetime) -> UUID:
    """A UUIDv7 as it would have been made at that moment, from the given random source."""
    milliseconds = int(moment.timestamp() * 1000)
    bits = milliseconds << 80 | 7 << 76 | rng.getrandbits(12) << 64
    return UUID(int=bits | 2 << 62 | rng.getrandbits(62))


@dataclass(frozen=True, slots=True)
class About:
    """What a request truly is about, whatever the sorter made of it."""

    matter: str
    category_id: UUID
    urgency: str
    kind: Kind
    place: str
    account_id: UUID | None = None


class Story:
    """A request with its events, the words in its thread and whoever was called in."""

    def __init__(self, rng: Random, street: Street, actor: Actor, draft: Draft) -> None:
        moment = draft.registered_at
        if moment is None:
            raise ValueError("a story begins at a moment")
        self.rng, self.street, self.now = rng, street, moment
        self.case: Case = placed(actor, street, draft, moment)
        self.case.id = id_at(rng, moment)
        self.reporter = reporter_of(self.case, draft.person)
        self.reporter.id = id_at(rng, moment)
        self.events: list[Event] = []
        self.entries: list[Entry] = []
        self.co_handlers: list[CoHandler] = []
        self.letters: list[Letter] = []
        self._keep(registered(actor, self.case), "")

    @property
    def state(self) -> State:
        return State(self.case.state)

    def take(
        self,
        verb: Verb,
        actor: Actor,
        text: str = "",
        *,
        reason: str = "",
        audience: Audience | None = None,
        change: dict[str, Any] | None = None,
        promise: datetime | None = None,
        promise_by: datetime | None = None,
        **after: Any,
    ) -> None:
        """Walk one edge at ``self.now``; ``change`` is what the action of the verb sets besides,
        ``promise`` from when the reply is counted anew, ``promise_by`` when it is due instead."""
        case, step = self.case, step_for(verb, self.state)
        if step is None:
            raise ValueError(f"{verb} is no step from {self.state}")
        was = facts_of(case)
        for name, value in (change or {}).items():
            setattr(case, name, value)
        if promise:
            clocks.promise_reply(case, self.street, promise)
        if promise_by:
            clocks.promise_by(case, self.street, promise_by, self.now)
        if step.target:
            case.state = step.target
        clocks.apply(case, step.clock, self.street, self.now)
        case.version += 1
        facts = facts_of(case)
        event = events.draft(
            actor,
            step.event,
            case,
            audience=audience or Audience(step.audience),
            reason=reason,
            at=self.now,
            before={name: value for name, value in was.items() if facts[name] != value},
            after={name: value for name, value in facts.items() if was[name] != value} | after,
        )
        self._keep(event, text)

    def look(self, actor: Actor, purpose: Purpose) -> None:
        """Somebody opens the contact details to call; whoever they belong to reads of it."""
        at = self.now - timedelta(seconds=20)
        details: dict[str, Any] = {"audience": Audience.PRIVATE, "reason": purpose, "at": at}
        self._keep(events.draft(actor, CaseEvent.REVEALED, self.case, **details), "")

    def write_letter(self, reason: Supervision) -> tuple[str, list[str]]:
        """A letter to the unit; returns its id and who is told."""
        letter = ladder.letter(self.case, self.street, reason, len(self.letters) + 1, self.now)
        letter.id = id_at(self.rng, self.now)
        self.letters.append(letter)
        self.case.supervised_at = self.now
        return str(letter.pk), ladder.told_unit(self.case, self.street, self.now)

    def call_in(self, units: list[Organisation]) -> None:
        """The organisations that help the owner."""
        self.co_handlers = [
            CoHandler(
                id=id_at(self.rng, self.now),
                street_id=self.street.pk,
                case=self.case,
                organisation=unit,
            )
            for unit in units
        ]

    def _keep(self, event: Event, text: str) -> None:
        event.id = id_at(self.rng, event.at)
        self.events.append(event)
        if text:
            self.entries.append(
                Entry(
                    id=id_at(self.rng, self.now),
                    street_id=self.street.pk,
                    case=self.case,
                    event_id=event.pk,
                    text=text.strip(),
                )
            )
