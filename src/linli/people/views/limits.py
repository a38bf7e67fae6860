"""How often something may be tried, by whom, from where; counted for all processes together.

The limits stand in ``settings.ACCOUNT_RATE_LIMITS``. A browser keeps in a signed cookie, as keyed
digests, who has signed in with it: for them it counts apart from everybody else at its address.
"""

import secrets

from allauth.core import ratelimit
from allauth.core.internal.ratelimit import get_ip
from django.core import signing
from django.http import HttpResponse

from linli.kernel.http import Request
from linli.kernel.personal import blind

_COOKIE, _SALT, _YEAR, _MOST = "linli_known", "linli.known", 31_536_000, 8


def may_try(request: Request, what: str, whom: str) -> bool:
    """Counts this try; false when there were too many."""
    is_known, here = _place(request, whom)
    return (
        ratelimit.consume(request, action=what)
        and ratelimit.consume(request, action=f"{what}_here", key=here)
        and (is_known or ratelimit.consume(request, action=f"{what}_anywhere", key=whom))
    )


def succeeded(request: Request, what: str, whom: str) -> None:
    """It was right: the tries before it do not count against them here."""
    ratelimit.clear(request, action=f"{what}_here", key=_place(request, whom)[1])


def remember(request: Request, response: HttpResponse, whom: str) -> None:
    """Whoever signed in under this name is known to this browser from now on."""
    browser, known = _known(request)
    kept = [_mark(whom), *(mark for mark in known if mark != _mark(whom))][:_MOST]
    value = signing.dumps([browser, kept], salt=_SALT)
    response.set_cookie(
        _COOKIE, value, _YEAR, httponly=True, samesite="Lax", secure=request.is_secure()
    )


def _place(request: Request, whom: str) -> tuple[bool, str]:
    browser, known = _known(request)
    is_known = _mark(whom) in known
    return is_known, f"{whom}@{browser if is_known else get_ip(request)}"


def _known(request: Request) -> tuple[str, list[str]]:
    try:
        browser, known = signing.loads(request.COOKIES.get(_COOKIE, ""), salt=_SALT, max_age=_YEAR)
    except signing.BadSignature:
        return secrets.token_hex(8), []
    return browser, known


def _mark(whom: str) -> str:
    return blind(f"known:{whom}").hex()
