"""Signing in: by a code on the phone, by password or passkey, and where asked a second step."""

from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.contrib import auth, messages
from django.forms import Form
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from linli.kernel import clock
from linli.kernel.errors import NotFound, Refused
from linli.kernel.http import Request, anyone, page, tried, wanted
from linli.kernel.personal import masked_phone, normal_phone
from linli.people import actions, channels, factors, forms, queries
from linli.people.models import Account
from linli.people.rules import STAFF, Role, Way
from linli.people.views import limits
from linli.words import N_, Reason

_ASKED, _HALF = "asked_code", "half_signed_in"
_HALF_SECONDS = 600
TOO_OFTEN = Reason("too_often", N_("试得太多了，请过一刻钟再来；着急就打电话或到窗口。"))
_WRONG = Reason("not_proven", N_("用户名或密码不对，请再试一次。"))


@page(may=anyone)
def sign_in(request: Request) -> HttpResponse:
    """The ways in; here also name and password, for whoever has one."""
    form = forms.SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        written, password = form.cleaned_data["username"], form.cleaned_data["password"]
        name = queries.written_name(request.street.pk, written)
        if not limits.may_try(request, "guess", name):
            return _ways(request, form, TOO_OFTEN)
        account = auth.authenticate(request, username=name, password=password)
        if isinstance(account, Account):
            limits.succeeded(request, "guess", name)
            return _proven(request, account, Way.PASSWORD, name, wanted(request))
        known = queries.find_account(request.street, name)
        actions.fail_sign_in(actor=request.actor, account=known, way=Way.PASSWORD)
        return _ways(request, form, _WRONG)
    return _ways(request, form)


def _ways(request: Request, form: Form, reason: Reason | None = None) -> HttpResponse:
    """The page with both forms; the one that was sent comes back filled."""
    if reason:
        form.add_error(None, str(Refused(reason)))
    is_phone = isinstance(form, forms.PhoneForm)
    shown = {
        "form": forms.SignInForm() if is_phone else form,
        "phone_form": form if is_phone else forms.PhoneForm(),
        "by_phone": channels.short_messages.is_open(),
        "next": request.POST.get("next") or request.GET.get("next", ""),
    }
    status = 429 if reason is TOO_OFTEN else 422 if form.errors else 200
    return render(request, "people/sign_in.html", shown, status=status)


@page(may=anyone)
@require_POST
def ask_code(request: Request) -> HttpResponse:
    """A code goes to the phone; the answer is the same whether we know the number or not."""
    form = forms.PhoneForm(request.POST)
    if not channels.short_messages.is_open() or not form.is_valid():
        return _ways(request, form)
    phone = form.cleaned_data["phone"]
    if not limits.may_try(request, "ask", phone):
        return _ways(request, form, TOO_OFTEN)
    code, digits = actions.make_code(actor=request.actor, phone=phone)
    minutes = queries.sign_in_rule(request.street.pk)["code_minutes"]
    text = gettext("验证码 %(digits)s，%(minutes)s分钟内有效。谁要都不要给，工作人员也不会问。")
    try:
        said = text % {"digits": digits, "minutes": minutes}
        channels.short_messages.send(phone, said, str(code.pk))
    except channels.NotSentError:
        return _ways(request, form, Reason("not_sent", N_("短信没有发出去，请过一会儿再试。")))
    shown = digits if channels.short_messages.shows() else ""
    kept = {"id": str(code.pk), "to": masked_phone(phone), "next": wanted(request)}
    request.session[_ASKED] = kept | {"shown": shown, "at": clock.now().timestamp()}
    return redirect("people:enter_code")


@page(may=anyone)
def enter_code(request: Request) -> HttpResponse:
    """The digits of the text message; right ones open the account, the first time a new one."""
    asked = request.session.get(_ASKED)
    if asked is None:
        return redirect("people:sign_in")
    form = forms.CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        digits = form.cleaned_data["code"]
        opened = actions.use_code(actor=request.actor, code_id=UUID(asked["id"]), digits=digits)
        if isinstance(opened, Account):
            del request.session[_ASKED]
            return _proven(request, opened, Way.CODE, normal_phone(opened.phone), asked["next"])
        form.add_error("code", str(Refused(opened)))
    shown = {"form": form, "asked": asked}
    return render(request, "people/code.html", shown, status=422 if form.errors else 200)


