"""The deeds of the invented history, done for real: each step is the action, taken by whoever
acts at that moment."""

from datetime import datetime
from functools import cache
from inspect import signature
from io import BytesIO
from random import Random
from typing import Any
from uuid import UUID

from PIL import Image

from linli.cases import actions
from linli.cases.models import Letter, Reporter
from linli.cases.rules.drafts import Draft
from linli.cases.rules.words import Supervision, Verb
from linli.demo.story import Story
from linli.kernel.actor import Actor
from linli.kernel.events import Audience
from linli.kernel.streets.models import Street
from linli.people.models import Organisation

_PHOTOS = 0.05


class Live(Story):
    """A request in the database; what the story writes beside the actions, the actions write."""

    def __init__(self, rng: Random, street: Street, actor: Actor, draft: Draft) -> None:
        self.rng, self.street = rng, street
        self.case = actions.register(actor=actor, draft=draft)
        self.reporter = Reporter(phone=draft.person.phone)
        self.letters = [Letter()]  # what the deeds write on is thrown away
        self._called: list[UUID] = []

    def refresh(self) -> None:
        """What others, and the jobs, have done to it meanwhile."""
        self.case.refresh_from_db()

    def take(
        self,
        verb: Verb,
        actor: Actor,
        text: str = "",
        *,
        reason: str = "",
        audience: Audience | None = None,
        change: dict[str, Any] | None = None,
        promise: datetime | None = None,
        promise_by: datetime | None = None,
        **after: Any,
    ) -> None:
        """Call the action of the verb with what it asks for of all that the deed knows."""
        known = after | (change or {})
        known |= {
            "text": text,
            "reason": reason,
            "result": reason,
            "whistle": reason,
            "until": known.get("ask_until"),
            "proposed_id": known.get("proposed_owner_id"),
            "leading": known["leading"].number if "leading" in known else "",
            "co_handlers": self._called,
            "is_public": audience is Audience.PUBLIC,
            "photos": [_photo()] if verb is Verb.REPLY and self.rng.random() < _PHOTOS else [],
        }
        act = getattr(actions, verb.value)
        given = {name: known[name] for name in _parameters(verb) if known.get(name)}
        self.case = act(actor=actor, case_id=self.case.pk, version=self.case.version, **given)

    def write_letter(self, reason: Supervision) -> tuple[str, list[str]]:
        """The action writes it."""
        return "", []

    def call_in(self, units: list[Organisation]) -> None:
        """The units that the handing over names."""
        self._called = [unit.pk for unit in units]


@cache
def _parameters(verb: Verb) -> tuple[str, ...]:
    return tuple(signature(getattr(actions, verb.value)).parameters)


def _photo() -> BytesIO:
    made = BytesIO()
    Image.new("RGB", (64, 48), (214, 190, 150)).save(made, "JPEG")
    return made
