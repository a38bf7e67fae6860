"""What is held about me, why, who looked; a copy of it; and what I ask about it."""

from dataclasses import asdict

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from linli.cases import actions, queries
from linli.cases.forms import RightForm
from linli.kernel.http import Request, page, signed_in, toast, tried
from linli.kernel.upkeep import paged
from linli.people.models import Account
from linli.rights import queries as rights
from linli.rights.rules import RequestKind


@page(may=signed_in)
def mine(request: Request) -> HttpResponse:
    """What is held, who looked, what I asked."""
    account = _account(request)
    shown = {
        "held": queries.held(request.street, account),
        "looks": paged(request, queries.looks(request.street, account.pk)),
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
        asdict(queries.copy(request.street, _account(request))),
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


def _account(request: Request) -> Account:
    return Account.objects.get(pk=request.actor.id)
