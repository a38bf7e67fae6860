"""What a request is about and whose desk it is for: categories, routes, the desks of a place."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import get_language

from linli.cases.models import Category
from linli.cases.models import Route as RouteRow
from linli.cases.queries.learned import model_in_use
from linli.cases.rules.intake import Desk, Guess, Hours, Matter, Route, Sorter, Target, first_route
from linli.cases.rules.learning import agreed
from linli.kernel.streets.models import Street
from linli.kernel.streets.revisions import per_revision
from linli.people import queries as people
from linli.people.rules import OrganisationKind
from linli.rulebook import queries as rulebook
from linli.triage import Model


class Located(Protocol):
    """Where a request is: a place or a case."""

    @property
    def community_id(self) -> UUID | None: ...
    @property
    def grid_id(self) -> UUID | None: ...
    @property
    def area_id(self) -> UUID | None: ...
    @property
    def area_path(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The category tree of a street with its sorter."""

    by_id: dict[UUID, Category]
    by_name: dict[str, Category]
    sorter: Sorter

    def matters(self) -> list[tuple[Category, list[Category]]]:
        """Top classes with their open matters, in order."""
        tops = [row for row in self.by_id.values() if row.parent_id is None]
        return [(top, [m for m in self.by_id.values() if m.parent_id == top.pk]) for top in tops]

    def with_parent(self, category_id: UUID | None) -> frozenset[UUID]:
        """A matter and its top class, as routes name either."""
        row = self.by_id.get(category_id) if category_id else None
        if row is None:
            return frozenset()
        return frozenset({row.pk} | ({row.parent_id} if row.parent_id else set()))

    def named(self, words: str) -> Category | None:
        """A matter by its code or name; None for words the tree does not know."""
        return self.by_name.get(words.strip())


def named(category: Category) -> str:
    """A category's name in the reader's language."""
    is_chinese = (get_language() or "zh").startswith("zh")
    return category.name if is_chinese else category.name_en or category.name


@per_revision
def catalogue(street: Street) -> Catalogue:
    rows = list(Category.objects.filter(street_id=street.pk, is_open=True).order_by("order"))
    matters = [row for row in rows if row.parent_id]
    names = {row.name: row for row in matters} | {row.code: row for row in matters}
    sorter = Sorter(Matter(row.pk, tuple(row.keywords)) for row in matters)
    return Catalogue({row.pk: row for row in rows}, names, sorter)


@per_revision
def routes(street: Street) -> list[Route]:
    """The routing table in the order it is read."""
    return read_routes(street)


def read_routes(street: Street) -> list[Route]:
    """The table as it stands in the database, a change not yet kept included."""
    rows = RouteRow.objects.filter(street_id=street.pk).order_by("order")
    return [
        Route(
            row.pk,
            row.category_id,
            row.community_id,
            Hours(row.hours),
            Target(row.target),
            row.organisation_id,
        )
        for row in rows
    ]


def suggest(street: Street, text: str) -> Guess | None:
    """The category that a text speaks for: by its keywords, and by what has been learned."""
    return suggested_by(catalogue(street), model_in_use(street), text)


def suggested_by(known: Catalogue, model: Model | None, text: str) -> Guess | None:
    """What this model makes of a text, beside the keywords; without a model they speak alone."""
    by_words = known.sorter.guess(text)
    (found,) = model.suggest([text]) if model else [None]
    matter = known.named(found.category) if found else None
    if model is None or found is None or matter is None:  # or closed since it was learned
        return by_words
    learned = Guess(matter.pk, model.because(text, found.category))
    return agreed(by_words, learned, found.confidence)


def desk_for(
    street: Street, category_id: UUID | None, place: Located | None, moment: datetime
) -> Desk:
    """The desk of the first matching route; the last resort when none matches."""
    return routing(street, category_id, place, moment)(routes(street))


def routing(
    street: Street, category_id: UUID | None, place: Located | None, moment: datetime
) -> Callable[[Iterable[Route]], Desk]:
    """What a routing table makes of one request, whichever table it is."""
    return partial(
        first_route,
        categories=catalogue(street).with_parent(category_id),
        community_id=place.community_id if place else None,
        is_working_time=rulebook.office(street, moment).is_open(moment),
        found=_desks_at(street, place, moment) if place else {},
        last_resort=Desk(last_resort(street)),
    )


def last_resort(street: Street) -> UUID:
    """The organisation that owns what nobody else does; a street cannot work without one."""
    found = people.directory(street).last_resort_id
    if found is None:
        raise LookupError(f"{street} has no organisation of last resort")
    return found


def last_resort_name(street: Street) -> str:
    directory = people.directory(street)
    return directory.organisation_name(directory.last_resort_id)


def limits(street: Street, moment: datetime) -> Mapping[str, Any]:
    return rulebook.rule_at(street, "cases.limits", moment).value


def _desks_at(street: Street, place: Located, moment: datetime) -> dict[Target, Desk]:
    directory = people.directory(street)
    day = street.day(moment)
    community = directory.community_organisation(place.community_id)
    found = {Target.COMMUNITY: Desk(community)} if community else {}
    lead = directory.grid_lead(place.grid_id, day)
    owner = lead and (lead.organisation_id or community)
    if lead and owner:
        found[Target.GRID_LEAD] = Desk(owner, lead.account_id)
    manager = directory.of_compound(OrganisationKind.PROPERTY, place.area_path)
    if manager:
        found[Target.PROPERTY] = Desk(manager)
    return found
