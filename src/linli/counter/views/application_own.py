"""Pages of residents: what I have applied for, how far it is, the hour I have, and what I think of
it. With an account under the number, without one under the secret of a link: the same pages."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from linli.capacity.rules import Kind
from linli.counter import access, actions, queries
from linli.counter.forms.visits import HourForm
from linli.counter.models import Application
from linli.counter.queries import Visit
from linli.counter.queries import queue as tickets
from linli.counter.rules.application_words import Paper, Verb
from linli.counter.rules.visits import HourAct
from linli.counter.views.applications import context, form_of, is_taken, slip_page, verb_named
from linli.counter.views.visits import asked_day, choices, times_of
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound, NotThisWay
from linli.kernel.http import BY_BUTTON, Request, anyone, key_of, page, signed_in, toast, tried

_MINE = (Verb.WITHDRAW, Verb.RATE, Verb.ADD_PAPERS)


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever reads an application of their own; ``base`` is the address of its page."""

    actor: Actor
    number: str
    base: str


@page(may=signed_in)
def mine(request: Request) -> HttpResponse:
    """Everything that somebody applied for."""
    rows = queries.own(request.actor, request.street)
    return render(request, "counter/mine.html", {"rows": rows})


@page(may=signed_in)
def own(request: Request, number: str) -> HttpResponse:
    """One application, a sentence for each step; rated on the same page while it is fresh."""
    return _page(request, _account(request, number))


@page(may=anyone)
def visit(request: Request, token: str) -> HttpResponse:
    """The same for who has no account."""
    return _page(request, _link(request, token))


@page(may=signed_in)
def own_step(request: Request, number: str, verb: str) -> HttpResponse:
    """Take it back, rate it, or send photos of the papers."""
    return _step(request, _account(request, number), verb)


@page(may=anyone)
def visit_step(request: Request, token: str, verb: str) -> HttpResponse:
    """The same for who has no account."""
    return _step(request, _link(request, token), verb)


@page(may=signed_in)
def own_hour(request: Request, number: str, act: str) -> HttpResponse:
    """Another hour, or here I am."""
    return _hour(request, _account(request, number), act)


@page(may=anyone)
def visit_hour(request: Request, token: str, act: str) -> HttpResponse:
    """The same for who has no account."""
    return _hour(request, _link(request, token), act)


@page(may=anyone)
def visit_slip(request: Request, token: str, ordinal: int) -> HttpResponse:
    """A slip on paper, for who has no account."""
    reader = _link(request, token)
    return slip_page(request, reader.actor, reader.number, ordinal, reader.base)


def _account(request: Request, number: str) -> Reader:
    return Reader(request.actor, number, reverse("counter:own", args=[number]))


def _link(request: Request, token: str) -> Reader:
    one, actor = queries.opened_visit(request.street, token)
    return Reader(actor, one.number, reverse("counter:visit", args=[token]))


def _own(request: Request, reader: Reader) -> dict[str, Any]:
    """An application of the reader's own; what is somebody else's is not found here."""
    found = context(request, reader.actor, reader.number)
    if not access.is_applicant(reader.actor, found["shown"].application):
        raise NotFound
    return found | {"base": reader.base, "is_link": reader.actor != request.actor}


def _page(request: Request, reader: Reader) -> HttpResponse:
    shown = _own(request, reader)
    one = shown["shown"].application
    opened = {step.verb for step in shown["shown"].steps}
    may_rate = Verb.RATE in opened and not queries.is_rated(one)
    shown["rate"] = form_of(request, one, Verb.RATE) if may_rate else None
    shown["may_add_papers"] = Verb.ADD_PAPERS in opened and not shown["is_link"]
    shown["may_withdraw"] = Verb.WITHDRAW in opened
    shown["visit"] = found = _visit(request, shown)
    shown["has_photos"] = any(one.photos for one in shown["shown"].papers)
    shown["link"] = request.build_absolute_uri(reader.base)
    if found and found.booking and found.booking.displaced_at and found.place:
        kind = Kind(found.booking.resource.kind)
        times = queries.times(request.street, found.place, kind)
        shown["nearest"] = times.nearest(found.booking.start)
    is_paper = "print" in request.GET and found is not None
    return render(request, f"counter/{'visit_paper' if is_paper else 'own'}.html", shown)


