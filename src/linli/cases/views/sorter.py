"""The administrator's pages of the sorter: its versions, how good they are, which one is used."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from linli.cases import actions, queries
from linli.kernel.http import Request, changes_settings, page, reads_settings


@page(may=reads_settings)
def versions(request: Request) -> HttpResponse:
    """Everything that was learned, the newest first."""
    found = queries.versions(request.street)
    used = next((version for version in found if version.is_used), None)
    shown = {"versions": found, "used": used, "may_change": changes_settings(request.actor)}
    return render(request, "cases/setup/sorter.html", shown)


@page(may=reads_settings)
def version(request: Request, number: int) -> HttpResponse:
    """How good a version is by category, and what it would have said of recent requests."""
    shown = {
        "version": queries.version(request.street, number),
        "preview": queries.preview(request.street, number),
        "may_change": changes_settings(request.actor),
    }
    return render(request, "cases/setup/sorter_version.html", shown)


@page(may=changes_settings)
@require_POST
def learn(request: Request) -> HttpResponse:
    """The worker learns; this page does not wait for it."""
    actions.ask_learning(actor=request.actor)
    messages.success(request, gettext("开始学了，几分钟后这里会多一版。"))
    return redirect("cases:sorter")


@page(may=changes_settings)
@require_POST
def use(request: Request, number: int) -> HttpResponse:
    """A version suggests from now on."""
    actions.use_version(actor=request.actor, number=number)
    said = gettext("以后登记的用第 %(number)s 版来建议类别。")
    messages.success(request, said % {"number": number})
    return redirect("cases:sorter")


@page(may=changes_settings)
@require_POST
def switch_off(request: Request) -> HttpResponse:
    """Keywords suggest alone from now on."""
    actions.use_version(actor=request.actor, number=None)
    messages.success(request, gettext("已停用，以后只按关键词建议类别。"))
    return redirect("cases:sorter")
