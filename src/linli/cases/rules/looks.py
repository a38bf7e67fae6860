"""Ways to look at many requests at once: how a clock stands, what became of a promise."""

from linli.cases.rules.words import ENDED, STAGES, Stage, State
from linli.words import N_, Word

OPEN = frozenset(State) - ENDED


class Lateness(Word):
    """What is asked of a running clock."""

    LATE = "1", N_("已超时")
    SOON = "soon", N_("快到期")


class Promise(Word):
    """Whether the resident was answered by the date they were told."""

    KEPT = "kept", N_("按时答复")
    BROKEN = "broken", N_("超时答复")
    JUDGED = "judged", N_("应答复")
    OUT = "out", N_("不计时限")


class Sort(Word):
    """In which order rows stand; without one, work stands by its due time, history newest first."""

    DUE = "due", N_("先到期的在前")
    NEWEST = "newest", N_("新登记的在前")
    PLACE = "place", N_("按地点排")


OWED_NOTHING = frozenset({State.DECLINED, State.MERGED, State.WITHDRAWN})


def open_states(stage: Stage) -> frozenset[State]:
    """The states of a stage in which a request is still open."""
    return frozenset(STAGES[stage]) & OPEN
