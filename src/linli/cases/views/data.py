"""What is held about me, why, who looked; a copy of it; and what I ask about it."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from linli.cases import actions, queries
from linli.cases.forms import RightForm, SettleForm
from linli.kernel.errors import NotFound
from linli.kernel.http import Request, page, signed_in, toast, tried
from linli.kernel.upkeep import paged
from linli.people.models import Account
from linli.rights import access as settling
from linli.rights import queries as rights
from linli.rights.rules import Outcome, RequestKind


@page(may=signed_in)
def mine(request: Request) -> HttpResponse:
    """What is held, who looked, what I asked."""
    account = _account(request)
    shown = {
        "held": queries.held(request.street, account),
        "looks": paged(request, queries.who_looked(request.street, account.pk)),
        "asked": rights.requests_of(request.street, account.pk),
        "kinds": list(RequestKind),
    }
    return render(request, "cases/data.html", shown)


@page(may=signed_in)
def ask(request: Request, kind: str) -> HttpResponse:
    """Correct, delete, block or give me."""
    form = RightForm(kind, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["text"]
        case = tried(
            form,
            lambda: actions.ask_right(actor=request.actor, kind=RequestKind(kind), text=given),
        )
        if case:
            text = gettext("收到了，编号 %(number)s。办好会告诉您。") % {"number": case.number}
            toast(request, text)
            return redirect("cases:data")
    status = 422 if form.errors else 200
    return render(
        request, "cases/ask_right.html", {"form": form, "kind": RequestKind(kind)}, status=status
    )


@page(may=signed_in)
def copy(request: Request) -> HttpResponse:
    """For another system to read."""
    actions.take_copy(actor=request.actor)
    response = JsonResponse(
        queries.copy(request.street, _account(request)).written(),
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )
    response["Content-Disposition"] = content_disposition_header(True, "linli-my-data.json")
    return response


@page(may=signed_in)
def on_paper(request: Request) -> HttpResponse:
    """The same on paper."""
    actions.take_copy(actor=request.actor)
    account = _account(request)
    shown = {
        "copy": queries.copy(request.street, account),
        "held": queries.held(request.street, account),
    }
    return render(request, "cases/data_paper.html", shown)


@page(may=settling.may_settle)
def to_do(request: Request) -> HttpResponse:
    """What persons have asked about their data and is not done."""
    listed = paged(request, queries.rights_to_do(request.street))
    return render(request, "cases/rights.html", {"listing": listed})


@page(may=settling.may_settle)
def settle(request: Request, request_id: UUID) -> HttpResponse:
    """Done as asked, or not and why."""
    found = queries.rights_to_do(request.street, request_id)
    if not found:
        raise NotFound
    form = SettleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"outcome": Outcome(form.cleaned_data["outcome"])}

        def act() -> bool:
            actions.settle_right(actor=request.actor, request_id=request_id, **given)
            return True

        if tried(form, act):
            toast(request, gettext("办好了。请在那件诉求里答复本人。"))
            return redirect("cases:case", found[0].number)
    shown = {"form": form, "one": found[0]}
    return render(request, "cases/settle_right.html", shown, status=422 if form.errors else 200)


def _account(request: Request) -> Account:
    account: Account = Account.objects.get(pk=request.actor.id)
    return account
