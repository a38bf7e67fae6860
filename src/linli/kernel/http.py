"""How a page asks for permission and shows a refusal: once, here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect, reswap
from django_htmx.middleware import HtmxDetails

from linli import sheets
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Forbidden, NotThisWay, Refused
from linli.kernel.streets.models import Street
from linli.words import N_, Reason

Result = TypeVar("Result")
View = Callable[..., HttpResponseBase]

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Roles are defined above the kernel, in people; here they are codes.
READERS = frozenset({"admin", "leader", "supervisor", "auditor", "security"})
CHANGERS = frozenset({"admin"})
NOT_YOURS = Reason("not_yours", N_("您的岗位不能打开这一页。"))
BY_BUTTON = Reason("by_button", N_("这一步要在原来的页面上按按钮来做，不能直接打开。"))


class Request(HttpRequest):
    """What the middleware has added by the time a view runs."""

    actor: Actor
    street: Street
    view: str
    theme: str
    trace: str
    htmx: HtmxDetails


def anyone(actor: Actor) -> bool:
    """For pages that need no account."""
    return True


def signed_in(actor: Actor) -> bool:
    """For pages of a person's own things."""
    return actor.kind is ActorKind.ACCOUNT


def reads_settings(actor: Actor) -> bool:
    """Whoever answers for the street sees how it is set up."""
    return bool(actor.roles & READERS)


def changes_settings(actor: Actor) -> bool:
    """Opens the pages that change; whether the change is allowed the action says."""
    return bool(actor.roles & CHANGERS)


def page(*, may: Callable[[Actor], bool]) -> Callable[[View], View]:
    """Declare who may open a page; every URL has one (held by a test).

    A visitor is sent to sign in; anyone else who may not is told so. A ``Refused`` that the view
    did not put beside a form becomes an error page with the reason.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def shown(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                if may(request.actor):
                    return _private(request, _by_button(view(request, *args, **kwargs)))
                if request.actor.kind is ActorKind.VISITOR:
                    return _to_sign_in(request)
                raise Forbidden(NOT_YOURS)
            except Refused as refused:
                return refusal(request, refused)

        shown.may = may  # type: ignore[attr-defined]
        return shown

    return decorate


def _by_button(response: HttpResponseBase) -> HttpResponseBase:
    """An address that only takes a POST, opened or reloaded: say so instead of an empty page."""
    if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        raise NotThisWay(BY_BUTTON)
    return response


def _to_sign_in(request: Request) -> HttpResponseBase:
    """And back again; for a part of a page the whole page goes."""
    if not request.htmx:
        return redirect(f"/sign-in/?{urlencode({'next': request.get_full_path()})}")
    here = request.htmx.current_url_abs_path or "/"
    return HttpResponseClientRedirect(f"/sign-in/?{urlencode({'next': here})}")


def refusal(request: Request, refused: Refused) -> HttpResponse:
    """A page with the reason; for a part of a page a note above the page it is in."""
    if request.htmx:
        messages.error(request, str(refused))
        note = render(request, "web/components/messages.html", status=refused.status)
        return reswap(note, "none")
    shown = {"refused": refused, "is_closed": refused.reason is NOT_YOURS}
    return render(request, "errors/refused.html", shown, status=refused.status)


def _private(request: Request, response: HttpResponseBase) -> HttpResponseBase:
    """Pages of somebody signed in stay out of every cache, so that signing out hides them."""
    if request.actor.kind is ActorKind.ACCOUNT and not response.has_header("Cache-Control"):
        add_never_cache_headers(response)
    return response


def toast(request: HttpRequest, text: str, *, undo: str = "") -> None:
    """Say that it is done, on the page shown next; ``undo`` is an address of ours to POST to."""
    messages.success(request, text, extra_tags=undo)


def wanted(request: HttpRequest) -> str:
    """The page of ours that a form names as ``next``; empty when it names none."""
    named = request.POST.get("next", "")
    is_path = named.startswith("/")  # what is none, redirect() would take for the name of a view
    return named if is_path and url_has_allowed_host_and_scheme(named, {request.get_host()}) else ""


def remember(response: HttpResponse, name: str, value: str) -> None:
    """A choice of this browser, kept for a year."""
    is_secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(
        name, value, max_age=31_536_000, samesite="Lax", httponly=True, secure=is_secure
    )


def remembered(request: HttpRequest, name: str) -> UUID | None:
    """The key that this browser keeps under a name; a broken one is none."""
    return key_of(request.COOKIES.get(name))


def key_of(text: str | None) -> UUID | None:
    """A key from an address or a cookie; what is none is dropped."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def asked_page(asked: Mapping[str, Any]) -> int:
    """The number of the page that an address asks for; the first one for what is no number, and
    for one so large that no list has it."""
    page = asked.get("page", "")
    return max(1, int(page)) if page.isdecimal() and len(page) < 6 else 1


def version_of(text: str) -> int | None:
    """The version of a record that a form was made for; None when the form names none."""
    return int(text) if text.isdecimal() and len(text) < 10 else None


def workbook(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A sheet to be saved under a name."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.xlsx"
        sheets.write(path, columns, rows)
        response = HttpResponse(path.read_bytes(), _XLSX)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


def tried(form: BaseForm, act: Callable[[], Result]) -> Result | None:
    """Do it; a refusal goes beside the form, which comes back filled. None means refused."""
    try:
        return act()
    except Refused as refused:
        field = refused.reason.field
        form.add_error(field if field in form.fields else None, str(refused))
        return None
