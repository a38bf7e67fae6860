"""The requests that a browser without account has opened, kept in a signed cookie of its own."""

from django.conf import settings
from django.http import HttpResponse

from linli.kernel.http import Request

NAME = "linli_own"
_MOST = 10
_YEAR = 31_536_000


def kept(request: Request) -> dict[str, str]:
    """Key by number, the newest first; a cookie that is not ours keeps nothing."""
    value = request.get_signed_cookie(NAME, default="") or ""
    return dict(pair.split(":", 1) for pair in value.split(",") if ":" in pair)


def keep(request: Request, response: HttpResponse, number: str, key: str) -> None:
    """Opened here without an account: the list of this browser begins with it."""
    before = kept(request)
    if next(iter(before), None) != number:
        _write(response, {number: key, **{n: k for n, k in before.items() if n != number}})


def forget(request: Request, response: HttpResponse, number: str) -> None:
    """Not on this list any more; the link itself opens it still."""
    _write(response, {n: k for n, k in kept(request).items() if n != number})


def _write(response: HttpResponse, keys: dict[str, str]) -> None:
    pairs = [f"{number}:{key}" for number, key in keys.items()][:_MOST]
    if not pairs:
        response.delete_cookie(NAME, samesite="Lax")
        return
    response.set_signed_cookie(
        NAME,
        ",".join(pairs),
        max_age=_YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
