"""How good suggestions are, beside what people chose."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """One category: of those suggested, how many were right; of those that are, how many found."""

    category: str
    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, slots=True)
class Quality:
    """``confusion`` counts (chosen by people, suggested) pairs, the commonest first."""

    rows: int
    accuracy: float
    macro_f1: float
    lines: tuple[Line, ...]
    confusion: tuple[tuple[str, str, int], ...]

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self)

    @classmethod
    def read(cls, kept: dict[str, Any]) -> "Quality":
        """From what `plain` gave."""
        lines = tuple(Line(**line) for line in kept["lines"])
        confusion = tuple((str(a), str(b), int(n)) for a, b, n in kept["confusion"])
        return cls(kept["rows"], kept["accuracy"], kept["macro_f1"], lines, confusion)


def measure(pairs: Iterable[tuple[str, str]]) -> Quality:
    """Of (chosen, suggested) pairs; the mean of F1 is over categories that people chose."""
    counted = Counter(pairs)
    chosen, given = Counter[str](), Counter[str]()
    for (truth, guess), times in counted.items():
        chosen[truth] += times
        given[guess] += times
    lines = []
    for name in sorted(chosen):
        right = counted[name, name]
        both = chosen[name] + given[name]
        lines.append(
            Line(
                name,
                round(right / given[name], 4) if given[name] else 0.0,
                round(right / chosen[name], 4),
                round(2 * right / both, 4),
                chosen[name],
            )
        )
    total = chosen.total()
    right = sum(times for (truth, guess), times in counted.items() if truth == guess)
    return Quality(
        rows=total,
        accuracy=round(right / total, 4) if total else 0.0,
        macro_f1=round(sum(line.f1 for line in lines) / len(lines), 4) if lines else 0.0,
        lines=tuple(lines),
        confusion=tuple((*pair, times) for pair, times in counted.most_common()),
    )