def _visit(request: Request, shown: dict[str, Any]) -> Visit | None:
    bring = [one.material.name for one in shown["shown"].papers if one.check.paper == Paper.MISSING]
    return queries.visit_of(request.street, shown["shown"].application, bring)


def _step(request: Request, reader: Reader, verb: str) -> HttpResponse:
    shown, chosen = _own(request, reader), verb_named(verb)
    if chosen not in _MINE:
        raise NotFound
    one = shown["shown"].application
    form = form_of(request, one, chosen)
    if request.method == "POST" and is_taken(request, reader.actor, one, chosen, form):
        return redirect(reader.base)
    shown |= {"form": form, "verb": chosen, "visit": _visit(request, shown)}
    return render(request, "counter/own_step.html", shown, status=422 if form.errors else 200)


def _hour(request: Request, reader: Reader, act: str) -> HttpResponse:
    if act not in list(HourAct):
        raise NotFound
    shown, chosen = _own(request, reader), HourAct(act)
    one = shown["shown"].application
    if chosen is HourAct.MOVE:
        return _move(request, reader, shown)
    if request.method != "POST":
        raise NotThisWay(BY_BUTTON)
    if chosen is HourAct.HERE:
        return _here(request, reader, one)
    if chosen is HourAct.TAKE:
        booking_id = key_of(request.POST.get("booking"))
        if booking_id is None:
            raise NotFound
        actions.take_offer(actor=reader.actor, application_id=one.pk, booking_id=booking_id)
        toast(request, gettext("约好了。"))
    else:
        actions.leave_list(actor=reader.actor, application_id=one.pk)
        toast(request, gettext("不再候补。"))
    return redirect(reader.base)


def _here(request: Request, reader: Reader, one: Application) -> HttpResponse:
    """In the hall whose code was scanned, else in the first of the place."""
    booking = one.booking
    halls = queries.halls_of(request.street, booking.resource.organisation_id) if booking else []
    wanted = [hall for hall in halls if hall.code == request.POST.get("hall")] or halls
    if not wanted:
        raise NotFound
    ticket = actions.arrive_visit(actor=reader.actor, application_id=one.pk, hall_id=wanted[0].pk)
    return redirect("counter:ticket", key=tickets.ticket_key(ticket))


def _move(request: Request, reader: Reader, shown: dict[str, Any]) -> HttpResponse:
    """Another hour, with the same form as the first; what one has stays until it is chosen."""
    one = shown["shown"].application
    resource = one.booking.resource if one.booking else None
    kind = Kind.TEAM if one.address else Kind.WINDOW
    times = times_of(request, kind, resource.organisation_id if resource else None)
    shown |= {"times": times, "visit": _visit(request, shown)}
    if times is None:
        return render(request, "counter/move.html", shown)
    day, start = asked_day(request, times)
    initial = {"start": start.isoformat() if start else None}
    data = request.POST if request.method == "POST" else None
    form = HourForm(request.street, times, day, data, initial=initial)
    if data is not None and form.is_valid():
        wish = form.wish()
        if tried(
            form,
            lambda: actions.move_visit(actor=reader.actor, application_id=one.pk, wish=wish),
        ):
            toast(request, gettext("约好了。") if wish.start else gettext("已排上候补。"))
            return redirect(reader.base)
        times = shown["times"] = queries.times(request.street, times.place, kind)
        form.offer_nearest(times)
    shown |= choices(request, times, form, day)
    return render(request, "counter/move.html", shown, status=422 if form.errors else 200)
