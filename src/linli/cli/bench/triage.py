"""How many messages a second the sorter reads, beside merely taking them apart.

The messages are long (400 characters) and put together from sentences of the shipped tree among
remarks that anybody makes; those that are sorted hold other sentences than those learned from.
"""

import json
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from random import Random
from statistics import median

from linli import triage
from linli.demo.texts import matters, pieces
from linli.triage import grams

ROUNDS = 5
LENGTH = 400
_LEARNED, _SORTED = 3000, 1000
_OF_THE_MATTER = 3  # sentences of a message that speak of its class


@dataclass(frozen=True, slots=True)
class Rates:
    """Messages a second of one core in each round: suggested, and merely taken apart into
    characters and pairs; ``growth_mb`` is what a process grows by that suggests."""

    suggested: list[float]
    counted: list[float]
    macro_f1: float
    train_s: float
    growth_mb: float

    def line(self) -> str:
        """One line of JSON; medians, for a round may meet something else on the machine."""
        suggested, counted = median(self.suggested), median(self.counted)
        found = {
            "bench": "triage",
            "messages_per_s": round(suggested, 1),
            "counted_per_s": round(counted, 1),
            "ratio": round(suggested / counted, 3),
            "macro_f1": self.macro_f1,
            "train_s": round(self.train_s, 1),
            "growth_mb": round(self.growth_mb, 1),
            "length": LENGTH,
        }
        return json.dumps(found)


def run(say: Callable[[str], None]) -> Rates:
    """Learn from one half of the sentences, then sort messages made of the other."""
    began = time.process_time()
    model = triage.train(*_messages(_LEARNED, half=0))
    trained = time.process_time() - began
    texts, classes = _messages(_SORTED, half=1)
    found = [one.category if one else "" for one in model.suggest(texts)]
    quality = triage.measure(zip(classes, found, strict=True))
    rates = Rates([], [], quality.macro_f1, trained, _growth(model, texts))
    say(f"{'round':>5} {'suggested/s':>12} {'counted/s':>12}")
    for number in range(1, ROUNDS + 1):
        rates.suggested.append(_rate(texts, model.suggest))
        rates.counted.append(_rate(texts, grams.counts))
        say(f"{number:>5} {rates.suggested[-1]:>12.1f} {rates.counted[-1]:>12.1f}")
    return rates


def _messages(amount: int, half: int) -> tuple[list[str], list[str]]:
    """Messages and their classes; the halves share no sentence about a matter."""
    draw = Random(half)  # noqa: S311 - invented messages
    said: dict[str, list[str]] = {}
    for matter in matters().values():
        said.setdefault(matter.code.partition(".")[0], []).extend(matter.phrases[half::2])
    anybody = list(chain(*pieces()["around"].values()))
    classes = [draw.choice(list(said)) for _ in range(amount)]
    return [_message(draw, said[name], anybody) for name in classes], classes


def _message(draw: Random, own: list[str], anybody: list[str]) -> str:
    sentences = draw.sample(own, _OF_THE_MATTER)
    while sum(map(len, sentences)) < LENGTH:
        sentences.append(draw.choice(anybody))
    draw.shuffle(sentences)
    return "，".join(sentences)[:LENGTH]


def _growth(model: triage.Model, texts: list[str]) -> float:
    """By how many MB a process grows at most that loads the model and suggests text by text."""
    with tempfile.TemporaryDirectory() as folder:
        triage.save(model, Path(folder))
        tracemalloc.start()
        kept = triage.load(Path(folder))
        for text in texts[:100]:
            kept.suggest([text])
            kept.because(text, kept.categories[0])
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return peak / 2**20


def _rate(texts: list[str], work: Callable[[list[str]], object]) -> float:
    """Texts a second of processor time: other processes of the machine do not count."""
    began = time.process_time()
    work(texts)
    return len(texts) / (time.process_time() - began)
