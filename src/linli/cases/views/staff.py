"""Pages of staff: one case, a step, the work order."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from linli.cases import access, actions, queries
from linli.cases.models import Case
from linli.cases.rules.words import LOOKING, Purpose, Verb
from linli.cases.views.beside import way_on
from linli.cases.views.resident import photo_response
from linli.cases.views.steps import form_of, is_taken, undo, verb_named
from linli.kernel import clock
from linli.kernel.errors import NotFound
from linli.kernel.http import Request, page, toast, version_of

MOST_WHY = 100


@page(may=access.is_staff)
def case(request: Request, number: str) -> HttpResponse:
    """One request with its thread; the one right next step is the big button."""
    return render(request, "cases/case.html", case_context(request, number))


def case_context(request: Request, number: str) -> dict[str, Any]:
    """What ``cases/case_body.html`` shows, on its own page and beside the inbox."""
    shown = queries.case_page(request.actor, request.street, number)
    return {
        "shown": shown,
        "beside": queries.beside(request.actor, request.street, shown.case),
        "purposes": LOOKING,
        "may_reveal": _may_reveal(request, shown),
    }


def _may_reveal(request: Request, shown: queries.CasePage) -> bool:
    """May look, and there is something to be seen."""
    is_left = any(contact.name or contact.phone for contact in shown.contacts)
    return is_left and access.may_reveal(request.actor, shown.case)


@page(may=access.is_staff)
def step(request: Request, number: str, verb: str) -> HttpResponse:
    """The form of one step, in the page of the request or alone; one without fields is taken at
    once. To htmx a refused form is an answer like any other."""
    shown = queries.case_page(request.actor, request.street, number)
    chosen = verb_named(verb)
    form = form_of(request, shown.case, chosen)
    on = way_on(request, number)
    if request.method == "POST" and is_taken(request, request.actor, shown.case, chosen, form):
        return on.go()
    return render(
        request,
        "cases/step_form.html" if request.htmx else "cases/step.html",
        {
            "shown": shown,
            "form": form,
            "verb": chosen,
            "joined": _leading(request, form) if chosen is Verb.MERGE else [],
            "cancel": reverse("cases:case", args=[number]),
        },
        status=422 if form.errors and not request.htmx else 200,
    )


def _leading(request: Request, form: Any) -> list[queries.Row]:
    """The request that another is about to be joined to, to be looked at first."""
    return queries.rows_of(request.actor, request.street, form["leading"].value() or "")


@page(may=access.is_staff)
@require_POST
def accept(request: Request, number: str) -> HttpResponse:
    """Take the suggested category and desk as they are."""
    shown = queries.case_page(request.actor, request.street, number)
    version, on = request.POST.get("version", ""), way_on(request, number)
    actions.accept_suggestion(
        actor=request.actor,
        case_id=shown.case.pk,
        version=version_of(version),
    )
    text = gettext("已按建议交办给 %(desk)s。") % {"desk": shown.suggested}
    toast(request, text, undo=undo(shown.case, Verb.DISPATCH))
    return on.go()


@page(may=access.is_staff)
@require_POST
def reveal(request: Request, number: str) -> HttpResponse:
    """Contact details, after a purpose was chosen; the look is on record."""
    shown = queries.case_page(request.actor, request.street, number)
    return render(
        request,
        "cases/revealed.html" if request.htmx else "cases/reveal.html",
        {"shown": shown, "case": shown.case, **_revealed(request, shown.case)},
    )


@page(may=access.is_staff)
def print_order(request: Request, number: str) -> HttpResponse:
    """The work order on paper: contact masked, or in full for a purpose that goes on record."""
    shown = queries.case_page(request.actor, request.street, number)
    revealed = _revealed(request, shown.case) if request.method == "POST" else {}
    copies = [gettext("承办联"), gettext("存根联")]
    return render(
        request,
        "cases/print.html",
        {
            "shown": shown,
            "copies": copies if request.GET.get("copies") == "2" else copies[:1],
            "address": request.build_absolute_uri(reverse("cases:case", args=[number])),
            "printed_at": clock.now(),
            "handle": _handle(request, shown),
            "purposes": LOOKING,
            "may_reveal": _may_reveal(request, shown),
            **revealed,
        },
    )


@page(may=access.is_staff)
def print_letter(request: Request, number: str, ordinal: int) -> HttpResponse:
    """A letter of supervision on paper."""
    shown = queries.case_page(request.actor, request.street, number)
    letter = next((one for one in shown.letters if one.letter.ordinal == ordinal), None)
    if letter is None:
        raise NotFound
    printed = {"shown": shown, "letter": letter, "printed_at": clock.now()}
    return render(request, "cases/letter.html", printed)


def _handle(request: Request, shown: queries.CasePage) -> str:
    """The link to work by, if one is out, for the code on paper."""
    link = shown.link
    address = reverse("cases:handle", args=[link.token]) if link else ""
    return request.build_absolute_uri(address) if address else ""


def _revealed(request: Request, case: Case) -> dict[str, Any]:
    """Who raised it, for the purpose that was chosen."""
    purpose = request.POST.get("purpose", "")
    if purpose not in LOOKING:
        raise NotFound
    people = actions.reveal_reporter(
        actor=request.actor,
        case_id=case.pk,
        purpose=Purpose(purpose),
        text=request.POST.get("why", "")[:MOST_WHY],
    )
    return {"people": people, "purpose": Purpose(purpose)}


@page(may=access.is_staff)
def photo(request: Request, file_id: UUID, size: str) -> FileResponse:
    """A photo of a case that this person sees."""
    return photo_response(request, request.actor, file_id, size)
