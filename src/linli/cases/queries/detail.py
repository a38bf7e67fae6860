"""One request in full: its facts, its thread, and the steps that are open to whoever looks."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.crypto import constant_time_compare

from linli.cases import access
from linli.cases.models import Case, CoHandler, Reporter
from linli.cases.queries.lists import Row, follow_key, rows_of
from linli.cases.queries.story import (
    PHOTO_KINDS,
    Line,
    Story,
    audiences,
    photo_kinds,
    story,
)
from linli.cases.rules.steps import Step, next_step, steps_from
from linli.cases.rules.words import STAGES, Ask, Stage, State, Verb
from linli.files.models import File
from linli.kernel import links, personal
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import NotFound
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
    is_reporter: bool

    @property
    def case(self) -> Case:
        return self.row.case

    @property
    def thread(self) -> list[Line]:
        return self.story.lines

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
    is_link = actor.kind is ActorKind.LINK  # opens the thread, and nobody's contact details
    reporters = [] if is_link else list(Reporter.objects.filter(street_id=street.pk, case=case))
    is_reporter = is_link or any(
        reporter.account_id and reporter.account_id == actor.id for reporter in reporters
    )
    helpers = CoHandler.objects.filter(street_id=street.pk, case_id=case.pk)
    return CasePage(
        row=row,
        story=story(actor, street, case, is_reporter=is_reporter),
        options=_options(actor, case, is_reporter=is_reporter),
        contacts=[_masked(reporter) for reporter in reporters],
        co_handlers=[directory.organisation_name(row.organisation_id) for row in helpers],
        proposed=directory.organisation_name(case.proposed_owner_id),
        suggested=_suggested(street, case),
        stage=_stage(row.state),
        is_reporter=is_reporter,
    )


def opened_by_link(street: Street, number: str, key: str) -> Actor:
    """The actor who holds the link of one case; NotFound for a wrong key."""
    case = Case.objects.filter(street_id=street.pk, number=number).first()
    if case is None or not constant_time_compare(follow_key(case), key):
        raise NotFound
    return Actor(ActorKind.LINK, street.pk, case.pk)


def photo(actor: Actor, street: Street, file_id: UUID) -> File:
    """A photo of a case, for whoever may read what it was attached to."""
    for link in links.links_to(street.pk, file_id, *PHOTO_KINDS.values()):
        case = access.visible_to(actor, Case.objects.filter(pk=link.source_id)).first()
        if case is None:
            continue
        seen = audiences(actor, case, is_reporter=access.is_reporter(actor, case))
        if link.kind in photo_kinds(seen):
            return File.objects.get(street_id=street.pk, pk=file_id)
    raise NotFound


def _options(actor: Actor, case: Case, *, is_reporter: bool) -> list[Option]:
    state = State(case.state)
    main = next_step(state)
    return [
        Option(
            step,
            step is main,
            (step.reporter and is_reporter) or access.may_step_as_staff(actor, step, case),
        )
        for step in steps_from(state)
        if _is_asked(step, case)
    ]


def _is_asked(step: Step, case: Case) -> bool:
    """Decisions show only while there is an application to decide on, of that kind; a rating is
    asked for once."""
    if step.verb == Verb.RATE:
        return case.stars is None
    decides: dict[Verb, tuple[str, ...]] = {
        Verb.EXTEND: (Ask.EXTENSION,),
        Verb.PARK: (Ask.PARKING,),
        Verb.DENY: (Ask.EXTENSION, Ask.PARKING),
    }
    return step.verb not in decides or case.ask in decides[step.verb]


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


def reporter_accounts(street_id: int, case_id: UUID) -> list[UUID]:
    """The accounts of those who raised a request."""
    rows = Reporter.objects.filter(street_id=street_id, case_id=case_id, account_id__isnull=False)
    return list(rows.values_list("account_id", flat=True))
