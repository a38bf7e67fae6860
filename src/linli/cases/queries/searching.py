"""What the words in the search field find: a number, a phone, a place, or words of the text."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from linli.cases.models import Reporter
from linli.kernel import personal
from linli.kernel.streets.models import Street
from linli.places import queries as places
from linli.places.queries import AreaEntry

_MOST_PLACES = 40  # more are no place somebody means, only a word many names share


def worded(street: Street, words: str) -> Q:
    """One condition for whatever somebody typed; nothing typed finds everything."""
    words = words.strip()
    if not words:
        return Q()
    if _is_phone(words):
        return Q(Exists(_of_phone(words))) | Q(number__endswith=words)
    return (
        Q(number__iendswith=words)
        | Q(external_id=words)
        | Q(text__contains=words)
        | Q(address__contains=words)
        | _placed(street, words)
    )


def _is_phone(words: str) -> bool:
    phone = personal.normal_phone(words)
    plain = words.replace(" ", "").replace("-", "").removeprefix("+86")
    return len(phone) >= 7 and phone == plain


def _of_phone(words: str) -> QuerySet[Reporter]:
    return Reporter.objects.filter(
        street_id=OuterRef("street_id"),
        case_id=OuterRef("pk"),
        phone_index=personal.blind(personal.normal_phone(words)),
    )


def _placed(street: Street, words: str) -> Q:
    """In a grid of this name, or in an area whose name, as an address says it, has these words."""
    known = places.atlas(street)
    grids: list[UUID] = [grid.id for grid in known.grids.values() if words in grid.name]
    paths: list[str] = []
    for area in known.areas.values():  # in the order of the tree: those around come first
        inside = paths and area.path.startswith(paths[-1])
        if not inside and _speaks_of(street, words, area):
            paths.append(area.path)
    found = Q(grid_id__in=grids) if grids else Q(pk__in=[])
    for path in paths if len(paths) <= _MOST_PLACES else []:
        found |= Q(area_path__startswith=path)
    return found


def _speaks_of(street: Street, words: str, area: AreaEntry) -> bool:
    """和平小区, or 和平小区3号楼 by the end of it; few areas need their whole name looked at."""
    if words in area.name:
        return True
    return words.endswith(area.name) and words in places.full_name(street, area.id)
