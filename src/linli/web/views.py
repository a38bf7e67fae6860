"""Home, the language switch, the living guide, and whether the house stands."""

from django.conf import settings
from django.contrib import messages
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from linli.cases import access
from linli.cases import queries as cases
from linli.kernel.actor import ActorKind
from linli.kernel.http import (
    Request,
    anyone,
    changes_settings,
    page,
    reads_settings,
    remember,
    wanted,
)
from linli.people.rules import Theme, View
from linli.web import setup
from linli.web.guide import palette, samples


@page(may=anyone)
def home(request: Request) -> HttpResponse:
    """What a resident can do here, their own requests, and what was settled nearby."""
    is_known = request.actor.kind is ActorKind.ACCOUNT
    return render(
        request,
        "web/home.html",
        {
            "mine": cases.raised_by(request.actor, request.street)[:3] if is_known else [],
            "settled": cases.recently_settled(request.street),
            "is_staff": access.is_staff(request.actor),
        },
    )


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


@page(may=reads_settings)
def settings_index(request: Request) -> HttpResponse:
    """What the street is set up with: how much of it, what for, what is missing."""
    shown = {
        "groups": setup.groups(request.street),
        "may_change": changes_settings(request.actor),
    }
    return render(request, "web/settings/index.html", shown)


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
