"""What the journal of a request adds up to: told again, step by step, beside the actions.

Nothing here is shared with the code that takes the steps but the state table and the rulebook:
two who count alone and agree are both right.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from linli.cases.rules.clocks import STEP_CLOCKS, StepClock, Timer
from linli.cases.rules.ladder import Level, Running, Wait
from linli.cases.rules.steps import step_for
from linli.cases.rules.table import STEPS, Clock, Step
from linli.cases.rules.words import State, Verb
from linli.rulebook import rules
from linli.rulebook.rules import Clocks, Office, Pause, Span
from linli.words import N_, Reason

FACTS = ("state", "owner", "handler", "category", "urgency", "version")
_MOMENTS = (
    *("dispatched_at", "signed_in_at", "contacted_at", "acted_at", "replied_at", "called_back_at"),
    *("ended_at", "supervised_at", "parked_until", "paused_until", "promised_from"),
)
COLUMNS = (*(clock.due for clock in STEP_CLOCKS.values()), "warn_at", *_MOMENTS)
VERB_OF = {step.event.value: step.verb for step in STEPS}

C, V = Clock, Verb
# What a step writes down as its own moment, and which moments it wipes out.
_STAMPS: Mapping[Verb, tuple[str, ...]] = {
    V.SIGN_IN: ("signed_in_at",),
    V.REPLY: ("replied_at",),
    V.CALL_BACK: ("called_back_at",),
    V.SUPERVISE: ("supervised_at",),
    V.ANSWER: ("replied_at", "ended_at"),
} | dict.fromkeys((V.DECLINE, V.MERGE, V.CLOSE, V.WITHDRAW), ("ended_at",))
_WIPES: Mapping[Verb, tuple[str, ...]] = {
    V.DISPATCH: ("signed_in_at",),
    V.ARBITRATE: ("signed_in_at",),
    V.TAKE_BACK: ("dispatched_at",),
    V.REPLY: ("called_back_at",),
    V.SEND_BACK: ("replied_at",),
    V.END_LETTER: ("supervised_at",),
    V.RESUME: ("parked_until",),
    V.REOPEN: (
        *("ended_at", "replied_at", "signed_in_at", "contacted_at", "acted_at"),
        "called_back_at",
    ),
}
_STARTS: Mapping[Clock, tuple[Timer, ...]] = {
    C.HAND_OVER: (Timer.SIGN_IN, Timer.CONTACT, Timer.ACTION),
    C.ALL_ANEW: (Timer.SIGN_IN, Timer.CONTACT, Timer.ACTION),
    C.REPLIED: (Timer.CALL_BACK,),
}


class Told(Protocol):
    """One event of the journal."""

    @property
    def at(self) -> datetime: ...
    @property
    def kind(self) -> str: ...
    @property
    def before(self) -> Mapping[str, Any]: ...
    @property
    def after(self) -> Mapping[str, Any]: ...


class Terms(Protocol):
    """The rules and the calendar of a moment, as far as they had been entered at another one."""

    def clocks(self, urgency: str, moment: datetime, known: datetime) -> tuple[Clocks, int]: ...
    def office(self, moment: datetime, known: datetime) -> Office: ...
    def ladder(self, urgency: str, moment: datetime, known: datetime) -> Mapping[str, Span]: ...


@dataclass(frozen=True, slots=True)
class Round:
    """A clock as it ran up to a moment, and how long each level of the ladder waits."""

    clock: Running
    ran_until: datetime
    wait: Wait


@dataclass(slots=True)
class Replay:
    """``facts`` and ``columns`` as the journal has them so far, the ``pauses`` that are over and
    the ``rounds`` in which clocks ran; ``faults`` are steps that cannot have been taken so."""

    terms: Terms
    registered_at: datetime
    facts: dict[str, Any]
    columns: dict[str, datetime | None] = field(default_factory=lambda: dict.fromkeys(COLUMNS))
    rule_version: int = 0
    paused_at: datetime | None = None
    asked_until: datetime | None = None
    pauses: list[Pause] = field(default_factory=list)
    rounds: dict[tuple[Timer, datetime], Round] = field(default_factory=dict)
    faults: list[Reason] = field(default_factory=list)

    def take(self, event: Told) -> None:
        """Walk the edge of the table that the event tells of."""
        verb, version = VERB_OF.get(event.kind), event.after.get("version", 0)
        if verb is None or version == 0:
            return  # told beside the steps: somebody joined, looked, or another system's note
        step = step_for(verb, State(self.facts["state"]))
        self.faults += _faults(self.facts, event, version, step)
        if "paused" in event.before and self.paused_at:
            self._go_on(event.at)
        self.run_until(event.at)
        self.facts |= {name: event.after[name] for name in FACTS if name in event.after}
        if step is not None:
            self._set_moments(verb, event)
            self._set_clocks(step.clock, event)

    def run_until(self, moment: datetime) -> None:
        """The clocks have run as they are up to a moment."""
        state, urgency = State(self.facts["state"]), self.facts["urgency"]

        def wait(level: Level, since: datetime) -> datetime:
            span = self.terms.ladder(urgency, since, moment)[level]
            return rules.due(since, span, self.terms.office(since, moment))

        for one in STEP_CLOCKS.values():
            until = self.columns[one.due]
            if until and state in one.runs and not self.paused_at:
                clock = Running(one.timer, until, self._warning(one, until, moment))
                self.rounds[one.timer, until] = Round(clock, moment, wait)

    def _warning(self, one: StepClock, until: datetime, known: datetime) -> datetime:
        if one.timer is Timer.REPLY and (warn_at := self.columns["warn_at"]):
            return warn_at
        before = self.terms.ladder(self.facts["urgency"], until, known)["warn_before"]
        return rules.warn_at(until, before, self.terms.office(until, known))

    def promise(
        self,
        start: datetime,
        known: datetime,
        due_at: datetime | None = None,
        rules_of: datetime | None = None,
        pauses: Sequence[Pause] = (),
    ) -> None:
        """The reply clock by the rules of ``start``, or of another moment, or up to a date that
        somebody has set."""
        clocks, self.rule_version = self._clocks(rules_of or start, known)
        office = self.terms.office(rules_of or start, known)
        self.columns["promised_from"] = None if due_at else start
        due_at = due_at or rules.due(start, clocks.reply, office, pauses)
        self.columns["due_at"] = due_at
        self.columns["warn_at"] = rules.warn_at(due_at, clocks.warn_before, office)

    def _set_moments(self, verb: Verb, event: Told) -> None:
        columns, after = self.columns, event.after
        columns |= dict.fromkeys(_WIPES.get(verb, ()))
        columns |= dict.fromkeys(_STAMPS.get(verb, ()), event.at)
        if after.get("acted"):
            columns["acted_at"] = datetime.fromisoformat(after["acted"])
            columns["action_due_at"] = None
        if "until" in after:
            self.asked_until = datetime.fromisoformat(after["until"])
        if verb in (V.PARK, V.REVIEW):
            columns["parked_until"] = self.asked_until
        if verb is V.EXTEND:
            self.promise(event.at, event.at, self.asked_until)
        if verb is V.TRIAGE:
            self.promise(self.registered_at, event.at, pauses=self.pauses)
        if verb is V.RECKON:
            begun = columns["promised_from"] or self.registered_at
            self.promise(begun, event.at, rules_of=event.at, pauses=self.pauses)

    def _set_clocks(self, clock: Clock, event: Told) -> None:
        at, columns = event.at, self.columns
        spans, _ = self._clocks(at, at)
        for timer in _STARTS.get(clock, ()):
            due_at = rules.due(at, getattr(spans, timer.value), self.terms.office(at, at))
            columns[STEP_CLOCKS[timer].due] = due_at
        if clock in (C.HAND_OVER, C.ALL_ANEW):
            columns["dispatched_at"] = at
        if clock in (C.RENEW, C.ALL_ANEW):
            self.promise(at, at)
        if clock is C.CONTACT:
            columns["contacted_at"] = columns["contacted_at"] or at
        if clock is C.PAUSE:
            self.paused_at = at
            columns["paused_until"] = datetime.fromisoformat(event.after["paused"])
        for timer, running in STEP_CLOCKS.items():
            if timer is not Timer.REPLY and self.facts["state"] not in running.runs:
                columns[running.due] = None

    def _go_on(self, at: datetime) -> None:
        """Every clock that stood still goes on, later by what it has missed."""
        columns, started_at, cap = self.columns, self.paused_at, self.columns["paused_until"]
        if started_at is None or cap is None:
            return
        pause = Pause(started_at, min(at, cap))
        begun = columns["promised_from"] or self.registered_at
        spans, _ = self._clocks(begun, at)
        office = self.terms.office(begun, at)
        for timer, running in STEP_CLOCKS.items():
            if due_at := columns[running.due]:
                unit = getattr(spans, timer.value).unit
                columns[running.due] = rules.postponed(due_at, pause, unit, office)
        if due_at := columns["due_at"]:
            columns["warn_at"] = rules.warn_at(due_at, spans.warn_before, office)
        self.pauses.append(pause)
        self.paused_at = columns["paused_until"] = None

    def _clocks(self, moment: datetime, known: datetime) -> tuple[Clocks, int]:
        return self.terms.clocks(self.facts["urgency"], moment, known)


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
