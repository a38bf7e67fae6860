"""Where a request stands on the ladder and under supervision, for whoever works on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linli.cases import access
from linli.cases.models import Case, Letter
from linli.cases.queries.lists import Row, rows
from linli.cases.queries.story import Line
from linli.cases.rules.clocks import Timer
from linli.cases.rules.ladder import Level
from linli.cases.rules.words import CaseEvent, Supervision
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.models import Event
from linli.kernel.streets.models import Street
from linli.people import queries as people

_RUNGS = frozenset({CaseEvent.WARNED, CaseEvent.ESCALATED})


@dataclass(frozen=True, slots=True)
class Told:
    """One rung: which clock, since when, and who was told: nobody where the post is vacant."""

    level: Level
    timer: Timer
    since: datetime
    at: datetime
    names: list[str]

    @property
    def is_warning(self) -> bool:
        return self.level is Level.HANDLER


@dataclass(frozen=True, slots=True)
class LetterShown:
    """A letter with the words it was written and answered in."""

    letter: Letter
    number: str
    reason: Supervision
    unit: str
    demand: str
    answer: str

    @property
    def is_open(self) -> bool:
        return self.letter.closed_at is None

    @property
    def is_late(self) -> bool:
        letter = self.letter
        return self.is_open and letter.answered_at is None and letter.due_at < clock.now()


@dataclass(frozen=True, slots=True)
class Duty:
    """An event that staff were told of; ``row`` is its request, if they may see it."""

    event: Event
    row: Row | None


def duties_told(actor: Actor, street: Street, event_ids: Iterable[UUID]) -> dict[UUID, Duty]:
    """Events that were told to staff, by id: two statements however many they are."""
    found = list(Event.objects.filter(street_id=street.pk, pk__in=list(event_ids)))
    about = {event.subject_id for event in found}
    seen = rows(street, access.visible_to(actor, Case.objects.filter(pk__in=about)))
    by_case = {row.case.pk: row for row in seen}
    return {event.pk: Duty(event, by_case.get(event.subject_id)) for event in found}


def rungs_told(street: Street, thread: Iterable[Line]) -> list[Told]:
    """The rungs of a request as its thread has them, the newest first."""
    name = people.directory(street).name
    return [
        Told(
            Level(line.event.reason),
            Timer(line.event.after["timer"]),
            datetime.fromisoformat(line.event.after["since"]),
            line.event.at,
            [found for found in map(name, map(UUID, line.event.after["told"])) if found],
        )
        for line in thread
        if line.what in _RUNGS
    ][::-1]


def letters_of(case: Case, history: Iterable[Event]) -> list[Letter]:
    """The letters of a request, the newest first; no statement where there never was one."""
    if not any(event.kind == CaseEvent.SUPERVISED for event in history):
        return []
    rows = Letter.objects.filter(street_id=case.street_id, case_id=case.pk)
    return list(rows.order_by("-ordinal"))


def letters_shown(
    street: Street, case: Case, letters: Iterable[Letter], thread: Sequence[Line]
) -> list[LetterShown]:
    """The letters with their words out of the thread."""
    named = people.directory(street).organisation_name
    return [
        LetterShown(
            letter,
            f"{case.number}-{letter.ordinal}",
            Supervision(letter.reason),
            named(letter.unit_id),
            _words(letter, thread, CaseEvent.SUPERVISED),
            _words(letter, thread, CaseEvent.LETTER_ANSWERED) if letter.answered_at else "",
        )
        for letter in letters
    ]


def _words(letter: Letter, thread: Sequence[Line], what: CaseEvent) -> str:
    """The last words of this kind that were written about the letter."""
    said = (
        line.text
        for line in reversed(thread)
        if line.what is what and line.event.after.get("letter") == str(letter.pk)
    )
    return next(said, "")
