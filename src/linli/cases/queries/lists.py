"""Lists of requests: the desk's inbox, and the rows that every list is made of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case as Choose
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, When
from django.urls import reverse
from django.utils.http import urlencode

from linli.cases import access
from linli.cases.models import Case, Category, Letter
from linli.cases.queries import looks
from linli.cases.queries.desks import Located, catalogue, named
from linli.cases.queries.searching import worded
from linli.cases.rules.clocks import Tone, tone
from linli.cases.rules.looks import Lateness, Promise, Sort
from linli.cases.rules.steps import duties
from linli.cases.rules.table import STEPS
from linli.cases.rules.words import ENDED, Channel, Kind, Stage, State, Urgency, Verb
from linli.kernel import clock, tokens
from linli.kernel.actor import Actor
from linli.kernel.streets.models import Street
from linli.people import queries as people
from linli.people.rules import Role
from linli.places import queries as places
from linli.words import N_, Word

PAGE_SIZE = 30
TO_PUBLISH_DAYS = 30  # what is older is news to nobody
ELSEWHERE = "none"  # in no community, or of no category, that the street has now


class View(Word):
    """The saved views of the inbox."""

    MINE = "mine", N_("待我处理")
    DUE = "due", N_("快到期和超时")
    SUPERVISED = "supervised", N_("督办")
    CALL_BACK = "call_back", N_("待回访")
    PUBLISH = "publish", N_("待公开")
    REVIEW = "review", N_("挂账待复查")
    OPEN = "open", N_("在办")
    ENDED = "ended", N_("已结束")
    ALL = "all", N_("全部")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address bar of the inbox says; empty means no restriction."""

    view: View = View.MINE
    words: str = ""
    category_id: UUID | str | None = None
    community_id: UUID | str | None = None
    state: State | None = None
    urgency: Urgency | None = None
    channel: Channel | None = None
    stage: Stage | None = None
    late: Lateness | None = None
    promise: Promise | None = None
    registered_from: date | None = None
    registered_to: date | None = None
    ended_from: date | None = None
    ended_to: date | None = None
    sort: Sort | None = None
    page: int = 1
    page_size: int = PAGE_SIZE


_IN_THE_ADDRESS = {"view": "view", "category": "category_id", "community": "community_id"} | {
    name: name
    for name in (
        *("stage", "late", "promise"),
        *("registered_from", "registered_to", "ended_from", "ended_to"),
    )
}


def inbox_address(filters: Filters) -> str:
    """Where the inbox shows the rows of these filters; made for figures, which search no words."""
    given = {name: getattr(filters, field) for name, field in _IN_THE_ADDRESS.items()}
    query = urlencode({name: str(value) for name, value in given.items() if value})
    return f"{reverse('cases:inbox')}?{query}"


def follow_key(case: Case) -> str:
    """The secret part of the link that follows a case without an account: 96 bits."""
    return tokens.seal(case, "follow")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list, ready to show."""

    case: Case
    state: State
    kind: Kind
    channel: Channel
    urgency: Urgency
    matter: Category | None
    place: str
    owner: str
    handler: str
    tone: Tone
    own_key: str = ""

    @property
    def key(self) -> str:
        """The secret part of the link that this row is opened by."""
        return self.own_key or follow_key(self.case)

    @property
    def category(self) -> str:
        """The name of the matter in the reader's language."""
        return named(self.matter) if self.matter else ""

    @property
    def category_code(self) -> str:
        return self.matter.code if self.matter else ""


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of rows, the count of each view, and of what the filters found; ``kept`` counts the
    views of one's own, ``anywhere`` what the same words find in all requests."""

    rows: list[Row]
    counts: dict[str, int]
    found: int
    filters: Filters
    pages: int = 1
    kept: tuple[int, ...] = ()
    anywhere: int = 0


