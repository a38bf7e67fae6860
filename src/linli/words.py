"""Words that rules use: enums that carry their Chinese word, and reasons for a refusal.

Knows neither Django nor the kernel, so that every ``rules.py`` may use it. The Chinese
text is the message id; whoever shows it translates it.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self


def N_(text: str) -> str:  # noqa: N802 - the name under which gettext tools look for marked texts
    """Mark a text for translation without translating it yet."""
    return text


class Word(StrEnum):
    """A code for the database with the Chinese word people read: ``OPEN = "open", N_("开")``."""

    word: str

    def __new__(cls, code: str, word: str = "") -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.word = word
        return member


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something may not be done, in words for the person who asked.

    ``text`` is a message id with named ``%(name)s`` places, ``params`` fills them, ``field``
    names the form field to mend, if there is one.
    """

    code: str
    text: str
    params: dict[str, Any] = field(default_factory=dict)
    field: str | None = None
