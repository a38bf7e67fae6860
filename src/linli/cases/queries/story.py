"""The thread of a request: its events in the order they happened, with words and photos."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext

from linli.cases.models import Case, Entry, Reporter
from linli.cases.queries.lists import Row, rows
from linli.cases.queries.own import seen_by
from linli.cases.queries.reading import PHOTO_KINDS, Reader, merged, reader
from linli.cases.rules.story import By, surname
from linli.cases.rules.words import CaseEvent
from linli.files.models import File
from linli.kernel import events, links
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.events import Audience
from linli.kernel.models import Event
from linli.kernel.streets.models import Street
from linli.people import queries as people
from linli.people.rules import Role
from linli.words import N_

LINE_PHOTOS = "photo.line"
_MACHINES = frozenset({ActorKind.SYSTEM, ActorKind.KEY})
Photos = Mapping[UUID, list[File]]


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the thread; ``unit`` had the request when it happened."""

    event: Event
    what: CaseEvent
    who: str
    text: str
    audience: Audience
    by: By = By.OFFICE
    unit: str = ""
    photos: list[File] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Story:
    """The lines somebody may read, and the photos that came with the request itself."""

    lines: list[Line]
    photos: list[File]


@dataclass(frozen=True, slots=True)
class Heard:
    """One event told on its own: its line, and its request as this reporter sees it."""

    line: Line
    row: Row

    @property
    def is_newest(self) -> bool:
        """Nothing has happened to the request since."""
        return bool(self.line.event.after.get("version") == self.row.case.version)


def story(street: Street, case: Case, history: Sequence[Event], who: Reader) -> Story:
    """Three statements: words, links and files."""
    entries = Entry.objects.filter(street_id=case.street_id, case_id=case.pk)
    words = {entry.event_id: entry.text for entry in entries}
    photos = _photos(case, history, who)
    return Story(_told(street, history, who, words, photos), photos[case.pk])


def heard(
    actor: Actor, street: Street, case_ids: Iterable[UUID], event_ids: Iterable[UUID]
) -> dict[UUID, Heard]:
    """Events that were told to this reporter, by id: two statements however many they are. What
    happened to the request that theirs was merged into stands under their own."""
    asked, wanted = set(case_ids), set(event_ids)
    own = Reporter.objects.filter(
        Q(case_id__in=asked) | Q(case__leading_id__in=asked),
        street_id=street.pk,
        account=actor.id,
    ).select_related("case")
    mine = list(own)
    shown = rows(street, [reporter.case for reporter in mine])
    histories: dict[UUID | None, list[Event]] = defaultdict(list)
    for event in events.histories(street.pk, asked):
        histories[event.subject_id].append(event)
    found: dict[UUID, Heard] = {}
    for row, reporter in zip(shown, mine, strict=True):
        face, who = seen_by(street, row, reporter), reader(actor, row.case, [reporter])
        lines = _told(street, histories[row.case.pk], who, {}, {})
        found |= {line.event.pk: Heard(line, face) for line in lines if line.event.pk in wanted}
        led = _told(street, histories[row.case.leading_id], merged(reporter), {}, {})
        for line in led:
            if line.event.pk in wanted and line.audience is Audience.PUBLIC:
                found.setdefault(line.event.pk, Heard(line, face))
    return found


def line_of(street: Street, history: Iterable[Event], event_id: UUID, who: Reader) -> Line | None:
    """One event as this reader may read it, without its words; None when they may not."""
    lines = _told(street, history, who, {}, {})
    return next((line for line in lines if line.event.pk == event_id), None)


def _told(
    street: Street, history: Iterable[Event], who: Reader, words: Mapping[UUID, str], photos: Photos
) -> list[Line]:
    """What this reader may read, oldest first; the owner is followed along the way."""
    directory, owner, lines = people.directory(street), "", []
    for event in history:
        owner = event.after.get("owner") or owner
        if who.reads(event):
            lines.append(
                Line(
                    event=event,
                    what=CaseEvent(event.kind),
                    who=_who(event, directory, who),
                    text=words.get(event.pk, "") if who.reads_words(event) else "",
                    audience=Audience(event.audience),
                    by=_by(event, who),
                    unit=directory.organisation_name(UUID(owner)) if owner else "",
                    photos=photos.get(event.pk, []),
                )
            )
    return lines


def _photos(case: Case, history: Sequence[Event], who: Reader) -> dict[UUID, list[File]]:
    """By event; what came with the request, or before lines had photos, stands under the case."""
    sources = [case.pk, *(event.pk for event in history)]
    found = links.links_from(case.street_id, sources, *PHOTO_KINDS.values(), LINE_PHOTOS)
    files = File.objects.filter(street_id=case.street_id, pk__in={one.target_id for one in found})
    by_id = {file.pk: file for file in files} if found else {}
    line_of = {one.target_id: one.source_id for one in found if one.kind == LINE_PHOTOS}
    placed: dict[UUID, list[File]] = defaultdict(list)
    for one in found:
        file = by_id[one.target_id]
        if one.kind != LINE_PHOTOS and who.reads_photo(one.kind, file.uploaded_by):
            placed[line_of.get(file.pk, case.pk)].append(file)
    return placed


def _by(event: Event, who: Reader) -> By:
    if event.actor_kind in _MACHINES:
        return By.MACHINE
    if event.actor_id in who.own_ids:
        return By.YOU
    is_office = any(role != Role.RESIDENT for role in event.actor_roles)
    return By.OFFICE if is_office else By.NEIGHBOUR


def _who(event: Event, directory: people.Directory, who: Reader) -> str:
    """A name for colleagues; for the resident the role that answers for it, with the surname."""
    if event.actor_kind in _MACHINES:
        return gettext(ActorKind(event.actor_kind).word)
    name = directory.name(event.actor_id)
    if name and not who.is_reporter:
        return name
    roles = [Role(role) for role in event.actor_roles if role != Role.RESIDENT]
    if not roles:
        return gettext("反映人")
    role = N_("经办人") if roles[0] is Role.DEPARTMENT else roles[0].word
    return gettext("%(role)s%(name)s") % {"role": gettext(role), "name": surname(name)}
