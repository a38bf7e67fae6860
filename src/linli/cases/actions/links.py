"""办理链接: the owner works on one request from a phone, without an account."""

from datetime import timedelta
from uuid import UUID

from linli.cases import queries
from linli.cases.actions.walk import begin
from linli.cases.models import Case
from linli.cases.rules.words import CaseEvent, Verb
from linli.kernel import clock, events
from linli.kernel.action import action
from linli.kernel.actor import Actor


@action
def share(*, actor: Actor, case_id: UUID, version: int | None = None) -> Case:
    """Give the owner's people a link to this one request, for as long as the rule says; it ends
    when the request changes hands."""
    walk = begin(actor, case_id, Verb.SHARE, version)
    days = queries.limits(walk.street, walk.now)["link_days"]
    until = walk.now + timedelta(days=days)
    return walk.finish(until=until.isoformat(timespec="seconds"), unit=str(walk.case.owner_id))


@action
def opened(*, actor: Actor, case_id: UUID) -> None:
    """Somebody has opened the link; each time is on record."""
    case = queries.visible_case(actor, case_id)
    events.record(actor, CaseEvent.OPENED, case, at=clock.now())