@page(may=anyone)
def second(request: Request) -> HttpResponse:
    """The second step: a code of the authenticator, a recovery code, or a passkey."""
    half, account = _half(request)
    if account is None:
        return redirect("people:sign_in")
    by_passkey = "credential" in request.POST
    passkey = forms.OwnPasskeyForm(user=account, data=request.POST if by_passkey else None)
    form = forms.SecondForm(
        user=account, data=request.POST if request.method == "POST" and not by_passkey else None
    )
    sent = passkey if by_passkey else form
    if request.method == "POST":
        if sent.is_valid():
            factor = passkey.cleaned_data["credential"] if by_passkey else form.authenticator
            return _enter(request, account, half["whom"], half["next"], factor)
        actions.fail_sign_in(actor=request.actor, account=account, way=Way.SECOND)
    kinds = {factor.type for factor in factors.of(account)}
    shown = {"form": form, "kinds": kinds, "is_wrong": by_passkey}
    return render(request, "people/second.html", shown, status=422 if sent.errors else 200)


@page(may=anyone)
@require_GET
def passkey_options(request: Request) -> HttpResponse:
    """What the browser asks the passkey: any at the sign-in page, at the second step one's own."""
    account = _half(request)[1]
    return JsonResponse(begin_authentication(account))


@page(may=anyone)
@require_POST
def passkey(request: Request) -> HttpResponse:
    """A passkey that knows its holder is both steps at once."""
    form = forms.PasskeyForm(data=request.POST)
    if not form.is_valid():
        messages.error(request, gettext("通行密钥没有认出来，请换一种方式登录。"))
        return redirect("people:sign_in")
    factor = form.cleaned_data["credential"]
    if not factor.user.is_active:
        raise NotFound
    _start(request)
    return _enter(request, factor.user, factor.user.username, wanted(request), factor)


@page(may=anyone)
def by_link(request: Request, link_id: UUID, secret: str) -> HttpResponse:
    """Handed out by the administrator: set a password, then go on as after signing in."""
    link = queries.open_link(request.street.pk, link_id, secret)
    if link is None:
        return render(request, "people/link_over.html", status=404)
    form = forms.PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = tried(
            form,
            lambda: actions.use_link(
                actor=request.actor,
                link_id=link_id,
                secret=secret,
                password=form.cleaned_data["password"],
            ),
        )
        if account:
            return _proven(request, account, Way.LINK, account.username, "")
    shown = {"form": form, "account": link.account}
    return render(request, "people/by_link.html", shown, status=422 if form.errors else 200)


def _proven(request: Request, account: Account, way: Way, whom: str, to: str) -> HttpResponse:
    """The first step is done; whoever has a second factor is asked for it."""
    _start(request)
    factors.note(request, account, way)
    if not factors.has_second(account):
        return _enter(request, account, whom, to)
    half = {"account": str(account.pk), "whom": whom, "next": to}
    request.session[_HALF] = half | {"at": clock.now().timestamp()}
    return redirect("people:second")


def _start(request: Request) -> None:
    """What another person left in this browser goes."""
    request.session.flush()


def _half(request: Request) -> tuple[dict[str, Any], Account | None]:
    """Who has done the first step here a short while ago."""
    half = request.session.get(_HALF)
    if half is None or clock.now().timestamp() - half["at"] > _HALF_SECONDS:
        return {}, None
    return half, queries.open_account(UUID(half["account"]))


def _enter(
    request: Request, account: Account, whom: str, to: str, factor: Authenticator | None = None
) -> HttpResponse:
    """Everything asked for has been proven."""
    request.session.pop(_HALF, None)
    auth.login(request, account)
    actor = queries.actor_of(account, account.street, timezone.localdate(clock.now()))
    request.session["has_posts"] = bool(actor.standings)
    actions.sign_in(
        actor=actor,
        account=account,
        ways=[proof["method"] for proof in factors.proofs(request, account)],
        factor=factor,
        session=request.session.session_key or "",
        agent=request.META.get("HTTP_USER_AGENT", ""),
    )
    response = redirect(to or _first_page(actor.roles))
    limits.remember(request, response, whom)
    return response


def _first_page(roles: frozenset[str]) -> str:
    """The page a role works on."""
    if roles & {Role.GRID}:
        return "cases:field"
    if roles & {Role.LEADER}:
        return "insight:board"
    return "cases:inbox" if roles & STAFF else "home"
