"""Messages and notices go when their time is over, or when the person is forgotten."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from linli.kernel import clock, events, personal
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.streets.models import Street, remove
from linli.notices.models import Message, Notice
from linli.notices.rules import NoticeEvent, State
from linli.rulebook import queries as rulebook

_BATCH = 500


@action
def forget_old(*, actor: Actor) -> int:
    """Numbers and words of messages go some time after the sending; returns how many went."""
    street, now = Street.objects.get(pk=actor.street_id), clock.now()
    days: int = rulebook.rule_at(street, "privacy.retention", now).value["message_days"]
    old = Message.objects.filter(street_id=street.pk, made_at__lt=now - timedelta(days=days))
    ended = [state for state in State if state is not State.WAITING]
    batch = old.filter(state__in=ended).order_by("id").values_list("pk", flat=True)[:_BATCH]
    return _remove(actor, street, list(batch))


@action
def forget_person(*, actor: Actor, account_id: UUID, addresses: Sequence[str]) -> None:
    """Whatever was told to this account, or went to these numbers and mail addresses."""
    street = Street.objects.get(pk=actor.street_id)
    indexes = [personal.blind(address) for address in addresses]
    sent = Message.objects.filter(street_id=street.pk, address_index__in=indexes)
    _remove(actor, street, list(sent.values_list("pk", flat=True)))
    told = Notice.objects.filter(street_id=street.pk, account_id=account_id)
    _note(actor, street, told)


def _remove(actor: Actor, street: Street, ids: list[UUID]) -> int:
    """Messages that went out inside another one let go of it first."""
    rows = Message.objects.filter(street_id=street.pk, pk__in=ids)
    Message.objects.filter(street_id=street.pk, within_id__in=ids).update(within=None)
    _note(actor, street, rows)
    return len(ids)


def _note(actor: Actor, subject: Model, rows: QuerySet[Any]) -> None:
    """The journal keeps the ids of what went."""
    if ids := [str(pk) for pk in rows.values_list("pk", flat=True)]:
        remove(rows)
        after = {"table": rows.model._meta.model_name, "ids": ids}
        events.record(actor, NoticeEvent.FORGOTTEN, subject, after=after)
