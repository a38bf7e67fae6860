"""The line in a hall and the pages around it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Q, QuerySet, Value, When

from linli.counter.access import queue as access
from linli.counter.models.applications import Application
from linli.counter.models.catalogue import ItemVersion
from linli.counter.models.queue import Hall, Ticket, TicketItem, Window
from linli.counter.rules.queue import (
    AT_WINDOW,
    IN_HALL,
    Fairness,
    QueueEvent,
    TicketState,
    WindowState,
    why_not_take,
)
from linli.kernel import clock, personal, tokens
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import NotFound
from linli.kernel.models import Event
from linli.kernel.streets.models import Street
from linli.rulebook import queries as rulebook
from linli.rulebook.rules import RuleKey


def fairness(street: Street, moment: datetime) -> Fairness:
    """The amounts of the fair order in force."""
    return Fairness.read(rulebook.rule_at(street, RuleKey.QUEUE, moment).value)


def windows(street_id: int, hall_id: UUID) -> list[Window]:
    """The windows that a hall has now, in their order."""
    rows = Window.objects.filter(street_id=street_id, hall_id=hall_id, is_kept=True)
    return list(rows.select_related("clerk").order_by("order", "name"))


def line(
    hall: Hall, day: date, now: datetime, at: Sequence[Window], window_id: UUID | None = None
) -> QuerySet[Ticket]:
    """Who is called in turn, by this window or by none in particular: the order of
    ``rules.queue.in_order``, which a test holds beside it."""
    at_work = [one.pk for one in at if one.state == WindowState.OPEN]
    sent_here = Q(state=TicketState.TRANSFERRED, for_window_id=window_id)
    waits = (
        Q(state=TicketState.WAITING)
        | Q(state=TicketState.HELD, held_until__lte=now)
        | Q(state=TicketState.TRANSFERRED) & ~Q(for_window_id__in=at_work)
    )
    if window_id:
        waits |= sent_here
    rows = Ticket.objects.filter(waits, street_id=hall.street_id, hall_id=hall.pk, day=day)
    first = Case(When(sent_here, then=Value(0)), default=Value(1))
    return rows.order_by(*([first] if window_id else []), "place_at", "id")


def services(street: Street) -> dict[str, str]:
    """What can be applied for today, by code, in its order."""
    today = street.day(clock.now())
    rows = ItemVersion.objects.filter(street_id=street.pk, since__lte=today, item__is_open=True)
    ordered = rows.select_related("item").order_by("item__order", "item__code", "number")
    return {version.item.code: version.name for version in ordered}


def hall_of(street: Street, code: str) -> Hall:
    """The hall that an address names."""
    found = Hall.objects.filter(street_id=street.pk, code=code).first()
    if found is None:
        raise NotFound
    return found


def hall(street: Street, hall_id: UUID) -> Hall:
    found = Hall.objects.filter(street_id=street.pk, pk=hall_id).first()
    if found is None:
        raise NotFound
    return found


def halls(street: Street) -> list[Hall]:
    rows = Hall.objects.filter(street_id=street.pk).select_related("organisation")
    return list(rows.order_by("code"))


@dataclass(frozen=True, slots=True)
class Door:
    """What somebody at the door sees: how many wait, and whether numbers are given."""

    hall: Hall
    waiting: int
    at_work: int
    may_take: bool


def door(street: Street, code: str) -> Door:
    hall, now = hall_of(street, code), clock.now()
    at = windows(street.pk, hall.pk)
    waiting = line(hall, street.day(now), now, at).count()
    at_work = sum(one.state == WindowState.OPEN for one in at)
    is_working_time = rulebook.office(street, now).is_open(now)
    may_take = why_not_take(hall.is_open, at_work > 0, is_working_time) is None
    return Door(hall, waiting, at_work, may_take)


def ticket_key(ticket: Ticket) -> str:
    """The secret part of the link of a ticket: whose it is, sealed by us."""
    return tokens.token(ticket, "ticket")


def opened_by_key(street: Street, key: str) -> tuple[Ticket, Actor]:
    """The one ticket that a link opens, and its holder as the actor."""
    pk = tokens.opened(street.pk, key, "ticket")
    rows = Ticket.objects.filter(street_id=street.pk).select_related("hall", "window", "for_window")
    found = rows.filter(pk=pk).first() if pk else None
    if found is None:
        raise NotFound
    return found, Actor(ActorKind.LINK, street.pk, found.pk)


def waiting_ticket(street_id: int, ticket_id: UUID) -> Ticket | None:
    """A ticket whose holder has not been called yet."""
    rows = Ticket.objects.filter(street_id=street_id, pk=ticket_id, state__in=IN_HALL - AT_WINDOW)
    found: Ticket | None = rows.select_related("hall").first()
    return found


@dataclass(frozen=True, slots=True)
class OwnTicket:
    """A ticket before its holder; ``before`` counts those who are called first, None when it is
    not its turn to wait."""

    ticket: Ticket
    state: TicketState
    before: int | None
    is_today: bool

    @property
    def is_going(self) -> bool:
        """Still in the hall, so that the page has to look again."""
        return self.is_today and self.state in IN_HALL


def own_ticket(street: Street, ticket: Ticket) -> OwnTicket:
    now = clock.now()
    state, is_today = TicketState(ticket.state), ticket.day == street.day(now)
    before = None
    if state is TicketState.WAITING and is_today:
        at = windows(street.pk, ticket.hall_id)
        earlier = Q(place_at__lt=ticket.place_at) | Q(place_at=ticket.place_at, pk__lt=ticket.pk)
        before = line(ticket.hall, ticket.day, now, at).filter(earlier).count()
    return OwnTicket(ticket, state, before, is_today)


@dataclass(frozen=True, slots=True)
class Screen:
    """What hangs in the hall: numbers and windows, no names. ``called`` begins with the last."""

    hall: Hall
    called: list[Ticket]
    serving: list[Ticket]
    next: list[Ticket]
    waiting: int


def screen(street: Street, code: str) -> Screen:
    hall, now = hall_of(street, code), clock.now()
    day, at = street.day(now), windows(street.pk, hall.pk)
    rows = Ticket.objects.filter(street_id=street.pk, hall_id=hall.pk, day=day, state__in=AT_WINDOW)
    busy = list(rows.select_related("window").order_by("-called_at"))
    waiting = line(hall, day, now, at)
    return Screen(
        hall,
        [one for one in busy if one.state == TicketState.CALLED],
        [one for one in busy if one.state == TicketState.SERVING],
        list(waiting[:6]),
        waiting.count(),
    )


@dataclass(frozen=True, slots=True)
class Panel:
    """A clerk's window: who is at it, what they came for, and who comes next."""

    hall: Hall
    window: Window
    windows: list[Window]
    ticket: Ticket | None
    items: list[TicketItem]
    line: list[Ticket]
    aside: list[Ticket]
    application: Application | None


