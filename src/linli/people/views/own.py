"""Who I am here, signing out, and how the pages look to me."""

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from linli.kernel.http import Request, anyone, page, remember, signed_in, wanted
from linli.kernel.personal import masked_mail, masked_phone
from linli.people import actions, queries
from linli.people.rules import Telling, Theme, View


@page(may=anyone)
@require_POST
def sign_out(request: Request) -> HttpResponse:
    auth.logout(request)
    return redirect("home")


@page(may=anyone)
def me(request: Request) -> HttpResponse:
    """How the pages look to me; for whoever is signed in also the account and its posts."""
    posts = queries.directory(request.street).held_by(request.actor.id)
    shown = {"posts": posts, "phone": "", "mail": ""}
    if request.user.is_authenticated:
        shown["phone"] = masked_phone(request.user.phone)
        shown["mail"] = masked_mail(request.user.mail)
    return render(request, "people/me.html", shown)


@page(may=anyone)
@require_POST
def view(request: Request) -> HttpResponse:
    """Large print or standard: kept by this browser and, if signed in, by the account."""
    response = redirect(wanted(request) or "home")
    chosen = request.POST.get("view")
    if chosen in list(View):
        if request.user.is_authenticated:
            actions.set_view(actor=request.actor, account=request.user, view=View(chosen))
        remember(response, settings.VIEW_COOKIE_NAME, chosen)
        messages.success(request, _said(View(chosen)))
    return response


@page(may=anyone)
@require_POST
def theme(request: Request) -> HttpResponse:
    """Light, dark, or as the device has it; kept by this browser."""
    response = redirect(wanted(request) or "home")
    chosen = request.POST.get("theme")
    if chosen in list(Theme):
        remember(response, settings.THEME_COOKIE_NAME, chosen)
        messages.success(request, gettext("颜色已改为“%s”。") % gettext(Theme(chosen).word))
    return response


@page(may=anyone)
@require_POST
def language(request: Request) -> HttpResponse:
    """Remember the language for a year, and by the account for what is sent to it."""
    response = redirect(wanted(request) or "home")
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            actions.set_language(actor=request.actor, account=request.user, language=chosen)
        remember(response, settings.LANGUAGE_COOKIE_NAME, chosen)
        with translation.override(chosen):
            messages.success(request, gettext("这里以后用中文。"))
    return response


@page(may=signed_in)
@require_POST
def telling(request: Request) -> HttpResponse:
    """Every step or results only: kept by the account."""
    chosen = request.POST.get("telling")
    if chosen in list(Telling) and request.user.is_authenticated:
        actions.set_telling(actor=request.actor, account=request.user, telling=Telling(chosen))
        messages.success(request, gettext("消息已改为“%s”。") % gettext(Telling(chosen).word))
    return redirect(wanted(request) or "people:me")


def _said(view: View) -> str:
    if view is View.ELDER:
        return gettext("已换成长辈版：字大，话少，好点。")
    return gettext("已换回标准版。")
