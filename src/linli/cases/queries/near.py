"""What everybody may read of open requests: the matter and the neighbourhood. Nobody's words, no
door, and nothing at all of matters that are personal or point at somebody."""

from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Case as Choose
from django.db.models import Count, Q, When
from django.utils.translation import gettext

from linli.cases.models import Case
from linli.cases.queries.lists import Row, rows
from linli.cases.queries.plans import Plan
from linli.cases.rules.looks import OPEN
from linli.cases.rules.words import Kind
from linli.kernel.streets.models import Street
from linli.places import queries as places
from linli.places.rules import COMPOUND_PATH

SAME_MATTER_DAYS = 30
_BUILDING_PATH = COMPOUND_PATH + 5


@dataclass(frozen=True, slots=True)
class Similar:
    """An open request of the same matter nearby, and how many people have it."""

    row: Row
    people: int


def public_face(street: Street, row: Row) -> Row:
    """The row as a neighbour may see it: the matter in place of the words, no door."""
    case = copy(row.case)
    case.text = row.category or gettext("居民诉求")
    case.address, case.area_path = "", case.area_path[:COMPOUND_PATH]
    case.area_id = case.lat = case.lon = case.stars = None
    return replace(row, case=case, place=places.neighbourhood(street, case.area_path))


def similar(street: Street, plan: Plan, moment: datetime) -> list[Similar]:
    """What a resident may join instead of raising it again: open, of the last days, the same
    matter in the same compound or grid, the same building first. One statement."""
    place, matter = plan.place, plan.matter
    if place is None or matter is None or matter.is_personal:
        return []
    near, compound = Q(pk__in=[]), place.area_path[:COMPOUND_PATH]
    if place.grid_id:
        near |= Q(grid_id=place.grid_id)
    if len(compound) == COMPOUND_PATH:
        near |= Q(area_path__startswith=compound)
    building = Q(area_path__startswith=place.area_path[:_BUILDING_PATH])
    cases = Case.objects.filter(
        near,
        ~Q(kind=Kind.REPORT),
        street_id=street.pk,
        community_id=place.community_id,
        category_id=matter.pk,
        state__in=OPEN,
        registered_at__gte=moment - timedelta(days=SAME_MATTER_DAYS),
    )
    found = cases.annotate(people=Count("reporters")).defer("text")
    ordered = found.order_by(Choose(When(building, then=0), default=1), "-registered_at")[:3]
    return [
        Similar(public_face(street, row), row.case.people)  # type: ignore[attr-defined]
        for row in rows(street, ordered)
    ]
