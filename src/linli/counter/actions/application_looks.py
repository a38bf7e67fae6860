"""Looking at who applied: for a stated purpose, on record, and told to the person."""

from uuid import UUID

from linli.counter import access
from linli.counter.models import Application
from linli.counter.rules.application_words import CounterEvent, Look
from linli.kernel import clock, events
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.errors import Forbidden, NotFound, Refused
from linli.kernel.events import Audience
from linli.kernel.streets.models import Street
from linli.rights import queries as rights
from linli.words import N_, Reason


@action
def reveal_applicant(*, actor: Actor, application_id: UUID, purpose: Look) -> Application:
    """Name, number and address in full; whoever they belong to reads who looked and why."""
    today = Street.objects.get(pk=actor.street_id).day(clock.now())
    rows = Application.objects.filter(pk=application_id)
    one = access.visible_applications(actor, rows, today).first()
    if one is None:
        raise NotFound
    if not access.may_reveal(actor, one):
        text = N_("只有窗口人员、他们的负责人和承办部门可以看申请人的联系方式。")
        raise Forbidden(Reason("applicant_not_yours", text))
    if one.account_id and rights.blocked(actor.street_id, {one.account_id}):
        raise Refused(Reason("reveal_blocked", N_("本人已经要求停用自己的信息，不能查看。")))
    events.record(actor, CounterEvent.REVEALED, one, audience=Audience.PRIVATE, reason=purpose)
    return one
