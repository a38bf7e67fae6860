"""Who looked at somebody's data, when and what for, in words for that person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import overload
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from linli.cases.models import Case, Entry, Reporter
from linli.cases.rules.words import CaseEvent, Purpose
from linli.kernel.actor import ActorKind
from linli.kernel.models import Event
from linli.kernel.streets.models import Street
from linli.people import queries as people
from linli.people.queries import Directory
from linli.people.rules import Role
from linli.rights import queries as rights
from linli.words import N_

SEEN = {
    CaseEvent.REVEALED: N_("看了您的姓名和电话"),
    CaseEvent.UNCOVERED: N_("看了您发来的、没有遮挡的照片"),
    CaseEvent.OPENED: N_("用办理链接打开了您的诉求"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """One look: the unit and the role, never the name of whoever did their duty."""

    at: datetime
    who: str
    what: str
    why: str
    words: str
    number: str


class Looks(Sequence[Look]):
    """Newest first; four statements for a page, whatever the length of the list."""

    def __init__(self, street: Street, rows: QuerySet[Event], numbers: Mapping[UUID, str]) -> None:
        self._street, self._rows, self._numbers = street, rows, numbers

    def __len__(self) -> int:
        return self._rows.count()

    @overload
    def __getitem__(self, wanted: int) -> Look: ...
    @overload
    def __getitem__(self, wanted: slice) -> list[Look]: ...
    def __getitem__(self, wanted: int | slice) -> Look | list[Look]:
        if isinstance(wanted, int):
            return self[wanted : wanted + 1][0]
        found = list(self._rows[wanted])
        ids = [event.pk for event in found]
        entries = Entry.objects.filter(street_id=self._street.pk, event_id__in=ids)
        words = {entry.event_id: entry.text for entry in entries} if found else {}
        subjects = {event.subject_id for event in found}
        cases = Case.objects.filter(street_id=self._street.pk, pk__in=subjects)
        by_id = {case.pk: case for case in cases} if found else {}
        known, events, reasons = people.directory(self._street), _events(), _reasons()
        return [
            Look(
                event.at,
                _who(self._street, known, event, by_id.get(event.subject_id)),
                gettext(events[event.kind]),
                gettext(reasons[event.reason]) if event.reason in reasons else "",
                words.get(event.pk, ""),
                self._numbers[event.subject_id],
            )
            for event in found
        ]


def who_looked(street: Street, account_id: UUID) -> Looks:
    """Every look at what somebody raised or joined, or has elsewhere; not their own."""
    mine = Reporter.objects.filter(street_id=street.pk, account_id=account_id)
    # The keys themselves: with them, whatever else it knows, the journal is read by its subject.
    numbers = dict(mine.values_list("case_id", "case__number"))
    for seen in rights.seen():
        numbers |= seen.numbers(street, account_id)
    rows = Event.objects.filter(
        street_id=street.pk, kind__in=list(_events()), subject_id__in=list(numbers)
    )
    return Looks(street, rows.order_by("-id"), numbers)


def _events() -> dict[str, str]:
    """What counts as a look, here and in other modules, in words."""
    found: dict[str, str] = {kind.value: words for kind, words in SEEN.items()}
    for seen in rights.seen():
        found |= seen.events
    return found


def _reasons() -> dict[str, str]:
    """What for, in words."""
    found = {purpose.value: purpose.word for purpose in Purpose}
    for seen in rights.seen():
        found |= seen.reasons
    return found


def _who(street: Street, known: Directory, event: Event, case: Case | None) -> str:
    """The unit and the role as they were on that day."""
    if case and event.actor_kind == ActorKind.HANDLER:
        unit, role = known.organisation_name(case.owner_id), gettext("拿着办理链接的人")
    else:
        day = timezone.localdate(event.at)
        held = [post for post in known.held_by(event.actor_id) if post.counts_on(day)]
        units = [known.organisation_name(post.organisation_id) for post in held]
        unit = next((name for name in units if name), street.name)
        words = [gettext(Role(role).word) for role in event.actor_roles]
        role = gettext("、").join(words) or gettext("系统")
    return gettext("%(unit)s的%(role)s") % {"unit": unit, "role": role}
