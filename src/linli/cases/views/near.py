"""What everybody may read: requests that were settled."""

from django.http import HttpResponse
from django.shortcuts import render

from linli.cases import queries
from linli.kernel.http import Request, anyone, key_of, page
from linli.places import queries as places


@page(may=anyone)
def settled(request: Request) -> HttpResponse:
    """The matter, the neighbourhood and how long it took; nobody's words."""
    number = request.GET.get("page", "")
    community = places.atlas(request.street).areas.get(key_of(request.GET.get("community")))  # type: ignore[arg-type]
    shown = queries.settled_page(
        request.street,
        max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1,
        community.id if community else None,
    )
    return render(
        request,
        "cases/settled.html",
        {
            "shown": shown,
            "community": community,
            "communities": places.communities(request.street),
        },
    )
