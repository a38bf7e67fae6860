"""Bad ratings: whoever left a number is called, and each is put right."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from linli.counter import access, actions, queries
from linli.kernel.http import Request, page, toast


@page(may=access.reads_ratings)
def ratings(request: Request) -> HttpResponse:
    """What is still to be answered or put right, and by when."""
    return _listed(request)


@page(may=access.reads_ratings)
@require_POST
def see_to(request: Request, rating_id: UUID) -> HttpResponse:
    """Called, or put right with words how."""
    if "reveal" in request.POST:
        return _listed(request, actions.reveal_rater(actor=request.actor, rating_id=rating_id).pk)
    if "called" in request.POST:
        actions.contact_rater(actor=request.actor, rating_id=rating_id)
        toast(request, gettext("已记下联系过。"))
    else:
        words = request.POST.get("text", "")
        actions.mend_rating(actor=request.actor, rating_id=rating_id, text=words)
        toast(request, gettext("已记下整改。"))
    return redirect("counter:ratings")


def _listed(request: Request, revealed: UUID | None = None) -> HttpResponse:
    rows = queries.ratings_to_see_to(request.actor, request.street, revealed)
    return render(request, "counter/ratings.html", {"rows": rows})
