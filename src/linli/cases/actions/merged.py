"""并案: requests that follow another, and how they come to stand alone again."""

from dataclasses import replace
from uuid import UUID

from django.db.models import QuerySet

from linli.cases.actions.walk import begin
from linli.cases.models import Case
from linli.cases.rules.words import CaseEvent, State, Verb
from linli.kernel import events
from linli.kernel.action import action
from linli.kernel.actor import Actor, system


@action
def unmerge(*, actor: Actor, case_id: UUID, text: str, version: int | None = None) -> Case:
    """It was not the same matter: the request comes back to where it was, with the promise that
    its reporter was given."""
    walk = begin(actor, case_id, Verb.UNMERGE, version)
    case = walk.case
    leading, case.leading, case.ended_at = case.leading_id, None, None
    walk.step = replace(walk.step, target=_state_before(case))
    return walk.finish(text, leading=str(leading))


def followers(case: Case) -> QuerySet[Case]:
    """The requests that were merged into this one."""
    return Case.objects.filter(street_id=case.street_id, leading_id=case.pk, state=State.MERGED)


def release(case: Case) -> None:
    """Whoever led them is gone: those that followed stand alone again."""
    for follower in followers(case).order_by("id"):
        unmerge(actor=system(case.street_id), case_id=follower.pk, text="")


def _state_before(case: Case) -> State:
    """Where the merging found it."""
    merged = [
        event for event in events.history(case.street_id, case.pk) if event.kind == CaseEvent.MERGED
    ]
    return State(merged[-1].before["state"])
