"""How people work: most are quick, some are slow, now and then somebody is ill for days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

_SLOW, _SLOWNESS = 0.08, 3.5
_ILL_A_QUARTER = 0.6  # spells of illness for each person in ninety days
_QUARTER = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Spell:
    """A time of illness: nothing is done, and nobody stands in."""

    since: datetime
    until: datetime


class Habits:
    """Drawn once for every person, by name, so that they are the same for the same seed."""

    def __init__(
        self, seed: str, people: Iterable[tuple[str, UUID]], start: datetime, end: datetime
    ) -> None:
        self._pace: dict[UUID, float] = {}
        self._spells: dict[UUID, list[Spell]] = {}
        for name, account_id in people:
            rng = Random(f"{seed} {name}")
            self._pace[account_id] = _SLOWNESS if rng.random() < _SLOW else rng.uniform(0.6, 1.2)
            self._spells[account_id] = list(_spells(rng, start, end))

    def pace(self, account_id: UUID | None) -> float:
        """How long somebody takes for what takes others an hour."""
        return self._pace.get(account_id, 1.0) if account_id else 1.0

    def back(self, account_id: UUID | None, at: datetime) -> datetime:
        """The moment itself, or when the person is well again."""
        spells = self._spells.get(account_id, []) if account_id else []
        return next((spell.until for spell in spells if spell.since <= at < spell.until), at)


def _spells(rng: Random, start: datetime, end: datetime) -> Iterable[Spell]:
    at = start
    while (at := at + _QUARTER * rng.expovariate(_ILL_A_QUARTER)) < end:
        yield (spell := Spell(at, at + timedelta(days=rng.uniform(2, 8))))
        at = spell.until
