"""What somebody does with the list itself: keep a view of their own, take the rows out."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from linli.cases import access, queries
from linli.cases.models import SavedView
from linli.cases.rules import limits
from linli.cases.rules.words import DeskEvent
from linli.kernel import events, locks
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.errors import Forbidden, NotFound, Refused
from linli.kernel.streets.models import Street
from linli.people.models import Account
from linli.words import N_, Reason


@action
def save_view(*, actor: Actor, name: str, query: str) -> SavedView:
    """Keep these filters under a name, for oneself; the same name means the same view anew."""
    if actor.id is None:
        raise Forbidden(Reason("view_of_nobody", N_("登录以后才能存视图。")))
    own = SavedView.objects.filter(street_id=actor.street_id, account_id=actor.id)
    refused = limits.why_not_save_view(own.exclude(name=name).count())
    if refused:
        raise Refused(refused)
    view, _ = SavedView.objects.update_or_create(
        street_id=actor.street_id, account_id=actor.id, name=name, defaults={"query": query}
    )
    events.record(actor, DeskEvent.VIEW_SAVED, view)
    return view


@action
def delete_view(*, actor: Actor, view_id: UUID) -> SavedView:
    """Drop a view of one's own; the requests in it stay as they are."""
    (view,) = locks.take(SavedView, actor.street_id, view_id)
    if view.account_id != actor.id:
        raise NotFound
    events.record(actor, DeskEvent.VIEW_DELETED, view)
    SavedView.objects.filter(street_id=actor.street_id, pk=view_id).delete()
    return view


@action
def export_list(
    *, actor: Actor, street: Street, filters: queries.Filters
) -> Iterator[tuple[Any, ...]]:
    """Take the found requests out as rows; who took how many out is on record."""
    if not access.may_export(actor):
        raise Forbidden(Reason("export_not_yours", N_("您的岗位不能导出列表。")))
    found = queries.listed(actor, street, filters)
    account = Account.objects.get(pk=actor.id)
    events.record(actor, DeskEvent.EXPORTED, account, after={"count": found.count()})
    return queries.export_rows(street, found)
