"""Asking the resident back: the clocks stand still until the answer, or until the cap."""

from uuid import UUID

from linli.cases import queries
from linli.cases.actions import clocks
from linli.cases.actions.walk import begin
from linli.cases.models import Case, Pause
from linli.cases.rules import limits
from linli.cases.rules.words import AskBack, Verb
from linli.kernel.action import action
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Refused


@action
def ask_back(
    *, actor: Actor, case_id: UUID, reason: AskBack, text: str, version: int | None = None
) -> Case:
    """Something is missing that only the resident knows: ask, and stop the clocks meanwhile."""
    walk = begin(actor, case_id, Verb.ASK_BACK, version)
    case, now, limit = walk.case, walk.now, queries.limits(walk.street, walk.now)
    times = Pause.objects.filter(street_id=case.street_id, case_id=case.pk).count()
    refused = limits.why_not_ask_back(
        case.paused_until is not None, times, limit["pause_times"], case.due_at, now
    )
    if refused:
        raise Refused(refused)
    case.paused_until = clocks.within(walk.street, now, "pause_working_days", now)
    Pause.objects.create(
        street_id=case.street_id, case=case, reason=reason, started_at=now, until=case.paused_until
    )
    return walk.finish(text, reason=reason)


@action
def go_on(*, actor: Actor, case_id: UUID, text: str = "", version: int | None = None) -> Case:
    """The answer came another way, or never: the clocks go on. By itself a clock goes on when the
    pause has reached its cap (``queries.due_to_go_on``), and only then."""
    walk = begin(actor, case_id, Verb.GO_ON, version)
    is_machine = actor.kind is ActorKind.SYSTEM
    refused = limits.why_not_go_on(walk.paused_until, walk.now, is_machine)
    if refused:
        raise Refused(refused)
    return walk.finish(text)