def inbox(actor: Actor, street: Street, filters: Filters, kept: Sequence[Filters] = ()) -> Inbox:
    """Two statements whatever the page size: the page, and all the counts at once."""
    seen = access.visible_to(actor, Case.objects.all())
    views = _views(actor)
    counted = {view.value: views[view] for view in View} | {
        "found": condition(actor, street, filters),
        "anywhere": worded(street, filters.words),
    }
    counted |= {f"kept_{n}": condition(actor, street, one) for n, one in enumerate(kept)}
    counts = seen.aggregate(**{name: Count("pk", filter=q) for name, q in counted.items()})
    start = (filters.page - 1) * filters.page_size
    page = listed(actor, street, filters)[start : start + filters.page_size]
    return Inbox(
        rows(street, page),
        {view.value: counts[view] for view in View},
        counts["found"],
        filters,
        pages=max(1, -(-counts["found"] // filters.page_size)),
        kept=tuple(counts[f"kept_{n}"] for n in range(len(kept))),
        anywhere=counts["anywhere"],
    )


def listed(actor: Actor, street: Street, filters: Filters) -> QuerySet[Case]:
    """Everything the filters find, in their order."""
    seen = access.visible_to(actor, Case.objects.all())
    return seen.filter(condition(actor, street, filters)).order_by(*_order(filters))


def condition(actor: Actor, street: Street, filters: Filters) -> Q:
    """What the inbox finds with these filters, for whoever counts the same elsewhere."""
    return _views(actor)[filters.view] & _filtered(street, filters)


def _order(filters: Filters) -> list[Any]:
    """History newest first; work by its due time, running clocks before stopped ones."""
    is_history = filters.view in (View.ENDED, View.ALL)
    sort = filters.sort or (Sort.NEWEST if is_history else Sort.DUE)
    if sort is Sort.NEWEST:
        return ["-registered_at", "id"]
    if sort is Sort.PLACE:
        is_nowhere = Choose(When(area_path="", then=1), default=0)
        return [is_nowhere, "area_path", "grid_id", "-registered_at", "id"]
    is_stopped = Choose(When(looks.running(), then=0), default=1)
    return [is_stopped, "due_at", "id"]


def rows_of(actor: Actor, street: Street, number: str) -> list[Row]:
    """The one request of a number, if this actor sees it."""
    return rows(street, access.visible_to(actor, Case.objects.filter(number=number)))


def rows(street: Street, cases: Iterable[Case]) -> list[Row]:
    """One statement; names come from the street's directory, category tree and places."""
    now = clock.now()
    matters = catalogue(street).by_id
    directory = people.directory(street)
    return [
        Row(
            case=case,
            state=State(case.state),
            kind=Kind(case.kind),
            channel=Channel(case.channel),
            urgency=Urgency(case.urgency),
            matter=matters.get(case.category_id) if case.category_id else None,
            place=place_words(street, case) or case.address,
            owner=directory.organisation_name(case.owner_id),
            handler=directory.name(case.handler_id),
            tone=tone(
                State(case.state),
                case.due_at,
                case.warn_at,
                now,
                is_paused=case.paused_until is not None,
            ),
        )
        for case in cases
    ]


def place_words(street: Street, at: Located) -> str:
    """The smallest place known by name, with its grid; empty where none is known."""
    known = places.atlas(street)
    area_id = at.area_id if at.area_id in known.areas else at.community_id
    if area_id is None:
        return ""
    grid = known.grids.get(at.grid_id) if at.grid_id else None
    names = [places.full_name(street, area_id), grid.name if grid else ""]
    return " · ".join(name for name in names if name)


def _views(actor: Actor) -> dict[View, Q]:
    return {
        View.MINE: _waits_for(actor),
        View.DUE: looks.running() & _due_soon(),
        View.SUPERVISED: Q(supervised_at__isnull=False),
        View.CALL_BACK: Q(state=State.CHECKING),
        View.PUBLISH: _to_publish(),
        View.REVIEW: looks.review_due(),
        View.OPEN: ~Q(state__in=ENDED),
        View.ENDED: Q(state__in=ENDED),
        View.ALL: Q(),
    }


def _waits_for(actor: Actor) -> Q:
    """What stands in a state whose next step is this actor's, by role or as the owner."""
    by_role = {state for role in actor.roles for state in duties(Role(role))}
    waits = Q(state__in=by_role)
    owned = Q(owner_id__in=actor.organisations, handler_id=None)
    owned |= Q(handler_id__in=access.handling(actor))
    waits |= Q(state__in=duties(None)) & owned
    if units := access.helping(actor):
        waits |= Q(state__in=duties(None)) & access.helps(units, answered_at=None)
    if actor.roles & {Role.SUPERVISOR, Role.LEADER, Role.SECRETARY}:
        waits |= ~Q(ask="") | looks.review_due()
    waits |= owned & _letter(is_answered=False)
    if actor.roles & {Role.SUPERVISOR, Role.LEADER}:
        waits |= _letter(is_answered=True)
    return waits


def views_of(actor: Actor) -> list[View]:
    """The views of the inbox; only overseers have anything to publish."""
    roles = {role for step in STEPS if step.verb is Verb.PUBLISH for role in step.roles}
    return [view for view in View if view is not View.PUBLISH or actor.roles & roles]


def _to_publish() -> Q:
    """Closed lately, nothing personal, and nobody has decided whether everybody may see it."""
    lately = clock.now() - timedelta(days=TO_PUBLISH_DAYS)
    waits = Q(state=State.CLOSED, publicity="", ended_at__gte=lately) & ~Q(kind=Kind.REPORT)
    return waits & (Q(category=None) | Q(category__is_personal=False))


def _letter(*, is_answered: bool) -> Q:
    """Under supervision, and the unit has answered or not."""
    letters = Letter.objects.filter(
        street_id=OuterRef("street_id"),
        case_id=OuterRef("pk"),
        closed_at=None,
        answered_at__isnull=not is_answered,
    )
    return Q(supervised_at__isnull=False) & Q(Exists(letters))


def _due_soon() -> Q:
    """Yellow or late: the moment of the warning is kept with the clock."""
    return Q(warn_at__lte=clock.now())


def _filtered(street: Street, filters: Filters) -> Q:
    exact = {name: getattr(filters, name) for name in ("state", "urgency", "channel")}
    return (
        Q(**{name: value for name, value in exact.items() if value})
        & of_category(street, filters.category_id)
        & _in_community(street, filters.community_id)
        & looks.at_stage(filters.stage)
        & looks.lateness(filters.late)
        & looks.promise(filters.promise)
        & looks.registered(street, filters.registered_from, filters.registered_to)
        & looks.ended(street, filters.ended_from, filters.ended_to)
        & worded(street, filters.words)
    )


def of_category(street: Street, wanted: UUID | str | None, case: str = "") -> Q:
    """A matter, or a class with all its matters; ``case`` leads to the request."""
    known = catalogue(street).by_id
    if wanted == ELSEWHERE:
        return ~Q(category_id__in=list(known))
    ids = [row.pk for row in known.values() if wanted in (row.pk, row.parent_id)]
    return Q(**{f"{case}category_id__in": ids}) if wanted else Q()


def _in_community(street: Street, wanted: UUID | str | None) -> Q:
    if wanted == ELSEWHERE:
        return ~Q(community_id__in=[area.id for area in places.communities(street)])
    return Q(community_id=wanted) if wanted else Q()
