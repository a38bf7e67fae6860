"""The ladder 邻长 → 网格员 → 社区 → 街道 → 区: who is told when a clock comes near and runs out.

A clock that comes near is told to whoever handles the request; one that has run out climbs one
level after another, each after the wait that the rule in force at the level below says. Nothing
here changes whose the request is.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from linli.cases.rules.clocks import Timer
from linli.people.rules import Role
from linli.words import N_, Word


class Level(Word):
    """In the order in which they are told; the first hears before the clock runs out."""

    HANDLER = "handler", N_("承办人")
    NEIGHBOUR = "neighbour", N_("邻长、楼栋长")
    GRID = "grid", N_("网格员")
    COMMUNITY = "community", N_("社区")
    STREET = "street", N_("街道")
    DISTRICT = "district", N_("区里")


TOP = Level.DISTRICT
# Whose post is told at each level; the subdistrict's leaders are who reports to the district.
POSTS: dict[Level, Role] = {
    Level.NEIGHBOUR: Role.NEIGHBOUR,
    Level.GRID: Role.GRID,
    Level.COMMUNITY: Role.SECRETARY,
    Level.STREET: Role.SUPERVISOR,
    Level.DISTRICT: Role.LEADER,
}


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that runs now. Its end names the round: a clock set anew climbs anew."""

    timer: Timer
    until: datetime
    warn_at: datetime


@dataclass(frozen=True, slots=True)
class Rung:
    """One level of one clock in one round, and the moment from which it is due."""

    timer: Timer
    until: datetime
    level: Level
    due_at: datetime


Wait = Callable[[Level, datetime], datetime]


def climb(clock: Running, wait: Wait, recorded: Iterable[Rung] = ()) -> Iterator[Rung]:
    """Every level of one clock, each counted from the one below as it was recorded."""
    known = {rung.level: rung for rung in recorded if _is_of(rung, clock)}
    at = min(clock.warn_at, clock.until)
    for level in Level:
        if level is Level.NEIGHBOUR:
            at = clock.until
        elif level is not Level.HANDLER:
            at = wait(level, at)
        rung = known.get(level) or Rung(clock.timer, clock.until, level, at)
        at = rung.due_at
        yield rung


def rungs_due(
    clocks: Iterable[Running], recorded: Iterable[Rung], wait: Wait, now: datetime
) -> list[Rung]:
    """The rungs whose moment has passed and that nobody has recorded, in the order of their
    moments: the same whether one looks every minute or once after a long night."""
    known = list(recorded)
    passed = (
        rung
        for clock in clocks
        for rung in takewhile(lambda rung: rung.due_at < now, climb(clock, wait, known))
    )
    return sorted(set(passed) - set(known), key=_order)


def _is_of(rung: Rung, clock: Running) -> bool:
    return (rung.timer, rung.until) == (clock.timer, clock.until)


def _order(rung: Rung) -> tuple[datetime, int, int]:
    return rung.due_at, list(Level).index(rung.level), list(Timer).index(rung.timer)
