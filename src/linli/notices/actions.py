"""Telling, and saying that one has read it."""

from collections.abc import Iterable
from uuid import UUID

from linli.kernel import clock, events
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound
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


@action
def mark_read(*, actor: Actor, notice_id: UUID | None = None) -> int:
    """I have read this notice of mine, or all of them; reading it again changes nothing."""
    own = Notice.objects.filter(street_id=actor.street_id, account=actor.id)
    if notice_id:
        own = own.filter(pk=notice_id)
        if not own.exists():
            raise NotFound
    fresh = list(own.filter(read_at=None).select_for_update(of=("self",), no_key=True))
    if fresh:
        own.filter(pk__in=[notice.pk for notice in fresh]).update(read_at=clock.now())
        events.write(
            events.draft(actor, NoticeEvent.READ, notice, audience=Audience.PRIVATE)
            for notice in fresh
        )
    return len(fresh)
