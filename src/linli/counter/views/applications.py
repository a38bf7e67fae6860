"""Pages of the counter: the list, the reception on one screen, one application, its slips."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from linli.counter import access, actions, queries
from linli.counter.forms.applications import FORMS, BookedForm, ReceptionForm
from linli.counter.models import Application
from linli.counter.queries import View, queue
from linli.counter.rules.application_words import Look, Paper, SlipKind, State, Verb
from linli.counter.rules.applications import WHAT_NEXT
from linli.files import queries as files
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound, Refused
from linli.kernel.http import Request, asked_page, page, signed_in, toast, tried
from linli.words import N_, Reason


@page(may=access.opens_applications)
def applications(request: Request) -> HttpResponse:
    """Every application by what it is asked for; the nearest date first."""
    asked = request.GET.get("view", "")
    view = View(asked) if asked in list(View) else View.OPEN
    words, number = request.GET.get("q", ""), asked_page(request.GET)
    found = queries.listed(request.actor, request.street, view, words, number)
    shown = {"found": found, "view": view, "views": list(View), "words": words}
    shown["may_see_to_ratings"] = access.reads_ratings(request.actor)
    shown["may_receive"] = access.may_receive(request.actor)
    return render(request, "counter/applications.html", shown)


@page(may=access.may_receive)
def new(request: Request) -> HttpResponse:
    """Who, what, the materials, done: one screen, one button. To htmx the materials of the item
    that was chosen."""
    chosen = (request.POST or request.GET).get("item", "")
    is_sent = request.method == "POST" and "look" not in request.POST
    form = ReceptionForm(
        request.street,
        chosen,
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        initial=(request.POST or request.GET).dict(),
    )
    if is_sent and form.is_valid():
        draft, only_receive = form.draft(), form.cleaned_data["only_receive"]
        done = tried(
            form,
            lambda: actions.take_in(
                actor=request.actor, draft=draft, only_receive=only_receive, photos=form.photos()
            ),
        )
        if done:
            toast(request, gettext("%(number)s：%(state)s。") % _told(done))
            return redirect("counter:application", number=done.number)
    template = "counter/materials.html" if request.htmx else "counter/reception.html"
    return render(request, template, {"form": form}, status=422 if form.errors else 200)


@page(may=access.may_receive)
def reception(request: Request, number: str) -> HttpResponse:
    """The same screen for who booked: only the materials are left to be ticked. Back to the window
    when it is done and whoever it is for still stands there."""
    shown = queries.application_page(request.actor, request.street, number)
    one = shown.application
    if one.state != State.BOOKED and request.method != "POST":
        return redirect("counter:application", number=number)
    form = BookedForm(one, *((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        done = tried(
            form,
            lambda: actions.take_in_booked(
                actor=request.actor, application_id=one.pk, **form.given()
            ),
        )
        if done:
            toast(request, gettext("%(number)s：%(state)s。") % _told(done))
            if done.state == State.FINISHED and queue.is_at_window(request.actor, done.pk):
                return redirect("counter:panel")
            return redirect("counter:application", number=done.number)
    shown_too = {"form": form, "shown": shown}
    status = 422 if form.errors else 200
    return render(request, "counter/reception.html", shown_too, status=status)


def _told(one: Application) -> dict[str, str]:
    return {"number": one.number, "state": gettext(State(one.state).word)}


@page(may=access.opens_applications)
def application(request: Request, number: str) -> HttpResponse:
    """One application with what comes next, its papers and its thread."""
    return _page(request, number)


@page(may=access.opens_applications)
@require_POST
def reveal(request: Request, number: str) -> HttpResponse:
    """The same with nothing masked, after a purpose was chosen; the look is on record."""
    one = queries.application_page(request.actor, request.street, number).application
    purpose = request.POST.get("purpose", "")
    if purpose not in list(Look):
        text = N_("先选用途，再看联系方式。")
        raise Refused(Reason("no_purpose", text, field="purpose"))
    actions.reveal_applicant(actor=request.actor, application_id=one.pk, purpose=Look(purpose))
    return _page(request, number, is_revealed=True)


def _page(request: Request, number: str, *, is_revealed: bool = False) -> HttpResponse:
    shown = context(request, request.actor, number, is_revealed=is_revealed)
    shown["may_receive"] = access.may_receive(request.actor)
    if access.may_reveal(request.actor, shown["shown"].application):
        shown["purposes"] = list(Look)
    return render(request, "counter/application.html", shown)


@page(may=access.may_receive)
def home_order(request: Request, number: str) -> HttpResponse:
    """What two of us take along to somebody's home, and what is signed there."""
    one = queries.application_page(request.actor, request.street, number).application
    if not one.address:
        raise NotFound
    actions.reveal_applicant(actor=request.actor, application_id=one.pk, purpose=Look.VISIT)
    bring = queries.names_of(one, queries.codes_of(one, Paper.MISSING))
    shown = {"it": one, "bring": bring, "printed_at": clock.now()}
    return render(request, "counter/home_order.html", shown)


