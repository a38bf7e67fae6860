"""What somebody was told and how they want to be told; and, for the administrator, what left."""

from uuid import UUID

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from linli.kernel.http import (
    Request,
    anyone,
    asked_page,
    changes_settings,
    page,
    reads_settings,
    signed_in,
    tried,
    wanted,
)
from linli.notices import actions, queries
from linli.notices.forms import MailForm, MessagesForm
from linli.people import actions as people
from linli.people.rules import Reach


@page(may=signed_in)
def notices(request: Request) -> HttpResponse:
    """What happened to what I care about; what I have not read stands first."""
    shown = queries.notice_page(request.actor, asked_page(request.GET))
    return render(request, "notices/notices.html", {"shown": shown})


@page(may=signed_in)
@require_POST
def read(request: Request, notice_id: UUID | None = None) -> HttpResponse:
    """One of them, or all; then on to where the notice leads."""
    actions.mark_read(actor=request.actor, notice_id=notice_id)
    return redirect(wanted(request) or "notices:notices")


@page(may=anyone)
def opened(request: Request, code: str) -> HttpResponse:
    """The short link of a text message: on to the request, or to a list when it told of several."""
    behind = queries.behind(request.street, code)
    if len(behind) == 1:
        return redirect(behind[0].path)
    return render(request, "notices/several.html", {"behind": behind})


@page(may=signed_in)
@require_POST
def reach(request: Request) -> HttpResponse:
    """Here only, or by text message or mail too; mail asks for an address first."""
    chosen, account = request.POST.get("reach"), request.user
    if account.is_authenticated and chosen in list(Reach):
        if chosen == Reach.MAIL and not account.mail:
            return redirect("notices:mail")
        people.set_reach(actor=request.actor, account=account, reach=Reach(chosen))
        toasts.success(request, gettext("消息已改为“%s”。") % gettext(Reach(chosen).word))
    return redirect(wanted(request) or "people:me")


@page(may=signed_in)
def mail(request: Request) -> HttpResponse:
    """An address is asked for, and a letter sent there."""
    form, account = MailForm(request.POST or None), request.user
    if request.method == "POST" and account.is_authenticated and form.is_valid():
        given = form.cleaned_data["mail"]
        ask = lambda: [actions.ask_mail(actor=request.actor, account=account, mail=given)]  # noqa: E731
        if tried(form, ask):
            toasts.success(request, gettext("信已发出，请打开里面的链接确认。"))
            return redirect("people:me")
    return render(request, "notices/mail.html", {"form": form}, status=422 if form.errors else 200)


@page(may=signed_in)
def confirm_mail(request: Request, token: str) -> HttpResponse:
    """The link of that letter; a button does it, since programs that look into mail open links."""
    if request.method == "POST" and request.user.is_authenticated:
        actions.confirm_mail(actor=request.actor, account=request.user, token=token)
        toasts.success(request, gettext("邮箱已确认，以后也发邮件告诉您。"))
        return redirect("people:me")
    return render(request, "notices/confirm_mail.html")


@page(may=reads_settings)
def messages(request: Request) -> HttpResponse:
    """What went out, what waits, and above all what did not get through."""
    filters = MessagesForm(request.GET)
    shown = queries.message_page(request.actor, filters.filters(asked_page(request.GET)))
    may_change = changes_settings(request.actor)
    context = {"shown": shown, "filters": filters, "may_change": may_change}
    return render(request, "notices/messages.html", context)


@page(may=changes_settings)
@require_POST
def retry(request: Request, message_id: UUID | None = None) -> HttpResponse:
    """Once more: one message, or all that did not get through."""
    count = actions.retry(actor=request.actor, message_id=message_id)
    said = ngettext("%(n)s 条重新排队，一分钟内再发。", "%(n)s 条重新排队，一分钟内再发。", count)
    toasts.success(request, said % {"n": count})
    return redirect(wanted(request) or "notices:messages")
