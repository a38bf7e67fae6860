"""Categories and routes as the administrator lists and exports them, closed ones too."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from linli.cases.models import Category, Route
from linli.cases.rules.intake import Hours, Target
from linli.cases.rules.words import Urgency
from linli.kernel.errors import NotFound
from linli.kernel.streets.models import Street

CATEGORY_COLUMNS = ("代码", "名称", "英文名", "上级", "缓急", "关键词", "启用")
ROUTE_COLUMNS = ("顺序", "类别", "社区", "时间", "交给", "单位")


@dataclass(frozen=True, slots=True)
class RouteLine:
    """A row of the routing table with its neighbours: who it would be moved before."""

    route: Route
    hours: Hours
    target: Target
    place: int
    above_id: UUID | None
    below_id: UUID | None
    is_first: bool
    is_last: bool


def categories(street: Street) -> list[Category]:
    """Every class followed by its matters."""
    rows = Category.objects.filter(street_id=street.pk).select_related("parent")
    return sorted(rows, key=lambda row: ((row.parent or row).order, bool(row.parent_id), row.order))


def category(street: Street, category_id: UUID) -> Category:
    found = Category.objects.filter(street_id=street.pk, pk=category_id).first()
    if found is None:
        raise NotFound
    return found


def route_lines(street: Street) -> list[RouteLine]:
    """The table in the order in which it is asked."""
    rows = Route.objects.filter(street_id=street.pk).order_by("order")
    linked = list(rows.select_related("category__parent", "community", "organisation"))
    ids: list[UUID | None] = [*(row.pk for row in linked), None, None]
    return [
        RouteLine(
            row,
            Hours(row.hours),
            Target(row.target),
            at + 1,
            ids[at - 1] if at else None,
            ids[at + 2],
            at == 0,
            at == len(linked) - 1,
        )
        for at, row in enumerate(linked)
    ]


def export_categories(street: Street) -> Iterator[tuple[Any, ...]]:
    """A class before its matters, as an import needs them."""
    for row in categories(street):
        parent = row.parent.code if row.parent else ""
        words, is_open = "、".join(row.keywords), "是" if row.is_open else "否"
        urgency = Urgency(row.urgency).word
        yield row.code, row.name, row.name_en, parent, urgency, words, is_open


def export_routes(street: Street) -> Iterator[tuple[Any, ...]]:
    for line in route_lines(street):
        linked = (line.route.category, line.route.community, line.route.organisation)
        category, community, unit = (row.code if row else "" for row in linked)
        yield line.route.order, category, community, line.hours.word, line.target.word, unit
