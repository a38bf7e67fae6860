"""A request for somebody on the phone or at the window."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from linli.cases import access, actions, queries
from linli.cases.forms import CallerForm
from linli.kernel import clock, personal
from linli.kernel.errors import NotFound
from linli.kernel.http import Request, page, tried


@page(may=access.may_type_for_others)
def new(request: Request) -> HttpResponse:
    """Typed while somebody talks; what was registered is read out to them."""
    form = CallerForm(request.street, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        draft, photos = form.draft(request.user), form.cleaned_data["photos"]
        registered = tried(
            form, lambda: actions.register(actor=request.actor, draft=draft, photos=photos)
        )
        if registered:
            return redirect("cases:registered", number=registered.number)
    return render(request, "cases/new.html", {"form": form}, status=422 if form.errors else 200)


@page(may=access.may_type_for_others)
@require_POST
def earlier(request: Request) -> HttpResponse:
    """What a number raised before: posted, so that no number stands in an address."""
    phone = personal.normal_phone(request.POST.get("phone", ""))
    count, rows = queries.earlier_of(request.actor, request.street, phone)
    known = {"count": count, "rows": rows, "is_whole": len(phone) >= queries.LEAST_DIGITS}
    return render(request, "cases/earlier.html", known)


@page(may=access.may_type_for_others)
@require_POST
def plan(request: Request) -> HttpResponse:
    """Where it is, what it is about, who gets it and by when, while it is being typed."""
    now = clock.now()
    planned = queries.plan(request.street, CallerForm(request.street, request.POST).sketch(), now)
    similar = queries.similar(request.street, planned, now)
    return render(request, "cases/plan.html", {"plan": planned, "similar": similar})


@page(may=access.may_type_for_others)
def registered(request: Request, number: str) -> HttpResponse:
    """Number and promise, large enough to be read out."""
    found = queries.rows_of(request.actor, request.street, number)
    if not found:
        raise NotFound
    return render(request, "cases/registered.html", {"row": found[0]})