def window_of(actor: Actor) -> Window | None:
    """The window that somebody is at."""
    rows = Window.objects.filter(street_id=actor.street_id, clerk=actor.id, is_kept=True)
    return rows.select_related("hall").first() if actor.id else None


def panel(street: Street, window: Window) -> Panel:
    """``aside`` are the held, the sent elsewhere, and the missed, who may come back today."""
    now, hall = clock.now(), window.hall
    day, at = street.day(now), windows(street.pk, hall.pk)
    of_hall = Ticket.objects.filter(street_id=street.pk, hall_id=hall.pk)
    ticket = of_hall.filter(window=window, state__in=AT_WINDOW).first()
    waiting = list(line(hall, day, now, at, window.pk))
    known = {one.pk for one in waiting}
    away = of_hall.filter(day=day, state__in=_AWAY).select_related("for_window")
    aside = [one for one in away.order_by("-called_at", "pk")[:30] if one.pk not in known]
    items = items_of(ticket) if ticket else []
    application = _application_of(street, items)
    return Panel(hall, window, at, ticket, items, waiting, aside, application)


def _application_of(street: Street, items: Sequence[TicketItem]) -> Application | None:
    """What whoever is at the window had booked."""
    booked = next((one.application_id for one in items if one.application_id), None)
    rows = Application.objects.filter(street_id=street.pk).select_related("item_version")
    return rows.filter(pk=booked).first() if booked else None


