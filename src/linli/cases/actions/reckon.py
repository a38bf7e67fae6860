"""A change of the rules moves the clocks that run already, but only when somebody asks for it."""

from uuid import UUID

from linli.cases import queries
from linli.cases.actions import clocks
from linli.cases.actions.walk import begin
from linli.cases.models import Case
from linli.cases.rules.words import Verb
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused
from linli.kernel.streets.models import Street
from linli.words import N_, Reason


@action
def reckon(*, actor: Actor, case_id: UUID, version: int | None = None) -> Case:
    """The date of one request as the rules and the calendar of now would have it."""
    walk = begin(actor, case_id, Verb.RECKON, version)
    for found in queries.reckoned(walk.street, [case_id]):
        clocks.keep(walk.case, found.promise)
        return walk.finish()
    raise Refused(Reason("same_date", N_("按现在的规则和日历，期限不变。")))


@action
def reckon_all(*, actor: Actor) -> int:
    """Every request under way that the rules of now would move; returns how many it was."""
    found = queries.reckoned(Street.objects.get(pk=actor.street_id))
    for one in found:
        reckon(actor=actor, case_id=one.case.pk)
    return len(found)
