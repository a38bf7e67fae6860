"""Which keys count and how much: the vocabulary, and texts as rows of weights (TF-IDF)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linli.triage.grams import Counts, Keys, counts

_FEW = 2_000  # texts; among more, a key of a single one says nothing about the next
_AT_ONCE = 2_000  # texts; bounds the memory that counting takes

Weights = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Rows:
    """Texts one after the other: row i has the columns from ``starts[i]`` to ``starts[i + 1]``."""

    starts: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: Weights

    def __len__(self) -> int:
        return len(self.starts) - 1

    def row(self, number: int) -> tuple[NDArray[np.int64], Weights]:
        """The columns of one text and what each weighs."""
        part = slice(self.starts[number], self.starts[number + 1])
        return self.columns[part], self.values[part]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The keys that count, ascending, and how rare each is. ``strange`` is the rarity of all
    others: they speak for nothing, but a text full of them says less with what is known."""

    keys: Keys
    rarity: Weights
    strange: float

    def columns(self, keys: Keys) -> NDArray[np.int64]:
        """The column of each key; -1 for one that is not known."""
        found = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[found] == keys, found, -1)

    def rows(self, texts: Sequence[str]) -> Rows:
        """A key that stands twice says a little more, a long text no more than a short one."""
        parts = [self._rows(counts(part), len(part)) for part in _parts(texts)]
        if len(parts) == 1:
            return parts[0]
        ends = np.cumsum([0, *(len(part.columns) for part in parts)])
        moved = [part.starts[:-1] + end for part, end in zip(parts, ends, strict=False)]
        return Rows(
            np.concatenate([*moved, ends[-1:]]),
            np.concatenate([part.columns for part in parts]),
            np.concatenate([part.values for part in parts]),
        )

    def _rows(self, seen: Counts, amount: int) -> Rows:
        columns = self.columns(seen.keys)
        known = columns >= 0
        rarity = np.where(known, self.rarity[columns], self.strange)
        values = (1 + np.log(seen.times)) * rarity
        lengths = np.sqrt(np.bincount(seen.rows, values**2, minlength=amount))
        shares = (values / lengths[seen.rows]).astype(np.float32)[known]
        starts = np.searchsorted(seen.rows[known], np.arange(amount + 1))
        return Rows(starts, columns[known], shares)


def vocabulary(texts: Sequence[str], most: int) -> Vocabulary:
    """The keys that texts share, of a few texts all; when they are too many, the commonest."""
    each = [counts(part).keys for part in _parts(texts)]
    keys, shared = np.unique(np.concatenate(each), return_counts=True)
    kept = np.flatnonzero(shared >= (1 if len(texts) < _FEW else 2))
    if len(kept) > most:
        kept = np.sort(kept[np.argsort(-shared[kept], kind="stable")[:most]])
    rarity = np.log((1 + len(texts)) / (1 + shared[kept])) + 1
    return Vocabulary(keys[kept], rarity.astype(np.float32), float(np.log(1 + len(texts)) + 1))


def _parts(texts: Sequence[str]) -> list[Sequence[str]]:
    return [texts[at : at + _AT_ONCE] for at in range(0, max(len(texts), 1), _AT_ONCE)]