@page(may=access.opens_applications)
def step(request: Request, number: str, verb: str) -> HttpResponse:
    """The form of one step; one without fields is taken at once."""
    shown = queries.application_page(request.actor, request.street, number)
    chosen = verb_named(verb)
    form = form_of(request, shown.application, chosen)
    if request.method == "POST" and is_taken(
        request, request.actor, shown.application, chosen, form
    ):
        return redirect("counter:application", number=number)
    return render(
        request,
        "counter/step.html",
        {"shown": shown, "verb": chosen, "form": form},
        status=422 if form.errors else 200,
    )


@page(may=signed_in)
def slip(request: Request, number: str, ordinal: int) -> HttpResponse:
    """A slip on paper, for the counter and for whoever applied."""
    is_staff = request.resolver_match is not None and request.resolver_match.url_name == "slip"
    up = reverse("counter:application" if is_staff else "counter:own", args=[number])
    return slip_page(request, request.actor, number, ordinal, up)


def slip_page(request: Request, actor: Actor, number: str, ordinal: int, up: str) -> HttpResponse:
    """The paper itself; ``up`` is the page it belongs to."""
    shown = queries.application_page(actor, request.street, number)
    one = queries.slip_of(shown.application, ordinal)
    names = queries.names_of(shown.application, one.materials)
    printed = {"shown": shown, "slip": one, "kind": SlipKind(one.kind), "names": names, "up": up}
    return render(request, "counter/slip.html", {**printed, "printed_at": clock.now()})


@page(may=signed_in)
def photo(request: Request, file_id: UUID, size: str) -> FileResponse:
    """A photo of a paper or its small copy; whoever may not see the application finds none."""
    file = queries.paper_photo(request.actor, request.street, file_id)
    response = FileResponse(
        files.file_bytes(file, thumb=size == "thumb"), content_type="image/jpeg"
    )
    response["Cache-Control"] = "private, max-age=600"
    return response


def context(
    request: Request, actor: Actor, number: str, *, is_revealed: bool = False
) -> dict[str, Any]:
    """What the page of one application shows to staff and to the applicant."""
    shown = queries.application_page(actor, request.street, number, is_revealed=is_revealed)
    return {"shown": shown, "what_next": WHAT_NEXT[shown.row.state]}


def verb_named(name: str) -> Verb:
    """The verb of an address that has a form, or NotFound."""
    if name not in [verb.value for verb in FORMS]:
        raise NotFound
    return Verb(name)


def form_of(request: Request, one: Application, verb: Verb) -> Any:
    """The form of a step, empty or with what was sent."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return FORMS[verb](request.street, one, *sent)


def is_taken(request: Request, actor: Actor, one: Application, verb: Verb, form: Any) -> bool:
    """Take the step with the form's values; a refusal stays beside the filled form."""
    act = getattr(actions, verb.value)
    if not form.is_valid() or not tried(
        form, lambda: act(actor=actor, application_id=one.pk, **form.values())
    ):
        return False
    toast(request, gettext("已%(verb)s。") % {"verb": gettext(verb.word)})
    return True
