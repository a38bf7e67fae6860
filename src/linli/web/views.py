"""Home, the language switch, the living guide, and whether the house stands."""

from django.conf import settings
from django.contrib import messages
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from linli.cases import access
from linli.cases import queries as cases
from linli.cases.queries import Row
from linli.kernel import clock
from linli.kernel.actor import ActorKind
from linli.kernel.http import Request, anyone, key_of, page, remember, remembered, wanted
from linli.people import queries as people
from linli.people.rules import Theme, View
from linli.places import queries as places
from linli.places.queries import GridEntry
from linli.web.guide import palette, samples


@page(may=anyone)
def home(request: Request) -> HttpResponse:
    """Who looks after my grid, what I can do, what waits for me, what was settled nearby."""
    street = request.street
    is_known = request.actor.kind is ActorKind.ACCOUNT
    mine = cases.raised_by(request.actor, street) if is_known else []
    grid = _my_grid(request, mine)
    today = timezone.localtime(clock.now())
    return render(
        request,
        "web/home.html",
        {
            "hour": today.hour,
            "grid": grid,
            "community": places.atlas(street).areas.get(grid.community_id) if grid else None,
            "person": people.directory(street).grid_lead(grid.id, today.date()) if grid else None,
            "has_any": bool(mine),
            "now": cases.own_now(mine),
            "settled": cases.recently_settled(street, 5, grid.community_id if grid else None),
            "is_staff": access.is_staff(request.actor),
        },
    )


@page(may=anyone)
def place(request: Request) -> HttpResponse:
    """Where I live: a grid chosen on the map or from the list, known to this browser alone."""
    if request.method == "POST":
        response = redirect("home")
        response.delete_cookie(settings.PLACE_COOKIE_NAME, samesite="Lax")
        messages.success(request, gettext("不再记住您住在哪里。"))
        return response
    chosen = key_of(request.GET.get("grid"))
    if chosen in places.atlas(request.street).grids:
        response = redirect("home")
        remember(response, settings.PLACE_COOKIE_NAME, str(chosen))
        return response
    kept = remembered(request, settings.PLACE_COOKIE_NAME)
    return render(request, "web/place.html", {"kept": kept})


def _my_grid(request: Request, mine: list[Row]) -> GridEntry | None:
    """What this browser remembers, else where the account has its post or raised its last."""
    wanted = [
        remembered(request, settings.PLACE_COOKIE_NAME),
        *(standing.grid_id for standing in request.actor.standings),
        *(row.case.grid_id for row in mine[:1]),
    ]
    known = places.atlas(request.street).grids
    return next((known[grid_id] for grid_id in wanted if grid_id in known), None)


@page(may=anyone)
@require_POST
def language(request: Request) -> HttpResponse:
    """Remember the language for a year and go back to where one was."""
    response = redirect(wanted(request) or "home")
    chosen = request.POST.get("language")
    if chosen in dict(settings.LANGUAGES):
        remember(response, settings.LANGUAGE_COOKIE_NAME, chosen)
        with translation.override(chosen):
            messages.success(request, gettext("这里以后用中文。"))
    return response


@page(may=anyone)
def guide(request: Request) -> HttpResponse:
    """Every component in every state; ``?view=elder&theme=dark&dir=rtl`` for this page alone."""
    asked = request.GET.get
    request.view = asked("view", "") if asked("view") in list(View) else request.view
    request.theme = asked("theme", "") if asked("theme") in list(Theme) else request.theme
    direction = asked("dir") if asked("dir") in ("ltr", "rtl") else ""
    shown = palette.everything() | samples.everything() | {"direction": direction}
    return render(request, "web/guide.html", shown)


def healthz(request: HttpRequest) -> HttpResponse:
    """For a load balancer: 200 while the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", "text/plain")


healthz.may = anyone  # type: ignore[attr-defined]  # asked before any street is known


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page of ours for people; programs, which belong to no street, get a line."""
    if not hasattr(request, "actor"):
        return HttpResponse("404\n", "text/plain", 404)
    return render(request, "errors/404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours: a plain page that needs neither database nor session."""
    return render(None, "errors/500.html", status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "errors/csrf.html", status=403)
