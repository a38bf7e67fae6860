"""The catalogue: what can be applied for, version by version."""

from dataclasses import fields, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max

from linli.counter import queries
from linli.counter.access import require_setup
from linli.counter.models import Item, ItemVersion
from linli.counter.queries.catalogue import columns_of, content_of
from linli.counter.rules.catalogue import (
    CatalogueEvent,
    Content,
    why_not_content,
    why_not_since,
)
from linli.kernel import clock, events, locks
from linli.kernel.action import action
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Refused
from linli.kernel.streets import revisions
from linli.kernel.streets.models import Street
from linli.people.models import Organisation
from linli.words import N_, Reason

_FIELDS = tuple(field.name for field in fields(Content))
FROM_THE_BEGINNING = date(2020, 1, 1)  # before anything was applied for here


@action
def install_items(*, actor: Actor) -> int:
    """Copy the shipped catalogue into a new street; what is there already stays as it is."""
    require_setup(actor)
    known = set(Item.objects.filter(street_id=actor.street_id).values_list("code", flat=True))
    units = dict(Organisation.objects.filter(street_id=actor.street_id).values_list("code", "pk"))
    items, versions = [], []
    for order, shipped in enumerate(queries.shipped_items(), 1):
        if shipped.code in known:
            continue
        item = Item(street_id=actor.street_id, code=shipped.code, order=order)
        items.append(item)
        unit_id = units.get(shipped.unit)
        versions.append(_version(item, 1, FROM_THE_BEGINNING, shipped.content, unit_id))
    Item.objects.bulk_create(items)
    ItemVersion.objects.bulk_create(versions)
    if items:
        revisions.move_on(actor.street_id)
    events.write(events.draft(actor, CatalogueEvent.ADDED, item) for item in items)
    return len(items)


@action
def add_item(
    *, actor: Actor, code: str, since: date, content: Content, department_id: UUID | None = None
) -> Item:
    """Something new can be applied for from a day on."""
    require_setup(actor)
    _check(actor, content, since)
    rows = Item.objects.filter(street_id=actor.street_id)
    if rows.filter(code=code).exists():
        raise Refused(Reason("duplicate_code", N_("这个代码已经有了，请换一个。"), field="code"))
    order = (rows.aggregate(last=Max("order"))["last"] or 0) + 1
    item: Item = Item.objects.create(street_id=actor.street_id, code=code, order=order)
    _version(item, 1, since, content, department_id).save(force_insert=True)
    revisions.move_on(actor.street_id)
    after = {"code": code, "since": since.isoformat()}
    events.record(actor, CatalogueEvent.ADDED, item, after=after)
    return item


@action
def change_item(*, actor: Actor, item_id: UUID, since: date, **changes: Any) -> ItemVersion:
    """From a day on it is done another way; what was applied for before keeps its version."""
    (item,) = locks.take(Item, actor.street_id, item_id)
    require_setup(actor)
    rows = ItemVersion.objects.filter(street_id=actor.street_id, item_id=item_id)
    last = rows.order_by("-number")[0]
    department_id = changes.pop("department_id", last.department_id)
    known = content_of(last)
    content = replace(changes.pop("content", known), **changes)
    _check(actor, content, since)
    version = _version(item, last.number + 1, since, content, department_id)
    version.save(force_insert=True)
    revisions.move_on(actor.street_id)
    changed = [name for name in _FIELDS if getattr(content, name) != getattr(known, name)]
    after = {"version": version.number, "since": since.isoformat(), "changed": changed}
    events.record(actor, CatalogueEvent.CHANGED, item, after=after)
    return version


@action
def close_item(*, actor: Actor, item_id: UUID) -> Item:
    """Nobody can apply for it any more; what is open goes on."""
    return _set_open(actor, item_id, is_open=False)


@action
def reopen_item(*, actor: Actor, item_id: UUID) -> Item:
    """It can be applied for again."""
    return _set_open(actor, item_id, is_open=True)


def _set_open(actor: Actor, item_id: UUID, *, is_open: bool) -> Item:
    (item,) = locks.take(Item, actor.street_id, item_id)
    require_setup(actor)
    item.is_open = is_open
    item.save(update_fields=["is_open"])
    revisions.move_on(actor.street_id)
    events.record(actor, CatalogueEvent.OPENED if is_open else CatalogueEvent.CLOSED, item)
    return item


def _check(actor: Actor, content: Content, since: date) -> None:
    """Only the system may enter a version that is in force already."""
    reason = why_not_content(content, queries.proofs())
    if reason is None and actor.kind is not ActorKind.SYSTEM:
        reason = why_not_since(since, _today(actor))
    if reason:
        raise Refused(reason)


def _today(actor: Actor) -> date:
    return Street.objects.get(pk=actor.street_id).day(clock.now())


def _version(
    item: Item, number: int, since: date, content: Content, department_id: UUID | None
) -> ItemVersion:
    return ItemVersion(
        street_id=item.street_id,
        item=item,
        number=number,
        since=since,
        department_id=department_id,
        **columns_of(content),
    )
