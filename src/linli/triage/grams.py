"""A text as numbers: each character and each pair of neighbours is one key.

Characters need no dictionary of words, so names of places, slips of the pen and words of the
street count as well as any other. Pairs do not reach across punctuation.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]

_BREAK = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\d+")
_SPACE = np.uint64(ord(" "))
_SHIFT = np.uint64(21)  # a character fits in 21 bits, a pair in 42
_ROW = np.uint64(42)


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each key stands in each text, ordered by text and key."""

    rows: NDArray[np.int64]
    keys: Keys
    times: NDArray[np.int64]


def clean(text: str) -> str:
    """Half-width, small letters, no blanks; marks become one blank, every number a 0."""
    text = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    return _NUMBER.sub("0", _BREAK.sub(" ", text))


def places(cleaned: str) -> tuple[Keys, NDArray[np.int64], NDArray[np.int64]]:
    """Every key of one clean text, where it starts and how many characters it has."""
    codes = np.frombuffer(cleaned.encode("utf-32-le"), np.uint32).astype(np.uint64)
    letters = np.flatnonzero(codes != _SPACE)
    pairs = letters[:-1][np.diff(letters) == 1]
    keys = np.concatenate([codes[letters], (codes[pairs] << _SHIFT) | codes[pairs + 1]])
    lengths = np.repeat([1, 2], [len(letters), len(pairs)])
    return keys, np.concatenate([letters, pairs]), lengths


def counts(texts: Sequence[str]) -> Counts:
    """The keys of some texts, counted."""
    cleaned = [clean(text) for text in texts]
    keys, starts, _lengths = places(" ".join([*cleaned, ""]))
    ends = np.cumsum([len(text) + 1 for text in cleaned])
    rows = np.searchsorted(ends, starts, side="right").astype(np.uint64)
    both, times = np.unique((rows << _ROW) | keys, return_counts=True)
    row = (both >> _ROW).astype(np.int64)
    return Counts(row, both & np.uint64((1 << 42) - 1), times.astype(np.int64))
