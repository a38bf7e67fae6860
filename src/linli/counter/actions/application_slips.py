"""What the applicant gets in writing."""

from datetime import datetime
from typing import Any

from linli.counter import queries
from linli.counter.actions.application_walk import Walk
from linli.counter.models import Slip
from linli.counter.rules.application_words import SlipKind

_OPEN_TO_APPEAL = frozenset({SlipKind.REFUSAL, SlipKind.DENIAL})


def issue(
    walk: Walk, kind: SlipKind, text: str = "", *, until: datetime | None = None, **details: Any
) -> Slip:
    """The next slip of an application."""
    application = walk.application
    rows = Slip.objects.filter(street_id=application.street_id, application_id=application.pk)
    slip = drafted(walk, kind, rows.count() + 1, text, until=until, **details)
    slip.save(force_insert=True)
    return slip


def drafted(walk: Walk, kind: SlipKind, ordinal: int, text: str, **details: Any) -> Slip:
    """A slip not yet written; a no says how to object, as the rulebook has it today."""
    if kind in _OPEN_TO_APPEAL:
        amounts = queries.rule(walk.street, walk.now).value
        details |= {name: amounts[name] for name in ("appeal_days", "lawsuit_months")}
    return Slip(
        street_id=walk.application.street_id,
        application=walk.application,
        ordinal=ordinal,
        kind=kind,
        issued_at=walk.now,
        text=text.strip(),
        **details,
    )
