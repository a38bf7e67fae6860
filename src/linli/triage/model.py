"""A trained model: suggests a category, says how sure it is and because of which words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linli.triage.features import Vocabulary, Weights
from linli.triage.fitting import scores
from linli.triage.grams import clean, places
from linli.triage.measures import Quality

_MOST_WORDS = 4
_LONGEST = 6  # characters of a word that is shown
_LOUD = 0.35  # of the loudest pair: what a pair must say at least to be told


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``confidence`` is the share of such suggestions that turned out right (0 to 1)."""

    category: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Model:
    """``quality`` was measured on rows that the model had not seen; ``sharpness`` turns scores
    into shares that come true as often as they say."""

    categories: tuple[str, ...]
    vocabulary: Vocabulary
    weights: NDArray[np.float16]
    sharpness: float
    quality: Quality

    def suggest(self, texts: Sequence[str]) -> list[Suggestion | None]:
        """A category for each text; None where nothing in it has ever been seen."""
        rows = self.vocabulary.rows(texts)
        shares = softmax(scores(rows, self.weights), self.sharpness)
        best = shares.argmax(1)
        return [
            Suggestion(self.categories[category], float(shares[number, category]))
            if len(rows.row(number)[0])
            else None
            for number, category in enumerate(best)
        ]

    def because(self, text: str, category: str) -> tuple[str, ...]:
        """The words of a text that speak for a category, the weightiest first."""
        cleaned = clean(text)
        keys, starts, lengths = places(cleaned)
        columns = self.vocabulary.columns(keys)
        chosen = self.categories.index(category)
        of_key = self.weights[columns].astype(np.float32)
        speaks = (of_key[:, chosen] - of_key.mean(1)) * self.vocabulary.rarity[columns]
        speaks = np.where(columns >= 0, speaks, 0)
        for length in (2, 1):  # single characters where no pair is known
            these = lengths == length
            if (speaks[these] > 0).any():
                return _words(cleaned, starts[these], speaks[these], length)
        return ()


def softmax(found: Weights, sharpness: float) -> Weights:
    """Scores as shares of one."""
    powers = np.exp(sharpness * (found - found.max(1, keepdims=True)))
    shares: Weights = powers / powers.sum(1, keepdims=True)
    return shares


def _words(
    cleaned: str, starts: NDArray[np.int64], speaks: NDArray[np.float32], length: int
) -> tuple[str, ...]:
    """Loud pieces that overlap make a word; of words in one another the weightiest is told."""
    loud = speaks >= speaks.max() * _LOUD
    weights = dict(zip(starts[loud].tolist(), speaks[loud].tolist(), strict=True))
    found: dict[str, float] = {}
    start, weight = -1, 0.0
    for at in sorted(weights):
        joins = length > 1 and at - 1 in weights and at + length - start <= _LONGEST
        start, weight = (start, weight + weights[at]) if joins else (at, weights[at])
        found[cleaned[start : at + length]] = weight
    told: list[str] = []
    for word in sorted(found, key=lambda word: -found[word]):
        if not any(word in other or other in word for other in told):
            told.append(word)
    return tuple(told[:_MOST_WORDS])
