"""Whose lines stand in the thread of another request: its parts, what leads it, what follows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext

from linli.cases.models import Case, Reporter
from linli.cases.queries.lists import Row
from linli.cases.queries.reading import Reader
from linli.cases.rules.words import CaseEvent
from linli.kernel.models import Event

_ALL = frozenset(CaseEvent) - {CaseEvent.REGISTERED}
_OF_REPORTERS = frozenset({CaseEvent.MERGED, CaseEvent.ADDED, CaseEvent.RATED})


@dataclass(frozen=True, slots=True)
class Other:
    """``words`` stand before its lines, ``kinds`` are those that are shown."""

    words: str
    kinds: frozenset[CaseEvent] = _ALL


def others_of(
    case: Case, reporters: Iterable[Reporter], parts: Sequence[Row], who: Reader
) -> dict[UUID, Other]:
    """Its parts; for a merged reporter what leads it, for staff what the merged ones said."""
    said = gettext("第 %(n)s 部分")
    found = {part.case.pk: Other(said % {"n": n}) for n, part in enumerate(parts, 1)}
    if who.is_staff and not case.parent_id:
        merged = {one.case_id: one.case.number for one in reporters if one.case_id != case.pk}
        return found | {pk: Other(number, _OF_REPORTERS) for pk, number in merged.items()}
    if case.leading_id and who.is_reporter:
        found[case.leading_id] = Other("")
    return found


def relevant(every: Sequence[Event], case: Case, others: Mapping[UUID, Other]) -> list[Event]:
    """The lines of the thread: of what leads it only what came after the merging."""
    own = (event for event in every if event.subject_id == case.pk)
    merged = max((event.pk for event in own if event.kind == CaseEvent.MERGED), default=case.pk)
    return [
        event
        for event in every
        if event.subject_id not in others
        or (
            event.kind in others[event.subject_id].kinds
            and (event.subject_id != case.leading_id or event.pk > merged)
        )
    ]


def words_of(others: Mapping[UUID, Other]) -> dict[UUID, str]:
    return {pk: other.words for pk, other in others.items()}
