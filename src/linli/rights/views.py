"""The page of consents: each on its own, withdrawn with one press, like given."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from linli.kernel.errors import NotFound
from linli.kernel.http import Request, page, signed_in, toast, tried
from linli.rights import actions, queries
from linli.rights.forms import ConsentForm
from linli.rights.models import Consent
from linli.rights.rules import Topic


@page(may=signed_in)
def consents(request: Request) -> HttpResponse:
    """Every statement with what I have said to it; a POST agrees to one of them."""
    form = ConsentForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _given(request, form):
        toast(request, gettext("记下了，您随时可以撤回。"))
        return redirect("rights:consents")
    choices = queries.choices(request.street, request.actor.id)
    given = queries.consents(request.street, request.actor.id)
    history = [(Topic(one.topic), one) for one in reversed(given)]
    shown = {"choices": choices, "history": history, "form": form}
    return render(request, "rights/consents.html", shown, status=422 if form.errors else 200)


@page(may=signed_in)
@require_POST
def withdraw(request: Request, topic: str) -> HttpResponse:
    """One press."""
    if topic not in list(Topic):
        raise NotFound
    actions.withdraw_consent(actor=request.actor, topic=Topic(topic))
    toast(request, gettext("已撤回，从现在起不再用。"))
    return redirect("rights:consents")


@page(may=signed_in)
@require_POST
def lift(request: Request, request_id: UUID) -> HttpResponse:
    """My data may be used again."""
    actions.lift_block(actor=request.actor, request_id=request_id)
    toast(request, gettext("已恢复使用。"))
    return redirect("cases:data")


def _given(request: Request, form: ConsentForm) -> Consent | None:
    given = form.cleaned_data | {"topic": Topic(form.cleaned_data["topic"])}
    return tried(form, lambda: actions.give_consent(actor=request.actor, **given))
