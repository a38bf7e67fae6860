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
    """The next slip of an application; a no says how to object, as the rulebook has it today."""
    application = walk.application
    rows = Slip.objects.filter(street_id=application.street_id, application_id=application.pk)
    appeal = {}
    if kind in _OPEN_TO_APPEAL:
        amounts = queries.rule(walk.street, walk.now).value
        appeal = {name: amounts[name] for name in ("appeal_days", "lawsuit_months")}
    slip: Slip = Slip.objects.create(
        street_id=application.street_id,
        application=application,
        ordinal=rows.count() + 1,
        kind=kind,
        issued_at=walk.now,
        text=text.strip(),
        until=until,
        **appeal,
        **details,
    )
    return slip
