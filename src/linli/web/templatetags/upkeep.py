"""What the administrator's pages of a lower module show of the modules above it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import template
from django.utils import timezone
from django.utils.translation import gettext

from linli.cases import queries as cases
from linli.cases.models import Category
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.http import reads_settings
from linli.people import queries as people
from linli.people.queries import Holder
from linli.rulebook.rules import Urgency
from linli.words import Reason

register = template.Library()


@register.filter
def may_open_settings(actor: Any) -> bool:
    """Has the settings in the navigation."""
    return isinstance(actor, Actor) and reads_settings(actor)


@register.simple_tag(takes_context=True)
def responsible(context: dict[str, Any], grid_id: UUID) -> Holder | None:
    """Who answers for a grid today."""
    directory = people.directory(context["request"].street)
    return directory.grid_lead(grid_id, timezone.localdate(clock.now()))


@register.simple_tag(takes_context=True)
def open_cases(context: dict[str, Any], grid_id: UUID) -> int:
    """Requests of a grid that are on their way."""
    return cases.open_in_grid(context["request"].street, grid_id)


@register.simple_tag(takes_context=True)
def held_cases(context: dict[str, Any], account_id: UUID) -> int:
    """Requests that somebody has in hand."""
    return cases.open_of(context["request"].street, account_id)


@register.simple_tag(takes_context=True)
def rule_effect(context: dict[str, Any], key: str, value: Any) -> list[Reason]:
    """What another version of a rule would have meant lately."""
    return cases.rule_effect(context["request"].street, key, value)


@dataclass(frozen=True, slots=True)
class Moves:
    """How many running clocks the rules of now would move, and which way."""

    count: int
    earlier: int
    late: int


@register.simple_tag(takes_context=True)
def moves(context: dict[str, Any]) -> Moves:
    """What runs still under other rules or another calendar than those of now."""
    found, now = cases.reckoned(context["request"].street), clock.now()
    return Moves(
        len(found),
        sum(one.promise.due_at < one.was for one in found),
        sum(one.promise.due_at < now <= one.was for one in found),
    )


@register.filter
def name_of(category: Category) -> str:
    """A category in the reader's language."""
    return cases.named(category)


@register.filter
def urgency_word(code: str) -> str:
    return gettext(Urgency(code).word)
