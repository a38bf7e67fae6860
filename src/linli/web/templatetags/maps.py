"""The map of grids as a component."""

from typing import Any
from uuid import UUID

from django import template

from linli.places import queries as places

register = template.Library()


@register.inclusion_tag("web/components/grid_map.html", takes_context=True)
def grid_map(
    context: dict[str, Any],
    chosen: UUID | None = None,
    lat: float | None = None,
    lon: float | None = None,
    link: str = "",
) -> dict[str, Any]:
    """The grids of the street with one of them and a point marked; nothing while none is drawn.
    Without links only what lies around that one.

    With ``link`` every grid leads to that address followed by its id; the same links stand in a
    list below, grouped by community, for keyboards, readers and thumbs.
    """
    street = context["request"].street
    known, drawn = places.atlas(street), places.sheet(street)
    grid = known.grids.get(chosen) if chosen else None
    return {
        "sheet": drawn,
        "near": drawn.box_near(grid.id) if drawn and grid and not link else "",
        "chosen": grid,
        "community": known.areas.get(grid.community_id) if grid else None,
        "spot": drawn.spot(lat, lon) if drawn else None,
        "link": link,
        "communities": [
            (community, places.grids(street, community.id))
            for community in places.communities(street)
        ]
        if link
        else [],
    }
