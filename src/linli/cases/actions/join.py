"""我也遇到: somebody joins a request that others have raised instead of raising it again."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from linli.cases.actions.register import reporter_of
from linli.cases.actions.walk import attach
from linli.cases.models import Case, Entry, Reporter
from linli.cases.queries import LINE_PHOTOS
from linli.cases.rules.drafts import Person
from linli.cases.rules.intake import why_not_text
from linli.cases.rules.limits import why_not_join
from linli.cases.rules.words import CaseEvent, Kind, State
from linli.kernel import clock, events, links, locks
from linli.kernel.action import action
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import NotFound, Refused
from linli.kernel.events import Audience
from linli.kernel.streets.models import new_id


@action
def join(
    *,
    actor: Actor,
    case_id: UUID,
    person: Person,
    text: str = "",
    photos: Iterable[Any] = (),
    once: UUID | None = None,
) -> Reporter:
    """I have this too: one more reporter, told of every step, with a link of their own.

    What they write and attach is for the people in charge and themselves. The same account, or
    the same ``once``, joins once.
    """
    (case,) = locks.take(Case, actor.street_id, case_id)
    if known := _known(case, person, once):
        return known
    if case.kind == Kind.REPORT or (case.category and case.category.is_personal):
        raise NotFound
    refused = why_not_join(State(case.state)) or (why_not_text(text) if text.strip() else None)
    if refused:
        raise Refused(refused)
    reporter = reporter_of(case, person)
    reporter.pk, reporter.joined_at = once or new_id(), clock.now()
    reporter.save(force_insert=True)
    joined = Actor(ActorKind.LINK, actor.street_id, reporter.pk)
    event = events.record(joined, CaseEvent.JOINED, case, audience=Audience.PRIVATE)
    if text.strip():
        Entry.objects.create(
            street_id=case.street_id, case=case, event_id=event.pk, text=text.strip()
        )
    links.link(event, attach(joined, case, photos, Audience.PRIVATE), LINE_PHOTOS)
    return reporter


def _known(case: Case, person: Person, once: UUID | None) -> Reporter | None:
    reporters = Reporter.objects.filter(street_id=case.street_id, case_id=case.pk)
    return next(
        (
            reporter
            for reporter in reporters
            if (reporter.joined_at and reporter.pk == once)
            or (reporter.account_id and reporter.account_id == person.account_id)
        ),
        None,
    )
