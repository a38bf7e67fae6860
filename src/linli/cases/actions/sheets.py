"""Sheets of categories and routes: the verbs of one row, row by row."""

from typing import Any

from linli.cases.actions.setup import add_category, set_category, set_route
from linli.cases.models import Category, Route
from linli.cases.rules.intake import Hours, Target
from linli.cases.rules.words import Urgency
from linli.kernel.action import action, each_row
from linli.kernel.actor import Actor
from linli.people.models import Organisation
from linli.places.models import Area
from linli.places.rules import AreaKind
from linli.sheets import BadCell, Difference, Fields, Line, Report, Rows
from linli.words import N_

_EMPTY = N_("“%(column)s”列是空的，请填上。")
KEYWORD_MARK = "、"


@action
def import_categories(*, actor: Actor, rows: Rows) -> Report:
    """New codes are added, known ones get what the sheet says; what it leaves empty stays."""
    known = {row.code: row for row in Category.objects.filter(street_id=actor.street_id)}

    def take(number: int, row: Fields) -> Line:
        code, parent = row.text("代码", most=60, must=True), row.one("上级", known)
        urgency, words = row.word("缓急", Urgency), row.text("关键词", most=4000)
        given: dict[str, Any] = {
            "name": row.text("名称", most=40, must=True),
            "name_en": row.text("英文名", most=60),
            "urgency": urgency.value if urgency else "",
            "keywords": [word for word in words.split(KEYWORD_MARK) if word],
            "is_open": row.yes("启用"),
        }
        given = {name: value for name, value in given.items() if value not in ("", None, [])}
        category = known.get(code)
        if category is None:
            parent_id = parent.pk if parent else None
            known[code] = add_category(actor=actor, code=code, parent_id=parent_id, **given)
            return Line(number, given["name"], is_new=True)
        changes = {k: v for k, v in given.items() if getattr(category, k) != v}
        differences = tuple(_difference(category, name, changes[name]) for name in changes)
        if changes:
            known[code] = set_category(actor=actor, category_id=category.pk, **changes)
        return Line(number, given["name"], differences=differences)

    return each_row(rows, take)


@action
def import_routes(*, actor: Actor, rows: Rows) -> Report:
    """Each row is put at its place in the order; rows that the sheet leaves out stay."""
    street_id = actor.street_id
    categories = _by_code_and_name(Category.objects.filter(street_id=street_id))
    units = _by_code_and_name(Organisation.objects.filter(street_id=street_id))
    areas = Area.objects.filter(street_id=street_id, valid_to=None, kind=AreaKind.COMMUNITY)
    communities = _by_code_and_name(areas)
    known = {route.order: route for route in Route.objects.filter(street_id=street_id)}

    def take(number: int, row: Fields) -> Line:
        order, target = row.number("顺序"), row.word("交给", Target)
        if order is None or target is None:
            raise BadCell("cell_empty", _EMPTY, "顺序" if order is None else "交给")
        category, community = row.one("类别", categories), row.one("社区", communities)
        unit = row.one("单位", units)
        given: dict[str, Any] = {
            "target": target,
            "category_id": category.pk if category else None,
            "community_id": community.pk if community else None,
            "hours": row.word("时间", Hours) or Hours.ALWAYS,
            "organisation_id": unit.pk if unit else None,
        }
        route = known.get(order)
        columns = dict(zip(given, ("交给", "类别", "社区", "时间", "单位"), strict=True))
        changed = [name for name in given if route and getattr(route, name) != given[name]]
        if route is None or changed:
            del given["category_id"]
            known[order] = set_route(actor=actor, order=order, category=category, **given)
        name = (
            f"{order} · {category.name if category else '—'} · {unit.name if unit else target.word}"
        )
        return Line(number, name, route is None, tuple(Difference(columns[n]) for n in changed))

    return each_row(rows, take)


def _by_code_and_name(rows: Any) -> dict[str, Any]:
    found = list(rows)
    return {row.name: row for row in found} | {row.code: row for row in found}


def _difference(category: Category, name: str, value: Any) -> Difference:
    if name == "keywords":
        return Difference("关键词")
    if name == "is_open":
        return Difference("启用", "" if value else "是", "是" if value else "否")
    column = {"name": "名称", "name_en": "英文名", "urgency": "缓急"}[name]
    return Difference(column, getattr(category, name), value)
