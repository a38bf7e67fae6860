"""Booking an hour for an item, from the end of the guide."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import is_aware

from linli.capacity.rules import Kind
from linli.counter import actions, queries
from linli.counter.forms.visits import BookForm, HourForm
from linli.counter.models import Application
from linli.counter.queries import Offer, Times
from linli.counter.rules.application_papers import Draft
from linli.counter.rules.catalogue_guide import Guided
from linli.counter.views.catalogue import address, answered
from linli.kernel.actor import ActorKind
from linli.kernel.http import Request, anyone, key_of, page, remembered, tried


@page(may=anyone)
def book(request: Request, code: str) -> HttpResponse:
    """A day, an hour, who comes: one confirm. The answers of the guide come along."""
    offer, guided, _ = answered(request, code)
    if guided.stops or not offer.entry.is_open:
        return redirect(address("ask", offer, guided))
    kind = Kind.TEAM if guided.at_home else Kind.WINDOW
    times = times_of(request, kind)
    shown: dict[str, Any] = {"offer": offer, "guided": guided, "times": times}
    shown["back"] = address("ask", offer, guided)
    if times is None:
        return render(request, "counter/book.html", shown)
    day, start = asked_day(request, times)
    data = request.POST if request.method == "POST" else None
    form = BookForm(request.street, times, day, data, _known(request, start))
    if data is not None and form.is_valid():
        draft = _draft(request, offer, guided, form)
        done = tried(
            form,
            lambda: actions.book_visit(actor=request.actor, draft=draft, wish=form.wish()),
        )
        if done:
            return redirect(*_home_of(done))
        times = shown["times"] = queries.times(request.street, times.place, kind)
        form.offer_nearest(times)
    shown |= choices(request, times, form, day)
    return render(request, "counter/book.html", shown, status=422 if form.errors else 200)


def times_of(request: Request, kind: Kind, usual: UUID | None = None) -> Times | None:
    """What can be had at the place that was asked for, else at the usual one; None where nothing
    can be booked."""
    asked = key_of(request.GET.get("at")) or usual
    grid_id = remembered(request, settings.PLACE_COOKIE_NAME)
    place = queries.chosen_place(request.street, kind, asked, grid_id)
    return queries.times(request.street, place, kind) if place else None


def asked_day(request: Request, times: Times) -> tuple[date, datetime | None]:
    """The day and the hour of the address; without them the first day with something free."""
    try:
        start = parse_datetime(request.GET.get("start", ""))
        day = parse_date(request.GET.get("day", ""))
    except ValueError:  # written like a date, and none
        start = day = None
    start = start if start and is_aware(start) else None
    shown = times.on(day or (request.street.day(start) if start else None))
    return shown.day if shown else times.today, start


def choices(request: Request, times: Times, form: HourForm, day: date) -> dict[str, Any]:
    """What is drawn around the form: the days with their links, the other places."""
    asked = request.GET.copy()
    for name in ("day", "start"):
        asked.pop(name, None)
    kept = asked.urlencode()
    asked.pop("at", None)
    others = [one for one in queries.places(request.street, times.kind) if one != times.place]
    return {
        "form": form,
        "day": times.on(day),
        "is_later": day not in [one.day for one in times.days[:6]],
        "days": [(one, f"?{kept}&day={one.day.isoformat()}") for one in times.days],
        "others": [(one, f"?{asked.urlencode()}&at={one.pk}") for one in others],
    }


def _known(request: Request, start: datetime | None) -> dict[str, Any]:
    """Whoever is signed in need not say who they are."""
    known: dict[str, Any] = {"start": start.isoformat() if start else None}
    if request.actor.kind is ActorKind.ACCOUNT:
        known |= {"name": request.user.name, "phone": request.user.phone}  # type: ignore[union-attr]
    return known


def _draft(request: Request, offer: Offer, guided: Guided, form: BookForm) -> Draft:
    values, is_account = form.cleaned_data, request.actor.kind is ActorKind.ACCOUNT
    return Draft(
        item_id=offer.entry.id,
        name=values["name"],
        phone=values["phone"],
        account_id=request.actor.id if is_account else None,
        ticked=queries.foreseen(offer.content, guided),
        once=str(values["once"]) if values["once"] else None,
    )


def _home_of(application: Application) -> tuple[str, str]:
    """The page of whoever has an account, else the link that is theirs alone."""
    if application.account_id:
        return "counter:own", application.number
    return "counter:visit", queries.visit_token(application)
