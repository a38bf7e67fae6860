"""How near its end a clock is."""

from datetime import datetime

from linli.words import N_, Word


class Tone(Word):
    """What a clock says, in a word beside its colour."""

    GREEN = "green", N_("按时")
    YELLOW = "yellow", N_("快到期")
    RED = "red", N_("已超时")
    STOPPED = "stopped", N_("已停表")


def tone_of(due_at: datetime, warn_at: datetime | None, now: datetime) -> Tone:
    """Yellow from ``warn_at``, red after ``due_at``."""
    if now > due_at:
        return Tone.RED
    return Tone.YELLOW if warn_at and now >= warn_at else Tone.GREEN
