"""Home, the language switch, and whether the house stands."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from linli.cases import access
from linli.cases import queries as cases
from linli.kernel.actor import ActorKind
from linli.kernel.http import Request, anyone, page


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
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = "/"
    response = redirect(back)
    chosen = request.POST.get("language")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, chosen, max_age=31_536_000, samesite="Lax"
        )
    return response


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
