"""Telling."""

from collections.abc import Iterable
from uuid import UUID

from linli.kernel import events
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.events import Audience
from linli.kernel.models import Event
from linli.notices.models import Notice
from linli.notices.rules import NoticeEvent


@action
def tell(*, actor: Actor, event: Event, account_ids: Iterable[UUID]) -> list[Notice]:
    """Tell each account of the event; telling twice is telling once."""
    known = Notice.objects.filter(street_id=actor.street_id, event_id=event.pk)
    told = set(known.values_list("account_id", flat=True))
    fresh = [
        Notice(
            street_id=actor.street_id,
            account_id=account_id,
            event_id=event.pk,
            kind=event.kind,
            subject_id=event.subject_id,
        )
        for account_id in account_ids
        if account_id not in told
    ]
    notices = Notice.objects.bulk_create(fresh)
    events.write(
        events.draft(actor, NoticeEvent.TOLD, notice, audience=Audience.PRIVATE)
        for notice in notices
    )
    return notices
