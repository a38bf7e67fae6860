"""Choosing posters, and posters on sheets of paper."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from linli.kernel.http import Request, page
from linli.places import queries as places
from linli.places.queries import AreaEntry
from linli.posters import access, queries
from linli.posters.queries import Poster
from linli.posters.rules import Size, sheets

_ONLY_HERE = {"localhost", "127.0.0.1"}


@page(may=access.may_print)
def choose(request: Request) -> HttpResponse:
    """Community, then grid, then building; one's own community is open already."""
    community = _community(request)
    own = {post.grid_id for post in request.actor.standings if post.grid_id}
    found = queries.shelves(request.street, community) if community else []
    return render(
        request,
        "posters/choose.html",
        {
            "communities": places.communities(request.street),
            "community": community,
            "compounds": queries.below(request.street, community.id) if community else [],
            "shelves": sorted(
                found, key=lambda shelf: shelf.grid is None or shelf.grid.id not in own
            ),
            "own_grids": own,
            "sizes": list(Size),
        },
    )


@page(may=access.may_print)
def area(request: Request, area_id: UUID) -> HttpResponse:
    """The poster of one place."""
    poster = queries.of_area(request.street, area_id)
    below = queries.below(request.street, area_id)
    return _printed(request, [poster], poster.place, below=below)


@page(may=access.may_print)
def area_buildings(request: Request, area_id: UUID) -> HttpResponse:
    """Every building of a community or compound."""
    whole = queries.of_area(request.street, area_id)
    return _printed(request, queries.of_buildings_below(request.street, area_id), whole.place)


@page(may=access.may_print)
def grid(request: Request, grid_id: UUID) -> HttpResponse:
    """The poster of a grid."""
    poster = queries.of_grid(request.street, grid_id)
    return _printed(request, [poster], poster.place)


@page(may=access.may_print)
def grid_buildings(request: Request, grid_id: UUID) -> HttpResponse:
    """Every building of a grid."""
    whole = queries.of_grid(request.street, grid_id)
    return _printed(request, queries.of_buildings_in(request.street, grid_id), whole.place)


def _printed(request: Request, posters: Sequence[Poster], title: str, **more: Any) -> HttpResponse:
    asked = request.GET.get("size", "")
    size = Size(asked) if asked in list(Size) else Size.A4
    origin = _origin(request)
    return render(
        request,
        "posters/sheets.html",
        {
            "title": title,
            "posters": posters,
            "sheets": sheets(posters, size),
            "size": size,
            "sizes": list(Size),
            "vacant": [poster for poster in posters if poster.is_vacant],
            "report": f"{origin}{reverse('cases:report')}",
            "short": f"{origin.partition('://')[2]}{reverse('cases:report')}",
            "is_only_here": origin.partition("://")[2].partition(":")[0] in _ONLY_HERE,
            **more,
        },
    )


def _origin(request: Request) -> str:
    """Where phones reach us: at the host of the street, or else as this page was reached."""
    here, known = request.get_host(), request.street.host
    is_here = not known or here.partition(":")[0] == known
    return f"{request.scheme}://{here if is_here else known}"


def _community(request: Request) -> AreaEntry | None:
    """The one asked for, one's own, or the first."""
    offered = {str(area.id): area for area in places.communities(request.street)}
    grids = places.atlas(request.street).grids
    own = [
        grids[post.grid_id].community_id if post.grid_id in grids else post.community_id
        for post in request.actor.standings
    ]
    wanted = [request.GET.get("community", ""), *map(str, own), *offered]
    return next((offered[key] for key in wanted if key in offered), None)
