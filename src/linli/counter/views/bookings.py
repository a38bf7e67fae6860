"""Who is expected at one's organisation, and what becomes of it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from linli.capacity import access as hours_access
from linli.capacity import actions as hours
from linli.capacity.rules import Kind
from linli.counter import access
from linli.counter.actions import callers
from linli.counter.forms.bookings import CallerForm, DayForm, HourForm
from linli.counter.queries import bookings as queries
from linli.kernel import clock
from linli.kernel.errors import NotFound, Refused
from linli.kernel.http import Request, page, toast, tried
from linli.people.models import Organisation


@page(may=hours_access.may_receive)
def bookings(request: Request) -> HttpResponse:
    """Everybody expected on a day, on the screen and on paper."""
    asked = _asked(request)
    unit, day = asked.chosen, asked.on
    rows = queries.expected(request.actor, request.street, unit.pk, day) if unit else []
    shown: dict[str, Any] = {
        "rows": rows,
        "form": asked,
        "unit": unit,
        "day": day,
        "may_book": access.may_receive(request.actor),
        "here": _query(unit, day),
        "before": _query(unit, day - timedelta(days=1)),
        "after": _query(unit, day + timedelta(days=1)),
    }
    return render(request, "counter/bookings.html", shown)


@page(may=access.may_receive)
def book_for_caller(request: Request) -> HttpResponse:
    """For somebody on the phone, of the hours kept for the phone."""
    asked = _asked(request)
    unit, day = asked.chosen, asked.on
    if unit is None:
        raise NotFound
    free = queries.free_by_phone(request.street, unit.pk, day)
    form = CallerForm(request.street, free, request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = tried(form, lambda: callers.book_for_caller(actor=request.actor, **form.given()))
        if done and done.booking:
            toast(request, gettext("约好了：%(number)s。") % {"number": done.number})
            return _to(unit, request.street.day(done.booking.start))
    shown = {"form": form, "asked": asked, "unit": unit, "day": day, "is_free": bool(free)}
    status = 422 if form.errors else 200
    return render(
        request, "counter/caller.html", {**shown, "here": _query(unit, day)}, status=status
    )


_PLAIN = {"came": hours.arrive, "missed": hours.miss, "cancel": callers.cancel_for_caller}


@page(may=hours_access.may_receive)
@require_POST
def settle(request: Request, booking_id: UUID, act: str) -> HttpResponse:
    """They came, they did not, or they will not."""
    one = queries.expected_one(request.actor, request.street, booking_id)
    if act not in _PLAIN:
        raise NotFound
    try:
        _PLAIN[act](actor=request.actor, booking_id=booking_id)
    except Refused as refused:
        messages.error(request, str(refused))
    return _to(one.booking.resource.organisation, request.street.day(one.booking.start))


@page(may=hours_access.may_receive)
def move(request: Request, booking_id: UUID) -> HttpResponse:
    """The same booking at another hour, on the day that is asked for or near to it."""
    one = queries.expected_one(request.actor, request.street, booking_id)
    unit = one.booking.resource.organisation
    at_first = max(request.street.day(one.booking.start), request.street.day(clock.now()))
    asked = DayForm([unit], request.GET, at_first)
    kind = Kind(one.booking.resource.kind)
    free = queries.free_by_phone(request.street, unit.pk, asked.on, kind)
    form = HourForm(request.street, free, request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = tried(
            form,
            lambda: hours.reschedule(actor=request.actor, booking_id=booking_id, **form.taken()),
        )
        if done:
            toast(request, gettext("已改约。"))
            return _to(unit, request.street.day(done.start))
    shown = {"form": form, "asked": asked, "one": one, "is_free": bool(free)}
    back = _query(unit, request.street.day(one.booking.start))
    status = 422 if form.errors else 200
    return render(request, "counter/move_booking.html", {**shown, "here": back}, status=status)


def _asked(request: Request) -> DayForm:
    units = queries.units_served(request.actor, request.street)
    return DayForm(units, request.GET, request.street.day(clock.now()))


def _query(unit: Organisation | None, day: date) -> str:
    return urlencode({"unit": str(unit.pk) if unit else "", "day": day.isoformat()})


def _to(unit: Organisation, day: date) -> HttpResponse:
    return redirect(f"{reverse('counter:bookings')}?{_query(unit, day)}")