def is_at_window(actor: Actor, application_id: UUID) -> bool:
    """Whoever an application is for is being served by somebody now."""
    rows = TicketItem.objects.filter(
        street_id=actor.street_id, application_id=application_id, ticket__state__in=AT_WINDOW
    )
    return rows.filter(ticket__clerk=actor.id).exists()


def items_of(ticket: Ticket) -> list[TicketItem]:
    """What somebody came for."""
    rows = TicketItem.objects.filter(street_id=ticket.street_id, ticket=ticket)
    return list(rows.order_by("item_code"))


_AWAY = (TicketState.HELD, TicketState.TRANSFERRED, TicketState.LEFT)


def halls_served(actor: Actor, street: Street) -> list[tuple[Hall, list[Window]]]:
    """The halls in which somebody may open a window."""
    return [
        (hall, windows(street.pk, hall.pk)) for hall in halls(street) if access.serves(actor, hall)
    ]


def ticket_for(actor: Actor, ticket_id: UUID) -> Ticket:
    """A ticket before somebody who serves in its hall."""
    rows = Ticket.objects.filter(street_id=actor.street_id, pk=ticket_id)
    found = rows.select_related("hall").first()
    if found is None or not access.serves(actor, found.hall):
        raise NotFound
    return found


def near(street: Street, hall: Hall, now: datetime) -> list[tuple[Ticket, int]]:
    """Whoever is to be told that it is nearly their turn and can be, with how many are before."""
    day, at = street.day(now), windows(street.pk, hall.pk)
    most = fairness(street, now).near
    ahead = enumerate(line(hall, day, now, at)[: most + 1])
    reached = {one.pk: (one, before) for before, one in ahead if one.phone}
    told = Event.objects.filter(
        street_id=street.pk, subject_id__in=list(reached), kind=QueueEvent.NEAR
    )
    done = set(told.values_list("subject_id", flat=True)) if reached else set()
    return [pair for pk, pair in reached.items() if pk not in done]


def left_open(street: Street) -> list[UUID]:
    """Tickets of past days that nobody ended."""
    today = street.day(clock.now())
    rows = Ticket.objects.filter(street_id=street.pk, day__lt=today, state__in=IN_HALL)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def to_forget(street: Street) -> QuerySet[Ticket]:
    """Tickets whose holder is no longer needed."""
    now = clock.now()
    days: int = rulebook.rule_at(street, RuleKey.PRIVACY, now).value["ticket_days"]
    last = street.day(now) - timedelta(days=days)
    return Ticket.objects.filter(street_id=street.pk, day__lt=last, forgotten_at=None)


def tickets_of(street_id: int, account_id: UUID, phone: str) -> QuerySet[Ticket]:
    """What somebody took, by account or by the same phone."""
    same = Q(account_id=account_id)
    if normal := personal.normal_phone(phone):
        same |= Q(phone_index=personal.blind(normal))
    return Ticket.objects.filter(same, street_id=street_id)


def listed(names: str) -> list[str]:
    """Names of windows as somebody writes them into one cell."""
    parts = names.replace("，", "、").replace(",", "、").split("、")
    return [part.strip() for part in parts if part.strip()]


HALL_COLUMNS = ("代码", "名称", "单位", "窗口", "门口取号")


def export_halls(street: Street) -> Iterator[tuple[Any, ...]]:
    """Every hall as the import reads it."""
    for hall in halls(street):
        names = "、".join(one.name for one in windows(street.pk, hall.pk))
        yield hall.code, hall.name, hall.organisation.code, names, "是" if hall.is_open else "否"
