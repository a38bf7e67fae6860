"""Taking the journal out."""

from collections.abc import Iterator
from typing import Any

from linli.audit import access, queries, rules
from linli.audit.queries import Asked
from linli.audit.rules import Ground, JournalEvent
from linli.kernel import events
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused
from linli.kernel.streets.models import Street


@action
def export_journal(
    *, actor: Actor, street: Street, asked: Asked, ground: Ground
) -> Iterator[tuple[Any, ...]]:
    """Take what was found out as rows; what was asked, why, and how much is on record."""
    access.require(actor)
    rows = queries.found(street, asked)
    count = rows.count()
    if reason := rules.why_not_export(count):
        raise Refused(reason)
    after = {
        "count": count,
        "who": [str(pk) for pk in asked.who or ()],
        "kind": asked.kind,
        "subject_type": asked.subject_type,
        "about": str(asked.about or ""),
        "since": asked.since.isoformat() if asked.since else "",
        "until": asked.until.isoformat() if asked.until else "",
    }
    account = queries.account_of(actor)
    events.record(actor, JournalEvent.EXPORTED, account, reason=ground, after=after)
    return queries.export_rows(street, rows)
