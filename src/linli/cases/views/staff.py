"""Pages of staff: the inbox, one case, a step, a new request for a caller."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from linli.cases import access, actions, queries
from linli.cases.forms import CallerForm, FilterForm
from linli.cases.queries.lists import View
from linli.cases.rules.words import Purpose
from linli.cases.views.resident import photo_response
from linli.cases.views.steps import form_of, is_taken, verb_named
from linli.kernel import clock
from linli.kernel.errors import NotFound
from linli.kernel.http import Request, page, tried
from linli.rulebook import queries as rulebook


@page(may=access.is_staff)
def inbox(request: Request) -> HttpResponse:
    """The desk's work list; filters live in the address bar."""
    form = FilterForm(request.street, request.GET)
    shown = queries.inbox(request.actor, request.street, form.filters(request.actor))
    today = clock.now().date()
    return render(
        request,
        "cases/inbox.html",
        {
            "inbox": shown,
            "form": form,
            "views": [(view, shown.counts[view]) for view in View],
            "warnings": rulebook.calendar_warnings(request.street, today),
        },
    )


@page(may=access.is_staff)
def case(request: Request, number: str) -> HttpResponse:
    """One request with its thread; the one right next step is the big button."""
    shown = queries.case_page(request.actor, request.street, number)
    return render(
        request,
        "cases/case.html",
        {
            "shown": shown,
            "purposes": list(Purpose),
            "may_reveal": access.may_reveal(request.actor, shown.case),
        },
    )


@page(may=access.is_staff)
def step(request: Request, number: str, verb: str) -> HttpResponse:
    """The form of one step; steps without a form are taken at once."""
    shown = queries.case_page(request.actor, request.street, number)
    chosen = verb_named(verb)
    form = form_of(request, shown.case, chosen)
    if request.method == "POST" and is_taken(request, request.actor, shown.case.pk, chosen, form):
        return redirect("cases:case", number=number)
    return render(
        request,
        "cases/step.html",
        {"shown": shown, "form": form, "verb": chosen},
        status=422 if form.errors else 200,
    )


@page(may=access.is_staff)
@require_POST
def accept(request: Request, number: str) -> HttpResponse:
    """Take the suggested category and desk as they are."""
    shown = queries.case_page(request.actor, request.street, number)
    version = request.POST.get("version", "")
    actions.accept_suggestion(
        actor=request.actor,
        case_id=shown.case.pk,
        version=int(version) if version.isdecimal() else None,
    )
    messages.success(request, gettext("已按建议交办给 %(desk)s。") % {"desk": shown.suggested})
    return redirect("cases:case", number=number)


@page(may=access.is_staff)
@require_POST
def reveal(request: Request, number: str) -> HttpResponse:
    """Contact details, after a purpose was chosen; the look is on record."""
    shown = queries.case_page(request.actor, request.street, number)
    purpose = request.POST.get("purpose", "")
    if purpose not in list(Purpose):
        raise NotFound
    people = actions.reveal_reporter(
        actor=request.actor, case_id=shown.case.pk, purpose=Purpose(purpose)
    )
    return render(
        request,
        "cases/reveal.html",
        {"shown": shown, "people": people, "purpose": Purpose(purpose)},
    )


@page(may=access.may_type_for_others)
def new(request: Request) -> HttpResponse:
    """A request for somebody on the phone or at the window."""
    form = CallerForm(request.street, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        draft, photos = form.draft(request.user), form.cleaned_data["photos"]
        registered = tried(
            form, lambda: actions.register(actor=request.actor, draft=draft, photos=photos)
        )
        if registered:
            messages.success(
                request, gettext("已登记，编号 %(number)s。") % {"number": registered.number}
            )
            return redirect(reverse("cases:case", kwargs={"number": registered.number}))
    return render(request, "cases/new.html", {"form": form}, status=422 if form.errors else 200)


@page(may=access.is_staff)
def photo(request: Request, file_id: UUID, size: str) -> FileResponse:
    """A photo of a case that this person sees."""
    return photo_response(request, request.actor, file_id, size)
