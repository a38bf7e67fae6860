"""The category tree and the routing table."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import F, Max

from linli.cases.access import CONFIGURING
from linli.cases.models import Category, Route
from linli.cases.rules.intake import Hours, Target, why_not_route
from linli.cases.rules.words import SetupEvent
from linli.kernel import events, locks
from linli.kernel.action import action
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Forbidden, Refused
from linli.kernel.streets import revisions
from linli.words import N_, Reason

TREE = Path(__file__).parent.parent / "categories.toml"


def shipped_tree() -> dict[str, Any]:
    """The category tree that comes with the product; every street starts from a copy."""
    return tomllib.loads(TREE.read_text("utf-8"))


@action
def install_categories(*, actor: Actor) -> int:
    """Copy the shipped tree into a new street; what is there already stays as it is."""
    require_setup(actor)
    known = set(Category.objects.filter(street_id=actor.street_id).values_list("code", flat=True))
    tops, matters = [], []
    for number, top in enumerate(shipped_tree()["classes"]):
        parent = _category(actor, top, number * 1000, None)
        tops.append(parent)
        for place, matter in enumerate(top["matters"], 1):
            matters.append(_category(actor, matter, number * 1000 + place, parent))
    fresh = [row for row in tops + matters if row.code not in known]
    Category.objects.bulk_create(fresh)
    revisions.move_on(actor.street_id)
    events.write(events.draft(actor, SetupEvent.CATEGORY_SET, row) for row in fresh)
    return len(fresh)


@action
def add_category(
    *, actor: Actor, code: str, name: str, parent_id: UUID | None = None, **details: Any
) -> Category:
    """A new class, or a new matter at the end of its class."""
    require_setup(actor)
    rows = Category.objects.filter(street_id=actor.street_id)
    if rows.filter(code=code).exists():
        raise Refused(Reason("duplicate_code", N_("这个代码已经有了，请换一个。"), field="code"))
    beside = rows.filter(parent_id=parent_id)
    last = beside.aggregate(last=Max("order"))["last"]
    if last is None and parent_id:
        last = rows.get(pk=parent_id).order
    order = (last or 0) + (1 if parent_id else 1000)
    category: Category = Category.objects.create(
        street_id=actor.street_id, code=code, name=name, parent_id=parent_id, order=order, **details
    )
    revisions.move_on(actor.street_id)
    events.record(actor, SetupEvent.CATEGORY_SET, category, after={"code": code})
    return category


@action
def set_category(*, actor: Actor, category_id: UUID, **changes: Any) -> Category:
    """Rename a matter, change its words or urgency, or close it for new requests."""
    (category,) = locks.take(Category, actor.street_id, category_id)
    require_setup(actor)
    for name, value in changes.items():
        setattr(category, name, value)
    category.save(update_fields=list(changes))
    revisions.move_on(actor.street_id)
    events.record(actor, SetupEvent.CATEGORY_SET, category, after={"changed": sorted(changes)})
    return category


@action
def set_route(
    *,
    actor: Actor,
    order: int,
    target: Target,
    category: Category | None = None,
    community_id: UUID | None = None,
    hours: Hours = Hours.ALWAYS,
    organisation_id: UUID | None = None,
) -> Route:
    """Put a row into the routing table at its place; an old row of that order gives way."""
    require_setup(actor)
    reason = why_not_route(target, organisation_id is not None)
    if reason:
        raise Refused(reason)
    route, _ = Route.objects.update_or_create(
        street_id=actor.street_id,
        order=order,
        defaults={
            "target": target,
            "category": category,
            "community_id": community_id,
            "hours": hours,
            "organisation_id": organisation_id,
        },
    )
    revisions.move_on(actor.street_id)
    events.record(actor, SetupEvent.ROUTE_SET, route, after={"order": order})
    return route


@action
def add_route(*, actor: Actor, before_id: UUID | None = None, **row: Any) -> Route:
    """A new row of the routing table, before another one or at its end."""
    require_setup(actor)
    return set_route(actor=actor, order=_order_before(actor.street_id, before_id), **row)


@action
def move_route(*, actor: Actor, route_id: UUID, before_id: UUID | None = None) -> Route:
    """A row is asked earlier or later: before another one, or last of all."""
    require_setup(actor)
    order = _order_before(actor.street_id, before_id)
    (route,) = locks.take(Route, actor.street_id, route_id)
    before, route.order = route.order, order
    route.save(update_fields=["order"])
    revisions.move_on(actor.street_id)
    events.record(
        actor, SetupEvent.ROUTE_MOVED, route, before={"order": before}, after={"order": order}
    )
    return route


@action
def remove_route(*, actor: Actor, route_id: UUID) -> Route:
    """A row leaves the table; the event keeps what it said, and what it placed stays placed."""
    require_setup(actor)
    (route,) = locks.take(Route, actor.street_id, route_id)
    said = {
        "order": route.order,
        "target": route.target,
        "hours": route.hours,
        "category": str(route.category_id or ""),
        "community": str(route.community_id or ""),
        "organisation": str(route.organisation_id or ""),
    }
    events.record(actor, SetupEvent.ROUTE_REMOVED, route, before=said)
    Route.objects.filter(street_id=actor.street_id, pk=route_id).delete()
    revisions.move_on(actor.street_id)
    return route


def _order_before(street_id: int, before_id: UUID | None) -> int:
    """A free place in the order; without room between two rows all are numbered anew by tens."""
    rows = list(Route.objects.filter(street_id=street_id).order_by("order"))
    place = next((at for at, row in enumerate(rows) if row.pk == before_id), len(rows))
    low = rows[place - 1].order if place else 0
    high = rows[place].order if place < len(rows) else low + 20
    if high - low > 1:
        return (low + high) // 2
    # First out of the way: the database checks each row's number as it is written.
    shift = rows[-1].order + 10 * len(rows) + 20
    Route.objects.filter(street_id=street_id).update(order=F("order") + shift)
    for number, row in enumerate(rows, 1):
        row.order = 10 * number
    Route.objects.bulk_update(rows, ["order"])
    return 10 * place + 5


def _category(
    actor: Actor, row: Mapping[str, Any], order: int, parent: Category | None
) -> Category:
    return Category(
        street_id=actor.street_id,
        code=row["code"],
        name=row["name"],
        name_en=row["name_en"],
        parent=parent,
        urgency=row.get("urgency", "N"),
        keywords=row.get("keywords", []),
        phrases=row.get("phrases", []),
        is_personal=row.get("is_personal", parent.is_personal if parent else False),
        order=order,
    )


def require_setup(actor: Actor) -> None:
    if actor.kind is not ActorKind.SYSTEM and not actor.roles & CONFIGURING:
        raise Forbidden(Reason("setup_admin_only", N_("只有管理员可以设置类别、派单和模板。")))
