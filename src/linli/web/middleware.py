"""Every request knows who asks, in which subdistrict, in which language and time zone."""

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
