"""What the person who raised a request does with it later."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from linli.cases import access, queries
from linli.cases.actions import clocks
from linli.cases.actions.merged import release
from linli.cases.actions.walk import begin
from linli.cases.models import Case
from linli.cases.rules import limits
from linli.cases.rules.steps import step_for
from linli.cases.rules.words import Lacking, State, Verb
from linli.kernel.action import action
from linli.kernel.actor import Actor, system
from linli.kernel.errors import Refused
from linli.words import Reason


@action
def add(
    *,
    actor: Actor,
    case_id: UUID,
    text: str,
    photos: Iterable[Any] = (),
    version: int | None = None,
) -> Case:
    """Say more about the same matter; the people in charge read it in the thread. What whoever
    was asked says is their answer: the clocks go on."""
    walk = begin(actor, case_id, Verb.ADD, version)
    if walk.paused_until and access.has_raised(actor, walk.case):
        clocks.end_pause(walk.case, walk.street, walk.now)
    return walk.finish(text, photos=photos)


@action
def rate(
    *,
    actor: Actor,
    case_id: UUID,
    stars: int,
    reason: Lacking | None = None,
    text: str = "",
    version: int | None = None,
) -> Case:
    """One to five stars, once, with what was lacking and words."""
    walk = begin(actor, case_id, Verb.RATE, version)
    refused = _why_not_merged(walk.case, is_rating=True) or limits.why_not_stars(
        stars, walk.case.stars
    )
    if refused:
        raise Refused(refused)
    walk.case.stars = stars
    return walk.finish(text, reason=reason or "", stars=stars)


@action
def reopen(*, actor: Actor, case_id: UUID, text: str, version: int | None = None) -> Case:
    """It was not settled: back to the same owner with fresh clocks, within the days of the rule."""
    walk = begin(actor, case_id, Verb.REOPEN, version)
    case, ended_at = walk.case, queries.led(walk.case).ended_at
    days = queries.limits(walk.street, walk.now)["reopen_days"]
    refused = _why_not_merged(case, is_rating=False) or limits.why_not_reopen(
        ended_at or walk.now, walk.now, days
    )
    if refused:
        raise Refused(refused)
    case.ended_at = case.replied_at = case.signed_in_at = case.contacted_at = None
    case.acted_at = case.called_back_at = case.leading = None
    case.stars, case.reopened, case.extensions = None, case.reopened + 1, 0
    if walk.step.target == State.REGISTERED:
        case.owner_id, case.handler_id = queries.last_resort(walk.street), None
    return walk.finish(text)


@action
def withdraw(*, actor: Actor, case_id: UUID, text: str = "", version: int | None = None) -> Case:
    """No longer needed; whoever was on the way is told, and what was merged into it goes on."""
    walk = begin(actor, case_id, Verb.WITHDRAW, version)
    walk.case.ended_at = walk.now
    release(walk.case)
    for part in queries.open_parts(walk.case):
        if step_for(Verb.WITHDRAW, State(part.state)):
            withdraw(actor=system(actor.street_id), case_id=part.pk)
    return walk.finish(text)


def _why_not_merged(case: Case, *, is_rating: bool) -> Reason | None:
    """What was merged waits for the end of the leading request."""
    if case.state != State.MERGED:
        return None
    return limits.why_not_on_its_own(State(queries.led(case).state), is_rating=is_rating)
