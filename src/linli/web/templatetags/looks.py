"""How the pages look to their reader: the choices that the page "我" offers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext

from linli.kernel.http import Request
from linli.notices import channels
from linli.notices.rules import Channel
from linli.people.models import SignIn
from linli.people.rules import Device, Program, Reach, Telling, Theme, View
from linli.words import Word

register = template.Library()

_ICONS = {
    View.STANDARD: "paper",
    View.ELDER: "large",
    Telling.EVERY: "bell",
    Telling.RESULT: "tick",
    Reach.PAGE: "bell",
    Reach.SMS: "phone",
    Reach.MAIL: "paper",
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


@register.simple_tag
def device(row: SignIn) -> str:
    """A browser as its owner knows it: 手机 · 微信."""
    return f"{gettext(Device(row.device).word)} · {gettext(Program(row.program).word)}"


def _telling(request: Request) -> Iterable[Choice]:
    """How much is told to an account; whoever has none is told nothing."""
    if request.user.is_authenticated:
        url, now = reverse("people:telling"), request.user.telling
        yield Choice(gettext("消息"), url, "telling", now, _words(Telling))
        if len(ways := _open_ways()) > 1:
            url, now = reverse("notices:reach"), request.user.reach
            yield Choice(gettext("消息怎么发"), url, "reach", now, _words(ways))


def _open_ways() -> list[Reach]:
    """What can be chosen here: outward only what somebody has configured."""
    outward = {Reach.SMS: Channel.SMS, Reach.MAIL: Channel.MAIL}
    return [way for way in Reach if way not in outward or channels.is_open(outward[way])]


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
