"""The clocks of a request: which there are, what stops each, and how near its end one is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from linli.cases.rules.table import STEPS
from linli.cases.rules.words import State, Verb
from linli.rulebook.rules import Tone as Tone  # noqa: PLC0414 - what a clock of a request says
from linli.rulebook.rules import tone_of
from linli.words import N_, Word

_AFTER_HANDING = frozenset({State.DISPATCHED, State.SIGNED_IN, State.IN_PROGRESS})
_UNJUDGED = frozenset({State.REPLIED, State.CHECKING})
# Where somebody owes a reply.
RUNNING = _AFTER_HANDING | {State.REGISTERED, State.TRIAGED, State.RETURNED}


class Timer(Word):
    """The clocks by name; each is a span of the same name in the rule ``cases.clocks``."""

    SIGN_IN = "sign_in", N_("签收")
    CONTACT = "contact", N_("首次联系")
    ACTION = "action", N_("先行处置")
    REPLY = "reply", N_("答复")
    CALL_BACK = "call_back", N_("回访")


@dataclass(frozen=True, slots=True)
class StepClock:
    """Runs in ``runs`` while the column ``due`` holds a moment and the request is not paused;
    ``done`` keeps when it was done. ``also`` stops it without leaving these states."""

    timer: Timer
    due: str
    done: str
    runs: frozenset[State]
    also: frozenset[Verb] = frozenset()

    @property
    def stops(self) -> frozenset[Verb]:
        """The steps that stop it: those that lead out of the states it runs in."""
        leaving = (
            step.verb
            for step in STEPS
            if step.sources & self.runs and step.target and step.target not in self.runs
        )
        return frozenset(leaving) | self.also


_ALL = (
    StepClock(Timer.SIGN_IN, "sign_in_due_at", "signed_in_at", frozenset({State.DISPATCHED})),
    StepClock(
        Timer.CONTACT,
        "contact_due_at",
        "contacted_at",
        frozenset({State.DISPATCHED, State.SIGNED_IN}),
    ),
    StepClock(Timer.ACTION, "action_due_at", "acted_at", _AFTER_HANDING, frozenset({Verb.NOTE})),
    StepClock(Timer.REPLY, "due_at", "replied_at", RUNNING),
    StepClock(Timer.CALL_BACK, "call_back_due_at", "called_back_at", _UNJUDGED),
)
STEP_CLOCKS: Mapping[Timer, StepClock] = {clock.timer: clock for clock in _ALL}
AT_HANDING = (Timer.SIGN_IN, Timer.CONTACT, Timer.ACTION)


def tone(
    state: State,
    due_at: datetime | None,
    warn_at: datetime | None,
    now: datetime,
    *,
    is_paused: bool,
) -> Tone:
    """Yellow from ``warn_at``, red after ``due_at``, stopped when nobody owes a reply."""
    if due_at is None or is_paused or state not in RUNNING:
        return Tone.STOPPED
    return tone_of(due_at, warn_at, now)
