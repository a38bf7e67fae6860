"""The public board: requests that somebody has confirmed for everybody, and the thanks for them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from linli.cases import access
from linli.cases.models import Case, Entry, Publication, Thanks
from linli.cases.queries.lists import Row, of_category, rows
from linli.cases.queries.near import public_face
from linli.cases.queries.reading import PHOTO_KINDS
from linli.cases.queries.together import reporters_of
from linli.cases.rules.masking import masked
from linli.cases.rules.words import CaseEvent
from linli.files.models import File
from linli.kernel import events, links
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound
from linli.kernel.events import Audience
from linli.kernel.streets.models import Street
from linli.rights import queries as rights
from linli.rights.rules import Topic

SHOWN_PHOTOS = "photo.shown"
PAGE_SIZE = 20
_RESULTS = (CaseEvent.REPLIED, CaseEvent.CLOSED)


@dataclass(frozen=True, slots=True)
class Handled:
    """A published request as everybody sees it, and how often it was thanked for."""

    publication: Publication
    row: Row
    thanks: int = 0
    words: list[str] = field(default_factory=list)
    photos: list[File] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class HandledPage:
    """A page of the board, the newest first."""

    rows: list[Handled]
    found: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.found // PAGE_SIZE))


@dataclass(frozen=True, slots=True)
class Thanked:
    """Thanks as the organisation reads them."""

    thanks: Thanks
    row: Row
    text: str


def handled_page(
    street: Street,
    page: int = 1,
    community_id: UUID | None = None,
    category_id: UUID | None = None,
    words: str = "",
) -> HandledPage:
    """Three statements: the count, the page, the thanks."""
    found = _shown(street).filter(of_category(street, category_id, "case__"))
    if community_id:
        found = found.filter(case__community_id=community_id)
    for word in words.split()[:5]:
        said = Q(title__contains=word) | Q(summary__contains=word) | Q(result__contains=word)
        found = found.filter(said)
    start = (page - 1) * PAGE_SIZE
    return HandledPage(_faces(street, found[start : start + PAGE_SIZE]), found.count(), page)


def handled(street: Street, publication_id: UUID) -> Handled:
    """One published request with its photos and the words of thanks that may be read."""
    publication = _shown(street).filter(pk=publication_id).first()
    if publication is None:
        raise NotFound
    (face,) = _faces(street, [publication])
    public = Thanks.objects.filter(
        street_id=street.pk, case_id=publication.case_id, is_public=True
    ).order_by("given_at")
    told = list(public.values_list("event_id", flat=True)[:PAGE_SIZE])
    entries = Entry.objects.filter(street_id=street.pk, event_id__in=told).order_by("id")
    return Handled(
        publication,
        face.row,
        face.thanks,
        [masked(entry.text) for entry in entries],
        _linked(street.pk, publication.pk, SHOWN_PHOTOS),
    )


def shown_photo(street: Street, publication_id: UUID, file_id: UUID) -> File:
    """A photo that was chosen for everybody, while its request is shown."""
    found = {file.pk: file for file in handled(street, publication_id).photos}
    if file_id not in found:
        raise NotFound
    return found[file_id]


def recently_settled(
    street: Street, limit: int = 5, community_id: UUID | None = None
) -> list[Handled]:
    """What was published lately, the own community first."""
    found = _shown(street)
    near = list(found.filter(case__community_id=community_id)[:limit]) if community_id else []
    if len(near) < limit:
        near += found.exclude(pk__in=[one.pk for one in near])[: limit - len(near)]
    return _faces(street, near)


def publication_of(case: Case) -> Publication | None:
    """What everybody reads of this request now."""
    return Publication.objects.filter(street_id=case.street_id, case_id=case.pk).first()


def publication_draft(case: Case) -> dict[str, Any]:
    """The words to confirm, everything about a person hidden."""
    words = {
        entry.event_id: entry.text
        for entry in Entry.objects.filter(street_id=case.street_id, case_id=case.pk)
    }
    history = reversed(events.history(case.street_id, case.pk))
    said = (words[event.pk] for event in history if event.kind in _RESULTS and event.pk in words)
    title = case.category.name if case.category else masked(case.title)
    return {"title": title, "summary": masked(case.text), "result": masked(next(said, ""))}


def photos_to_show(case: Case) -> list[File]:
    """The photos of the handling that residents already see; those that residents sent only
    where everybody who waits for it has agreed (PIPL art. 25)."""
    waiting = set(reporters_of(case).values_list("account_id", flat=True))
    is_agreed = waiting == rights.agreeing(case.street_id, waiting - {None}, Topic.PHOTO)
    kinds = [Audience.PUBLIC, Audience.PRIVATE] if waiting and is_agreed else [Audience.PUBLIC]
    return _linked(case.street_id, case.pk, *(PHOTO_KINDS[kind] for kind in kinds))


def thanks_to(actor: Actor, street: Street, page: int = 1) -> tuple[list[Thanked], int]:
    """The thanks to oneself and one's organisation, for who answers for the street all of them;
    newest first, with the number of pages."""
    own = Thanks.objects.filter(street_id=street.pk)
    if not actor.roles & access.STREET_WIDE:
        is_own = Q(organisation_id__in=actor.organisations) | Q(case__handler_id=actor.id)
        own = own.filter(is_own)
    start = (page - 1) * PAGE_SIZE
    found = list(own.select_related("case").order_by("-given_at", "id")[start : start + PAGE_SIZE])
    entries = Entry.objects.filter(
        street_id=street.pk, event_id__in=[one.event_id for one in found]
    )
    words = {entry.event_id: entry.text for entry in entries}
    shown = rows(street, [one.case for one in found])
    thanked = [
        Thanked(one, row, words.get(one.event_id, ""))
        for one, row in zip(found, shown, strict=True)
    ]
    return thanked, max(1, -(-own.count() // PAGE_SIZE))


def _shown(street: Street) -> QuerySet[Publication]:
    shown = Publication.objects.filter(street_id=street.pk)
    return shown.select_related("case").defer("case__text").order_by("-published_at", "id")


def _faces(street: Street, found: Iterable[Publication]) -> list[Handled]:
    publications = list(found)
    cases = [one.case for one in publications]
    given = Thanks.objects.filter(street_id=street.pk, case_id__in=[case.pk for case in cases])
    counts: dict[UUID, int] = dict(given.values_list("case_id").annotate(Count("pk")))
    return [
        Handled(publication, public_face(street, row), counts.get(row.case.pk, 0))
        for publication, row in zip(publications, rows(street, cases), strict=True)
    ]


def _linked(street_id: int, source_id: UUID, *kinds: str) -> list[File]:
    """Photos as everybody sees them: one that was painted over stands for the one beneath."""
    ids = [link.target_id for link in links.links_from(street_id, [source_id], *kinds)]
    return list(File.objects.filter(street_id=street_id, pk__in=ids, covered=None).order_by("id"))
