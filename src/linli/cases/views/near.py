"""What everybody may read: requests that were settled."""

from django.http import HttpResponse
from django.shortcuts import render

from linli.cases import queries
from linli.kernel.http import Request, anyone, asked_page, key_of, page
from linli.places import queries as places


@page(may=anyone)
def settled(request: Request) -> HttpResponse:
    """The matter, the neighbourhood and how long it took; nobody's words."""
    community = places.atlas(request.street).areas.get(key_of(request.GET.get("community")))  # type: ignore[arg-type]
    community_id = community.id if community else None
    shown = queries.settled_page(request.street, asked_page(request.GET), community_id)
    return render(
        request,
        "cases/settled.html",
        {
            "shown": shown,
            "community": community,
            "communities": places.communities(request.street),
        },
    )
