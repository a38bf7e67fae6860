"""What lies beside a request: others that belong to it, and what its place has seen lately."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Value, Window
from django.db.models.fields import CharField

from linli.cases import access
from linli.cases.models import Case, Reporter
from linli.cases.queries.desks import catalogue, named
from linli.cases.queries.lists import Row, rows
from linli.cases.rules.related import HISTORY, KINDS, LATELY, MOST, Near, Tie, alike
from linli.cases.rules.words import ENDED
from linli.kernel import clock, personal
from linli.kernel.actor import Actor
from linli.kernel.streets.models import Street
from linli.places import queries as places

LEAST_DIGITS = 7  # of a number that somebody may be known by
_MOST_COMPARED = 30


@dataclass(frozen=True, slots=True)
class Related:
    """Another request, why it is shown, and how near it is."""

    row: Row
    tie: Tie
    near: Near | None

    @property
    def may_lead(self) -> bool:
        """Could take the other in: likely the same, and still open."""
        return self.tie is Tie.SAME and self.row.state not in ENDED


@dataclass(frozen=True, slots=True)
class History:
    """How many requests a place had lately, and what most of them were about."""

    near: Near
    count: int
    matter: str = ""
    of_matter: int = 0


@dataclass(frozen=True, slots=True)
class Beside:
    """Everything beside a request; ``of_phone`` counts the earlier ones of the same number."""

    related: list[Related] = field(default_factory=list)
    of_phone: int = 0
    history: History | None = None

    @property
    def likely(self) -> Related | None:
        """The nearest that is probably the same and could take this one in."""
        return next((one for one in self.related if one.may_lead), None)


def beside(actor: Actor, street: Street, case: Case) -> Beside:
    """Two statements: the related requests, and the counts of the place."""
    around = _around(street, case)
    found = list(_candidates(actor, case, around))
    of_phone = max((row.of_phone for row in found), default=0)
    return Beside(_sorted(street, case, around, found), of_phone, _history(actor, street, around))


def earlier_of(actor: Actor, street: Street, phone: str) -> tuple[int, list[Row]]:
    """How many requests a number raised, and the last three: one statement."""
    digits = personal.normal_phone(phone)
    if len(digits) < LEAST_DIGITS:
        return 0, []
    own = _of_numbers(street.pk).filter(phone_index=personal.blind(digits))
    seen = access.visible_to(actor, Case.objects.filter(pk__in=own.values("case_id")))
    found = list(seen.annotate(all=Window(Count("pk"))).order_by("-registered_at")[:3])
    return (found[0].all if found else 0), rows(street, found)


def _of_numbers(street_id: int) -> QuerySet[Reporter]:
    """Who left a number; whoever wished to stay unnamed is not found by it."""
    return Reporter.objects.filter(
        street_id=street_id, phone_index__isnull=False, is_anonymous=False
    )


def _around(street: Street, case: Case) -> dict[Near, str]:
    """The places that a request is in, the smallest first: paths of areas, the id of the grid."""
    paths = {area.kind: area.path for area in places.atlas(street).lineage(case.area_path)}
    found = {near: paths[kind] for near, kind in KINDS.items() if kind in paths}
    return found | ({Near.GRID: str(case.grid_id)} if case.grid_id else {})


def _within(near: Near, where: str) -> Q:
    return Q(grid_id=where) if near is Near.GRID else Q(area_path__startswith=where)


def _candidates(actor: Actor, case: Case, around: dict[Near, str]) -> QuerySet[Any]:
    """One statement: joined ones, those of the same number, those of the place."""
    ties = [_seen(actor, case, Q(leading_id=case.pk) | Q(pk=case.leading_id), Tie.MERGED)]
    if access.may_reveal(actor, case):
        own = _of_numbers(case.street_id)
        numbers = own.filter(case_id=case.pk).values("phone_index")
        cases = own.filter(phone_index__in=numbers).values("case_id")
        ties.append(_seen(actor, case, Q(pk__in=cases), Tie.PHONE, MOST))
    if around:
        smallest, *wider = [_within(near, where) for near, where in around.items()]
        close = smallest
        for place in wider:
            close |= place & Q(category_id=case.category_id)
        lately = close & Q(registered_at__gte=clock.now() - LATELY)
        ties.append(_seen(actor, case, lately, Tie.PLACE))
    return ties[0].union(*ties[1:], all=True)


def _seen(
    actor: Actor, case: Case, wanted: Q, tie: Tie, most: int = _MOST_COMPARED
) -> QuerySet[Case]:
    whole = case.parent_id or case.pk  # its parts are shown by themselves
    others = Case.objects.filter(wanted).exclude(Q(pk=whole) | Q(parent_id=whole))
    seen = access.visible_to(actor, others)
    count: Any = Window(Count("pk")) if tie is Tie.PHONE else Value(0)
    said = Value(tie.value, output_field=CharField())
    return seen.annotate(tie=said, of_phone=count).order_by("-registered_at")[:most]


def _sorted(street: Street, case: Case, around: dict[Near, str], found: list[Any]) -> list[Related]:
    """Each request once, under its strongest tie; of each tie the nearest and newest few."""
    order, ranks = list(Tie), list(Near)
    tied: dict[UUID, Related] = {}
    for row, other in zip(rows(street, found), found, strict=True):
        near = next((near for near, where in around.items() if _is_in(other, near, where)), None)
        related = Related(row, _tie(case, other), near)
        known = tied.get(other.pk)
        if known is None or order.index(related.tie) < order.index(known.tie):
            tied[other.pk] = related
    ranked = sorted(
        tied.values(),
        key=lambda one: (order.index(one.tie), ranks.index(one.near) if one.near else 9),
    )
    return [one for tie in Tie for one in [r for r in ranked if r.tie is tie][:MOST]]


def _is_in(case: Case, near: Near, where: str) -> bool:
    return str(case.grid_id) == where if near is Near.GRID else case.area_path.startswith(where)


def _tie(case: Case, other: Any) -> Tie:
    if other.pk == case.leading_id:
        return Tie.LEADING
    is_same = case.category_id is not None and other.category_id == case.category_id
    is_same = is_same or alike(case.text, other.text)
    is_close = other.tie == Tie.PLACE
    return Tie.SAME if is_same and is_close else Tie(other.tie)


def _history(actor: Actor, street: Street, around: dict[Near, str]) -> History | None:
    """What the smallest known place had in the last 90 days, counted by matter."""
    if not around:
        return None
    near, where = next(iter(around.items()))
    lately = _within(near, where) & Q(registered_at__gte=clock.now() - HISTORY)
    seen = access.visible_to(actor, Case.objects.filter(lately))
    counted = seen.values_list("category_id").annotate(n=Count("pk")).order_by("-n", "category_id")
    counts: dict[UUID | None, int] = dict(counted)
    known = catalogue(street).by_id
    top = next((key for key in counts if key in known), None)
    matter = named(known[top]) if top else ""
    return History(near, sum(counts.values()), matter, counts[top] if top else 0)
