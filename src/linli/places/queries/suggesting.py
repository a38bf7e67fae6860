"""Addresses offered while somebody types."""

from linli.kernel.streets.models import Street
from linli.kernel.streets.revisions import per_revision
from linli.places.queries.atlas import atlas
from linli.places.queries.locating import locate_address
from linli.places.queries.tree import full_name
from linli.places.rules import COMPOUND_PATH


def suggestions(street: Street, text: str, limit: int = 8) -> list[str]:
    """What the address book takes the text for, then names that begin with it or hold it."""
    words = "".join(text.split())
    if not words:
        return []
    match = locate_address(street, words)
    meant = [full_name(street, match.area_id)] if match else []
    names = [name for name in _names(street) if words in name and name not in meant]
    names.sort(key=lambda name: (not name.startswith(words), len(name)))
    return (meant + names)[:limit]


@per_revision
def _names(street: Street) -> list[str]:
    """Compounds, buildings and units as an address says them."""
    areas = atlas(street).areas.values()
    return [full_name(street, area.id) for area in areas if len(area.path) >= COMPOUND_PATH]
