"""What the person who raised a request does with it later."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from linli.cases import access, queries
from linli.cases.actions import clocks
from linli.cases.actions.merged import release
from linli.cases.actions.oversee import send_back
from linli.cases.actions.public import open_again
from linli.cases.actions.supervise import supervise
from linli.cases.actions.walk import begin
from linli.cases.models import Case, Thanks
from linli.cases.rules import limits
from linli.cases.rules.phrases import LOW_RATING
from linli.cases.rules.steps import step_for
from linli.cases.rules.words import MEANT, Lacking, Said, State, Supervision, Verb
from linli.kernel import events
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
    case = walk.finish(text, reason=reason or "", stars=stars)
    return _followed_up(case, queries.limits(walk.street, walk.now), stars, walk.now)


def _followed_up(case: Case, rule: Mapping[str, Any], stars: int, now: datetime) -> Case:
    """A low rating opens the request again or brings it under supervision, as the rule in force
    says; after the days for reopening it is only kept."""
    ended_at = queries.led(case).ended_at or now
    late = limits.why_not_reopen(ended_at, now, rule["reopen_days"])
    office = system(case.street_id)
    leads_to = limits.after_rating(stars, rule["rating_low"], rule["rating_reopens_from"])
    if leads_to is None or late:
        return case
    if leads_to is Verb.SUPERVISE and case.state != State.MERGED:
        if case.supervised_at:
            return case
        reason = Supervision.NOT_SOLVED
        return supervise(actor=office, case_id=case.pk, reason=reason, text=LOW_RATING)
    again = send_back if case.state == State.CALLED_BACK else reopen
    return again(actor=office, case_id=case.pk, text="")


@action
def confirm(*, actor: Actor, case_id: UUID, answer: Said, version: int | None = None) -> Case:
    """The call-back answered by one press: solved, satisfied?"""
    walk = begin(actor, case_id, Verb.CONFIRM, version)
    refused = limits.why_not_confirm(walk.case.solved)
    if refused:
        raise Refused(refused)
    solved, satisfied = walk.case.solved, walk.case.satisfied = MEANT[answer]
    walk.case.called_back_at = walk.case.called_back_at or walk.now
    return walk.finish(reason=answer, solved=solved, satisfied=satisfied)


@action
def thank(
    *,
    actor: Actor,
    case_id: UUID,
    text: str,
    is_public: bool = False,
    version: int | None = None,
) -> Case:
    """Words of thanks for whoever helped, once; their neighbours read them too if they may."""
    walk = begin(actor, case_id, Verb.THANK, version)
    case, by_id = walk.case, actor.id or walk.case.pk
    given = Thanks.objects.filter(street_id=case.street_id, case_id=case.pk, by_id=by_id)
    refused = limits.why_not_thank(given.exists())
    if refused:
        raise Refused(refused)
    case = walk.finish(text)
    Thanks.objects.create(
        street_id=case.street_id,
        case=case,
        organisation_id=case.owner_id,
        event_id=events.history(case.street_id, case.pk)[-1].pk,
        by_id=by_id,
        is_public=is_public,
        given_at=walk.now,
    )
    return case


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
    open_again(case)
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
