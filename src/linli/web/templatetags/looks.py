"""How the pages look to their reader: the choices that the page "我" offers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext

from linli.kernel.http import Request
from linli.people.rules import Telling, Theme, View
from linli.words import Word

register = template.Library()

_ICONS = {
    View.STANDARD: "paper",
    View.ELDER: "large",
    Telling.EVERY: "bell",
    Telling.RESULT: "tick",
    Theme.SYSTEM: "device",
    Theme.LIGHT: "sun",
    Theme.DARK: "moon",
}


@dataclass(frozen=True, slots=True)
class Way:
    """One button of a choice; ``lang`` where the word is not in the language of the page."""

    value: str
    word: str
    icon: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Several ways of which one holds now."""

    legend: str
    url: str
    name: str
    now: str
    ways: list[Way]


@register.simple_tag(takes_context=True)
def choices(context: dict[str, Any]) -> list[Choice]:
    """Notices, view, colours and language, each with what holds now."""
    request: Request = context["request"]
    return [*_telling(request), *_looks(request)]


def _telling(request: Request) -> Iterable[Choice]:
    """How much is told to an account; whoever has none is told nothing."""
    if request.user.is_authenticated:
        url, now = reverse("people:telling"), request.user.telling
        yield Choice(gettext("消息"), url, "telling", now, _words(Telling))


def _looks(request: Request) -> list[Choice]:
    return [
        Choice(gettext("版面"), reverse("people:view"), "view", request.view, _words(View)),
        Choice(gettext("颜色"), reverse("people:theme"), "theme", request.theme, _words(Theme)),
        Choice(
            gettext("语言"),
            reverse("language"),
            "language",
            get_language() or "",
            [Way(code, name, "globe", code) for code, name in settings.LANGUAGES],
        ),
    ]


def _words(words: Iterable[Word]) -> list[Way]:
    return [Way(word.value, gettext(word.word), _ICONS[word]) for word in words]
