"""What the nightly job tells: parked requests to be looked at again, requests that stand still."""

from uuid import UUID

from linli.cases import queries
from linli.cases.actions import ladder
from linli.cases.models import Case
from linli.cases.rules.ladder import Level
from linli.cases.rules.words import CaseEvent, DeskEvent
from linli.kernel import clock, events, locks
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.models import Event
from linli.kernel.streets.models import Street
from linli.people.models import Organisation


@action
def call_review(*, actor: Actor, case_id: UUID) -> Event | None:
    """A parked request whose day has come is looked at again; the unit and the supervisors hear
    of it once."""
    (case,) = locks.take(Case, actor.street_id, case_id)
    street, now = Street.objects.get(pk=actor.street_id), clock.now()
    if case.pk not in queries.reviews_due(street, now, case.pk):
        return None
    told = {
        *ladder.told_unit(case, street, now),
        *ladder.told(case, street, now, Level.STREET),
    }
    return events.record(actor, CaseEvent.REVIEW_DUE, case, at=now, after={"told": sorted(told)})


@action
def tell_stale(*, actor: Actor, organisation_id: UUID) -> Event | None:
    """A desk hears once a day how many of its requests stand still."""
    (desk,) = locks.take(Organisation, actor.street_id, organisation_id)
    street, now = Street.objects.get(pk=actor.street_id), clock.now()
    count = queries.stale_desks(street, now, desk.pk).get(desk.pk)
    if count is None:
        return None
    told = sorted(map(str, queries.desk_of(street, desk.pk, now)))
    return events.record(actor, DeskEvent.STALE, desk, at=now, after={"count": count, "told": told})
