"""What the pages of applications show: lists, one application with its thread, one's own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case as Choose
from django.db.models import Q, QuerySet, When
from django.utils.translation import gettext

from linli.counter import access
from linli.counter.models import (
    Application,
    ApplicationEntry,
    ItemVersion,
    Mandate,
    MaterialCheck,
    Original,
    Slip,
)
from linli.counter.queries import applications as counted
from linli.counter.rules.application_limits import is_beside, is_useful, mandate_over
from linli.counter.rules.application_papers import PAPER
from linli.counter.rules.application_words import ENDED, CounterEvent, Look, Paper, SlipKind, State
from linli.counter.rules.applications import TOLD, Step, steps_from
from linli.counter.rules.catalogue import Material
from linli.files import queries as files
from linli.files.models import File
from linli.kernel import clock, events, links
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Forbidden, NotFound
from linli.kernel.events import Audience
from linli.kernel.models import Event
from linli.kernel.personal import blind, masked_name, masked_phone, normal_phone
from linli.kernel.streets.models import Street
from linli.people import queries as people
from linli.rulebook.rules import Tone, tone_of
from linli.words import N_, Word

PAGE_SIZE = 30


class View(Word):
    """What the list is asked for."""

    OPEN = "open", N_("在办")
    MINE = "mine", N_("我收的")
    DUE = "due", N_("快到期和超时")
    TO_DELIVER = "to_deliver", N_("待送达")
    ALL = "all", N_("全部")


@dataclass(frozen=True, slots=True)
class Row:
    """One application in a list; the name is masked but for whoever may read it."""

    application: Application
    state: State
    item: str
    who: str
    taker: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Found:
    rows: list[Row]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the thread: what staff read, what the applicant reads, and the words."""

    event: Event
    what: CounterEvent
    told: str
    who: str
    text: str
    is_staff_only: bool


@dataclass(frozen=True, slots=True)
class Checked:
    material: Material
    check: MaterialCheck
    photos: list[File]


@dataclass(frozen=True, slots=True)
class Shown:
    """The page of one application."""

    row: Row
    is_open: bool
    phone: str
    department: str
    papers: list[Checked]
    originals: list[tuple[str, Original]]
    slips: list[tuple[SlipKind, Slip]]
    mandates: list[tuple[str, Mandate]]
    thread: list[Line]
    steps: list[Step]

    @property
    def application(self) -> Application:
        return self.row.application


def find(actor: Actor, street: Street, number: str) -> Application:
    """The application of a number, for whoever may see it; an agent whose mandate has run out is
    told so."""
    day, of_number = street.day(clock.now()), Application.objects.filter(number=number)
    rows = access.visible_applications(actor, of_number, day)
    if found := rows.select_related("item_version", "department").first():
        return found
    known = of_number.filter(street_id=street.pk).first()
    given = access.mandates_of(actor, known).order_by("-until").first() if known else None
    raise Forbidden(mandate_over(given.until)) if given else NotFound


