"""One request in full: its facts, its thread, and the steps that are open to whoever looks."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from linli.cases import access
from linli.cases.models import Case, Reporter
from linli.cases.queries.links import HandlerLink, handler_link
from linli.cases.queries.lists import Row, rows, rows_of
from linli.cases.queries.near import public_face
from linli.cases.queries.options import Option, options
from linli.cases.queries.others import others_of, relevant, words_of
from linli.cases.queries.overseen import LetterShown, Told, letters_of, letters_shown, rungs_told
from linli.cases.queries.reading import PHOTO_KINDS, reader
from linli.cases.queries.story import Line, Story, story
from linli.cases.queries.together import Helper, helpers_of, led, parts_of, reporters_of
from linli.cases.rules.words import STAGES, CaseEvent, Stage, State
from linli.files import queries as files
from linli.files.models import File
from linli.kernel import events, links, personal
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound
from linli.kernel.events import Audience
from linli.kernel.models import Link
from linli.kernel.streets.models import Street
from linli.people import queries as people


@dataclass(frozen=True, slots=True)
class Contact:
    """A reporter as everybody in charge sees them: masked."""

    name: str
    phone: str
    is_anonymous: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    """``row`` is the request as this reader sees it: what somebody joined has no words and no
    door, what was merged is on the road of the one that leads it."""

    row: Row
    story: Story
    options: list[Option]
    contacts: list[Contact]
    co_handlers: list[Helper]
    parts: list[Row]
    whole: str
    link: HandlerLink | None
    proposed: str
    suggested: str
    stage: Stage
    rungs: list[Told]
    letters: list[LetterShown]
    is_reporter: bool
    has_joined: bool

    @property
    def case(self) -> Case:
        return self.row.case

    @property
    def thread(self) -> list[Line]:
        return self.story.lines

    @property
    def question(self) -> Line | None:
        """What the resident was asked while the clocks wait for the answer."""
        asked = (line for line in reversed(self.thread) if line.what is CaseEvent.ASKED_BACK)
        return next(asked, None) if self.case.paused_until else None

    @property
    def next_option(self) -> Option | None:
        return next((o for o in self.options if o.is_next and o.may), None)


def visible_case(actor: Actor, case_id: UUID) -> Case:
    """The case, or NotFound for whoever may not see it."""
    case = access.visible_to(actor, Case.objects.filter(pk=case_id)).first()
    if case is None:
        raise NotFound
    return case


def case_page(actor: Actor, street: Street, number: str) -> CasePage:
    """Everything a case page shows."""
    shown = rows_of(actor, street, number)
    if not shown:
        raise NotFound
    (row,) = shown
    case, directory = row.case, people.directory(street)
    reporters = list(reporters_of(case))
    own = [reporter for reporter in reporters if reporter.case_id == case.pk]
    who, parts = reader(actor, case, own), parts_of(street, case)
    is_neighbour = who.has_joined and not who.is_staff
    others = others_of(case, reporters, parts, who)
    every = events.histories(street.pk, [case.pk, *others])
    history = [event for event in every if event.subject_id == case.pk]
    told = story(street, case, relevant(every, case, others), who, words_of(others))
    letters = letters_of(case, history) if who.is_staff else []
    helpers = helpers_of(street, case) if who.is_staff else []
    if case.state == State.MERGED and who.is_reporter and not who.is_staff:
        (row,) = rows(street, [led(case)])
    return CasePage(
        row=public_face(street, row) if is_neighbour else row,
        story=told,
        options=options(actor, row, letters, history, who, helpers),
        contacts=[_masked(reporter) for reporter in reporters] if who.is_staff else [],
        co_handlers=helpers,
        parts=[public_face(street, part) for part in parts] if is_neighbour else parts,
        whole=case.number.rpartition("-")[0] if case.parent_id else "",
        link=handler_link(case, history) if who.is_staff else None,
        proposed=directory.organisation_name(case.proposed_owner_id),
        suggested=_suggested(street, case),
        stage=_stage(row.state),
        rungs=rungs_told(street, told.lines) if who.is_staff else [],
        letters=letters_shown(street, case, letters, told.lines),
        is_reporter=who.is_reporter,
        has_joined=who.has_joined,
    )


def photo(actor: Actor, street: Street, file_id: UUID) -> File:
    """A photo of a case, for whoever may read what it was attached to, as it is shown now."""
    return photo_in(actor, street, file_id)[1]


def photo_in(actor: Actor, street: Street, file_id: UUID) -> tuple[Case, File]:
    """The same with the case it belongs to."""
    for link in links.links_to(street.pk, file_id, *PHOTO_KINDS.values()):
        case = access.visible_to(actor, _told_of(link)).first()
        if case is None:
            continue
        reporters = Reporter.objects.filter(street_id=street.pk, case_id=case.pk)
        file = File.objects.get(street_id=street.pk, pk=file_id)
        if reader(actor, case, reporters).reads_photo(link.kind, file.uploaded_by):
            return case, files.as_shown(file)
    raise NotFound


def _told_of(link: Link) -> QuerySet[Case]:
    """The request a photo was attached to; of a public one also those that show its thread: the
    ones it leads, and the whole it is part of."""
    own = Q(pk=link.source_id)
    if link.kind == PHOTO_KINDS[Audience.PUBLIC]:
        own |= Q(leading_id=link.source_id, state=State.MERGED)
        own |= Q(pk__in=Case.objects.filter(pk=link.source_id).values("parent_id"))
    return Case.objects.filter(own)


def _masked(reporter: Reporter) -> Contact:
    return Contact(
        personal.masked_name(reporter.name),
        personal.masked_phone(reporter.phone),
        reporter.is_anonymous,
    )


def _suggested(street: Street, case: Case) -> str:
    directory = people.directory(street)
    names = [
        directory.organisation_name(case.suggested_owner_id),
        directory.name(case.suggested_handler_id),
    ]
    return " · ".join(name for name in names if name)


def _stage(state: State) -> Stage:
    return next((stage for stage, states in STAGES.items() if state in states), Stage.OVERSEE)
