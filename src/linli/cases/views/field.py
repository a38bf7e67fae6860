"""Pages for one thumb in a stairwell: the list of jobs, their next steps, something just seen."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from linli.cases import access, actions, queries
from linli.cases.forms import PatrolForm
from linli.cases.rules.words import Contact, Purpose
from linli.cases.views.steps import form_of, is_taken, verb_named
from linli.kernel.http import Request, asked_page, page, tried, wanted


@page(may=access.is_staff)
def field(request: Request) -> HttpResponse:
    """What waits for this person, each job with its next step."""
    work = queries.field_work(request.actor, request.street, asked_page(request.GET))
    return render(request, "cases/field.html", {"work": work, "back": request.get_full_path()})


@page(may=access.is_staff)
def step(request: Request, number: str, verb: str) -> HttpResponse:
    """Take a step and be back at the same job; what is refused comes back filled."""
    shown = queries.case_page(request.actor, request.street, number)
    chosen, back = verb_named(verb), _back(request, number)
    form = form_of(request, shown.case, chosen)
    if request.method == "POST" and is_taken(request, request.actor, shown.case, chosen, form):
        return redirect(back)
    return render(
        request,
        "cases/field_step.html",
        {"shown": shown, "form": form, "verb": chosen, "back": back},
        status=422 if form.errors else 200,
    )


@page(may=access.is_staff)
@require_POST
def phone(request: Request, number: str) -> HttpResponse:
    """Record the look, then show the number to dial and what may come of the call."""
    case = queries.case_page(request.actor, request.street, number).case
    people = actions.reveal_reporter(actor=request.actor, case_id=case.pk, purpose=Purpose.HANDLE)
    return render(
        request,
        "cases/field_call.html" if request.htmx else "cases/field_phone.html",
        {"case": case, "people": people, "results": list(Contact), "back": _back(request, number)},
    )


@page(may=access.may_type_for_others)
def new(request: Request) -> HttpResponse:
    """Something seen on the way; one's own grid is filled in."""
    form = PatrolForm(request.actor, request.street, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        draft, photos = form.draft(request.user), form.cleaned_data["photos"]
        case = tried(
            form, lambda: actions.register(actor=request.actor, draft=draft, photos=photos)
        )
        if case:
            said = gettext("已登记，编号 %(number)s。") % {"number": case.number}
            messages.success(request, said)
            return redirect("cases:field")
    return render(
        request, "cases/field_new.html", {"form": form}, status=422 if form.errors else 200
    )


def _back(request: Request, number: str) -> str:
    """The place in the list that the form came from."""
    return wanted(request) or f"{reverse('cases:field')}#job-{number}"
