"""The category tree and the routing table."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from linli.cases.access import CONFIGURING
from linli.cases.models import Category, Route
from linli.cases.rules.intake import Hours, Target
from linli.cases.rules.words import SetupEvent
from linli.kernel import events, locks
from linli.kernel.action import action
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Forbidden
from linli.kernel.streets import revisions
from linli.words import N_, Reason

TREE = Path(__file__).parent.parent / "categories.toml"


def shipped_tree() -> dict[str, Any]:
    """The category tree that comes with the product; every street starts from a copy."""
    return tomllib.loads(TREE.read_text("utf-8"))


@action
def install_categories(*, actor: Actor) -> int:
    """Copy the shipped tree into a new street; what is there already stays as it is."""
    _require(actor)
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
def set_category(*, actor: Actor, category_id: UUID, **changes: Any) -> Category:
    """Rename a matter, change its words or urgency, or close it for new requests."""
    (category,) = locks.take(Category, actor.street_id, category_id)
    _require(actor)
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
    _require(actor)
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


def _require(actor: Actor) -> None:
    if actor.kind is not ActorKind.SYSTEM and not actor.roles & CONFIGURING:
        raise Forbidden(Reason("setup_admin_only", N_("只有管理员可以设置类别和派单规则。")))
