"""What every request passes: a number of its own, headers, how large it may be, and how often."""

import ipaddress
import logging
import re
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from uuid_utils.compat import uuid7

from linli.cases import access
from linli.kernel import limits
from linli.kernel.actor import ActorKind
from linli.kernel.errors import TooMany
from linli.kernel.http import Request, refusal
from linli.kernel.limits import Limit
from linli.kernel.logs import request_id, route_of
from linli.web.templatetags.linli import duration
from linli.words import N_, Reason

Handler = Callable[[HttpRequest], HttpResponseBase]
logger = logging.getLogger("linli.access")

_GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_FIVE_MINUTES, _DAY = 300, 86_400
# Forty people in a hall share one address: what one of them needs in five minutes, threefold.
USUAL = (Limit(240, _FIVE_MINUTES), Limit(2000, _DAY))
_OTHERS = {
    "cases:report": (Limit(120, _FIVE_MINUTES), Limit(600, _DAY)),
    "counter:book": (Limit(120, _FIVE_MINUTES), Limit(600, _DAY)),
    # Asked while somebody is typing; they keep nothing.
    "cases:hints": (Limit(4000, _FIVE_MINUTES),),
    "cases:addresses": (Limit(4000, _FIVE_MINUTES),),
}
_TOO_MANY = N_("刚才从这里提交得太多了。请等 %(wait)s再试；急事请打 %(phone)s。")


def traced(handle: Handler) -> Handler:
    """Every request has a number: in every line of the log, on error pages, and in the answer.
    One that a proxy has given is kept, if it looks like one."""

    def handled(request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        number = given if _GIVEN_ID.fullmatch(given) else uuid7().hex
        request.trace = number  # type: ignore[attr-defined]
        token, began = request_id.set(number), time.monotonic()
        try:
            response = handle(request)
            _add_headers(response, number)
            _log(request, response, began)
        finally:
            request_id.reset(token)
        return response

    return handled


def _add_headers(response: HttpResponseBase, number: str) -> None:
    response.headers["X-Request-ID"] = number
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = settings.LINLI_PERMISSIONS_POLICY


def _log(request: HttpRequest, response: HttpResponseBase, began: float) -> None:
    """The route and not the address, which may carry the key of somebody's request."""
    fields = {
        "method": request.method,
        "route": route_of(request),
        "status": response.status_code,
        "ms": round((time.monotonic() - began) * 1000),
    }
    message = "{method} {route} {status} {ms}ms".format(**fields)
    logger.info(message, extra={"fields": fields})


class Limited:
    """Nothing larger than the largest form is read; whoever is no staff may send so often."""

    def __init__(self, handle: Handler) -> None:
        self._handle = handle

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _size(request) > settings.LINLI_MOST_BODY:
            raise RequestDataTooBig
        return self._handle(request)

    def process_view(self, request: Request, *view: Any) -> HttpResponseBase | None:
        if request.method in _SAFE or not hasattr(request, "actor"):
            return None
        if access.is_staff(request.actor):
            return None
        verb = request.resolver_match.view_name if request.resolver_match else ""
        wait = limits.seconds_to_wait(_who(request), verb, _OTHERS.get(verb, USUAL))
        return _too_many(request, wait) if wait else None


def _size(request: HttpRequest) -> int:
    told = request.META.get("CONTENT_LENGTH", "")
    return int(told) if told.isdecimal() else 0


def _who(request: Request) -> str:
    """Whoever has signed in counts alone; everybody else with their address."""
    if request.actor.kind is ActorKind.ACCOUNT:
        return str(request.actor.id)
    return network_of(address_of(request))


def address_of(request: HttpRequest) -> str:
    """Where it comes from: what the outermost of our own proxies has seen. What stands further left
    in the header anybody may have written."""
    hops = settings.LINLI_PROXIES
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if hops and len(seen) >= hops and seen[-hops]:
        return seen[-hops]
    return str(request.META.get("REMOTE_ADDR", ""))


def network_of(address: str) -> str:
    """A household has one IPv4 address and 2⁶⁴ of IPv6."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((known, 64), strict=False)) if known.version == 6 else address


def _too_many(request: Request, wait: int) -> HttpResponseBase:
    params = {"wait": duration(wait + 59), "phone": request.street.phone}
    response = refusal(request, TooMany(Reason("too_many", _TOO_MANY, params)))
    response.headers["Retry-After"] = str(wait)
    return response
