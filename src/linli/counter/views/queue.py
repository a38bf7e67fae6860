"""The hall for those who come: the door, one's own ticket, the screen on the wall."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from linli.counter import queries as counter
from linli.counter.actions import queue as actions
from linli.counter.forms.queue import DoorForm
from linli.counter.queries import queue as queries
from linli.counter.rules.queue import Act, open_acts
from linli.kernel.http import Request, anyone, page, tried


@page(may=anyone)
def door(request: Request, code: str) -> HttpResponse:
    """Behind the code at the door: how many wait, and a number by one press."""
    shown = queries.door(request.street, code)
    form = DoorForm(request.street, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        taken = tried(
            form,
            lambda: actions.take_ticket(actor=request.actor, hall_id=shown.hall.pk, **form.given()),
        )
        if taken:
            return redirect("counter:ticket", key=queries.ticket_key(taken))
    status = 422 if form.errors else 200
    mine = counter.own_today(request.street, request.actor.id, shown.hall)
    found = {"shown": shown, "form": form, "mine": mine}
    return render(request, "counter/door.html", found, status=status)


@page(may=anyone)
def ticket(request: Request, key: str) -> HttpResponse:
    """One's own number: how many are before it, or which window to go to."""
    found, _ = queries.opened_by_key(request.street, key)
    shown = queries.own_ticket(request.street, found)
    may_leave = shown.is_going and Act.LEAVE in open_acts(shown.state)
    return render(
        request, "counter/ticket.html", {"shown": shown, "key": key, "may_leave": may_leave}
    )


@page(may=anyone)
@require_POST
def leave(request: Request, key: str) -> HttpResponse:
    """I do not wait any more."""
    found, actor = queries.opened_by_key(request.street, key)
    actions.leave(actor=actor, ticket_id=found.pk)
    return redirect("counter:ticket", key=key)


@page(may=anyone)
def screen(request: Request, code: str) -> HttpResponse:
    """Numbers and windows, large; no names."""
    shown = queries.screen(request.street, code)
    return render(request, "counter/screen.html", {"shown": shown})
