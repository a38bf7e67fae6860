"""Raising a request: one page that says what will become of it before anything is sent."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from linli.cases import actions, queries
from linli.cases.forms import ReportForm
from linli.cases.models import Case, Reporter
from linli.cases.rules.masking import finds
from linli.files import rules as files
from linli.kernel import clock
from linli.kernel.errors import Refused
from linli.kernel.http import Request, anyone, key_of, page, remember, remembered, tried
from linli.people import queries as people
from linli.places import queries as places


@page(may=anyone)
def report(request: Request) -> HttpResponse:
    """Words first, then where, photos, and how to reach the person."""
    if request.method != "POST":
        return _opened(request)
    form = ReportForm(request.street, request.POST, request.FILES)
    case = _registered(request, form) if form.is_valid() else None
    if case is None:
        return _page(request, form, status=422)
    return _sent(request, case, queries.follow_key(case))


@page(may=anyone)
@require_POST
def join(request: Request, case_id: UUID) -> HttpResponse:
    """我也遇到: what was typed goes along, to the request that is open already."""
    form = ReportForm(request.street, request.POST, request.FILES)
    reporter = _joined(request, form, case_id) if form.is_valid() else None
    if reporter is None:
        return _page(request, form, status=422)
    messages.success(request, gettext("已把您加进这件事。办到哪一步，这里都看得到。"))
    return _sent(request, reporter.case, queries.link_key(reporter.case, reporter))


@page(may=anyone)
@require_POST
def hints(request: Request) -> HttpResponse:
    """Who will handle it and by when, and who has it too; without JavaScript the whole page."""
    sent = request.POST.copy()
    if "elsewhere" in sent:
        sent["area"] = ""
    form = ReportForm(request.street, sent)
    form.is_valid()
    if request.htmx:
        return render(request, "cases/report_hints.html", _foreseen(request, form))
    return _page(request, form, lost=bool(request.FILES))


@page(may=anyone)
def addresses(request: Request) -> HttpResponse:
    """The address book, while somebody types."""
    names = places.suggestions(request.street, request.GET.get("address", "")[:100])
    return render(request, "cases/report_addresses.html", {"names": names})


@page(may=anyone)
def grid_map(request: Request) -> HttpResponse:
    """The map of grids, fetched when it is unfolded."""
    return render(request, "cases/report_map.html", {"grid": key_of(request.GET.get("grid"))})


def _opened(request: Request) -> HttpResponse:
    """The page with the place that was scanned, tapped or remembered; it is remembered."""
    scanned = key_of(request.GET.get("at"))
    tapped = key_of(request.GET.get("grid"))
    grid_id = tapped or (None if scanned else remembered(request, settings.PLACE_COOKIE_NAME))
    known = places.atlas(request.street).grids
    at = places.find_place(request.street, scanned) if scanned else None
    form = ReportForm(
        request.street,
        initial={"area": at and at.area_id, "grid": grid_id if grid_id in known else None},
    )
    response = _page(request, form)
    if place_id := (at.grid_id if at else tapped if tapped in known else None):
        remember(response, settings.PLACE_COOKIE_NAME, str(place_id))
    return response


def _page(request: Request, form: ReportForm, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page; for htmx the form alone."""
    shown = {"form": form, "most": files.MAX_PER_THING, "largest": files.MAX_BYTES}
    return render(
        request,
        "cases/report_form.html" if request.htmx else "cases/report.html",
        shown | _foreseen(request, form) | more,
        status=status,
    )


def _foreseen(request: Request, form: ReportForm) -> dict[str, Any]:
    """What registering would decide now. A position that makes no sense decides nothing."""
    street, now, draft = request.street, clock.now(), form.outline()
    try:
        plan = queries.plan(street, draft, now)
    except Refused:
        return {}
    directory = people.directory(street)
    return {
        "draft": draft,
        "plan": plan,
        "place": queries.place_words(street, plan.place) if plan.place else "",
        "matter": queries.named(plan.matter) if plan.matter else "",
        "desk": directory.organisation_name(plan.desk.organisation_id),
        "worker": directory.name(plan.desk.handler_id),
        "is_last_resort": plan.desk.route_id is None,
        "similar": queries.similar(street, plan, now) if draft.text else [],
        "hidden": {draft.text[one.start : one.end]: one.kind for one in finds(draft.text)},
    }


def _registered(request: Request, form: ReportForm) -> Case | None:
    draft, photos = form.draft(request.user), form.cleaned_data["photos"]
    return tried(form, lambda: actions.register(actor=request.actor, draft=draft, photos=photos))


def _joined(request: Request, form: ReportForm, case_id: UUID) -> Reporter | None:
    values = form.cleaned_data
    return tried(
        form,
        lambda: actions.join(
            actor=request.actor,
            case_id=case_id,
            person=form.person(request.user),
            text=values["text"],
            photos=values["photos"],
            once=values["once"],
        ),
    )


def _sent(request: Request, case: Case, key: str) -> HttpResponse:
    """On to the thread; htmx is told to go there."""
    address = reverse("cases:follow", args=[case.number, key])
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
