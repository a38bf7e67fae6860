"""What the sorter learns from, the versions it has learned, and what another would change."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from linli import triage
from linli.cases.models import Case, Category, SorterVersion
from linli.cases.queries.desks import catalogue, named, suggest, suggested_by
from linli.cases.queries.learned import model_of
from linli.cases.rules.learning import LEAST_REQUESTS, MOST_REQUESTS, PREVIEWED
from linli.cases.rules.words import State
from linli.kernel.errors import NotFound
from linli.kernel.streets.models import Street
from linli.triage import Model, Quality


@dataclass(frozen=True, slots=True)
class Lesson:
    """A model and what it was made of; ``keywords_f1`` is what the keywords reach on the rows
    that its quality was measured by."""

    model: Model
    keywords_f1: float
    examples: int
    requests: int


@dataclass(frozen=True, slots=True)
class Version:
    """A version as the administrator reads it; categories by their names, the worst first."""

    number: int
    made_at: datetime
    is_used: bool
    examples: int
    requests: int
    keywords_f1: float
    quality: Quality
    mixed: list[tuple[str, str, int]]


@dataclass(frozen=True, slots=True)
class Differing:
    """A request of which another version would have said something else."""

    number: str
    title: str
    decided: str
    now: str
    then: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """Recent requests: of so many the present suggestion, and that of the version, is what
    people decided."""

    requests: int
    right_now: int
    right_then: int
    differing: list[Differing]


def lesson(street: Street, step: Callable[[], None] = lambda: None) -> Lesson:
    """Learn from the tree's own sentences and words, and from what people decided here."""
    known = catalogue(street)
    examples = [
        (text, row.code)
        for row in known.by_id.values()
        if row.parent_id
        for text in (*row.phrases, *row.keywords)
    ]
    decided = [(case.text, matter.code) for case, matter in _decided(street, MOST_REQUESTS)]
    rows = examples + decided
    by = range(len(examples), len(rows)) if len(decided) >= LEAST_REQUESTS else range(len(rows))
    model = triage.train([text for text, _ in rows], [code for _, code in rows], step, by=by)
    guesses = [(rows[row][1], known.sorter.guess(rows[row][0])) for row in by]
    words = triage.measure(
        (code, known.by_id[guess.matter_id].code if guess else "") for code, guess in guesses
    )
    return Lesson(model, words.macro_f1, len(examples), len(decided))


def _decided(street: Street, most: int) -> list[tuple[Case, Category]]:
    """The newest requests whose matter somebody chose, or let stand when handing them over."""
    matters = {row.pk: row for row in catalogue(street).by_id.values() if row.parent_id}
    rows = Case.objects.filter(street_id=street.pk, category_id__in=matters)
    rows = rows.filter(Q(because=[]) | Q(dispatched_at__isnull=False))
    undecided = (State.REGISTERED, State.WITHDRAWN)
    seen = rows.exclude(state__in=undecided).order_by("-registered_at")
    found = seen.only("number", "text", "category_id", "registered_at")[:most]
    return [(case, matters[case.category_id]) for case in found if case.category_id]


def has_learned(street: Street) -> bool:
    """Whether there is any version, used or not."""
    return SorterVersion.objects.filter(street_id=street.pk).exists()


def versions(street: Street) -> list[Version]:
    """Every version, the newest first."""
    rows = SorterVersion.objects.filter(street_id=street.pk).defer("content")
    names = _names(street)
    return [_version(row, names) for row in rows.order_by("-number")]


def version(street: Street, number: int) -> Version:
    return _version(_row(street, number), _names(street))


def preview(street: Street, number: int) -> Preview:
    """What a version would have said lately, beside what is said now and what was decided."""
    model = model_of(street.pk, _row(street, number).pk)
    known = catalogue(street)
    recent = _decided(street, PREVIEWED)
    differing, right_now, right_then = [], 0, 0
    for case, decided in recent:
        now, then = suggest(street, case.text), suggested_by(known, model, case.text)
        before, after = (known.by_id[one.matter_id] if one else None for one in (now, then))
        right_now += before == decided
        right_then += after == decided
        if before != after:
            told = [named(row) if row else "" for row in (decided, before, after)]
            because = then.because if then else ()
            differing.append(Differing(case.number, case.title, told[0], told[1], told[2], because))
    return Preview(len(recent), right_now, right_then, differing)


def _row(street: Street, number: int) -> SorterVersion:
    rows = SorterVersion.objects.filter(street_id=street.pk, number=number).defer("content")
    found = rows.first()
    if found is None:
        raise NotFound
    return found


def _names(street: Street) -> dict[str, str]:
    """By code, those of closed categories too."""
    rows = Category.objects.filter(street_id=street.pk).only("code", "name", "name_en")
    return {row.code: named(row) for row in rows}


def _version(row: SorterVersion, names: dict[str, str]) -> Version:
    found = Quality.read(_with_names(row.quality, names))
    return Version(
        row.number,
        row.made_at,
        row.is_used,
        row.examples,
        row.requests,
        row.keywords_f1,
        found,
        [(a, b, n) for a, b, n in found.confusion if a != b][:20],
    )


def _with_names(quality: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    lines = [
        {**line, "category": names.get(line["category"], line["category"])}
        for line in sorted(quality["lines"], key=lambda line: line["f1"])
    ]
    confusion = [(names.get(a, a), names.get(b, b), n) for a, b, n in quality["confusion"]]
    return {**quality, "lines": lines, "confusion": confusion}
