"""The thread of a request: its events in the order they happened, with words and photos."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext

from linli.cases.models import Case, Entry
from linli.cases.queries.lists import Row, rows
from linli.cases.queries.own import seen_by, waiting_for
from linli.cases.queries.reading import PHOTO_KINDS, Reader, reader
from linli.cases.queries.together import led
from linli.cases.rules.masking import masked
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
_NOBODY: Mapping[UUID, str] = {}


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
    where: str = ""  # the part, or the other request, in which it happened


@dataclass(frozen=True, slots=True)
class Story:
    """The lines somebody may read, and the photos that came with the request itself."""

    lines: list[Line]
    photos: list[File]


@dataclass(frozen=True, slots=True)
class Heard:
    """One event told on its own: its line, and its request as this reporter sees it, which has
    come as far as ``version``."""

    line: Line
    row: Row
    version: int

    @property
    def is_newest(self) -> bool:
        """Nothing has happened to the request since."""
        return bool(self.line.event.after.get("version") == self.version)


def story(
    street: Street,
    case: Case,
    history: Sequence[Event],
    who: Reader,
    others: Mapping[UUID, str] = _NOBODY,
) -> Story:
    """Three statements: words, links and files. ``others`` are the requests that belong to this
    one, with the words by which their lines are told apart."""
    ids = [case.pk, *others]
    entries = Entry.objects.filter(street_id=case.street_id, case_id__in=ids)
    words = {entry.event_id: entry.text for entry in entries}
    photos = _photos(case, history, who)
    return Story(_told(street, history, who, words, photos, others), photos[case.pk])


def heard(
    actor: Actor, street: Street, case_ids: Iterable[UUID], event_ids: Iterable[UUID]
) -> dict[UUID, Heard]:
    """Events that were told to this reporter, by id: two statements however many they are."""
    asked, wanted = set(case_ids), set(event_ids)
    mine = waiting_for(actor.id, street.pk, *asked)
    shown = rows(street, [led(reporter.case) for reporter in mine])
    histories = defaultdict(list)
    for event in events.histories(street.pk, asked):
        histories[event.subject_id].append(event)
    found = {}
    for row, reporter in zip(shown, mine, strict=True):
        face, who = seen_by(street, row, reporter), reader(actor, row.case, [reporter])
        for subject in {row.case.pk, reporter.case.leading_id} & asked:
            is_own = subject == row.case.pk
            others, told_in = ({}, row.case) if is_own else ({subject: ""}, reporter.case.leading)
            for line in _told(street, histories[subject], who, {}, {}, others):
                if line.event.pk in wanted:
                    found[line.event.pk] = Heard(line, face, told_in.version)
    return found


def line_of(street: Street, history: Iterable[Event], event_id: UUID, who: Reader) -> Line | None:
    """One event as this reader may read it, without its words; None when they may not."""
    lines = _told(street, history, who, {}, {})
    return next((line for line in lines if line.event.pk == event_id), None)


def _told(
    street: Street,
    history: Iterable[Event],
    who: Reader,
    words: Mapping[UUID, str],
    photos: Photos,
    others: Mapping[UUID, str] = _NOBODY,
) -> list[Line]:
    """What this reader may read, oldest first; the owner is followed along the way."""
    directory, owners, lines = people.directory(street), dict[UUID, str](), []
    for event in history:
        subject = event.subject_id
        owners[subject] = event.after.get("owner") or owners.get(subject, "")
        is_elsewhere = subject in others
        if not (who.reads_elsewhere(event.audience) if is_elsewhere else who.reads(event)):
            continue
        unit = event.after.get("unit") or owners[subject]
        unit_name = directory.organisation_name(UUID(unit)) if unit else ""
        is_handlers = event.actor_kind == ActorKind.HANDLER.value
        by = _by(event, who)
        is_hidden = is_elsewhere and by is By.NEIGHBOUR and not who.is_staff
        lines.append(
            Line(
                event=event,
                what=CaseEvent(event.kind),
                who=unit_name if is_handlers else _who(event, directory, who),
                text="" if is_hidden else _words(words.get(event.pk, ""), event, who),
                audience=Audience(event.audience),
                by=by,
                unit=unit_name,
                photos=photos.get(event.pk, []),
                where=others.get(subject, ""),
            )
        )
    return lines


def _words(text: str, event: Event, who: Reader) -> str:
    """As they were written, or as everybody may read them."""
    if not who.reads_words(event):
        return ""
    return text if who.reads_as_written(event) else masked(text)


def _photos(case: Case, history: Sequence[Event], who: Reader) -> dict[UUID, list[File]]:
    """By event; what came with the request, or before lines had photos, stands under the case."""
    sources = {case.pk, *(event.subject_id for event in history), *(event.pk for event in history)}
    found = links.links_from(case.street_id, sources, *PHOTO_KINDS.values(), LINE_PHOTOS)
    files = File.objects.filter(street_id=case.street_id, pk__in={one.target_id for one in found})
    by_id = {file.pk: file for file in files} if found else {}
    line_of = {one.target_id: one.source_id for one in found if one.kind == LINE_PHOTOS}
    placed: dict[UUID, list[File]] = defaultdict(list)
    for one in found:
        file = by_id[one.target_id]
        if one.kind == LINE_PHOTOS or file.covered_id:
            continue
        is_elsewhere = one.source_id != case.pk
        if is_elsewhere and not who.is_staff and one.kind != PHOTO_KINDS[Audience.PUBLIC]:
            continue
        if who.reads_photo(one.kind, file.uploaded_by):
            placed[line_of.get(file.pk, one.source_id)].append(file)
    return placed


def _by(event: Event, who: Reader) -> By:
    if event.actor_kind in _MACHINES:
        return By.MACHINE
    if event.actor_kind == ActorKind.HANDLER.value:
        return By.OFFICE
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
        others = [directory.name(UUID(one)) for one in event.after.get("acting_for", ())]
        acting = {"name": name, "others": gettext("、").join(others)}
        return gettext("%(name)s（代%(others)s）") % acting if others else name
    roles = [Role(role) for role in event.actor_roles if role != Role.RESIDENT]
    if not roles:
        return gettext("反映人")
    role = N_("经办人") if roles[0] is Role.DEPARTMENT else roles[0].word
    return gettext("%(role)s%(name)s") % {"role": gettext(role), "name": surname(name)}
