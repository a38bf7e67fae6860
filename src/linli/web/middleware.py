"""Every request knows who asks, where, in which language and time zone, and in which view."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from linli.kernel import clock
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.http import Request
from linli.kernel.streets import context
from linli.kernel.streets.models import Street
from linli.people import queries
from linli.people.rules import Theme, View

Handler = Callable[[HttpRequest], HttpResponse]
# A load balancer knows no street; the API's street is that of the key.
_WITHOUT_STREET = ("/healthz", "/api/")


def who_and_where(handle: Handler) -> Handler:
    """Sets ``request.street`` and ``request.actor`` and the context that every query runs in."""

    def handled(request: Request) -> HttpResponse:
        if request.path.startswith(_WITHOUT_STREET):
            return handle(request)
        street = _street(request)
        with translation.override(_language(request)):
            if street is None:
                return render(request, "errors/no_street.html", status=503)
            request.street = street
            request.view, request.theme = _view(request), _theme(request)
            with context.in_street(street.pk), timezone.override(ZoneInfo(street.zone)):
                request.actor = _actor(request, street)
                return handle(request)

    return handled  # type: ignore[return-value]


def _street(request: Request) -> Street | None:
    """The account's street; for a visitor the one of this host name, else the first."""
    if request.user.is_authenticated:
        return request.user.street
    streets = Street.objects.order_by("id")
    return streets.filter(host=request.get_host().split(":")[0]).first() or streets.first()


def _actor(request: Request, street: Street) -> Actor:
    if not request.user.is_authenticated:
        return Actor(ActorKind.VISITOR, street.pk)
    return queries.actor_of(request.user, street, timezone.localdate(clock.now()))


def _language(request: Request) -> str:
    """Chosen once and remembered; Chinese until somebody chooses."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _view(request: Request) -> View:
    """What this browser chose; on a new device what the account chose last."""
    chosen = request.COOKIES.get(settings.VIEW_COOKIE_NAME, "")
    if chosen in list(View):
        return View(chosen)
    is_elder = request.user.is_authenticated and request.user.is_elder_view
    return View.ELDER if is_elder else View.STANDARD


def _theme(request: Request) -> Theme:
    chosen = request.COOKIES.get(settings.THEME_COOKIE_NAME, "")
    return Theme(chosen) if chosen in list(Theme) else Theme.SYSTEM
