"""What the journal of a request adds up to: told again, step by step, beside the actions.

Nothing here is shared with the code that takes the steps but the state table and the rulebook:
two who count alone and agree are both right.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from linli.cases.rules.steps import step_for
from linli.cases.rules.table import STEPS, Clock, Step
from linli.cases.rules.words import State, Verb
from linli.rulebook.rules import Clocks, Span
from linli.words import N_, Reason

FACTS = ("state", "owner", "handler", "category", "urgency", "version")
CLOCKS = ("sign_in_due_at", "contact_due_at", "due_at", "warn_at")
MOMENTS = (
    *("dispatched_at", "signed_in_at", "contacted_at", "replied_at", "ended_at"),
    *("supervised_at", "parked_until"),
)
VERB_OF = {step.event.value: step.verb for step in STEPS}

C, V = Clock, Verb
_STARTS = frozenset({C.HAND_OVER, C.ALL_ANEW})
_STOPS_SIGN_IN = frozenset({C.SIGN_IN, C.TAKE_BACK, C.STOP})
_STOPS_CONTACT = frozenset({C.CONTACT, C.TAKE_BACK, C.STOP})
# What a step writes down as its own moment, and which moments it wipes out.
_STAMPS: Mapping[Verb, tuple[str, ...]] = {
    V.SIGN_IN: ("signed_in_at",),
    V.REPLY: ("replied_at",),
    V.ANSWER: ("replied_at", "ended_at"),
    V.SUPERVISE: ("supervised_at",),
} | dict.fromkeys((V.DECLINE, V.MERGE, V.CLOSE, V.WITHDRAW), ("ended_at",))
_WIPES: Mapping[Verb, tuple[str, ...]] = {
    V.DISPATCH: ("signed_in_at",),
    V.ARBITRATE: ("signed_in_at",),
    V.SEND_BACK: ("replied_at",),
    V.RESUME: ("parked_until",),
    V.REOPEN: ("ended_at", "replied_at", "signed_in_at", "contacted_at"),
}
_ASKS = frozenset({V.ASK_EXTENSION, V.ASK_PARKING})


class Told(Protocol):
    """One event of the journal."""

    @property
    def at(self) -> datetime: ...
    @property
    def kind(self) -> str: ...
    @property
    def actor_kind(self) -> str: ...
    @property
    def before(self) -> Mapping[str, Any]: ...
    @property
    def after(self) -> Mapping[str, Any]: ...


class Terms(Protocol):
    """The rules and the calendar as the street knew them at a moment."""

    def clocks(self, urgency: str, moment: datetime, known: datetime) -> tuple[Clocks, int]: ...
    def due(self, start: datetime, span: Span, known: datetime) -> datetime: ...
    def warn_at(self, due_at: datetime, before: Span, known: datetime) -> datetime: ...


@dataclass(slots=True)
class Replay:
    """``facts`` and ``columns`` as the journal has them so far; ``faults`` are steps that cannot
    have been taken so."""

    terms: Terms
    registered_at: datetime
    facts: dict[str, Any]
    columns: dict[str, datetime | None]
    rule_version: int = 0
    until: datetime | None = None
    faults: list[Reason] = field(default_factory=list)

    def take(self, event: Told) -> None:
        """Walk the edge of the table that the event tells of."""
        verb, version = VERB_OF.get(event.kind), event.after.get("version", 0)
        if verb is None or version == 0:
            return  # told beside the steps: somebody joined, looked, or another system's note
        step = step_for(verb, State(self.facts["state"]))
        self.faults += _faults(self.facts, event, version, step)
        self.facts |= {name: event.after[name] for name in FACTS if name in event.after}
        if step is not None:
            self._set_moments(verb, event)
            self._set_clocks(step, event.at)

    def promise(self, start: datetime, known: datetime, due_at: datetime | None = None) -> None:
        """The reply clock by the rule of ``start``, or up to a date that was given."""
        clocks, self.rule_version = self.terms.clocks(self.facts["urgency"], start, known)
        due_at = due_at or self.terms.due(start, clocks.reply, known)
        warn_at = self.terms.warn_at(due_at, clocks.warn_before, known)
        self.columns |= {"due_at": due_at, "warn_at": warn_at}

    def _set_moments(self, verb: Verb, event: Told) -> None:
        self.columns |= dict.fromkeys(_WIPES.get(verb, ()))
        self.columns |= dict.fromkeys(_STAMPS.get(verb, ()), event.at)
        if verb in _ASKS:
            self.until = datetime.fromisoformat(event.after["until"])
        if verb is V.PARK:
            self.columns["parked_until"] = self.until
        if verb is V.EXTEND:
            self.promise(event.at, event.at, self.until)
        if verb is V.TRIAGE:
            self.promise(self.registered_at, event.at)

    def _set_clocks(self, step: Step, at: datetime) -> None:
        clock, columns = step.clock, self.columns
        if clock in _STARTS:
            clocks, self.rule_version = self.terms.clocks(self.facts["urgency"], at, at)
            columns["dispatched_at"] = at
            columns["sign_in_due_at"] = self.terms.due(at, clocks.sign_in, at)
            columns["contact_due_at"] = self.terms.due(at, clocks.contact, at)
        if clock in (C.RENEW, C.ALL_ANEW):
            self.promise(at, at)
        if clock is C.TAKE_BACK:
            columns["dispatched_at"] = None
        if clock is C.CONTACT:
            columns["contacted_at"] = columns["contacted_at"] or at
        if clock in _STOPS_SIGN_IN:
            columns["sign_in_due_at"] = None
        if clock in _STOPS_CONTACT:
            columns["contact_due_at"] = None


def first_facts(events: Sequence[Told], now: Mapping[str, Any]) -> dict[str, Any]:
    """How a request came in: what its first event says; else what the first change says was
    before; else what never changed."""
    found = dict(now)
    for event in reversed(events):
        found |= {name: value for name, value in event.before.items() if name in found}
    return found | {name: events[0].after[name] for name in FACTS if name in events[0].after}


def first_due(events: Sequence[Told], now: datetime | None) -> datetime | None:
    """The date that a request came in with from another system."""
    said = [events[0].after, *(event.before for event in events)]
    told = next((facts["due"] for facts in said if "due" in facts), None)
    return datetime.fromisoformat(told) if told else now


def _faults(
    facts: Mapping[str, Any], event: Told, version: int, step: Step | None
) -> Iterator[Reason]:
    params = {"version": version, "kind": event.kind, "state": facts["state"]}
    if version != facts["version"] + 1:
        params["expected"] = facts["version"] + 1
        yield Reason("journal_gap", N_("第 %(expected)s 步不在，接着是第 %(version)s 步。"), params)
    if step is None:
        text = N_("第 %(version)s 步“%(kind)s”不能从“%(state)s”走。")
        yield Reason("journal_no_edge", text, params)
    elif event.after.get("state", facts["state"]) != (step.target or facts["state"]):
        text = N_("第 %(version)s 步“%(kind)s”走到了不该到的状态。")
        yield Reason("journal_wrong_state", text, params)
    broken = [n for n in FACTS if n in event.before and event.before[n] != facts[n]]
    if broken:
        text = N_("第 %(version)s 步说之前的 %(names)s 和再往前记的不一样。")
        yield Reason("journal_broken", text, {"version": version, "names": broken})
