"""Pages of residents: report, my requests, the thread of one request."""

from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render

from linli.cases import actions, queries
from linli.cases.forms import ReportForm
from linli.cases.models import Case
from linli.cases.rules.words import Verb
from linli.cases.views.steps import form_of, is_taken, verb_named
from linli.files import queries as files
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound
from linli.kernel.http import Request, anyone, page, signed_in, tried
from linli.places import queries as places


@page(may=anyone)
def report(request: Request) -> HttpResponse:
    """One page: words first, then where, photos, and how to reach the person."""
    if request.method == "POST":
        form = ReportForm(request.POST, request.FILES)
        if form.is_valid() and (case := _send(request, form)):
            return redirect("cases:follow", number=case.number, key=queries.follow_key(case))
    else:
        form = ReportForm(initial={"area": request.GET.get("at")})
    area_id = _area_of(form)
    return render(
        request,
        "cases/report.html",
        {"form": form, "place": places.full_name(request.street, area_id) if area_id else ""},
        status=422 if form.errors else 200,
    )


@page(may=signed_in)
def mine(request: Request) -> HttpResponse:
    """Everything this person has raised."""
    return render(
        request, "cases/mine.html", {"rows": queries.raised_by(request.actor, request.street)}
    )


@page(may=anyone)
def follow(request: Request, number: str, key: str) -> HttpResponse:
    """The thread of one request, opened by its link: no account needed."""
    return _thread(request, queries.opened_by_link(request.street, number, key), number, key)


@page(may=anyone)
def follow_step(request: Request, number: str, key: str, verb: str) -> HttpResponse:
    """Add words, rate, reopen or withdraw from the thread."""
    actor = queries.opened_by_link(request.street, number, key)
    chosen = verb_named(verb)
    shown = queries.case_page(actor, request.street, number)
    is_open = any(option.verb == chosen and option.may for option in shown.options)
    if not is_open and request.method != "POST":
        raise NotFound
    form = form_of(request, shown.case, chosen)
    if request.method == "POST" and is_taken(request, actor, shown.case, chosen, form):
        return redirect("cases:follow", number=number, key=key)
    return render(
        request,
        "cases/follow_step.html",
        {"shown": shown, "form": form, "verb": chosen, "key": key},
        status=422 if form.errors else 200,
    )


@page(may=anyone)
def photo(request: Request, number: str, key: str, file_id: UUID, size: str) -> FileResponse:
    """A photo of the thread, for whoever holds its link."""
    actor = queries.opened_by_link(request.street, number, key)
    return photo_response(request, actor, file_id, size)


def photo_response(request: Request, actor: Actor, file_id: UUID, size: str) -> FileResponse:
    """The re-encoded picture or its thumbnail; cached in the browser of who may see it."""
    file = queries.photo(actor, request.street, file_id)
    response = FileResponse(
        files.file_bytes(file, thumb=size == "thumb"), content_type="image/jpeg"
    )
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response


def _send(request: Request, form: ReportForm) -> Case | None:
    draft = form.draft(request.user)
    photos = form.cleaned_data["photos"]
    return tried(form, lambda: actions.register(actor=request.actor, draft=draft, photos=photos))


def _thread(request: Request, actor: Actor, number: str, key: str) -> HttpResponse:
    shown = queries.case_page(actor, request.street, number)
    own = [option for option in shown.options if option.step.reporter and option.may]
    may_rate = any(option.verb == Verb.RATE for option in own)
    rate = form_of(request, shown.case, Verb.RATE) if may_rate else None
    return render(
        request, "cases/follow.html", {"shown": shown, "own": own, "rate": rate, "key": key}
    )


def _area_of(form: ReportForm) -> UUID | None:
    """The scanned place; a code that is none is dropped and the page still works."""
    value = form["area"].value()
    try:
        return UUID(str(value)) if value else None
    except ValueError:
        return None
