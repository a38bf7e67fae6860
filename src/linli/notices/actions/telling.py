"""Telling in the application and outside of it, and saying that one has read it."""

import secrets
from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from procrastinate.contrib.django import app

from linli.kernel import clock, events, personal
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound
from linli.kernel.events import Audience
from linli.kernel.models import Event
from linli.kernel.streets.models import Street
from linli.notices import queries
from linli.notices.models import Message, Notice
from linli.notices.rules import Channel, Draft, NoticeEvent, fitted

# Without the letters and digits that look alike.
_LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@action
def tell(*, actor: Actor, event: Event, account_ids: Iterable[UUID]) -> list[Notice]:
    """Tell each account of the event; telling twice is telling once."""
    wanted = list(account_ids)
    rows = Notice.objects.filter(street_id=actor.street_id, account__in=wanted, event_id=event.pk)
    told = set(rows.values_list("account_id", flat=True))
    fresh = [
        Notice(
            street_id=actor.street_id,
            account_id=account_id,
            event_id=event.pk,
            kind=event.kind,
            subject_id=event.subject_id,
        )
        for account_id in wanted
        if account_id not in told
    ]
    notices = Notice.objects.bulk_create(fresh)
    events.write(
        events.draft(actor, NoticeEvent.TOLD, notice, audience=Audience.PRIVATE)
        for notice in notices
    )
    return notices


@action
def send_out(*, actor: Actor, event: Event, drafts: Iterable[Draft]) -> list[Message]:
    """Put what is said outside of the application on its way, once to each address; at night it
    waits for the morning unless it is urgent."""
    street = Street.objects.get(pk=actor.street_id)
    known = Message.objects.filter(street_id=actor.street_id, event_id=event.pk)
    taken = {
        (channel, bytes(index)) for channel, index in known.values_list("channel", "address_index")
    }
    fresh: dict[tuple[str, bytes], Message] = {}
    for draft in drafts:
        once = (draft.channel.value, personal.blind(draft.address))
        if once not in taken and once not in fresh:
            fresh[once] = _message(street, event, draft, once[1])
    messages = Message.objects.bulk_create(fresh.values())
    events.write(
        events.draft(actor, NoticeEvent.QUEUED, message, after={"channel": message.channel})
        for message in messages
    )
    if messages:
        app.configure_task("linli.notices.tasks.send").defer(street_id=street.pk)
    return messages


def _message(street: Street, event: Event, draft: Draft, index: bytes) -> Message:
    message = Message(
        street_id=street.pk,
        event_id=event.pk,
        kind=event.kind,
        subject_id=event.subject_id,
        channel=draft.channel,
        address=draft.address,
        address_index=index,
        language=draft.language or settings.LANGUAGE_CODE,
        path=draft.path,
        code=_new_code(),
        is_urgent=draft.is_urgent,
    )
    taken = len(settings.LINLI_SMS_SIGN) + 1 + len(queries.short_link(street, message))
    is_short = draft.channel is Channel.SMS
    message.text = fitted(draft.ways, taken) if is_short else draft.ways[0]
    message.next_try_at = queries.may_disturb_at(street, message, clock.now())
    return message


def _new_code() -> str:
    """The secret part of a short link: 58 bits, short enough for a text message."""
    return "".join(secrets.choice(_LETTERS) for _ in range(10))


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
