"""The hall for those who work there: the panel of a window, its steps."""

from collections.abc import Callable
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from linli.counter import queries as counter
from linli.counter.access import queue as access
from linli.counter.actions import queue as actions
from linli.counter.actions import queue_halls, visits
from linli.counter.forms.queue import EndForm, TakeForm, TransferForm
from linli.counter.models import Window
from linli.counter.queries import queue as queries
from linli.counter.rules.queue import Act, WindowState
from linli.kernel import clock
from linli.kernel.errors import NotFound, Refused
from linli.kernel.http import Request, page, toast, tried


@page(may=access.may_serve)
def panel(request: Request) -> HttpResponse:
    """The window somebody is at; without one, the windows they may open."""
    window = queries.window_of(request.actor)
    if window is None:
        found = queries.halls_served(request.actor, request.street)
        return render(request, "counter/windows.html", {"halls": found})
    shown = queries.panel(request.street, window)
    form = EndForm(request.street, shown.items, None) if shown.ticket else None
    return render(request, "counter/panel.html", {"shown": shown, "form": form})


@page(may=access.may_serve)
@require_POST
def window(request: Request, window_id: UUID, state: str) -> HttpResponse:
    """Begin at a window, pause, go."""
    if state not in list(WindowState):
        raise NotFound
    chosen = WindowState(state)
    return _done(
        request,
        lambda: queue_halls.set_window(actor=request.actor, window_id=window_id, state=chosen),
    )


@page(may=access.may_serve)
@require_POST
def call_next(request: Request) -> HttpResponse:
    """One press, one key: whoever's turn it is."""
    at = _own_window(request)
    return _done(request, lambda: actions.call_next(actor=request.actor, window_id=at.pk))


@page(may=access.may_serve)
def take(request: Request, code: str) -> HttpResponse:
    """A number at the desk, for somebody without a phone or with an appointment."""
    hall = queries.hall_of(request.street, code)
    form = TakeForm(request.street, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        zone = ZoneInfo(request.street.zone)
        given = form.given_on(request.street.day(clock.now()), zone)
        taken = tried(
            form, lambda: actions.take_ticket(actor=request.actor, hall_id=hall.pk, **given)
        )
        if taken:
            toast(request, gettext("取好了：%(number)s") % {"number": taken.number})
            return redirect("counter:panel")
    status = 422 if form.errors else 200
    is_ours = access.serves(request.actor, hall)
    expected = counter.awaited(request.street, hall) if is_ours else []
    shown = {"hall": hall, "form": form, "expected": expected}
    return render(request, "counter/take.html", shown, status=status)


@page(may=access.may_serve)
@require_POST
def check_in(request: Request, code: str, number: str) -> HttpResponse:
    """Somebody who has booked stands at the desk: a number with their hour on it."""
    hall = queries.hall_of(request.street, code)
    booked = counter.awaited(request.street, hall)
    one = next((one for one in booked if one.number == number), None)
    if one is None:
        raise NotFound
    taken = visits.arrive_visit(actor=request.actor, application_id=one.pk, hall_id=hall.pk)
    toast(request, gettext("取好了：%(number)s") % {"number": taken.number})
    return redirect("counter:panel")


@page(may=access.may_serve)
def step(request: Request, ticket_id: UUID, act: str) -> HttpResponse:
    """What a clerk does with one ticket."""
    if act not in list(Act):
        raise NotFound
    chosen = Act(act)
    if chosen is Act.TRANSFER:
        return _transfer(request, ticket_id)
    if request.method != "POST":
        return redirect("counter:panel")
    return _done(request, _deed(request, ticket_id, chosen))


_PLAIN: dict[Act, Callable[..., Any]] = {
    Act.RECALL: actions.recall,
    Act.SERVE: actions.serve,
    Act.HOLD: actions.hold,
    Act.RESUME: actions.resume,
    Act.MISS: actions.miss,
    Act.LEAVE: actions.leave,
}


def _deed(request: Request, ticket_id: UUID, act: Act) -> Callable[[], object]:
    given: dict[str, Any] = {"actor": request.actor, "ticket_id": ticket_id}
    if act is Act.CALL:
        at = _own_window(request)
        return lambda: actions.call(**given, window_id=at.pk)
    if act is Act.END:
        came_for = queries.items_of(queries.ticket_for(request.actor, ticket_id))
        form = EndForm(request.street, came_for, request.POST)
        done = form.done() if form.is_valid() else []
        return lambda: actions.end(**given, items=done)
    return lambda: _PLAIN[act](**given)


def _transfer(request: Request, ticket_id: UUID) -> HttpResponse:
    ticket = queries.ticket_for(request.actor, ticket_id)
    others = [
        one
        for one in queries.windows(request.street.pk, ticket.hall_id)
        if one.pk != ticket.window_id
    ]
    form = TransferForm(others, request.POST or None)
    if request.method == "POST" and form.is_valid():
        to, note = UUID(form.cleaned_data["window"]), form.cleaned_data["note"]
        if tried(
            form,
            lambda: actions.transfer(
                actor=request.actor, ticket_id=ticket_id, window_id=to, note=note
            ),
        ):
            return redirect("counter:panel")
    status = 422 if form.errors else 200
    return render(request, "counter/transfer.html", {"ticket": ticket, "form": form}, status=status)


def _own_window(request: Request) -> Window:
    found = queries.window_of(request.actor)
    if found is None:
        raise NotFound
    return found


def _done(request: Request, act: Callable[[], object]) -> HttpResponse:
    """Back to the panel, with the reason if it was refused."""
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("counter:panel")
