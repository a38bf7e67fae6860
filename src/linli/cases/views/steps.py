"""Taking a step from a page: one way for residents and staff."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django_htmx.http import HttpResponseClientRedirect

from linli.cases import actions
from linli.cases.forms import form_for
from linli.cases.models import Case
from linli.cases.rules.words import Verb
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound
from linli.kernel.http import Request, tried, wanted


def verb_named(name: str) -> Verb:
    """The verb of an address, or NotFound."""
    if name not in list(Verb):
        raise NotFound
    return Verb(name)


def form_of(request: Request, case: Case, verb: Verb) -> Any:
    """The form of a step: filled with what was sent, or started with what the address says."""
    if request.method == "POST":
        return form_for(verb)(request.street, case, request.POST, request.FILES)
    return form_for(verb)(request.street, case, initial=request.GET.dict())


def went_on(request: Request, number: str) -> HttpResponse:
    """Back to the page the step was taken on, else to the page of the request."""
    url = wanted(request) or reverse("cases:case", kwargs={"number": number})
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def is_taken(request: Request, actor: Actor, case_id: UUID, verb: Verb, form: Any) -> bool:
    """Take the step with the form's values; a refusal stays beside the filled form."""
    act = getattr(actions, verb.value)
    if not form.is_valid() or not tried(
        form, lambda: act(actor=actor, case_id=case_id, **form.values())
    ):
        return False
    messages.success(request, gettext("已%(verb)s。") % {"verb": gettext(verb.word)})
    return True
