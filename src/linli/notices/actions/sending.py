"""A message on its way: claimed by one worker, taken or not taken by the other side, tried again.

Claiming and settling are transactions of their own; the sending itself happens between them, in
the job, so that no lock is held while the other side thinks.
"""

from uuid import UUID

from django.db.models import Exists, OuterRef

from linli.kernel import clock, events, locks
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused
from linli.kernel.streets.models import Street
from linli.notices import access, queries
from linli.notices.channels import sandbox
from linli.notices.models import Message
from linli.notices.rules import (
    LEASE,
    MOST_TRIES,
    UNDELIVERED,
    Channel,
    Failure,
    NoticeEvent,
    State,
    next_try,
)
from linli.words import N_, Reason


@action
def claim(*, actor: Actor) -> Message | None:
    """Take the next message that is due, together with all that waits for the same address; until
    the lease is over nobody else has it. A worker killed on the way leaves it to the next."""
    now, street = clock.now(), Street.objects.get(pk=actor.street_id)
    while message := _next(actor.street_id):
        late = queries.may_disturb_at(street, message, now)
        if late > now:
            message.next_try_at = late
            message.save(update_fields=["next_try_at"])
            events.record(actor, NoticeEvent.QUEUED, message, after={"until": late.isoformat()})
        elif message.tries >= MOST_TRIES:
            _settle(actor, message, State.GIVEN_UP, Failure.LOST)
        else:
            return _claimed(actor, message)
    return None


def _next(street_id: int) -> Message | None:
    """The oldest due message of some address; two workers never take two of one address, so that
    what waits for somebody is told at once."""
    due = Message.objects.filter(
        street_id=street_id, state=State.WAITING, next_try_at__lte=clock.now()
    )
    older = due.filter(
        street_id=OuterRef("street_id"),
        channel=OuterRef("channel"),
        address_index=OuterRef("address_index"),
        pk__lt=OuterRef("pk"),
    )
    free = due.filter(~Exists(older)).order_by("next_try_at", "id")
    locked = free.select_for_update(skip_locked=True, of=("self",), no_key=True)
    found: Message | None = locked.first()
    return found


def _claimed(actor: Actor, message: Message) -> Message:
    now, is_first = clock.now(), message.claimed_at is None
    message.tries, message.claimed_at, message.next_try_at = message.tries + 1, now, now + LEASE
    message.save(update_fields=["tries", "claimed_at", "next_try_at"])
    if is_first and message.channel != Channel.WEBHOOK:
        # What it says may not change between two tries under one key: others join the first only.
        others = Message.objects.filter(
            street_id=actor.street_id,
            channel=message.channel,
            address_index=message.address_index,
            state=State.WAITING,
            claimed_at=None,
            next_try_at__lte=now,
        )
        others.update(state=State.JOINED, within=message)
    events.record(actor, NoticeEvent.TRIED, message, after={"tries": message.tries})
    return message


@action
def sent(*, actor: Actor, message_id: UUID, via: str) -> Message:
    """The other side has taken it; that stays true whoever says it first."""
    (message,) = locks.take(Message, actor.street_id, message_id)
    if message.state not in (State.SENT, State.KEPT):
        message.state = State.KEPT if via == sandbox.NAME else State.SENT
        message.sent_at, message.via, message.failure = clock.now(), via, ""
        message.save(update_fields=["state", "sent_at", "via", "failure"])
        events.record(actor, NoticeEvent.SENT, message, after={"via": via})
    return message


@action
def fail(
    *, actor: Actor, message_id: UUID, tries: int, failure: Failure, is_final: bool
) -> Message:
    """It did not get through: wait longer each time, and give up after the last; ``tries`` tells
    a worker that was too slow that its word no longer counts."""
    (message,) = locks.take(Message, actor.street_id, message_id)
    if message.state != State.WAITING or message.tries != tries:
        return message
    again = None if is_final else next_try(message.tries, clock.now())
    if again is None:
        _settle(actor, message, State.FAILED if is_final else State.GIVEN_UP, failure)
    else:
        message.next_try_at = again
        message.save(update_fields=["next_try_at"])
        _settle(actor, message, State.WAITING, failure)
    return message


@action
def retry(*, actor: Actor, message_id: UUID | None = None) -> int:
    """Try again what did not get through, one message or all of them; from the first wait on."""
    access.require(actor)
    undelivered = Message.objects.filter(street_id=actor.street_id, state__in=UNDELIVERED)
    if message_id:
        locks.take(Message, actor.street_id, message_id)
        undelivered = undelivered.filter(pk=message_id)
    found = list(undelivered.select_for_update(of=("self",), no_key=True).order_by("pk"))
    if message_id and not found:
        raise Refused(Reason("not_undelivered", N_("这一条已经发出，或还在发，不用再试。")))
    for message in found:
        message.state, message.tries, message.next_try_at = State.WAITING, 0, clock.now()
    Message.objects.bulk_update(found, ["state", "tries", "next_try_at"])
    events.write(events.draft(actor, NoticeEvent.RETRIED, message) for message in found)
    return len(found)


def _settle(actor: Actor, message: Message, state: State, failure: Failure) -> None:
    message.state, message.failure = state, failure
    message.save(update_fields=["state", "failure"])
    after = {"state": state.value, "tries": message.tries}
    events.record(actor, NoticeEvent.FAILED, message, reason=failure, after=after)
