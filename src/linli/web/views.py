"""Home, language, the living guide, what stands without network, and what is said in trouble."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from linli.cases import access
from linli.cases import queries as cases
from linli.cases.queries import Row
from linli.kernel import clock
from linli.kernel.actor import ActorKind
from linli.kernel.http import (
    Request,
    anyone,
    changes_settings,
    key_of,
    page,
    reads_settings,
    remember,
    remembered,
)
from linli.kernel.logs import request_id
from linli.people import queries as people
from linli.people.rules import Theme, View
from linli.places import queries as places
from linli.places.queries import GridEntry
from linli.web import permissions, setup
from linli.web.guide import figures, palette, samples

# What the browser keeps to stand in without network.
_KEPT = (
    *(f"linli/{name}.css" for name in ("tokens", "dark", "base", "forms", "parts", "resident")),
    *("linli/linli.js", "linli/icons.svg", "linli/lamp.svg"),
    "django_htmx/htmx-2.min.js",
)


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
def guide(request: Request) -> HttpResponse:
    """Every component in every state; ``?view=elder&theme=dark&dir=rtl`` for this page alone."""
    asked = request.GET.get
    request.view = asked("view", "") if asked("view") in list(View) else request.view
    request.theme = asked("theme", "") if asked("theme") in list(Theme) else request.theme
    direction = asked("dir") if asked("dir") in ("ltr", "rtl") else ""
    shown = palette.everything() | samples.everything() | figures.everything()
    return render(request, "web/guide.html", shown | {"direction": direction})


@page(may=reads_settings)
def settings_index(request: Request) -> HttpResponse:
    """What the street is set up with: how much of it, what for, what is missing."""
    shown = {
        "groups": setup.groups(request.street),
        "may_change": changes_settings(request.actor),
    }
    return render(request, "web/settings/index.html", shown)


@page(may=reads_settings)
def permissions_page(request: Request) -> HttpResponse:
    """Who may do what here, and why somebody may."""
    form, street = permissions.AskForm(request), request.street
    shown: dict[str, Any] = {"form": form, "tables": permissions.tables()}
    if form.is_valid():
        account, today = form.cleaned_data["username"], timezone.localdate(clock.now())
        about = people.actor_of(account, street, today)
        answers = form.answers(about)
        shown |= {
            "account": account,
            "posts": people.directory(street).held_by(account.pk),
            "today": today,
            "answers": answers if form.is_valid() else None,
            "may": any(answer.holds for answer in answers),
        }
    return render(
        request, "web/settings/permissions.html", shown, status=422 if form.errors else 200
    )


@page(may=anyone)
def offline(request: Request) -> HttpResponse:
    """What one can still do; kept by the browser, so it is the same for everybody."""
    return render(request, "errors/offline.html")


@page(may=anyone)
def service_worker(request: Request) -> HttpResponse:
    """From the root, so that it serves every page; asked for anew each time, so that it can go."""
    files = {"offline": reverse("offline"), "files": [static(name) for name in _KEPT]}
    answer = render(request, "web/sw.js", files, "text/javascript")
    answer["Cache-Control"] = "no-cache"
    return answer


@page(may=anyone)
def manifest(request: Request) -> JsonResponse:
    """For whoever puts the street on the first screen of their phone."""
    lamp = {"src": static("linli/lamp.svg"), "type": "image/svg+xml", "sizes": "any"}
    return JsonResponse(
        {
            "name": request.street.name,
            "short_name": request.street.name[:12],
            "lang": "zh-Hans",
            "start_url": reverse("home"),
            "display": "minimal-ui",
            "theme_color": "#0b4744",
            "background_color": "#faf7f1",
            "icons": [lamp],
        },
        content_type="application/manifest+json",
    )


def healthz(request: HttpRequest) -> HttpResponse:
    """For a load balancer: 200 while the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", "text/plain")


healthz.may = anyone  # type: ignore[attr-defined]  # asked before any street is known


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nonsense, or more than we take in one piece."""
    is_large = isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent))
    return _trouble(request, 413 if is_large else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _trouble(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _trouble(request, 404)


def _trouble(request: HttpRequest, status: int) -> HttpResponse:
    """A page of ours for people; programs, which belong to no street, get a line."""
    if not hasattr(request, "actor"):
        return HttpResponse(f"{status}\n", "text/plain", status)
    return render(request, f"errors/{status}.html", status=status)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours: a plain page that needs neither database nor session."""
    return render(None, "errors/500.html", {"trace": request_id.get()}, status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "errors/csrf.html", status=403)
