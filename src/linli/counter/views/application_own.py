"""Pages of residents: what I have applied for, how far it is, and what I think of it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from linli.counter import access, queries
from linli.counter.rules.application_words import Verb
from linli.counter.views.applications import context, form_of, is_taken, verb_named
from linli.kernel.errors import NotFound
from linli.kernel.http import Request, page, signed_in

_MINE = (Verb.WITHDRAW, Verb.RATE, Verb.ADD_PAPERS)


@page(may=signed_in)
def mine(request: Request) -> HttpResponse:
    """Everything that somebody applied for."""
    rows = queries.own(request.actor, request.street)
    return render(request, "counter/mine.html", {"rows": rows})


@page(may=signed_in)
def own(request: Request, number: str) -> HttpResponse:
    """One application, a sentence for each step; rated on the same page while it is fresh."""
    shown = _own(request, number)
    one = shown["shown"].application
    opened = {step.verb for step in shown["shown"].steps}
    may_rate = Verb.RATE in opened and not queries.is_rated(one)
    shown["rate"] = form_of(request, one, Verb.RATE) if may_rate else None
    shown["may_add_papers"] = Verb.ADD_PAPERS in opened
    shown["may_withdraw"] = Verb.WITHDRAW in opened
    return render(request, "counter/own.html", shown)


@page(may=signed_in)
def own_step(request: Request, number: str, verb: str) -> HttpResponse:
    """Take it back, rate it, or send photos of the papers."""
    shown, chosen = _own(request, number), verb_named(verb)
    if chosen not in _MINE:
        raise NotFound
    one = shown["shown"].application
    form = form_of(request, one, chosen)
    if request.method == "POST" and is_taken(request, request.actor, one, chosen, form):
        return redirect("counter:own", number=number)
    shown |= {"form": form, "verb": chosen}
    return render(request, "counter/own_step.html", shown, status=422 if form.errors else 200)


def _own(request: Request, number: str) -> dict[str, Any]:
    """An application of the reader's own; what is somebody else's is not found here."""
    found = context(request, number)
    if not access.is_applicant(request.actor, found["shown"].application):
        raise NotFound
    return found
