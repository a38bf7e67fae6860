"""Taking a step from a page: one way for residents and staff."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from linli.cases import actions
from linli.cases.forms import form_for
from linli.cases.models import Case
from linli.cases.rules.words import Verb
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound
from linli.kernel.http import Request, toast, tried

WAY_BACK = {Verb.DISPATCH: Verb.TAKE_BACK}


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


def is_taken(request: Request, actor: Actor, case: Case, verb: Verb, form: Any) -> bool:
    """Take the step with the form's values; a refusal stays beside the filled form."""
    act = getattr(actions, verb.value)
    if not form.is_valid() or not tried(
        form, lambda: act(actor=actor, case_id=case.pk, **form.values())
    ):
        return False
    toast(request, gettext("已%(verb)s。") % {"verb": gettext(verb.word)}, undo=undo(case, verb))
    return True


def undo(case: Case, verb: Verb) -> str:
    """Where a step just taken is taken back; empty where there is no way back."""
    back = WAY_BACK.get(verb)
    return reverse("cases:step", args=[case.number, back.value]) if back else ""
