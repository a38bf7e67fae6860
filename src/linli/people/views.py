"""Signing in and out, and who I am here."""

from django.contrib import auth
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from linli.kernel import clock
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.http import Request, anyone, page, signed_in
from linli.people import actions, queries
from linli.people.models import Account
from linli.people.rules import STAFF, Role


@page(may=anyone)
def sign_in(request: Request) -> HttpResponse:
    """Name and password; afterwards back to where one wanted to go."""
    form = AuthenticationForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = form.get_user()
        auth.login(request, account)
        actor = Actor(ActorKind.ACCOUNT, account.street_id, account.pk)
        actions.sign_in(actor=actor, account=account)
        return redirect(_wanted(request) or _first_page(account))
    return render(
        request,
        "people/sign_in.html",
        {"form": form, "next": request.GET.get("next", "")},
        status=422 if form.errors else 200,
    )


@page(may=anyone)
@require_POST
def sign_out(request: Request) -> HttpResponse:
    auth.logout(request)
    return redirect("home")


@page(may=signed_in)
def me(request: Request) -> HttpResponse:
    """My account and the posts I hold."""
    posts = queries.directory(request.street).held_by(request.actor.id)
    return render(request, "people/me.html", {"posts": posts})


def _wanted(request: Request) -> str | None:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()})
    return wanted if is_ours else None


def _first_page(account: Account) -> str:
    """The page a role works on."""
    today = timezone.localdate(clock.now())
    roles = queries.actor_of(account, account.street, today).roles
    if roles & {Role.GRID}:
        return "cases:field"
    return "cases:inbox" if roles & STAFF else "home"
