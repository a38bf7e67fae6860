"""受理: what is missing is told once and in full; what is complete is accepted or done."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from linli.counter import queries
from linli.counter.actions.application_slips import issue
from linli.counter.actions.application_walk import begin, must
from linli.counter.actions.visit_hours import give_back
from linli.counter.models import Application, MaterialCheck
from linli.counter.rules import application_limits as limits
from linli.counter.rules import application_papers as papers
from linli.counter.rules.application_words import Paper, Refusal, SlipKind, Verb, Way
from linli.counter.rules.applications import Clock
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.words import N_, Reason


@action
def serve(*, actor: Actor, application_id: UUID, version: int | None = None) -> Application:
    """Everything is there and it is done on the spot."""
    walk = begin(actor, application_id, Verb.SERVE, version)
    must(
        limits.why_not_serve(walk.application.item_version.kind)
        or papers.why_not_complete(queries.missing_of(walk.application))
    )
    return walk.finish()


@action
def ask_correction(
    *, actor: Actor, application_id: UUID, text: str = "", version: int | None = None
) -> Application:
    """一次告知: everything that is missing, at once, and never a second time."""
    walk = begin(actor, application_id, Verb.ASK_CORRECTION, version)
    missing = queries.codes_of(walk.application, Paper.MISSING)
    must(papers.why_not_ask(missing, is_told=walk.application.told_at is not None))
    walk.application.told_at = walk.now
    application = walk.finish(text, missing=missing)
    until = application.correct_by
    issue(walk, SlipKind.CORRECTION, text, materials=missing, until=until)
    return application


@action
def correct(
    *,
    actor: Actor,
    application_id: UUID,
    brought: Collection[str],
    way: Way = Way.WINDOW,
    version: int | None = None,
) -> Application:
    """What was missing or promised is brought; while something is still missing, the days to
    bring it run on."""
    walk = begin(actor, application_id, Verb.CORRECT, version)
    checks = queries.checks_of(walk.application)
    wanted = [one for one in checks if one.paper in (Paper.MISSING, Paper.PROMISED)]
    must(papers.why_not_bring(brought, [one.material for one in wanted]))
    for check in wanted:
        if check.material in brought:
            check.paper, check.promised_until = Paper.BROUGHT, None
    MaterialCheck.objects.bulk_update(wanted, ["paper", "promised_until"])
    walk.count_trip(way)
    if any(check.paper == Paper.MISSING for check in wanted):
        walk.step = replace(walk.step, target=None, clock=Clock.NONE)
    return walk.finish(brought=sorted(brought))


@action
def accept(*, actor: Actor, application_id: UUID, version: int | None = None) -> Application:
    """Complete: from now on what was promised counts, and a slip says so."""
    walk = begin(actor, application_id, Verb.ACCEPT, version)
    must(papers.why_not_complete(queries.missing_of(walk.application)))
    application = walk.finish()
    promised = queries.codes_of(application, Paper.PROMISED)
    issue(walk, SlipKind.ACCEPTANCE, materials=promised, until=application.due_at)
    return application


@action
def deem_accepted(*, actor: Actor, application_id: UUID) -> Application:
    """Nobody said in time what is missing: it counts as accepted from the day it came in."""
    walk = begin(actor, application_id, Verb.DEEM_ACCEPTED)
    _must_be_over(walk.application.tell_by, walk.now)
    walk.application.accepted_at = walk.application.received_at
    application = walk.finish()
    issue(walk, SlipKind.ACCEPTANCE, until=application.due_at)
    return application


@action
def refuse(
    *,
    actor: Actor,
    application_id: UUID,
    reason: Refusal,
    text: str,
    office: str = "",
    version: int | None = None,
) -> Application:
    """Not to be accepted: with the reason, where to go instead, and how to object."""
    walk = begin(actor, application_id, Verb.REFUSE, version)
    must(limits.why_not_text(text) or limits.why_not_refuse(reason, office))
    application = walk.finish(text, reason=reason)
    give_back(application)
    issue(walk, SlipKind.REFUSAL, text, reason=reason, office=office.strip())
    return application


@action
def lapse(*, actor: Actor, application_id: UUID) -> Application:
    """What was asked for did not come in time, or whoever booked never came: it counts as
    withdrawn."""
    walk = begin(actor, application_id, Verb.LAPSE)
    come_by = queries.come_by(walk.street, walk.application)
    _must_be_over(walk.application.correct_by or come_by, walk.now)
    application = walk.finish()
    give_back(application)
    return application


def _must_be_over(until: datetime | None, now: datetime) -> None:
    if until is None or now <= until:
        must(Reason("not_over", N_("期限还没有到。")))
