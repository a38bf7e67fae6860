"""Messages on their way, sent and not sent, for whoever sees to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.db.models import Count, Q, QuerySet

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound
from linli.kernel.personal import blind, masked_mail, masked_phone, normal_phone
from linli.kernel.streets import context
from linli.kernel.streets.models import Street
from linli.notices import access
from linli.notices.models import Hook, Message
from linli.notices.queries.wording import outgoing
from linli.notices.rules import UNDELIVERED, Channel, Failure, State

PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class Filters:
    """``to`` is a whole phone number or mail address: parts of one cannot be found."""

    state: State | None = None
    channel: Channel | None = None
    to: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One row: masked, and with its words only where the sandbox keeps them."""

    message: Message
    channel: Channel
    state: State
    failure: Failure | None
    to: str
    text: str

    @property
    def is_undelivered(self) -> bool:
        return self.state in UNDELIVERED


@dataclass(frozen=True, slots=True)
class MessagePage:
    """``counts`` are of every message of the street, whatever the filters."""

    lines: list[MessageLine]
    counts: dict[State, int]
    found: int
    page: int
    pages: int

    @property
    def in_sandbox(self) -> int:
        return self.counts[State.KEPT]

    @property
    def undelivered(self) -> int:
        return sum(self.counts[state] for state in UNDELIVERED)


def due_streets() -> list[int]:
    """The streets in which a message waits to be sent now."""
    with context.fan_out():
        due = Message.objects.filter(state=State.WAITING, next_try_at__lte=clock.now())
        return sorted(set(due.values_list("street_id", flat=True).distinct()))


def sent_lately(street: Street) -> int:
    """How many messages were sent in the last week."""
    since = clock.now() - timedelta(days=7)
    rows = Message.objects.filter(street_id=street.pk, state=State.SENT, sent_at__gte=since)
    return rows.count()


def failing(street: Street) -> int:
    """How many messages did not get through."""
    return Message.objects.filter(street_id=street.pk, state__in=UNDELIVERED).count()


def sent_to(street: Street, addresses: Sequence[str]) -> QuerySet[Message]:
    """What was told to these phone numbers and mail addresses, newest first."""
    known = [blind(address) for address in addresses]
    return Message.objects.filter(street_id=street.pk, address_index__in=known).order_by("-id")


def behind(street: Street, code: str) -> list[Message]:
    """What the short link of a text message leads to, the newest of each matter first."""
    message = Message.objects.filter(street_id=street.pk, code=code).first()
    if message is None or not message.path:
        raise NotFound
    within = Q(pk=message.pk) | Q(within_id=message.pk)
    told = Message.objects.filter(within, street_id=street.pk).order_by("event_id")
    newest = {one.path: one for one in told if one.path}
    return list(reversed(newest.values()))


def message_page(actor: Actor, filters: Filters) -> MessagePage:
    """Two statements for the rows and counts, and what the sandbox keeps worded again."""
    every = Message.objects.filter(street_id=actor.street_id)
    tally = dict(every.values_list("state").annotate(n=Count("pk")).order_by())
    wanted = _wanted(every, filters)
    found = wanted.count()
    pages = max(1, -(-found // PAGE_SIZE))
    page = min(filters.page, pages)
    rows = wanted.order_by("-id")[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    counts = {state: tally.get(state, 0) for state in State}
    return MessagePage(_lines(actor, list(rows)), counts, found, page, pages)


def _wanted(rows: QuerySet[Message], filters: Filters) -> QuerySet[Message]:
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.channel:
        rows = rows.filter(channel=filters.channel)
    if filters.to:
        spelt = {filters.to.strip().lower(), normal_phone(filters.to)}
        rows = rows.filter(address_index__in=[blind(one) for one in spelt if one])
    return rows


def _lines(actor: Actor, messages: Sequence[Message]) -> list[MessageLine]:
    hooks = {str(hook.pk): hook for hook in Hook.objects.filter(street_id=actor.street_id)}
    may_read = access.may_see_to(actor)
    return [
        MessageLine(
            message=message,
            channel=Channel(message.channel),
            state=State(message.state),
            failure=Failure(message.failure) if message.failure else None,
            to=_masked(message, hooks.get(message.address)),
            text=outgoing(message).text if may_read and message.state == State.KEPT else "",
        )
        for message in messages
    ]


def _masked(message: Message, hook: Hook | None) -> str:
    if hook:
        return f"{hook.name} · {urlsplit(hook.url).hostname}"
    return masked_mail(message.address) or masked_phone(message.address)
