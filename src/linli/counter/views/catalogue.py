"""What can be applied for, and what to bring: found, read, asked before the trip."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from linli.capacity.rules import Kind as ResourceKind
from linli.counter import queries
from linli.counter.forms.catalogue import FindForm
from linli.counter.queries import Offer
from linli.counter.rules.catalogue_guide import Guided, guide
from linli.kernel import clock
from linli.kernel.http import Request, anyone, page, remembered
from linli.rulebook import queries as rulebook


@page(may=anyone)
def items(request: Request) -> HttpResponse:
    """Every item by department; with words the fitting ones, the best first."""
    form = FindForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    found = queries.found_offers(request.street, request.street.day(clock.now()), words)
    shown = {
        "filters": form,
        "words": words,
        "offers": found if words else [],
        "departments": [] if words else queries.by_department(found),
    }
    return render(request, "counter/items.html", shown)


@page(may=anyone)
def item(request: Request, code: str) -> HttpResponse:
    """One item: bring what, how long, who decides, on what ground."""
    shown = {"offer": queries.offer(request.street, code, request.street.day(clock.now()))}
    return render(request, "counter/item.html", shown | {"proofs": queries.proofs()})


@page(may=anyone)
def ask(request: Request, code: str) -> HttpResponse:
    """One question at a time; the address holds the answers, so the last page can be sent on.
    Answers to another version are asked anew: the same number may mean something else."""
    offer, guided, is_old = answered(request, code)
    shown = {"offer": offer, "guided": guided, "is_old": is_old, "back": _back(offer, guided)}
    if guided.asked and not guided.stops:
        answers = [
            (answer, address("ask", offer, guided, **{guided.asked.code: answer.code}))
            for answer in guided.asked.answers
        ]
        return render(request, "counter/ask.html", shown | {"answers": answers})
    here = address("ask", offer, guided)
    shown |= {
        "link": request.build_absolute_uri(here),
        "print_url": f"{here}&print=1",
        "again": here,
        "window": queries.window(request.street, remembered(request, settings.PLACE_COOKIE_NAME)),
        "hours": rulebook.office(request.street, clock.now()).hours,
    }
    if not guided.stops and offer.entry.is_open:
        shown |= _to_book(request, offer, guided)
    is_paper = "print" in request.GET and not guided.stops
    return render(request, f"counter/{'bring_paper' if is_paper else 'bring'}.html", shown)


def answered(request: Request, code: str) -> tuple[Offer, Guided, bool]:
    """An item, how far its questions are answered in the address, and whether these were answers
    to another version."""
    offer = queries.offer(request.street, code, request.street.day(clock.now()))
    is_old = request.GET.get("v", str(offer.version.number)) != str(offer.version.number)
    return offer, guide(offer.content, {} if is_old else request.GET.dict()), is_old


def address(view: str, offer: Offer, guided: Guided, **more: str) -> str:
    """A page of the item with the answers given so far."""
    given = {question.code: answer.code for question, answer in guided.given}
    query = urlencode({"v": offer.version.number, **given, **more})
    return f"{reverse(f'counter:{view}', args=[offer.entry.code])}?{query}"


def _to_book(request: Request, offer: Offer, guided: Guided) -> dict[str, Any]:
    """Where one can book, and the next hours there; nothing where nothing is set up."""
    kind = ResourceKind.TEAM if guided.at_home else ResourceKind.WINDOW
    grid_id = remembered(request, settings.PLACE_COOKIE_NAME)
    place = queries.chosen_place(request.street, kind, None, grid_id)
    if place is None:
        return {}
    soon = queries.times(request.street, place, kind).nearest(clock.now())
    book = address("book", offer, guided)
    hours = [(slot, f"{book}&{urlencode({'start': slot.start.isoformat()})}") for slot in soon]
    return {"place": place, "book_url": book, "soon": hours}


def _back(offer: Offer, guided: Guided) -> str:
    """To the question before this one, or to the item."""
    if not guided.given:
        return reverse("counter:item", args=[offer.entry.code])
    given = {question.code: answer.code for question, answer in guided.given[:-1]}
    query = urlencode({"v": offer.version.number, **given})
    return f"{reverse('counter:ask', args=[offer.entry.code])}?{query}"
