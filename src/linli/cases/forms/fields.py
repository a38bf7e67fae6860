"""Fields that several forms of this module share."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from linli.cases import queries
from linli.cases.rules.intake import MAX_TEXT
from linli.kernel.streets.models import Street
from linli.people import queries as people
from linli.people.rules import OrganisationKind
from linli.places import queries as places
from linli.words import Word

EMPTY = ("", "—")


def choices(words: Iterable[Word]) -> list[tuple[str, Any]]:
    """The members of an enum with their words in the reader's language."""
    return [(word.value, gettext_lazy(word.word)) for word in words]


def category_choices(street: Street) -> list[Any]:
    """Matters grouped by their top class."""
    return [
        (queries.named(top), [(str(matter.pk), queries.named(matter)) for matter in matters])
        for top, matters in queries.catalogue(street).matters()
    ]


def organisation_choices(street: Street) -> list[Any]:
    """Organisations that can own a request, grouped by kind."""
    owners = (
        OrganisationKind.CENTRE,
        OrganisationKind.COMMUNITY,
        OrganisationKind.DEPARTMENT,
        OrganisationKind.PROPERTY,
        OrganisationKind.OWNERS,
        OrganisationKind.TEAM,
        OrganisationKind.SERVICE_CENTRE,
    )
    rows = people.directory(street).organisations.values()
    grouped = (
        (gettext_lazy(kind.word), [(str(row.pk), row.name) for row in rows if row.kind == kind])
        for kind in owners
    )
    return [(word, members) for word, members in grouped if members]


def grid_choices(street: Street) -> list[Any]:
    """Grids grouped by community, for somebody who knows no address."""
    groups = [
        (community.name, [(str(grid.id), grid.name) for grid in places.grids(street, community.id)])
        for community in places.communities(street)
    ]
    return [("", gettext_lazy("说不准，不选")), *groups]


def text_field(label: Any, *, required: bool = True, rows: int = 4, **options: Any) -> forms.Field:
    """Words of a person, bounded; what is too long comes back with the count.

    The length limit is the action's, so that page and API say the same.
    """
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(
        label=label, required=required, widget=widget, max_length=2 * MAX_TEXT, **options
    )
