"""What I sign in with, and where I am signed in."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.internal.auth import begin_registration
from django.contrib.auth import HASH_SESSION_KEY
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_POST

from linli.kernel import clock
from linli.kernel.http import Request, page, signed_in, toast
from linli.people import access, actions, factors, forms, queries
from linli.people.models import Account
from linli.people.rules import Factor, Way

_FRESH_SECONDS = 900


def fresh(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whoever changes what somebody signs in with has proven a short while ago who they are."""

    @wraps(view)
    def asked(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        proofs = factors.proofs(request, request.user)
        if proofs and clock.now().timestamp() - proofs[-1]["at"] < _FRESH_SECONDS:
            return view(request, *args, **kwargs)
        toast(request, gettext("为了安全，请再登录一次，然后接着做。"))
        back = request.path if request.method == "GET" else "/me/security/"
        return redirect(f"/sign-in/?{urlencode({'next': back})}")

    return asked


@page(may=signed_in)
def security(request: Request) -> HttpResponse:
    """Password, second steps and browsers on one page."""
    account = _me(request)
    have = factors.of(account)
    session = request.session.session_key
    shown = {
        "has_password": account.has_usable_password(),
        "seconds": [
            (factor, Factor(factor.type), str(factor))
            for factor in have
            if factor.type in factors.SECOND
        ],
        "has_totp": any(factor.type == Factor.TOTP for factor in have),
        "must": access.needs_second(request.actor, request.street),
        "browsers": [(row, row.session_key == session) for row in queries.sign_ins(account)],
    }
    return render(request, "people/security.html", shown)


@page(may=signed_in)
@fresh
def password(request: Request) -> HttpResponse:
    form = forms.PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = _me(request)
        actions.set_password(
            actor=request.actor,
            account=account,
            password=form.cleaned_data["password"],
            session=request.session.session_key or "",
        )
        request.session[HASH_SESSION_KEY] = account.get_session_auth_hash()  # this one goes on
        toast(request, gettext("密码设好了；别的地方要重新登录。"))
        return redirect("people:security")
    shown = {"form": form}
    return render(request, "people/own_password.html", shown, status=422 if form.errors else 200)


@page(may=signed_in)
@fresh
def add_totp(request: Request) -> HttpResponse:
    """An authenticator: scan, then type what it says, so that it surely works."""
    account = _me(request)
    form = forms.TotpForm(user=account, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _added(request, Factor.TOTP, lambda: factors.add_totp(account, form.secret))
    shown = {
        "form": form,
        "address": get_adapter().build_totp_url(account, form.secret),
        "secret": " ".join(form.secret[i : i + 4] for i in range(0, len(form.secret), 4)),
    }
    return render(request, "people/totp.html", shown, status=422 if form.errors else 200)


@page(may=signed_in)
@require_GET
@fresh
def new_passkey(request: Request) -> HttpResponse:
    """What the browser is asked to make."""
    return JsonResponse(begin_registration(_me(request), passwordless=True))


@page(may=signed_in)
@require_POST
@fresh
def add_passkey(request: Request) -> HttpResponse:
    account = _me(request)
    form = forms.NewPasskeyForm(user=account, data=request.POST)
    if not form.is_valid():
        toast(request, gettext("通行密钥没有加上，请再试一次。"))
        return redirect("people:security")
    given = form.cleaned_data
    return _added(
        request,
        Factor.PASSKEY,
        lambda: factors.add_passkey(account, given["name"], given["credential"]),
    )


def _added(request: Request, kind: Factor, add: Callable[[], object]) -> HttpResponse:
    """A factor that was just tried is a proof too."""
    account = _me(request)
    is_first = actions.add_factor(actor=request.actor, account=account, kind=kind, add=add)
    factors.note(request, account, Way.SECOND, type=kind.value)
    toast(request, gettext("两步登录开好了。"))
    return redirect("people:recovery_codes" if is_first else "people:security")


@page(may=signed_in)
@require_POST
@fresh
def drop_factor(request: Request, factor_id: int) -> HttpResponse:
    actions.drop_factor(actor=request.actor, account=_me(request), factor_id=factor_id)
    toast(request, gettext("已经删掉了。"))
    return redirect("people:security")


@page(may=signed_in)
@fresh
def recovery_codes(request: Request) -> HttpResponse:
    """For the drawer at home: each opens the second step once. A POST makes new ones."""
    if request.method == "POST":
        actions.renew_codes(actor=request.actor, account=_me(request))
        toast(request, gettext("备用码换好了，旧的不能再用。"))
        return redirect("people:recovery_codes")
    return render(request, "people/codes.html", {"codes": factors.codes_left(_me(request))})


@page(may=signed_in)
@require_POST
def sign_out_elsewhere(request: Request) -> HttpResponse:
    session = request.session.session_key or ""
    count = actions.sign_out_elsewhere(actor=request.actor, account=_me(request), session=session)
    said = ngettext("已退出另外 %(n)s 处。", "已退出另外 %(n)s 处。", count) % {"n": count}
    toast(request, said if count else gettext("只有这里登录着。"))
    return redirect("people:security")


def _me(request: Request) -> Account:
    account = request.user
    assert isinstance(account, Account)  # noqa: S101 - may=signed_in has seen to it
    return account
