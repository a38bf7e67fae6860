"""The clocks of a request: the promise to the resident, and how near its end it is."""

from datetime import datetime

from linli.cases.rules.words import State
from linli.words import N_, Word

RUNNING = frozenset(
    {
        State.REGISTERED,
        State.TRIAGED,
        State.DISPATCHED,
        State.SIGNED_IN,
        State.IN_PROGRESS,
        State.RETURNED,
    }
)


class Tone(Word):
    """What a clock says, in a word beside its colour."""

    GREEN = "green", N_("按时")
    YELLOW = "yellow", N_("快到期")
    RED = "red", N_("已超时")
    STOPPED = "stopped", N_("已停表")


def tone(state: State, due_at: datetime | None, warn_at: datetime | None, now: datetime) -> Tone:
    """Yellow from ``warn_at``, red after ``due_at``, stopped when nobody owes a reply."""
    if due_at is None or state not in RUNNING:
        return Tone.STOPPED
    if now > due_at:
        return Tone.RED
    return Tone.YELLOW if warn_at and now >= warn_at else Tone.GREEN
