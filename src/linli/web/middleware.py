"""Every request knows who asks, where, in which language and time zone, and in which view."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django_htmx.http import HttpResponseClientRedirect

from linli.kernel import clock
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.http import Request
from linli.kernel.streets import context
from linli.kernel.streets.models import Street
from linli.people import access, factors, queries
from linli.people.rules import Theme, View, Way

Handler = Callable[[HttpRequest], HttpResponse]
# A load balancer knows no street; the API's street is that of the key.
_WITHOUT_STREET = ("/healthz", "/api/")
# Open to whoever has still to set up a second factor.
_BEFORE_SECOND = (
    *("/me/security/", "/sign-in/", "/sign-out/", "/language/", "/view/", "/theme/"),
    *("/sw.js", "/manifest.webmanifest", "/offline/"),
)


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
                return _led_away(request) or handle(request)

    return handled  # type: ignore[return-value]


def _led_away(request: Request) -> HttpResponse | None:
    """Whose post asks for a second factor, and who has proven none, sets one up before anything
    else. Session, posts and rules are known already: it costs no statement."""
    if request.path.startswith(_BEFORE_SECOND) or not access.needs_second(
        request.actor, request.street
    ):
        return None
    if any(proof["method"] == Way.SECOND for proof in factors.proofs(request, request.user)):
        return None
    there = reverse("people:security")
    return HttpResponseClientRedirect(there) if request.htmx else redirect(there)


def _street(request: Request) -> Street | None:
    """The account's street; for a visitor the one of this host name, else the first."""
    if request.user.is_authenticated:
        return request.user.street
    streets = Street.objects.order_by("id")
    return streets.filter(host=request.get_host().split(":")[0]).first() or streets.first()


def _actor(request: Request, street: Street) -> Actor:
    """A session that began with posts dies with the last of them."""
    if not request.user.is_authenticated:
        return Actor(ActorKind.VISITOR, street.pk)
    actor = queries.actor_of(request.user, street, timezone.localdate(clock.now()))
    if request.session.get("has_posts") and not actor.standings:
        auth.logout(request)
        return Actor(ActorKind.VISITOR, street.pk)
    return actor


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
