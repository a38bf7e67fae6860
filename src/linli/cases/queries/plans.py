"""What will become of a request: its place, matter, desk and promise. Registering writes down
this plan; the report page shows it before anything is sent."""

from dataclasses import dataclass, replace
from datetime import datetime

from linli.cases.models import Category
from linli.cases.queries.desks import catalogue, desk_for, suggest
from linli.cases.queries.promises import Promise, promise
from linli.cases.rules.drafts import Draft
from linli.cases.rules.hearing import Heard, graver, urgency_of
from linli.cases.rules.intake import Desk
from linli.cases.rules.words import Urgency
from linli.kernel.errors import Refused
from linli.kernel.streets.models import Street
from linli.places import queries as places
from linli.places.queries import Place
from linli.places.rules import AreaKind, Point, sensible_point
from linli.words import Reason


@dataclass(frozen=True, slots=True)
class Plan:
    """``because`` are the words of the text that speak for the matter; ``point`` is the device's
    position, put right; ``is_outside`` says that it lies in no community of the street; ``heard``
    is how urgent the words sound where that is not what they are taken for."""

    place: Place | None
    point: Point | None
    is_outside: bool
    matter: Category | None
    because: tuple[str, ...]
    urgency: Urgency
    desk: Desk
    promise: Promise
    heard: Heard | None


def plan(street: Street, draft: Draft, moment: datetime) -> Plan:
    """What registering this draft at that moment makes of it; a nonsense point is refused."""
    point = _point(draft)
    place, is_outside = _located(street, draft, point)
    matter, because = _sorted(street, draft)
    urgency = draft.urgency or Urgency(matter.urgency if matter else Urgency.ORDINARY)
    return Plan(
        place=place,
        point=point,
        is_outside=is_outside,
        matter=matter,
        because=because,
        urgency=urgency,
        desk=desk_for(street, matter.pk if matter else None, place, moment),
        promise=promise(street, urgency, moment, draft.due_at),
        heard=graver(urgency, urgency_of(draft.text)),
    )


def _point(draft: Draft) -> Point | None:
    if draft.lat is None or draft.lon is None:
        return None
    point = sensible_point(draft.lat, draft.lon)
    if isinstance(point, Reason):
        raise Refused(point)
    return point


def _located(street: Street, draft: Draft, point: Point | None) -> tuple[Place | None, bool]:
    """By the scanned place, else by the point, else by address, chosen grid and the words."""
    if draft.area_id:
        return places.find_place(street, draft.area_id), False
    if point:
        place = places.locate(street, point.lat, point.lon)
        if place or not draft.address:
            return place, place is None
    return _by_words(street, draft), False


def _by_words(street: Street, draft: Draft) -> Place | None:
    """A compound or building that is named says more than a chosen grid, a community less."""
    match = places.locate_address(street, draft.address or draft.text)
    named = places.find_place(street, match.area_id) if match else None
    chosen = places.place_of_grid(street, draft.grid_id) if draft.grid_id else None
    if chosen is None or named is None or match is None or match.kind is AreaKind.COMMUNITY:
        return chosen or named
    if named.grid_id is None and named.community_id == chosen.community_id:
        return replace(named, grid_id=chosen.grid_id, grid_code=chosen.grid_code)
    return named


def _sorted(street: Street, draft: Draft) -> tuple[Category | None, tuple[str, ...]]:
    """The category that was named if the tree knows it, else the one its words speak for."""
    known = catalogue(street)
    named = known.by_id.get(draft.category_id) if draft.category_id else None
    named = named or known.named(draft.category)
    if named:
        return named, ()
    guess = suggest(street, f"{draft.category} {draft.text}")
    return (known.by_id[guess.matter_id], guess.because) if guess else (None, ())
