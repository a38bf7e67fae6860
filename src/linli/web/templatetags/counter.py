"""What the pages of applications need: looks of states and papers."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import reverse

from linli.counter.forms.applications import FORMS
from linli.counter.rules.application_words import Paper, State, Verb
from linli.counter.rules.figures import Figure, Share
from linli.files.models import File
from linli.kernel import personal

register = template.Library()

_ICONS = {
    State.BOOKED: "clock",
    State.RECEIVED: "paper",
    State.CORRECTING: "warn",
    State.REVIEWING: "search",
    State.SPECIAL: "pause",
    State.PASSED_UP: "arrow",
    State.DECIDED: "tick",
    State.FINISHED: "tick",
    State.DELIVERED: "tick",
    State.REFUSED: "stop",
    State.WITHDRAWN: "return",
    State.LAPSED: "return",
    State.TERMINATED: "stop",
}
_DONE = frozenset({State.FINISHED, State.DELIVERED})
_MOVING = frozenset({State.ACCEPTED, State.REVIEWING, State.PASSED_UP, State.DECIDED})
_PAPERS = {Paper.BROUGHT: "tick", Paper.SHARED: "search", Paper.MISSING: "warn"}


@register.inclusion_tag("web/components/state.html")
def application_pill(state: State) -> dict[str, Any]:
    """The state of an application as icon, word and colour."""
    state = State(state)
    colour = "done" if state in _DONE else "moving" if state in _MOVING else "calm"
    return {"state": state, "icon": _ICONS.get(state, "tools"), "colour": colour}


@register.inclusion_tag("web/components/state.html")
def paper_pill(code: str) -> dict[str, Any]:
    """What came of a material as icon, word and colour."""
    paper = Paper(code)
    colour = "done" if paper in (Paper.BROUGHT, Paper.SHARED) else "calm"
    colour = "yellow" if paper is Paper.MISSING else colour
    return {"state": paper, "icon": _PAPERS.get(paper, "pause"), "colour": colour}


@register.filter
def has_form(verb: Verb) -> bool:
    """The step is taken on a page: the others are the system's own."""
    return verb in FORMS


@register.filter
def masked(name: str) -> str:
    """A name as the list of those who are expected shows it."""
    return personal.masked_name(name)


@register.simple_tag
def paper_pictures(photos: Iterable[File]) -> list[dict[str, Any]]:
    """Photos of a paper, each with its addresses and its size."""
    return [
        {size: reverse("counter:paper_photo", args=[photo.pk, size]) for size in ("thumb", "full")}
        | {"width": photo.width, "height": photo.height}
        for photo in photos
    ]


@register.simple_tag
def figure_value(figure: Figure, share: Share) -> str:
    """A share in percent, or a mean; a dash where there is nothing to judge."""
    value = share.mean if figure is Figure.TRIPS else share.percent
    unit = "" if figure is Figure.TRIPS else "%"
    return "—" if value is None else f"{value}{unit}"
