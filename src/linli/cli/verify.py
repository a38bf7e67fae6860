"""Running every survey of every module over a street."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from linli.capacity.queries import drifts as capacity
from linli.cases.queries import drifts as cases
from linli.counter.queries import drifts as counter
from linli.files import queries as files
from linli.kernel import drift as kernel
from linli.kernel.drift import Drift
from linli.kernel.streets.models import Street

SURVEYS = (
    *(*cases.SURVEYS, *counter.SURVEYS, *capacity.SURVEYS),
    *(*kernel.SURVEYS, *files.SURVEYS),
)
MOST_SHOWN = 200


@dataclass(slots=True)
class Findings:
    """How many rows each check looked at, what did not hold how often, and the first of it."""

    looked: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    first: list[Drift] = field(default_factory=list)


def row_count(street: Street) -> int:
    return sum(survey.count(street) for survey in SURVEYS)


def run(street: Street, step: Callable[[], None]) -> Findings:
    """Look at every row; the memory it takes does not grow with them."""
    found = Findings()
    for survey in SURVEYS:
        for drifts in survey.look(street):
            found.looked.update(survey.checks.keys())
            for each in drifts:
                found.counts[each.check] += 1
                if len(found.first) < MOST_SHOWN:
                    found.first.append(each)
            step()
    return found


def words() -> dict[str, str]:
    """What must hold, by the code of its check."""
    return {code: word for survey in SURVEYS for code, word in survey.checks.items()}
