"""The public board: what was handled, as a person has confirmed it for everybody."""

from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext

from linli.cases import access, queries
from linli.cases.forms import BoardForm
from linli.cases.views.resident import file_response
from linli.kernel.http import Request, anyone, asked_page, page

_OF_THE_FEED = 20


@page(may=anyone)
def settled(request: Request) -> HttpResponse:
    """What was done, in which compound, and how long it took; found by community and matter."""
    form, shown = _found(request)
    return render(
        request,
        "cases/settled.html",
        {
            "shown": shown,
            "filters": form,
            "narrows": any(form.cleaned_data.values()),
            "feed": f"{reverse('cases:settled_feed')}?{request.GET.urlencode()}",
        },
    )


@page(may=anyone)
def feed(request: Request) -> HttpResponse:
    """The newest of the same, for readers of feeds and the community's own site."""
    _, found = _found(request)
    atom = Atom1Feed(
        title=f"{request.street.name} · {gettext('身边办好的')}",
        link=request.build_absolute_uri(reverse("cases:settled")),
        description="",
        language="zh-CN",
    )
    for one in found.rows[:_OF_THE_FEED]:
        address = reverse("cases:settled_one", args=[one.publication.pk])
        atom.add_item(
            title=one.publication.title,
            link=request.build_absolute_uri(address),
            description=one.publication.result,
            unique_id=f"urn:uuid:{one.publication.pk}",
            updateddate=one.publication.published_at,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)


@page(may=anyone)
def settled_one(request: Request, publication_id: UUID) -> HttpResponse:
    """What, where, who handled it, how long it took, and with what result."""
    shown = queries.handled(request.street, publication_id)
    return render(request, "cases/settled_one.html", {"shown": shown})


@page(may=anyone)
def settled_photo(request: Request, publication_id: UUID, file_id: UUID, size: str) -> FileResponse:
    """A photo of the handling that was chosen for everybody."""
    return file_response(queries.shown_photo(request.street, publication_id, file_id), size)


@page(may=access.is_staff)
def thanks(request: Request) -> HttpResponse:
    """The thanks that came to one's own organisation."""
    number = asked_page(request.GET)
    thanked, pages = queries.thanks_to(request.actor, request.street, number)
    return render(
        request, "cases/thanks.html", {"thanked": thanked, "page": number, "pages": pages}
    )


def _found(request: Request) -> tuple[BoardForm, queries.HandledPage]:
    form = BoardForm(request.street, request.GET)
    form.is_valid()
    wanted = form.cleaned_data
    return form, queries.handled_page(
        request.street,
        asked_page(request.GET),
        wanted.get("community"),
        wanted.get("category"),
        wanted.get("q", ""),
    )
