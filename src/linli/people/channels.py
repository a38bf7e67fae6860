"""How a one-time code reaches a phone. What sends text messages lies above: ``notices`` says so
when the application starts (``AppConfig.ready``)."""

from collections.abc import Callable
from dataclasses import dataclass


class NotSentError(Exception):
    """The other side did not take it."""


@dataclass(frozen=True, slots=True)
class ShortMessages:
    """``send(phone, text, key)`` returns when it has been taken and raises ``NotSentError``
    otherwise; ``shows`` is true where the page itself tells what was sent (the demo)."""

    is_open: Callable[[], bool]
    send: Callable[[str, str, str], None]
    shows: Callable[[], bool]


short_messages = ShortMessages(lambda: False, lambda _phone, _text, _key: None, lambda: False)


def send_by(way: ShortMessages) -> None:
    global short_messages  # noqa: PLW0603 - set once, when the application starts
    short_messages = way
