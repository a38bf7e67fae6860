"""审查 to 送达: examined here or passed up, decided, done, handed over; or ended before."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from linli.counter import queries
from linli.counter.actions.application_slips import issue
from linli.counter.actions.application_walk import begin, must
from linli.counter.actions.visit_hours import give_back
from linli.counter.models import Application
from linli.counter.rules import application_limits as limits
from linli.counter.rules import application_papers as papers
from linli.counter.rules.application_words import (
    Outcome,
    Paper,
    SlipKind,
    Special,
    State,
    Verb,
    Way,
)
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused
from linli.people.models import Organisation
from linli.words import N_, Reason


@action
def examine(*, actor: Actor, application_id: UUID, version: int | None = None) -> Application:
    """Somebody begins to look whether the applicant is entitled."""
    return begin(actor, application_id, Verb.EXAMINE, version).finish()


@action
def start_special(
    *,
    actor: Actor,
    application_id: UUID,
    kind: Special,
    until: datetime,
    text: str,
    version: int | None = None,
) -> Application:
    """A survey, a public notice, an expert: the clock stops, and a slip says so."""
    walk = begin(actor, application_id, Verb.START_SPECIAL, version)
    must(limits.why_not_special(until, walk.now) or limits.why_not_text(text))
    application = walk.application
    application.special, application.special_until = kind, until
    application.special_from = application.state
    walk.finish(text, reason=kind, until=until.isoformat())
    issue(walk, SlipKind.SPECIAL, text, reason=kind, until=until)
    return application


@action
def end_special(
    *, actor: Actor, application_id: UUID, text: str = "", version: int | None = None
) -> Application:
    """It goes on where it was, later by what the special step took."""
    walk = begin(actor, application_id, Verb.END_SPECIAL, version)
    walk.step = replace(walk.step, target=State(walk.application.special_from))
    walk.application.special_from = ""
    return walk.finish(text)


@action
def pass_up(
    *,
    actor: Actor,
    application_id: UUID,
    department_id: UUID | None = None,
    text: str = "",
    version: int | None = None,
) -> Application:
    """To the unit that decides; the one who took it in stays the one to ask."""
    walk = begin(actor, application_id, Verb.PASS_UP, version)
    wanted = department_id or walk.application.item_version.department_id
    unit = Organisation.objects.filter(street_id=actor.street_id, pk=wanted).first()
    if unit is None:
        raise Refused(Reason("no_department", N_("请选择转报的部门。"), field="department"))
    walk.application.department = unit
    return walk.finish(text)


@action
def answer(
    *, actor: Actor, application_id: UUID, text: str, version: int | None = None
) -> Application:
    """The department says what it thinks; the counter decides by it."""
    walk = begin(actor, application_id, Verb.ANSWER, version)
    must(limits.why_not_text(text))
    return walk.finish(text)


@action
def decide(
    *,
    actor: Actor,
    application_id: UUID,
    outcome: Outcome,
    text: str = "",
    version: int | None = None,
) -> Application:
    """Yes or no; a no says why and how to object."""
    walk = begin(actor, application_id, Verb.DECIDE, version)
    application = walk.application
    must(limits.why_not_decide(outcome, text))
    if outcome is Outcome.GRANTED:
        promised = queries.codes_of(application, Paper.PROMISED)
        must(papers.why_not_grant(queries.names_of(application, promised)))
    application.outcome = outcome
    walk.finish(text)
    if outcome is Outcome.DENIED:
        issue(walk, SlipKind.DENIAL, text)
    return application


@action
def finish(*, actor: Actor, application_id: UUID, version: int | None = None) -> Application:
    """What was decided is made out and can be fetched."""
    return begin(actor, application_id, Verb.FINISH, version).finish()


@action
def deliver(
    *,
    actor: Actor,
    application_id: UUID,
    way: Way,
    signed_by: str = "",
    version: int | None = None,
) -> Application:
    """The result is in the applicant's hands, or in those of whoever holds their mandate; at home
    somebody signs for it."""
    walk = begin(actor, application_id, Verb.DELIVER, version)
    application = walk.application
    held = [one.material for one in queries.held_of(application)]
    day = walk.street.day(walk.now)
    must(
        limits.why_not_deliver(
            way,
            queries.names_of(application, held),
            has_mandate=queries.has_mandate(application, day),
            signed_by=signed_by,
        )
    )
    application.delivered_by, application.signed_by = way, signed_by.strip()
    walk.count_trip(way)
    return walk.finish(way=way.value)


@action
def withdraw(
    *, actor: Actor, application_id: UUID, text: str = "", version: int | None = None
) -> Application:
    """The applicant does not want it any more; the hour is somebody else's."""
    application = begin(actor, application_id, Verb.WITHDRAW, version).finish(text)
    give_back(application)
    return application


@action
def terminate(
    *, actor: Actor, application_id: UUID, text: str, version: int | None = None
) -> Application:
    """It cannot come to a decision any more; somebody above the counter says why."""
    walk = begin(actor, application_id, Verb.TERMINATE, version)
    must(limits.why_not_text(text))
    return walk.finish(text)
