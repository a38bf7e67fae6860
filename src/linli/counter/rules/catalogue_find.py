"""Finding an item by what people call it."""

import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import TypeVar

Key = TypeVar("Key")

_WHOLE = 3.0  # a word as people call it, found whole, says more than pairs of characters
_LEAST = 0.4  # of the best one: pairs alone that are far behind it are chance


def ranked(query: str, texts: Mapping[Key, tuple[str, str]]) -> list[Key]:
    """Those whose name or words (separated by 、) fit, the best first. Pairs of characters that
    few have weigh more than those that many have."""
    asked = _plain(query)
    pairs_of = {key: _pairs(_plain(name + " " + words)) for key, (name, words) in texts.items()}
    spread = Counter(pair for pairs in pairs_of.values() for pair in pairs)
    wanted = _pairs(asked) or {asked}
    called = {key: _called(asked, name, words) for key, (name, words) in texts.items()}
    scores = {
        key: _WHOLE * called[key] + sum(1 / spread[pair] for pair in wanted & pairs)
        for key, pairs in pairs_of.items()
    }
    best = max(scores.values(), default=0)
    fitting = [
        key for key, score in scores.items() if called[key] or score >= max(_LEAST * best, 1e-9)
    ]
    return sorted(fitting, key=lambda key: -scores[key]) if asked else []


def _called(asked: str, name: str, words: str) -> float:
    """How much of what it is called stands in what was asked, or the other way round."""
    return sum(_overlap(_plain(word), asked) for word in (name, *words.split("、")))


def _overlap(word: str, asked: str) -> float:
    """One within the other; the closer in length, the more it says."""
    short, long = sorted((word, asked), key=len)
    return len(short) ** 2 / len(long) if short and short in long else 0


def _plain(text: str) -> str:
    """Letters and digits only, wide ones made narrow."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
