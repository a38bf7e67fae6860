"""Who came to the hall on a day, who called them, and how long it all took."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from linli.counter.models import Hall, Ticket, TicketItem, Window
from linli.counter.rules import queue as rules
from linli.counter.rules.queue import Fairness, QueueEvent, TicketState
from linli.demo.story import id_at
from linli.kernel import events
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.events import Audience
from linli.kernel.models import Event

# How many of a day come in which hour, and how long a visit takes.
_HOURS = {8: 7, 9: 11, 10: 10, 11: 5, 13: 4, 14: 9, 15: 7, 16: 4}
_MINUTES, _SPREAD = 8.0, 0.55
_USUAL = 2  # windows at work on an ordinary day
_MISSED, _FIRST = 0.04, 0.06
_OVER = timedelta(minutes=60)  # longer than any visit and those that go on now
_WAITING_NOW = (31, 24, 15, 9, 4)  # minutes ago
_AT_WINDOW_NOW = (12, 7)


@dataclass(slots=True)
class Floor:
    """The hall with its windows, each with its clerk; the rows that its days leave."""

    rng: Random
    hall: Hall
    at: list[tuple[Window, Actor]]
    codes: list[str]
    by: Fairness
    zone: ZoneInfo
    now: datetime
    tickets: list[Ticket] = field(default_factory=list)
    items: list[TicketItem] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def tell_day(self, day: date, appointments: list[Ticket]) -> None:
        """A working day from the first to the last; of today what has ended by now."""
        came = sorted(
            [*self._walk_ins(day), *appointments],
            key=lambda ticket: ticket.joined_at,
        )
        self._number(day, came)
        at = self.at[:_USUAL]
        free = {window.pk: came[0].joined_at for window, _ in at} if came else {}
        waiting = list(came)
        while waiting:
            window, clerk = min(at, key=lambda pair: free[pair[0].pk])
            moment = max(free[window.pk], min(one.joined_at for one in waiting))
            if moment > self.now - _OVER:  # of today: these still wait
                for ticket in waiting:
                    self._wants(ticket)
                return
            here = [one for one in waiting if one.joined_at <= moment]
            ticket = min(here, key=lambda one: (one.place_at, one.pk))
            waiting.remove(ticket)
            free[window.pk] = self._visit(ticket, window, clerk, moment)

    def tell_now(self, day: date) -> None:
        """Two at the windows and some who wait; nobody is at the first window."""
        came = [self._ticket(day, self._ago(minutes)) for minutes in _AT_WINDOW_NOW]
        waiting = [self._ticket(day, self._ago(minutes)) for minutes in _WAITING_NOW]
        self._number(day, [*came, *waiting])
        for ticket, (window, clerk) in zip(came, self.at[1:], strict=True):
            ticket.state, ticket.window, ticket.clerk_id = TicketState.SERVING, window, clerk.id
            ticket.called_at = ticket.joined_at + timedelta(seconds=self.rng.randint(20, 90))
            ticket.served_at = ticket.called_at + timedelta(seconds=self.rng.randint(15, 45))
            ticket.calls = 1
            ticket.waited_seconds = rules.waited(ticket.joined_at, None, ticket.called_at)
            self._record(ticket, QueueEvent.CALLED, ticket.called_at, clerk, TicketState.CALLED)
            self._record(ticket, QueueEvent.SERVED, ticket.served_at, clerk, TicketState.SERVING)
        for ticket in came + waiting:
            self._wants(ticket)

    def appointment(self, day: date, booked_for: datetime, booking_id: UUID) -> Ticket:
        """Whoever has booked comes a little early, seldom late."""
        early = self.rng.triangular(-9, 16, 6)
        ticket = self._ticket(day, booked_for - timedelta(minutes=early), booked_for)
        ticket.booking_id = booking_id
        return ticket

    def _walk_ins(self, day: date) -> Iterator[Ticket]:
        for hour, most in _HOURS.items():
            for _ in range(self.rng.randint(most // 2, most)):
                minute = self.rng.randint(30 if hour in (8, 13) else 0, 59)
                at = datetime.combine(day, time(hour, minute, self.rng.randrange(60)), self.zone)
                if at < self.now - timedelta(hours=1):
                    yield self._ticket(day, at)

    def _ago(self, minutes: int) -> datetime:
        """So many minutes ago, but today."""
        midnight = datetime.combine(self.now.astimezone(self.zone).date(), time(), self.zone)
        return max(
            self.now - timedelta(minutes=minutes), midnight + timedelta(seconds=60 - minutes)
        )

    def _ticket(self, day: date, at: datetime, booked_for: datetime | None = None) -> Ticket:
        asks_first = booked_for is None and self.rng.random() < _FIRST
        return Ticket(
            id=id_at(self.rng, at),
            street_id=self.hall.street_id,
            hall=self.hall,
            day=day,
            place_at=rules.place(at, booked_for, asks_first, self.by),
            asks_first=asks_first,
            joined_at=at,
            booked_for=booked_for,
        )

    def _number(self, day: date, came: list[Ticket]) -> None:
        """In the order in which they came; the hall remembers the last of its day."""
        before = self.hall.counted if self.hall.counted_on == day else 0
        for count, ticket in enumerate(came, before + 1):
            ticket.number = rules.number(ticket.booked_for, count)
            self.tickets.append(ticket)
            door = Actor(ActorKind.VISITOR, self.hall.street_id)
            self._record(ticket, QueueEvent.TAKEN, ticket.joined_at, door, TicketState.WAITING)
        self.hall.counted_on, self.hall.counted = day, before + len(came)

    def _visit(self, ticket: Ticket, window: Window, clerk: Actor, moment: datetime) -> datetime:
        """Called, and either handled or gone; returns when the window is free again."""
        called = moment + timedelta(seconds=self.rng.randint(5, 30))
        ticket.window, ticket.clerk_id, ticket.calls, ticket.called_at = window, clerk.id, 1, called
        ticket.waited_seconds = rules.waited(ticket.joined_at, ticket.booked_for, called)
        self._record(ticket, QueueEvent.CALLED, called, clerk, TicketState.CALLED)
        if ticket.booked_for is None and self.rng.random() < _MISSED:
            ticket.ended_at = called + timedelta(minutes=2)
            ticket.state = TicketState.LEFT
            self._record(ticket, QueueEvent.MISSED, ticket.ended_at, clerk, TicketState.LEFT)
            self._wants(ticket)
            return ticket.ended_at
        ticket.served_at = called + timedelta(seconds=self.rng.randint(15, 60))
        self._record(ticket, QueueEvent.SERVED, ticket.served_at, clerk, TicketState.SERVING)
        seconds = int(60 * min(40, _MINUTES * self.rng.lognormvariate(0, _SPREAD)))
        ticket.ended_at = ticket.served_at + timedelta(seconds=seconds)
        ticket.handled_seconds, ticket.state = seconds, TicketState.SERVED
        done = [item.item_code for item in self._wants(ticket)]
        self._record(
            ticket, QueueEvent.ENDED, ticket.ended_at, clerk, TicketState.SERVED, items=done
        )
        return ticket.ended_at

    def _wants(self, ticket: Ticket) -> list[TicketItem]:
        """What somebody came for; done, if they were served."""
        codes = self.rng.sample(self.codes, self.rng.choice((1, 1, 1, 2)))
        is_done = ticket.state == TicketState.SERVED
        parts = rules.shared(ticket.handled_seconds, len(codes)) if is_done else [0] * len(codes)
        found = [
            TicketItem(
                id=id_at(self.rng, ticket.joined_at),
                street_id=ticket.street_id,
                ticket=ticket,
                item_code=code,
                is_done=is_done,
                seconds=seconds,
            )
            for code, seconds in zip(codes, parts, strict=True)
        ]
        self.items += found
        return found

    def _record(
        self,
        ticket: Ticket,
        kind: QueueEvent,
        at: datetime,
        actor: Actor,
        state: TicketState,
        **after: object,
    ) -> None:
        facts = {
            "hall": str(ticket.hall_id),
            "state": state.value,
            "window": str(ticket.window_id) if ticket.window_id else None,
        }
        event = events.draft(
            actor, kind, ticket, audience=Audience.PRIVATE, at=at, after=facts | after
        )
        event.id = id_at(self.rng, at)
        self.events.append(event)
