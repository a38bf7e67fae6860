"""What the person who raised a request does with it later."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from linli.cases import access, queries
from linli.cases.actions import clocks
from linli.cases.actions.walk import begin
from linli.cases.models import Case
from linli.cases.rules import limits
from linli.cases.rules.words import Lacking, State, Verb
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused


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
    refused = limits.why_not_stars(stars, walk.case.stars)
    if refused:
        raise Refused(refused)
    walk.case.stars = stars
    return walk.finish(text, reason=reason or "", stars=stars)


@action
def reopen(*, actor: Actor, case_id: UUID, text: str, version: int | None = None) -> Case:
    """It was not settled: back to the same owner with fresh clocks, within the days of the rule."""
    walk = begin(actor, case_id, Verb.REOPEN, version)
    case = walk.case
    days = queries.limits(walk.street, walk.now)["reopen_days"]
    refused = limits.why_not_reopen(case.ended_at or walk.now, walk.now, days)
    if refused:
        raise Refused(refused)
    case.ended_at = case.replied_at = case.signed_in_at = case.contacted_at = None
    case.acted_at = case.called_back_at = None
    case.stars, case.reopened, case.extensions = None, case.reopened + 1, 0
    if walk.step.target == State.REGISTERED:
        case.owner_id, case.handler_id = queries.last_resort(walk.street), None
    return walk.finish(text)


@action
def withdraw(*, actor: Actor, case_id: UUID, text: str = "", version: int | None = None) -> Case:
    """No longer needed; whoever was on the way is told."""
    walk = begin(actor, case_id, Verb.WITHDRAW, version)
    walk.case.ended_at = walk.now
    return walk.finish(text)
