"""Halls and windows, who is at them, and what of the people who came is let go."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from linli.counter.access import queue as access
from linli.counter.models.queue import Hall, Ticket, Window
from linli.counter.queries import queue as queries
from linli.counter.rules import queue as rules
from linli.counter.rules.queue import QueueEvent, WindowState
from linli.kernel import clock, events, locks
from linli.kernel.action import action, each_row
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused
from linli.kernel.streets.models import Street
from linli.people import queries as people
from linli.people.access import require_system
from linli.sheets import BadCell, Difference, Fields, Line, Report, Rows
from linli.words import N_, Reason

_AT_WORK = {
    WindowState.OPEN: QueueEvent.WINDOW_OPENED,
    WindowState.PAUSED: QueueEvent.WINDOW_PAUSED,
    WindowState.CLOSED: QueueEvent.WINDOW_CLOSED,
}


@action
def set_hall(
    *,
    actor: Actor,
    code: str,
    name: str,
    organisation_id: UUID,
    windows: Sequence[str],
    is_open: bool = True,
) -> Hall:
    """A hall with its windows in their order; the same code is the same hall anew. A window that
    is left out stays with its history and is not opened any more."""
    access.require_configuring(actor)
    refused = rules.why_not_hall(code, windows)
    if refused:
        raise Refused(refused)
    given = {"name": name, "organisation_id": organisation_id, "is_open": is_open}
    hall, _ = Hall.objects.update_or_create(street_id=actor.street_id, code=code, defaults=given)
    known = {row.name: row for row in Window.objects.filter(street_id=hall.street_id, hall=hall)}
    for order, window in enumerate(windows):
        row = known.pop(window, None) or Window(street_id=hall.street_id, hall=hall, name=window)
        row.order, row.is_kept = order, True
        row.save()
    gone = Window.objects.filter(
        street_id=hall.street_id, pk__in=[row.pk for row in known.values()]
    )
    gone.update(is_kept=False, clerk=None, state=WindowState.CLOSED)
    events.record(actor, QueueEvent.HALL_SET, hall, after={"windows": len(windows)})
    return hall


@action
def import_halls(*, actor: Actor, rows: Rows) -> Report:
    """Known codes get what the sheet says, new ones are added; what it leaves out stays."""
    street = Street.objects.get(pk=actor.street_id)
    units = {unit.code: unit for unit in people.directory(street).organisations.values()}
    known = {hall.code: hall for hall in queries.halls(street)}

    def take(number: int, row: Fields) -> Line:
        code, unit = row.text("代码", most=20, must=True), row.one("单位", units)
        if unit is None:
            raise BadCell("cell_empty", N_("“%(column)s”列是空的，请填上。"), "单位")
        given: dict[str, Any] = {
            "name": row.text("名称", most=40, must=True),
            "organisation_id": unit.pk,
            "windows": queries.listed(row.text("窗口", most=400, must=True)),
            "is_open": row.text("门口取号") != "否",
        }
        before = known.get(code)
        changed = _differences(before, given) if before else ()
        if before is None or changed:
            set_hall(actor=actor, code=code, **given)
        return Line(number, given["name"], before is None, changed)

    return each_row(rows, take)


def _differences(hall: Hall, given: dict[str, Any]) -> tuple[Difference, ...]:
    now = {
        "name": hall.name,
        "organisation_id": hall.organisation_id,
        "windows": [one.name for one in queries.windows(hall.street_id, hall.pk)],
        "is_open": hall.is_open,
    }
    columns = {"name": "名称", "organisation_id": "单位", "windows": "窗口", "is_open": "门口取号"}
    return tuple(Difference(columns[key]) for key in now if now[key] != given[key])


@action
def set_window(*, actor: Actor, window_id: UUID, state: WindowState) -> Window:
    """Somebody begins at a window, pauses, or goes; whoever begins at one leaves the other, and
    takes over from who was there before."""
    mine = Window.objects.filter(street_id=actor.street_id, clerk=actor.id) if actor.id else None
    former = set(mine.values_list("pk", flat=True)) if mine is not None else set()
    rows = {row.pk: row for row in locks.take(Window, actor.street_id, *{window_id, *former})}
    window = rows.pop(window_id)
    access.require_serving(actor, window.hall)
    if not window.is_kept:
        raise Refused(Reason("window_gone", N_("这个窗口已经撤了，请选别的窗口。")))
    if state is WindowState.OPEN:
        for other in rows.values():
            _set(actor, other, WindowState.CLOSED)
    _set(actor, window, state)
    return window


def _set(actor: Actor, window: Window, state: WindowState) -> None:
    window.state = state
    window.clerk_id = None if state is WindowState.CLOSED else actor.id
    window.save(update_fields=["state", "clerk"])
    events.record(actor, _AT_WORK[state], window)


@action
def forget_tickets(*, actor: Actor) -> int:
    """Who took a number is kept for some days only; the visit stays to be counted."""
    require_system(actor)
    return _forget(actor, queries.to_forget(Street.objects.get(pk=actor.street_id)))


@action
def forget_person(*, actor: Actor, account_id: UUID, phone: str) -> None:
    """Somebody is forgotten: their visits are nobody's; as a clerk they are at no window."""
    require_system(actor)
    _forget(actor, queries.tickets_of(actor.street_id, account_id, phone))
    at = Window.objects.filter(street_id=actor.street_id, clerk_id=account_id)
    for window in at:
        _set(actor, window, WindowState.CLOSED)


def _forget(actor: Actor, rows: QuerySet[Ticket]) -> int:
    found = list(rows.order_by("pk")[:1000])
    kept = Ticket.objects.filter(street_id=actor.street_id, pk__in=[row.pk for row in found])
    if found:
        kept.update(
            name="", phone="", phone_index=None, note="", account=None, forgotten_at=clock.now()
        )
        events.write(events.draft(actor, QueueEvent.FORGOTTEN, row) for row in found)
    return len(found)
