"""One request in full: its facts, its thread, and the steps that are open to whoever looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from linli.cases import access
from linli.cases.models import Case, CoHandler, Letter, Reporter
from linli.cases.queries.lists import Row, rows_of
from linli.cases.queries.near import public_face
from linli.cases.queries.overseen import LetterShown, Told, letters_of, letters_shown, rungs_told
from linli.cases.queries.reading import PHOTO_KINDS, Reader, reader
from linli.cases.queries.story import Line, Story, story
from linli.cases.rules import limits
from linli.cases.rules.steps import is_open_to_reporter, next_step, steps_from
from linli.cases.rules.table import Step
from linli.cases.rules.words import STAGES, Ask, CaseEvent, Stage, State, Verb
from linli.files.models import File
from linli.kernel import clock, events, links, personal
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound
from linli.kernel.models import Event
from linli.kernel.streets.models import Street
from linli.people import queries as people


@dataclass(frozen=True, slots=True)
class Option:
    """A step open in this state, and whether this actor may take it."""

    step: Step
    is_next: bool
    may: bool

    @property
    def verb(self) -> Verb:
        return self.step.verb


@dataclass(frozen=True, slots=True)
class Contact:
    """A reporter as everybody in charge sees them: masked."""

    name: str
    phone: str
    is_anonymous: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    row: Row
    story: Story
    options: list[Option]
    contacts: list[Contact]
    co_handlers: list[str]
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
    reporters = list(Reporter.objects.filter(street_id=street.pk, case_id=case.pk))
    who = reader(actor, case, reporters)
    is_neighbour = who.has_joined and not who.is_staff
    history = events.history(street.pk, case.pk)
    told = story(street, case, history, who)
    letters = letters_of(case, history) if who.is_staff else []
    helpers = CoHandler.objects.filter(street_id=street.pk, case_id=case.pk)
    return CasePage(
        row=public_face(street, row) if is_neighbour else row,
        story=told,
        options=_options(actor, case, letters, history, who),
        contacts=[_masked(reporter) for reporter in reporters] if who.is_staff else [],
        co_handlers=[directory.organisation_name(row.organisation_id) for row in helpers]
        if who.is_staff
        else [],
        proposed=directory.organisation_name(case.proposed_owner_id),
        suggested=_suggested(street, case),
        stage=_stage(row.state),
        rungs=rungs_told(street, told.lines) if who.is_staff else [],
        letters=letters_shown(street, case, letters, told.lines),
        is_reporter=who.is_reporter,
        has_joined=who.has_joined,
    )


def photo(actor: Actor, street: Street, file_id: UUID) -> File:
    """A photo of a case, for whoever may read what it was attached to."""
    for link in links.links_to(street.pk, file_id, *PHOTO_KINDS.values()):
        case = access.visible_to(actor, Case.objects.filter(pk=link.source_id)).first()
        if case is None:
            continue
        reporters = Reporter.objects.filter(street_id=street.pk, case_id=case.pk)
        file = File.objects.get(street_id=street.pk, pk=file_id)
        if reader(actor, case, reporters).reads_photo(link.kind, file.uploaded_by):
            return file
    raise NotFound


def last_step(history: Sequence[Event]) -> Event:
    """The event that made the request what it is now; looks at it change nothing."""
    return next(event for event in reversed(history) if "version" in event.after)


def _options(
    actor: Actor, case: Case, letters: Sequence[Letter], history: Sequence[Event], who: Reader
) -> list[Option]:
    state = State(case.state)
    main = next_step(state)
    return [
        Option(
            step,
            step is main,
            (who.is_reporter and is_open_to_reporter(step, has_joined=who.has_joined))
            or access.may_step_as_staff(actor, step, case),
        )
        for step in steps_from(state)
        if _is_asked(step, case)
        and _is_written(step, letters)
        and _is_in_time(step, actor, history)
    ]


def _is_asked(step: Step, case: Case) -> bool:
    """Decisions show only while there is an application to decide on, of that kind; a rating is
    asked for once; a clock goes on only when it stands still."""
    if step.verb == Verb.RATE:
        return case.stars is None
    if step.verb in (Verb.GO_ON, Verb.ASK_BACK):
        return (case.paused_until is not None) == (step.verb == Verb.GO_ON)
    decides: dict[Verb, tuple[str, ...]] = {
        Verb.EXTEND: (Ask.EXTENSION,),
        Verb.PARK: (Ask.PARKING,),
        Verb.DENY: (Ask.EXTENSION, Ask.PARKING),
    }
    return step.verb not in decides or case.ask in decides[step.verb]


def _is_written(step: Step, letters: Sequence[Letter]) -> bool:
    """A letter is written while there is none, answered once, and judged when it is answered."""
    letter = next((one for one in letters if one.closed_at is None), None)
    match step.verb:
        case Verb.SUPERVISE:
            return letter is None
        case Verb.ANSWER_LETTER:
            return letter is not None and letter.answered_at is None
        case Verb.RETURN_LETTER | Verb.END_LETTER:
            return letter is not None and letter.answered_at is not None
    return True


def _is_in_time(step: Step, actor: Actor, history: Sequence[Event]) -> bool:
    """Taking back shows only while it can still be done, to whoever can."""
    if step.verb != Verb.TAKE_BACK:
        return True
    given = last_step(history)
    is_own = given.actor_id == actor.id
    return limits.why_not_take_back(given.kind, is_own, given.at, clock.now()) is None


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
