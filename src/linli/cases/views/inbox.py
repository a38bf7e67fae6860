"""The inbox: the list with a case beside it, steps on many at once, views of one's own."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseLocation, replace_url

from linli.cases import access, actions, queries
from linli.cases.forms import FilterForm, SaveViewForm
from linli.cases.queries import Filters
from linli.cases.rules.words import Verb
from linli.cases.views.beside import is_pane
from linli.cases.views.staff import case_context
from linli.cases.views.steps import WAY_BACK, verb_named
from linli.kernel import clock
from linli.kernel.errors import NotFound, Refused
from linli.kernel.http import Request, page, toast, tried, version_of, wanted, workbook
from linli.rulebook import queries as rulebook

_MOST = 200
_BULK = {
    Verb.DISPATCH: actions.accept_suggestion,
    Verb.SIGN_IN: actions.sign_in,
    Verb.CHECK: actions.check,
    Verb.CLOSE: actions.close,
    Verb.TAKE_BACK: actions.take_back,
}


@page(may=access.is_staff)
def inbox(request: Request) -> HttpResponse:
    """The desk's work list; filters and the open case live in the address bar."""
    if is_pane(request):
        return HttpResponseLocation(request.get_full_path())
    form = FilterForm(request.street, request.GET)
    filters = form.filters(request.actor)
    own = queries.saved_views(request.actor)
    kept = [_filters(request, view.query) for view in own]
    shown = queries.inbox(request.actor, request.street, filters, kept)
    now = replace(filters, page=1)
    response = render(
        request,
        "cases/inbox.html",
        {
            "inbox": shown,
            "form": form,
            "views": [(view, shown.counts[view]) for view in queries.views_of(request.actor)],
            "own_views": [
                (view, count, now == its)
                for view, count, its in zip(own, shown.kept, kept, strict=True)
            ],
            "is_own_view": now in kept,
            "bulk": queries.bulk_verbs(request.actor, shown.rows),
            "may_export": access.may_export(request.actor),
            "warnings": rulebook.calendar_warnings(request.street, timezone.localdate(clock.now())),
            **_opened(request),
        },
    )
    return _with_address(request, response, form.address())


@page(may=access.is_staff)
@require_POST
def bulk(request: Request, verb: str) -> HttpResponse:
    """One step on every chosen case, each for itself; what was refused is named with its reason."""
    chosen = verb_named(verb)
    if chosen not in _BULK:
        raise NotFound
    asked = (request.POST.getlist("case") or request.GET.getlist("case"))[:_MOST]
    cases = queries.picked(request.actor, (one.partition("@")[0] for one in asked))
    done, refused = [], []
    for number, _, version in (one.partition("@") for one in asked):
        try:
            if number not in cases:
                raise NotFound
            case = _BULK[chosen](
                actor=request.actor,
                case_id=cases[number].pk,
                version=version_of(version),
            )
            done.append(f"{number}@{case.version}")
        except Refused as refusal:
            refused.append(f"{number} {refusal}")
    _tell(request, chosen, done, refused)
    return redirect(wanted(request) or "cases:inbox")


@page(may=access.is_staff)
@require_POST
def save_view(request: Request) -> HttpResponse:
    """Keep the filters that are on under a name."""
    form, back = SaveViewForm(request.POST), wanted(request) or reverse("cases:inbox")
    query = QueryDict(request.POST.get("query", ""))
    kept = FilterForm(request.street, query).kept()
    if form.is_valid() and (
        view := tried(
            form,
            lambda: actions.save_view(
                actor=request.actor, name=form.cleaned_data["name"], query=kept
            ),
        )
    ):
        toast(request, gettext("已存为视图“%(name)s”。") % {"name": view.name})
        return redirect(f"{reverse('cases:inbox')}?{kept}")
    for reasons in form.errors.values():
        messages.error(request, " ".join(str(reason) for reason in reasons))
    return redirect(back)


@page(may=access.is_staff)
@require_POST
def delete_view(request: Request, view_id: UUID) -> HttpResponse:
    """Drop one of one's own views."""
    view = actions.delete_view(actor=request.actor, view_id=view_id)
    toast(request, gettext("视图“%(name)s”已删除，里面的诉求都还在。") % {"name": view.name})
    return redirect("cases:inbox")


@page(may=access.may_export)
def export(request: Request) -> HttpResponse:
    """The filtered list as a spreadsheet, without personal data."""
    filters = FilterForm(request.street, request.GET).filters(request.actor)
    rows = actions.export_list(actor=request.actor, street=request.street, filters=filters)
    name = f"linli-{timezone.localdate(clock.now()):%Y%m%d}.xlsx"
    return workbook(name, queries.LIST_COLUMNS, rows)


def _with_address(request: Request, response: HttpResponse, query: str) -> HttpResponse:
    """Whoever searches or filters while typing reads a clean address in the bar."""
    is_found = request.htmx and request.htmx.target == "found"
    return replace_url(response, f"{request.path}?{query}") if is_found else response


def _filters(request: Request, query: str) -> Filters:
    return FilterForm(request.street, QueryDict(query)).filters(request.actor)


def _opened(request: Request) -> dict[str, Any]:
    """The case beside the list; a number that cannot be opened leaves the list alone."""
    number = request.GET.get("open", "")
    try:
        return {"open": number, **case_context(request, number)} if number else {}
    except NotFound:
        return {}


def _tell(request: Request, verb: Verb, done: list[str], refused: list[str]) -> None:
    """One note for all of them, with the way back for those that have one."""
    failed = gettext("%(count)s 件没办：%(which)s") % {
        "count": len(refused),
        "which": gettext("；").join(refused),
    }
    if done:
        text = gettext("已%(verb)s %(count)s 件。") % {
            "verb": gettext(verb.word),
            "count": len(done),
        }
        back = WAY_BACK.get(verb)
        way = reverse("cases:bulk", args=[back.value]) if back else ""
        undo = f"{way}?{urlencode({'case': done}, doseq=True)}" if way else ""
        toast(request, f"{text} {failed}" if refused else text, undo=undo)
    else:
        nothing = gettext("还没有勾选；先勾选要办的诉求。")
        messages.warning(request, failed if refused else nothing)
