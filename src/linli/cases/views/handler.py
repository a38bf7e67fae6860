"""A request worked on by its link: no account, one page on the phone."""

from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render

from linli.cases import actions, queries
from linli.cases.rules.steps import BY_LINK
from linli.cases.views.resident import photo_response
from linli.cases.views.steps import form_of, is_taken, verb_named
from linli.kernel.errors import NotFound
from linli.kernel.http import Request, anyone, page


@page(may=anyone)
def handle(request: Request, token: str) -> HttpResponse:
    """What is to be done, for whom it was given to; each opening is on record."""
    case, actor = queries.opened_by_handler(request.street, token)
    actions.opened(actor=actor, case_id=case.pk)
    shown = queries.case_page(actor, request.street, case.number)
    verbs = [option.verb for option in shown.options if option.may and option.verb in BY_LINK]
    return render(request, "cases/handle.html", {"shown": shown, "verbs": verbs, "token": token})


@page(may=anyone)
def handle_step(request: Request, token: str, verb: str) -> HttpResponse:
    """Sign in, say how the contact went, reply: as the organisation the link was given to."""
    case, actor = queries.opened_by_handler(request.street, token)
    chosen = verb_named(verb)
    if chosen not in BY_LINK:
        raise NotFound
    shown = queries.case_page(actor, request.street, case.number)
    form = form_of(request, shown.case, chosen)
    if request.method == "POST" and is_taken(request, actor, shown.case, chosen, form):
        return redirect("cases:handle", token=token)
    return render(
        request,
        "cases/handle_step.html",
        {"shown": shown, "form": form, "verb": chosen, "token": token},
        status=422 if form.errors else 200,
    )


@page(may=anyone)
def photo(request: Request, token: str, file_id: UUID, size: str) -> FileResponse:
    """A photo of the one request that the link opens."""
    _, actor = queries.opened_by_handler(request.street, token)
    return photo_response(request, actor, file_id, size)
