"""Pages of residents: my requests, the thread of one request."""

from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from linli.cases import queries
from linli.cases.rules.words import Verb
from linli.cases.views import own
from linli.cases.views.steps import form_of, is_taken, verb_named
from linli.files import queries as files
from linli.files.models import File
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import NotFound
from linli.kernel.http import Request, anyone, asked_page, page


@page(may=anyone)
def mine(request: Request) -> HttpResponse:
    """Everything this person has raised; without account what this browser has opened."""
    words, number = request.GET.get("q", ""), asked_page(request.GET)
    if request.actor.kind is ActorKind.ACCOUNT:
        shown = queries.own_requests(request.actor, request.street, words, number)
    else:
        shown = queries.kept(request.street, own.kept(request))
    return render(request, "cases/mine.html", {"shown": shown, "words": words})


@page(may=anyone)
@require_POST
def forget(request: Request, number: str) -> HttpResponse:
    """Take a request off the list of this browser."""
    response = redirect("cases:mine")
    own.forget(request, response, number)
    return response


@page(may=anyone)
def follow(request: Request, number: str, key: str) -> HttpResponse:
    """The thread of one request, opened by its link: no account needed."""
    actor = queries.opened_by_link(request.street, number, key)
    response = _thread(request, actor, number, key)
    if request.actor.kind is ActorKind.VISITOR:
        own.keep(request, response, number, key)
    return response


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
    return file_response(queries.photo(actor, request.street, file_id), size)


def file_response(file: File, size: str) -> FileResponse:
    """The picture itself or its thumbnail."""
    response = FileResponse(
        files.file_bytes(file, thumb=size == "thumb"), content_type="image/jpeg"
    )
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response


def _thread(request: Request, actor: Actor, number: str, key: str) -> HttpResponse:
    shown = queries.case_page(actor, request.street, number)
    open_to_me = [o.verb for o in shown.options if o.step.reporter and o.may]
    asked = [verb for verb in (Verb.CONFIRM, Verb.RATE) if verb in open_to_me][:1]
    forms = {verb.value: form_of(request, shown.case, verb) for verb in asked}
    return render(
        request,
        "cases/follow.html",
        {
            "shown": shown,
            "verbs": [verb for verb in open_to_me if verb not in (Verb.CONFIRM, Verb.RATE)],
            "publication": queries.publication_of(shown.case) if shown.case.publicity else None,
            **forms,
            "key": key,
            "link": request.build_absolute_uri(request.path),
        },
    )
