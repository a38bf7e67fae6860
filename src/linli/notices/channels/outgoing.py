"""What every channel takes, and how it says that it could not."""

from dataclasses import dataclass
from typing import Protocol

from linli.notices.rules import Failure


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message, worded. ``key`` stays the same for every try; ``unsubscribe`` and ``secret``
    are for the channels that need them."""

    key: str
    address: str
    text: str
    subject: str = ""
    unsubscribe: str = ""
    secret: str = ""


class Failed(Exception):  # noqa: N818 - an answer of the other side, not a fault of ours
    """It did not get through; ``is_final`` when another try would fare no better."""

    def __init__(self, failure: Failure, *, is_final: bool = False) -> None:
        self.failure, self.is_final = failure, is_final
        super().__init__(failure.value)


class Adapter(Protocol):
    """``send`` returns when the other side has taken the message, and raises ``Failed`` otherwise.
    ``name`` is kept with the message."""

    @property
    def name(self) -> str: ...

    def send(self, outgoing: Outgoing) -> None: ...
