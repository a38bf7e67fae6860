"""The thread of a request: its events in the order they happened, with words and photos."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext

from linli.cases import access
from linli.cases.models import Case, Entry
from linli.cases.queries.lists import Row, rows
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

PHOTO_KINDS = {audience: f"photo.{audience}" for audience in Audience}
LINE_PHOTOS = "photo.line"
_MACHINES = frozenset({ActorKind.SYSTEM, ActorKind.KEY})


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

    @property
    def every_photo(self) -> list[File]:
        return [*self.photos, *(photo for line in self.lines for photo in line.photos)]


def story(actor: Actor, street: Street, case: Case, *, is_reporter: bool) -> Story:
    """Four statements: events, words, links and files."""
    seen = audiences(actor, case, is_reporter=is_reporter)
    kept = [e for e in events.history(case.street_id, case.pk) if e.audience in seen]
    entries = Entry.objects.filter(street_id=case.street_id, case_id=case.pk)
    words = {entry.event_id: entry.text for entry in entries}
    photos = _photos(case, kept, seen)
    lines = told(actor, street, kept, words, photos, is_reporter=is_reporter)
    return Story(lines, photos[case.pk])


def told(
    actor: Actor,
    street: Street,
    kept: Iterable[Event],
    words: Mapping[UUID, str],
    photos: Mapping[UUID, list[File]],
    *,
    is_reporter: bool,
) -> list[Line]:
    """Events, oldest first, as lines; the owner of each request is followed along the way."""
    directory = people.directory(street)
    owners: dict[UUID, str] = {}
    lines = []
    for event in kept:
        owners[event.subject_id] = event.after.get("owner") or owners.get(event.subject_id, "")
        owner = owners[event.subject_id]
        lines.append(
            Line(
                event=event,
                what=CaseEvent(event.kind),
                who=_who(event, directory, is_reporter=is_reporter),
                text=words.get(event.pk, ""),
                audience=Audience(event.audience),
                by=_by(event, actor),
                unit=directory.organisation_name(UUID(owner)) if owner else "",
                photos=photos.get(event.pk, []),
            )
        )
    return lines


def audiences(actor: Actor, case: Case, *, is_reporter: bool) -> frozenset[str]:
    """Staff in charge read everything; the reporter what is public or theirs; others the public."""
    if access.may_reveal(actor, case) or actor.kind is ActorKind.SYSTEM:
        return frozenset(Audience)
    if access.is_staff(actor):
        return frozenset({Audience.PUBLIC, Audience.STAFF})
    return frozenset({Audience.PUBLIC, Audience.PRIVATE} if is_reporter else {Audience.PUBLIC})


def photo_kinds(seen: frozenset[str]) -> list[str]:
    return [kind for audience, kind in PHOTO_KINDS.items() if audience in seen]


def _photos(case: Case, kept: list[Event], seen: frozenset[str]) -> dict[UUID, list[File]]:
    """By event; what came with the request, or before lines had photos, stands under the case."""
    sources = [case.pk, *(event.pk for event in kept)]
    found = links.links_from(case.street_id, sources, *photo_kinds(seen), LINE_PHOTOS)
    files = File.objects.filter(street_id=case.street_id, pk__in={one.target_id for one in found})
    by_id = {file.pk: file for file in files} if found else {}
    line_of = {one.target_id: one.source_id for one in found if one.kind == LINE_PHOTOS}
    placed: dict[UUID, list[File]] = defaultdict(list)
    for one in found:
        if one.kind != LINE_PHOTOS:
            placed[line_of.get(one.target_id, case.pk)].append(by_id[one.target_id])
    return placed


def _by(event: Event, actor: Actor) -> By:
    """Whoever acts without an office is, in a thread, somebody who raised it."""
    if event.actor_kind in _MACHINES:
        return By.MACHINE
    if event.actor_id and event.actor_id == actor.id:
        return By.YOU
    if any(role != Role.RESIDENT for role in event.actor_roles):
        return By.OFFICE
    return By.YOU if _is_link(event, actor) else By.NEIGHBOUR


def _is_link(event: Event, actor: Actor) -> bool:
    """The link of a request stands for whoever raised it, by account or not."""
    without = (ActorKind.LINK, ActorKind.VISITOR)
    return actor.kind is ActorKind.LINK or event.actor_kind in without


def _who(event: Event, directory: people.Directory, *, is_reporter: bool) -> str:
    """A name for colleagues; for the resident the role that answers for it, with the surname."""
    if event.actor_kind in _MACHINES:
        return gettext(ActorKind(event.actor_kind).word)
    name = directory.name(event.actor_id)
    if name and not is_reporter:
        return name
    roles = [Role(role) for role in event.actor_roles if role != Role.RESIDENT]
    if not roles:
        return gettext("反映人")
    role = N_("经办人") if roles[0] is Role.DEPARTMENT else roles[0].word
    return gettext("%(role)s%(name)s") % {"role": gettext(role), "name": surname(name)}


@dataclass(frozen=True, slots=True)
class Heard:
    """One event told on its own: its line, its request, and whether nothing has happened since."""

    line: Line
    row: Row

    @property
    def is_newest(self) -> bool:
        return bool(self.line.event.after.get("version") == self.row.case.version)


def heard(
    actor: Actor, street: Street, case_ids: Iterable[UUID], event_ids: Iterable[UUID]
) -> dict[UUID, Heard]:
    """Events that were told to this reporter, by id: two statements however many they are."""
    found = access.visible_to(actor, Case.objects.filter(pk__in=set(case_ids)))
    by_id = {row.case.pk: row for row in rows(street, found)}
    wanted = set(event_ids)
    kept = events.histories(street.pk, by_id)
    return {
        line.event.pk: Heard(line, by_id[line.event.subject_id])
        for line in told(actor, street, kept, {}, {}, is_reporter=True)
        if line.event.pk in wanted
    }
