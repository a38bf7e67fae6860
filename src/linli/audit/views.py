"""The journal as the auditor reads it."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from linli.audit import access, actions, queries
from linli.audit.forms import ExportForm, SearchForm
from linli.audit.rules import Ground
from linli.kernel import clock
from linli.kernel.http import Request, page, tried, workbook

# The worker seals every five minutes and checks every night.
_LATE, _STALE = timedelta(hours=1), timedelta(days=2)


@page(may=access.may_read_journal)
def journal(request: Request) -> HttpResponse:
    return _shown(request, SearchForm(request.GET, request.street), ExportForm())


@page(may=access.may_read_journal)
@require_POST
def export(request: Request) -> HttpResponse:
    """What the address asks for, as a workbook; without a reason there is none."""
    search, form = SearchForm(request.GET, request.street), ExportForm(request.POST)
    if search.is_valid() and form.is_valid():
        ground = Ground(form.cleaned_data["ground"])
        rows = tried(
            form,
            lambda: actions.export_journal(
                actor=request.actor, street=request.street, asked=search.asked(), ground=ground
            ),
        )
        if rows is not None:
            day = timezone.localdate(clock.now())
            name = f"{request.street.name}-{gettext('记录')}-{day}.xlsx"
            return workbook(name, queries.COLUMNS, rows)
    return _shown(request, search, form)


def _shown(request: Request, search: SearchForm, form: ExportForm) -> HttpResponse:
    is_right = search.is_valid()
    older = request.GET.get("older", "")
    shown = queries.journal(request.street, search.asked(), older) if is_right else None
    return render(
        request,
        "audit/journal.html",
        {
            "search": search,
            "form": form,
            "shown": shown,
            "asks": [name for name in search.fields if request.GET.get(name)],
            "sealed": queries.sealed(request.street),
            "late_before": clock.now() - _LATE,
            "stale_before": clock.now() - _STALE,
        },
        status=422 if form.errors or not is_right else 200,
    )