def listed(actor: Actor, street: Street, view: View, words: str, page: int) -> Found:
    """The list of the counter: what is due first comes first."""
    now = clock.now()
    rows = access.visible_applications(actor, Application.objects.all(), street.day(now))
    rows = rows.filter(_asked(actor, view, now), _worded(words))
    total = rows.count()
    page = min(page, max(1, -(-total // PAGE_SIZE)))
    is_ended = Choose(When(state__in=ENDED, then=1), default=0)
    ordered = rows.select_related("item_version").order_by(is_ended, "due_at", "-opened_at")
    start = (page - 1) * PAGE_SIZE
    return Found(_rows(actor, street, ordered[start : start + PAGE_SIZE]), total, page)


def own(actor: Actor, street: Street) -> list[Row]:
    """What somebody has applied for themselves, the newest first."""
    if actor.kind is not ActorKind.ACCOUNT or actor.id is None:
        return []
    mine = Application.objects.filter(street_id=street.pk, account_id=actor.id)
    return _rows(actor, street, mine.select_related("item_version").order_by("-opened_at"))


def application_page(
    actor: Actor, street: Street, number: str, *, is_revealed: bool = False
) -> Shown:
    """One application as this reader may see it; name, number and address in full for the
    applicant, for whoever typed them, and when ``reveal_applicant`` came before."""
    one = find(actor, street, number)
    day = street.day(clock.now())
    own_rows = {"street_id": street.pk, "application_id": one.pk}
    originals = list(Original.objects.filter(**own_rows).order_by("taken_at"))
    mandates = list(Mandate.objects.filter(**own_rows).order_by("-until"))
    known, checks = counted.materials_by_code(one), counted.checks_of(one)
    came = {check.paper for check in checks}
    photos = counted.photos_of(street.pk, checks)
    told = events.histories(street.pk, [one.pk])
    names = _names(street, [one.taker_id, *(m.agent_id for m in mandates)], told)
    (row,) = _rows(actor, street, [one])
    is_open = is_revealed or access.reads_person(actor, one)
    return Shown(
        row=row,
        is_open=is_open,
        phone=one.phone if is_open else masked_phone(one.phone),
        department=one.department.name if one.department else "",
        papers=[Checked(known[check.material], check, photos[check.pk]) for check in checks],
        originals=[(known[o.material].name, o) for o in originals],
        slips=[
            (SlipKind(slip.kind), slip)
            for slip in Slip.objects.filter(**own_rows).order_by("ordinal")
        ],
        mandates=[(names.get(m.agent_id, ""), m) for m in mandates],
        thread=_thread(actor, one, told, names),
        steps=sorted(
            (
                step
                for step in steps_from(State(one.state))
                if access.may_step(actor, step, one, day)
                and is_useful(
                    step.verb,
                    one.item_version.kind,
                    is_told=one.told_at is not None,
                    missing=Paper.MISSING in came,
                    promised=Paper.PROMISED in came,
                    held=any(original.returned_at is None for original in originals),
                )
            ),
            key=lambda step: is_beside(
                step.verb, one.item_version.kind, was_passed_up=one.department_id is not None
            ),
        ),
    )


def paper_photo(actor: Actor, street: Street, file_id: UUID) -> File:
    """A photo of a paper, for whoever may see the application."""
    day = street.day(clock.now())
    for link in links.links_to(street.pk, file_id, PAPER):
        of = Application.objects.filter(checks__pk=link.source_id)
        if access.visible_applications(actor, of, day).exists():
            return files.as_shown(File.objects.get(street_id=street.pk, pk=file_id))
    raise NotFound


def slip_of(one: Application, ordinal: int) -> Slip:
    """A slip of an application by its ordinal."""
    rows = Slip.objects.filter(street_id=one.street_id, application_id=one.pk, ordinal=ordinal)
    slip = rows.first()
    if slip is None:
        raise NotFound
    return slip


def versions_in_force(street: Street) -> list[ItemVersion]:
    """Every item that can be applied for today, in the order of the catalogue."""
    day = street.day(clock.now())
    rows = ItemVersion.objects.filter(street_id=street.pk, since__lte=day, item__is_open=True)
    newest: dict[UUID, ItemVersion] = {}
    for version in rows.select_related("item").order_by("since", "number"):
        newest[version.item_id] = version
    return sorted(newest.values(), key=lambda version: (version.item.order, version.item.code))


def _asked(actor: Actor, view: View, now: datetime) -> Q:
    match view:
        case View.MINE:
            return Q(taker_id=actor.id)
        case View.DUE:
            return ~Q(state__in=ENDED) & Q(special_since=None, warn_at__lte=now)
        case View.TO_DELIVER:
            return Q(state=State.FINISHED)
        case View.OPEN:
            return ~Q(state__in=ENDED)
        case _:
            return Q()


def _worded(words: str) -> Q:
    """By the end of a number, or by the whole phone of the applicant."""
    wanted = words.strip()
    if not wanted:
        return Q()
    found = Q(number__iendswith=wanted)
    phone = normal_phone(wanted)
    return found | Q(phone_index=blind(phone)) if phone else found


def _rows(
    actor: Actor, street: Street, applications: Iterable[Application] | QuerySet[Application]
) -> list[Row]:
    found, now = list(applications), clock.now()
    directory = people.directory(street)
    return [
        Row(
            one,
            State(one.state),
            one.item_version.name,
            one.name if access.reads_person(actor, one) else masked_name(one.name),
            directory.name(one.taker_id),
            _tone(one, now),
        )
        for one in found
    ]


def _tone(one: Application, now: datetime) -> Tone:
    if one.due_at is None or one.special_since or one.state in ENDED:
        return Tone.STOPPED
    return tone_of(one.due_at, one.warn_at, now)


def _thread(
    actor: Actor, one: Application, told: Iterable[Event], names: dict[UUID | None, str]
) -> list[Line]:
    """Oldest first; the applicant reads what concerns them."""
    entries = ApplicationEntry.objects.filter(street_id=one.street_id, application_id=one.pk)
    words = {entry.event_id: entry.text for entry in entries}
    is_own = access.is_applicant(actor, one) and not access.reads_applications(actor)
    return [
        Line(
            event,
            CounterEvent(event.kind),
            _told(event),
            _who(one, event, names),
            words.get(event.pk, ""),
            event.audience == Audience.STAFF,
        )
        for event in told
        if not (is_own and event.audience == Audience.STAFF)
    ]


def _told(event: Event) -> str:
    if event.kind != CounterEvent.REVEALED:
        return TOLD.get(event.kind, "")
    why = gettext(Look(event.reason).word)
    return gettext("工作人员看了您的姓名、电话和地址，为了%(why)s。") % {"why": why}


def _who(one: Application, event: Event, names: dict[UUID | None, str]) -> str:
    """Whoever works here by name; the applicant as such, for the name is masked elsewhere."""
    is_applicant = event.actor_id is not None and event.actor_id in (one.account_id, one.pk)
    return gettext("申请人") if is_applicant else names.get(event.actor_id, "")


def _names(
    street: Street, ids: Iterable[UUID | None], told: Iterable[Event]
) -> dict[UUID | None, str]:
    wanted = {pk for pk in (*ids, *(event.actor_id for event in told)) if pk}
    found = people.accounts_of(street.pk, wanted)
    return {pk: account.name for pk, account in found.items()}
