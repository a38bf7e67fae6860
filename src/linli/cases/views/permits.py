"""Names and phones in bulk: who asks, who approves, who has taken them out."""

from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from linli.cases import access, actions, queries
from linli.cases.forms import FilterForm, PermitForm
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.http import Request, page, toast, tried, workbook
from linli.kernel.upkeep import paged
from linli.rights import access as approving
from linli.rights import actions as rights
from linli.rights import queries as rights_queries
from linli.rights.rules import PermitReason


def _may_open(actor: Actor) -> bool:
    return access.may_export(actor) or approving.may_approve(actor)


@page(may=_may_open)
def permits(request: Request) -> HttpResponse:
    """One's own, and for whoever approves all of them."""
    listing = paged(request, rights_queries.permits(request.actor, request.street))
    shown = {"listing": listing, "may_approve": approving.may_approve(request.actor)}
    return render(request, "cases/permits.html", shown)


@page(may=access.may_export)
def ask(request: Request) -> HttpResponse:
    """For the list that the address names."""
    filters = FilterForm(request.street, request.GET).filters(request.actor)
    form = PermitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        permit = tried(
            form,
            lambda: actions.ask_contacts(
                actor=request.actor,
                street=request.street,
                filters=filters,
                query=request.GET.urlencode(),
                reason=PermitReason(form.cleaned_data["reason"]),
                words=form.cleaned_data["words"],
            ),
        )
        if permit:
            toast(request, gettext("已经提交，等督办员或街道领导批准。"))
            return redirect("cases:permits")
    count = queries.listed(request.actor, request.street, filters).count()
    status = 422 if form.errors else 200
    return render(request, "cases/ask_permit.html", {"form": form, "count": count}, status=status)


@page(may=approving.may_approve)
@require_POST
def decide(request: Request, permit_id: UUID) -> HttpResponse:
    """The second person's yes or no."""
    is_given = request.POST.get("given") == "1"
    rights.decide_permit(actor=request.actor, permit_id=permit_id, is_given=is_given)
    toast(request, gettext("已批准。") if is_given else gettext("没有批准。"))
    return redirect("cases:permits")


@page(may=access.may_export)
@require_POST
def contacts(request: Request, permit_id: UUID) -> HttpResponse:
    """The workbook, by the filters that were approved."""
    query = rights.permit_of(request.actor, permit_id).query
    filters = FilterForm(request.street, QueryDict(query)).filters(request.actor)
    rows = actions.export_contacts(
        actor=request.actor, street=request.street, permit_id=permit_id, filters=filters
    )
    name = f"linli-contacts-{timezone.localdate(clock.now()):%Y%m%d}.xlsx"
    return workbook(name, queries.CONTACT_COLUMNS, rows)
