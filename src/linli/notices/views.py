"""The list of what somebody was told, and saying that it was read."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from linli.kernel.http import Request, asked_page, page, signed_in, wanted
from linli.notices import actions, queries


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
