"""What happens to requests, how often, and when: every state of the table comes about."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from random import Random

from linli.cases.rules.clocks import Tone
from linli.demo import curves
from linli.rulebook.rules import Calendar

_TO_REPLY = "triage dispatch sign_in contact reply"
_TO_CLOSE = f"{_TO_REPLY} check call_back close"
_AGAIN = "sign_in contact reply check call_back close"
_AFTER = "reply check call_back close"
_WORKING = "triage dispatch sign_in contact"


@dataclass(frozen=True, slots=True)
class Plot:
    """``count`` requests raised between ``oldest`` and ``newest`` days ago take these steps.

    A step with a question mark is taken by every second one. ``scene`` is where and by whom:
    anywhere, ``home`` (the resident of the demo), ``grid`` (the demo grid worker's), ``burst``
    (a whole community on one day). ``matters`` narrows what it is about, to codes or to an
    urgency, ``tone`` the day to one that leaves the clock so by now.
    """

    count: int
    oldest: float
    newest: float
    steps: str
    scene: str = ""
    matters: tuple[str, ...] = ()
    tone: Tone | None = None

    @property
    def is_merged(self) -> bool:
        return self.steps == "merge"

    def drawn_steps(self, rng: Random) -> list[str]:
        return [
            step.removesuffix("?")
            for step in self.steps.split()
            if not step.endswith("?") or rng.random() < 0.5
        ]


_GRIDS = ("sanitation.clutter", "safety.ebike_indoors", "safety.wire_charging", "neighbours.stray")

PLOTS = (
    # settled
    Plot(1080, 90, 3, f"{_TO_CLOSE} rate?"),
    Plot(80, 90, 4, f"{_WORKING} progress note {_AFTER} rate?"),
    Plot(60, 90, 4, f"triage dispatch add? {_AGAIN} rate?"),
    Plot(48, 90, 5, f"triage dispatch give_back arbitrate {_AGAIN} rate?"),
    Plot(36, 90, 9, f"{_WORKING} ask_extension extend {_AFTER} rate?"),
    Plot(14, 90, 8, f"{_WORKING} ask_extension deny {_AFTER} rate?"),
    Plot(12, 90, 40, f"{_WORKING} ask_parking park resume {_AFTER} rate?"),
    Plot(44, 90, 6, f"{_TO_REPLY} check send_back {_AFTER} rate?"),
    Plot(30, 90, 8, f"{_WORKING} supervise answer_letter {_AFTER} end_letter rate?"),
    Plot(42, 90, 12, f"{_TO_CLOSE} reopen {_AGAIN} rate?"),
    Plot(16, 80, 8, "triage whistle sign_in contact progress reply check call_back close rate?"),
    Plot(12, 80, 8, "triage lead sign_in contact reply check call_back close rate?"),
    Plot(14, 90, 1, f"{_TO_CLOSE} rate?", matters=("E",)),
    # ended at the desk
    Plot(150, 90, 0.3, "answer rate?", matters=("Q",)),
    Plot(36, 90, 0.5, "triage answer"),
    Plot(60, 90, 0.3, "decline"),
    Plot(8, 60, 3, "answer reopen triage dispatch sign_in contact reply check call_back close"),
    Plot(55, 88, 0.2, "merge"),
    Plot(20, 90, 0.4, "withdraw"),
    Plot(22, 90, 1, "triage dispatch withdraw"),
    Plot(8, 90, 2, f"{_WORKING} withdraw"),
    # waiting at the desk
    Plot(27, 0.5, 0.02, ""),
    Plot(20, 0.9, 0.05, "triage"),
    Plot(10, 2.5, 0.6, "triage dispatch give_back"),
    Plot(4, 3.0, 1, "triage dispatch sign_in give_back"),
    # in hand
    Plot(30, 1.4, 0.15, "triage dispatch"),
    Plot(4, 4.0, 1, "triage dispatch give_back arbitrate"),
    Plot(10, 24, 12, f"{_TO_CLOSE} reopen"),
    Plot(2, 0.07, 0.01, "triage dispatch sign_in", matters=("E",)),
    Plot(5, 0.8, 0.1, _WORKING, matters=("U",)),
    Plot(34, 3.5, 0.3, "triage dispatch sign_in"),
    Plot(58, 9.5, 0.6, _WORKING),
    Plot(8, 7.0, 2, f"{_WORKING} progress"),
    Plot(12, 12, 3, _WORKING, "", ("N",), Tone.YELLOW),
    Plot(4, 12, 3, "triage dispatch sign_in", "", ("N",), Tone.YELLOW),
    Plot(10, 7.5, 3, f"{_WORKING} ask_extension"),
    Plot(8, 10, 5, f"{_WORKING} ask_extension extend"),
    Plot(7, 9.0, 4, f"{_WORKING} ask_parking"),
    Plot(12, 14, 6, f"{_WORKING} supervise", "", ("N",), Tone.RED),
    Plot(6, 9.0, 3, f"{_TO_REPLY} check send_back"),
    Plot(16, 60, 9, f"{_WORKING} ask_parking park"),
    # being overseen
    Plot(34, 6.0, 1, _TO_REPLY),
    Plot(20, 6.0, 1.5, f"{_TO_REPLY} check"),
    Plot(15, 7.0, 2, f"{_TO_REPLY} check call_back"),
    # a burst pipe: one community, one afternoon
    Plot(1, 19, 18.9, _TO_CLOSE, "burst", ("utilities.water_outage",)),
    Plot(26, 18.9, 18.6, "merge", "burst", ("utilities.water_outage",)),
    # what the demo accounts find waiting
    Plot(1, 0.3, 0.1, "", "home", ("facilities.stairwell_light",)),
    Plot(1, 0.9, 0.4, "triage dispatch", "home", ("sanitation.clutter",)),
    Plot(1, 12, 3, _WORKING, "home", ("housing.leak",), Tone.YELLOW),
    Plot(1, 3.0, 2.5, _TO_REPLY, "home", ("facilities.gate",)),
    Plot(1, 5.0, 4.5, f"{_TO_REPLY} check call_back", "home", ("nuisance.decoration_noise",)),
    Plot(1, 9.0, 8.0, _TO_CLOSE, "home", ("sanitation.bulky",)),
    Plot(1, 30, 28, f"{_TO_CLOSE} rate", "home", ("safety.ebike_indoors",)),
    Plot(1, 45, 44, f"{_TO_CLOSE} reopen {_AGAIN} rate", "home", ("facilities.lift_fault",)),
    Plot(1, 4.0, 3.0, "answer", "home", ("welfare.age_allowance",)),
    Plot(1, 20, 19, "decline", "home", ("neighbours.money",)),
    Plot(1, 40, 30, f"{_WORKING} ask_parking park", "home", ("housing.new_lift",)),
    Plot(1, 15, 14, "triage dispatch withdraw", "home", ("sanitation.sweeping",)),
    Plot(3, 1.2, 0.2, "triage dispatch", "grid", _GRIDS),
    Plot(2, 2.0, 0.6, "triage dispatch sign_in", "grid", _GRIDS),
    Plot(2, 12, 3, _WORKING, "grid", _GRIDS, Tone.YELLOW),
    Plot(1, 14, 6, _WORKING, "grid", _GRIDS, Tone.RED),
    Plot(24, 88, 4, f"{_TO_CLOSE} rate?", "grid", _GRIDS),
)

ENDED = frozenset({"close", "rate", "answer", "decline", "merge", "withdraw"})
BY_RESIDENT = frozenset({"rate", "reopen", "add", "withdraw"})
# Hours between a step and the one before: a share of the whole handling time, or a range.
_SHARES = {"triage": 0.05, "dispatch": 0.01, "whistle": 0.01, "lead": 0.01}
_SHARES |= {"sign_in": 0.08, "contact": 0.1, "progress": 0.3, "reply": 0.6}
_RANGES = {"ask_parking": (20.0, 90.0), "park": (4.0, 40.0), "resume": (400.0, 700.0)}
_RANGES |= {"give_back": (2.0, 14.0), "arbitrate": (1.0, 10.0), "ask_extension": (10.0, 60.0)}
_RANGES |= {"extend": (1.0, 20.0), "deny": (1.0, 20.0), "supervise": (10.0, 60.0)}
_RANGES |= {"answer_letter": (1.0, 20.0), "end_letter": (0.5, 10.0)}
_RANGES |= {"check": (1.0, 20.0), "send_back": (0.5, 5.0), "call_back": (1.0, 24.0)}
_RANGES |= {"close": (0.05, 3.0), "rate": (0.5, 60.0), "reopen": (12.0, 120.0)}
_RANGES |= {"answer": (0.2, 6.0), "decline": (0.2, 6.0), "merge": (0.2, 4.0)}
_RANGES |= {"accept": (0.1, 4.0), "ask_back": (1.0, 8.0)}
_RANGES |= {"withdraw": (0.5, 20.0), "note": (1.0, 12.0), "add": (0.5, 12.0)}


def moments(
    rng: Random,
    steps: list[str],
    start: datetime,
    now: datetime,
    urgency: str,
    calendar: Calendar,
    zone: tzinfo,
) -> list[datetime]:
    """When each step is taken: in office hours unless it is urgent, and none after ``now``."""
    found: list[datetime] = []
    hours, at = curves.handling_hours(rng, urgency), start
    for step in steps:
        at += timedelta(hours=gap(rng, step, hours))
        if urgency not in "EU" and step not in BY_RESIDENT:
            at = in_office(rng, at.astimezone(zone), calendar)
        found.append(at.astimezone(UTC))
    if found and found[-1] > now:
        squeeze = 0.96 * (now - start) / (found[-1] - start)
        found = [start + (moment - start) * squeeze for moment in found]
    return list(_apart(start, found))


def gap(rng: Random, step: str, hours: float) -> float:
    """Hours between a step and the one before, of a request that takes so many."""
    if step in _SHARES:
        return hours * _SHARES[step] * rng.uniform(0.4, 1.4) + 0.03
    return rng.uniform(*_RANGES[step])


def in_office(rng: Random, at: datetime, calendar: Calendar) -> datetime:
    """The moment itself, or some minutes into the next time the office is open."""
    if calendar.is_working_day(at.date()) and 8.5 <= at.hour + at.minute / 60 < 18:
        return at
    day = at.date() if at.hour < 9 else at.date() + timedelta(days=1)
    day = calendar.next_working_day(day)
    early = datetime(day.year, day.month, day.day, 8, 30, tzinfo=at.tzinfo)
    return early + timedelta(seconds=rng.randrange(5400))


def _apart(start: datetime, found: list[datetime]) -> Iterator[datetime]:
    """Two steps are never in the same second."""
    last = start
    for moment in found:
        last = max(moment, last + timedelta(seconds=2))
        yield last
