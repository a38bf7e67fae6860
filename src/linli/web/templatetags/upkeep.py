"""What the administrator's pages of a lower module show of the modules above it."""

from typing import Any
from uuid import UUID

from django import template
from django.utils import timezone

from linli.cases import queries as cases
from linli.kernel import clock, upkeep
from linli.kernel.actor import Actor
from linli.people import queries as people
from linli.people.queries import Holder

register = template.Library()


@register.filter
def may_open_settings(actor: Any) -> bool:
    """Has the settings in the navigation."""
    return isinstance(actor, Actor) and upkeep.may_read(actor)


@register.simple_tag(takes_context=True)
def responsible(context: dict[str, Any], grid_id: UUID) -> Holder | None:
    """Who answers for a grid today."""
    directory = people.directory(context["request"].street)
    return directory.grid_lead(grid_id, timezone.localdate(clock.now()))


@register.simple_tag(takes_context=True)
def open_cases(context: dict[str, Any], grid_id: UUID) -> int:
    """Requests of a grid that are on their way."""
    return cases.open_in_grid(context["request"].street, grid_id)
