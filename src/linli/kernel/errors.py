"""Refusals: a rule said no, and says why in words the person can act on."""

from typing import Any

from django.utils.translation import gettext

from linli.words import N_, Reason


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """A rule refused; pages and API show the same ``reason``."""

    status = 422

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason.code)

    def __str__(self) -> str:
        params = {name: _translated(value) for name, value in self.reason.params.items()}
        return gettext(self.reason.text) % params


class Forbidden(Refused):
    """The person may not do this; the reason says who may."""

    status = 403


class NotFound(Refused):
    """No such thing, or not for this person: both answers look the same."""

    status = 404

    def __init__(self) -> None:
        super().__init__(Reason("not_found", N_("没有找到，或者您无权查看。")))


class NotThisWay(Refused):
    """The address takes what a form sends, and was only opened."""

    status = 405


class Stale(Refused):
    """Somebody else changed it first; the reason says what changed."""

    status = 409


class TooMany(Refused):
    """Too often in too short a time; the reason says how long to wait."""

    status = 429


def _translated(value: Any) -> Any:
    """Words are translated, lists joined, a pair reads "what (who)"."""
    match value:
        case str() if value:
            return gettext(value)
        case list():
            return gettext("、").join(_translated(item) for item in value)
        case (what, who):
            return gettext("%(what)s（%(who)s）") % {
                "what": _translated(what),
                "who": _translated(who),
            }
        case _:
            return value
