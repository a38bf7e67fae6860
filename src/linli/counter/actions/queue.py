"""The queue of a hall: taking a number, calling, handling, and what the days leave behind."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from linli.counter.access import queue as access
from linli.counter.models.queue import Hall, Ticket, TicketItem, Window
from linli.counter.queries import queue as queries
from linli.counter.rules import queue as rules
from linli.counter.rules.queue import Act, QueueEvent, TicketState, WindowState
from linli.kernel import clock, events, locks, personal
from linli.kernel.action import action
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Forbidden, Refused
from linli.kernel.events import Audience
from linli.kernel.models import Event
from linli.kernel.streets.models import Street
from linli.people.access import require_system
from linli.people.rules import is_mobile
from linli.rulebook import queries as rulebook
from linli.words import N_, Reason


@action
def take_ticket(
    *,
    actor: Actor,
    hall_id: UUID,
    items: Sequence[str] = (),
    name: str = "",
    phone: str = "",
    asks_first: bool = False,
    booked_for: datetime | None = None,
    booking_id: UUID | None = None,
    application_id: UUID | None = None,
    once: str | None = None,
) -> Ticket:
    """Somebody has come: a number of the hall's day, and a place in its one queue. Whoever gives
    ``booked_for`` has seen the booking, whoever gives ``application_id`` the application, which
    keeps its item even when that is closed. Sent twice it is one ticket."""
    (hall,) = locks.take(Hall, actor.street_id, hall_id)
    known = once and Ticket.objects.filter(street_id=actor.street_id, once=once).first()
    if known:
        return known
    street, now = Street.objects.get(pk=actor.street_id), clock.now()
    digits = personal.normal_phone(phone)
    _must_be_taken(actor, street, hall, () if application_id else items, phone, now)
    day, by = street.day(now), queries.fairness(street, now)
    ticket: Ticket = Ticket.objects.create(
        street_id=street.pk,
        hall=hall,
        day=day,
        number=rules.number(booked_for, _next_number(hall, day)),
        place_at=rules.place(now, booked_for, asks_first, by),
        asks_first=asks_first,
        joined_at=now,
        booked_for=booked_for,
        booking_id=booking_id,
        account_id=None if access.serves(actor, hall) else _account(actor),
        name=name.strip(),
        phone=digits,
        phone_index=personal.blind(digits) if digits else None,
        once=once,
    )
    TicketItem.objects.bulk_create(
        TicketItem(
            street_id=street.pk, ticket=ticket, item_code=code, application_id=application_id
        )
        for code in dict.fromkeys(items)
    )
    _record(actor, QueueEvent.TAKEN, ticket, now)
    return ticket


def _must_be_taken(
    actor: Actor, street: Street, hall: Hall, items: Sequence[str], phone: str, now: datetime
) -> None:
    """At the desk somebody is there to decide; the door asks whether anybody is."""
    if phone and not is_mobile(personal.normal_phone(phone)):
        text = N_("手机号要 11 位，比如 13800138000；不想留可以空着。")
        raise Refused(Reason("ticket_phone", text, field="phone"))
    if items and not set(items) <= queries.services(street).keys():
        raise Refused(_NO_SUCH_ITEM)
    if not access.serves(actor, hall):
        at_work = Window.objects.filter(
            street_id=street.pk, hall=hall, state=WindowState.OPEN, is_kept=True
        )
        is_working_time = rulebook.office(street, now).is_open(now)
        refused = rules.why_not_take(hall.is_open, at_work.exists(), is_working_time)
        if refused:
            raise Refused(refused)


_NO_SUCH_ITEM = Reason("no_such_choice", N_("没有这个选项，请重新选择。"), field="items")


def _next_number(hall: Hall, day: Any) -> int:
    """The hall is locked, so nobody else counts."""
    hall.counted = hall.counted + 1 if hall.counted_on == day else 1
    hall.counted_on = day
    hall.save(update_fields=["counted", "counted_on"])
    return hall.counted


def _account(actor: Actor) -> UUID | None:
    return actor.id if actor.kind is ActorKind.ACCOUNT else None


@action
def call_next(*, actor: Actor, window_id: UUID) -> Ticket:
    """The window calls whoever's turn it is; a ticket that another window is about to call is
    passed over, so that two windows never wait for each other and never call the same."""
    window = _free_window(actor, window_id)
    street, now = Street.objects.get(pk=actor.street_id), clock.now()
    at = queries.windows(street.pk, window.hall_id)
    waiting = queries.line(window.hall, street.day(now), now, at, window.pk)
    locked = waiting.select_for_update(skip_locked=True, of=("self",), no_key=True)
    ticket = locked.first()
    if ticket is None:
        raise Refused(Reason("queue_empty", N_("现在没有人在等。有人取号，这里就会出现。")))
    return _called(actor, ticket, window, now)


@action
def call(*, actor: Actor, ticket_id: UUID, window_id: UUID) -> Ticket:
    """The window calls one that its clerk has chosen."""
    window = _free_window(actor, window_id)
    ticket = _begin(actor, ticket_id, Act.CALL)
    if ticket.hall_id != window.hall_id:
        raise Forbidden(Reason("other_hall", N_("这个号是别的大厅的。")))
    return _called(actor, ticket, window, clock.now())


def _free_window(actor: Actor, window_id: UUID) -> Window:
    """Locked; at work, with its own clerk, and nobody before it."""
    (window,) = locks.take(Window, actor.street_id, window_id)
    access.require_serving(actor, window.hall)
    if window.clerk_id != actor.id or window.state != WindowState.OPEN:
        text = N_("先在“%(window)s”开始办理，再叫号。")
        raise Refused(Reason("window_not_open", text, {"window": window.name}))
    busy = Ticket.objects.filter(
        street_id=window.street_id, window=window, state__in=rules.AT_WINDOW
    ).first()
    if busy:
        text = N_("%(number)s 还在“%(window)s”，先办完、放一放或者转走，再叫下一位。")
        raise Refused(Reason("window_busy", text, {"number": busy.number, "window": window.name}))
    return window


def _called(actor: Actor, ticket: Ticket, window: Window, now: datetime) -> Ticket:
    ticket.window, ticket.clerk_id, ticket.for_window = window, actor.id, None
    ticket.calls, ticket.called_at, ticket.held_until = 1, now, None
    if ticket.waited_seconds is None:
        ticket.waited_seconds = rules.waited(ticket.joined_at, ticket.booked_for, now)
    return _finish(actor, ticket, Act.CALL, now)


@action
def recall(*, actor: Actor, ticket_id: UUID) -> Ticket:
    """Nobody has come yet: the number is called once more."""
    ticket, now = _begin(actor, ticket_id, Act.RECALL), clock.now()
    ticket.calls, ticket.called_at = ticket.calls + 1, now
    return _finish(actor, ticket, Act.RECALL, now)


@action
def serve(*, actor: Actor, ticket_id: UUID) -> Ticket:
    """Somebody has come to the window; from now on the handling is measured."""
    ticket, now = _begin(actor, ticket_id, Act.SERVE), clock.now()
    ticket.served_at = now
    return _finish(actor, ticket, Act.SERVE, now)


@action
def hold(*, actor: Actor, ticket_id: UUID) -> Ticket:
    """Something is missing: they keep their place, and after a while are called again."""
    ticket, now = _begin(actor, ticket_id, Act.HOLD), clock.now()
    _stop_handling(ticket, now)
    street = Street.objects.get(pk=actor.street_id)
    ticket.held_until = now + queries.fairness(street, now).away
    return _finish(actor, ticket, Act.HOLD, now)


@action
def resume(*, actor: Actor, ticket_id: UUID) -> Ticket:
    """Somebody is back: who was held stands where they stood, who had missed their call comes
    anew."""
    ticket, now = _begin(actor, ticket_id, Act.RESUME), clock.now()
    if ticket.state == TicketState.LEFT:
        street = Street.objects.get(pk=actor.street_id)
        if ticket.day != street.day(now):
            raise Refused(Reason("ticket_old", N_("这是前几天的号，请重新取号。")))
        by = queries.fairness(street, now)
        ticket.place_at = rules.place(now, None, ticket.asks_first, by)
    ticket.held_until = ticket.ended_at = None
    return _finish(actor, ticket, Act.RESUME, now)


@action
def transfer(*, actor: Actor, ticket_id: UUID, window_id: UUID, note: str = "") -> Ticket:
    """Another window goes on, with what this one has found out; it calls them first."""
    ticket, now = _begin(actor, ticket_id, Act.TRANSFER), clock.now()
    kept = {one.pk for one in queries.windows(ticket.street_id, ticket.hall_id)}
    if window_id not in kept - {ticket.window_id}:
        text = N_("请选同一个大厅里的另一个窗口。")
        raise Refused(Reason("no_such_window", text, field="window"))
    _stop_handling(ticket, now)
    ticket.for_window_id, ticket.note = window_id, note.strip()
    return _finish(actor, ticket, Act.TRANSFER, now, target=str(window_id))


@action
def end(*, actor: Actor, ticket_id: UUID, items: Sequence[str] = ()) -> Ticket:
    """The visit is over; ``items`` were done, also such that nobody had named before."""
    ticket, now = _begin(actor, ticket_id, Act.END), clock.now()
    if items and not set(items) <= queries.services(Street.objects.get(pk=actor.street_id)).keys():
        raise Refused(_NO_SUCH_ITEM)
    _stop_handling(ticket, now)
    ticket.ended_at = now
    _note_done(ticket, list(dict.fromkeys(items)))
    return _finish(actor, ticket, Act.END, now, items=list(items))


def _note_done(ticket: Ticket, done: Sequence[str]) -> None:
    rows = TicketItem.objects.filter(street_id=ticket.street_id, ticket=ticket)
    known = {row.item_code: row for row in rows}
    for code in done:
        fresh = TicketItem(street_id=ticket.street_id, ticket=ticket, item_code=code)
        known.setdefault(code, fresh)
    parts = rules.shared(ticket.handled_seconds, len(done)) if done else []
    for code, seconds in zip(done, parts, strict=True):
        known[code].is_done, known[code].seconds = True, seconds
        known[code].save()


@action
def miss(*, actor: Actor, ticket_id: UUID) -> Ticket:
    """Called, and nobody came; they may come back the same day."""
    return _ended(actor, _begin(actor, ticket_id, Act.MISS), Act.MISS)


@action
def leave(*, actor: Actor, ticket_id: UUID) -> Ticket:
    """Whoever waits does not want to wait any more."""
    return _ended(actor, _begin(actor, ticket_id, Act.LEAVE), Act.LEAVE)


def _ended(actor: Actor, ticket: Ticket, act: Act) -> Ticket:
    ticket.ended_at = clock.now()
    return _finish(actor, ticket, act, ticket.ended_at)


def _begin(actor: Actor, ticket_id: UUID, act: Act) -> Ticket:
    """Locked; by whoever serves in the hall, or by its holder who leaves; from a state in which
    it may be done."""
    (ticket,) = locks.take(Ticket, actor.street_id, ticket_id)
    is_own = actor.kind is ActorKind.LINK and actor.id == ticket.pk
    if not (is_own and act is Act.LEAVE):
        access.require_serving(actor, ticket.hall)
    refused = rules.why_not(act, TicketState(ticket.state))
    if refused:
        raise Refused(refused)
    return ticket


def _finish(actor: Actor, ticket: Ticket, act: Act, now: datetime, **after: Any) -> Ticket:
    edge = rules.EDGES[act]
    ticket.state = edge.target
    ticket.save()
    _record(actor, edge.event, ticket, now, **after)
    return ticket


def _stop_handling(ticket: Ticket, now: datetime) -> None:
    if ticket.state == TicketState.SERVING and ticket.served_at:
        ticket.handled_seconds += max(0, int((now - ticket.served_at).total_seconds()))


def _record(actor: Actor, event: QueueEvent, ticket: Ticket, now: datetime, **after: Any) -> Event:
    facts = {
        "hall": str(ticket.hall_id),
        "state": str(ticket.state),
        "window": str(ticket.window_id) if ticket.window_id else None,
    }
    return events.record(
        actor, event, ticket, audience=Audience.PRIVATE, at=now, after=facts | after
    )


@action
def tell_near(*, actor: Actor, hall_id: UUID) -> list[Event]:
    """The queue has moved: whoever is near and has left a phone hears so, once. It is kept in the
    journal and not on the ticket: a ticket that is being written would be passed over."""
    require_system(actor)
    (hall,) = locks.take(Hall, actor.street_id, hall_id)
    street, now = Street.objects.get(pk=actor.street_id), clock.now()
    return events.write(
        events.draft(
            actor,
            QueueEvent.NEAR,
            ticket,
            audience=Audience.PRIVATE,
            at=now,
            after={"hall": str(hall.pk), "before": before},
        )
        for ticket, before in queries.near(street, hall, now)
    )


@action
def close_day(*, actor: Actor, ticket_id: UUID) -> Ticket:
    """A ticket of a past day that nobody ended: what it took is not known and not counted."""
    require_system(actor)
    (ticket,) = locks.take(Ticket, actor.street_id, ticket_id)
    if ticket.state in rules.IN_HALL:
        ticket.state, ticket.ended_at = TicketState.LEFT, clock.now()
        ticket.save()
        _record(actor, QueueEvent.LEFT, ticket, ticket.ended_at)
    return ticket
