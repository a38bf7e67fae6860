"""Names and phones of a list: asked for by one, approved by another, on record for each person."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from linli.cases import access, queries
from linli.cases.rules.words import CaseEvent, Purpose
from linli.kernel import events
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.errors import Forbidden, Refused
from linli.kernel.events import Audience
from linli.kernel.streets.models import Street
from linli.rights import actions as rights
from linli.rights.models import Permit
from linli.rights.rules import PermitReason
from linli.words import N_, Reason


@action
def ask_contacts(
    *,
    actor: Actor,
    street: Street,
    filters: queries.Filters,
    query: str,
    reason: PermitReason,
    words: str,
) -> Permit:
    """Ask for the names and phones of what these filters find now."""
    _must_export(actor)
    count = queries.listed(actor, street, filters).count()
    if count > queries.MOST_CONTACTS:
        text = N_("一次最多导出 %(most)s 件的联系方式，请先把条件收窄。")
        raise Refused(Reason("permit_too_many", text, {"most": queries.MOST_CONTACTS}))
    return rights.ask_permit(actor=actor, query=query, count=count, reason=reason, words=words)


@action
def export_contacts(
    *, actor: Actor, street: Street, permit_id: UUID, filters: queries.Filters
) -> Iterator[tuple[Any, ...]]:
    """Take out what was approved and nothing registered since; each person can read of it."""
    _must_export(actor)
    permit = rights.permit_of(actor, permit_id)
    found = queries.listed(actor, street, filters).filter(registered_at__lte=permit.asked_at)
    open_ones = [case for case in found[: permit.count] if access.may_reveal(actor, case)]
    cases = queries.without_blocked(street, open_ones)
    rights.use_permit(actor=actor, permit_id=permit_id, count=len(cases))
    events.write(
        events.draft(
            actor, CaseEvent.REVEALED, case, audience=Audience.PRIVATE, reason=Purpose.EXPORT
        )
        for case in cases
    )
    return queries.contacts(street, cases)


def _must_export(actor: Actor) -> None:
    if not access.may_export(actor):
        raise Forbidden(Reason("export_not_yours", N_("您的岗位不能导出列表。")))
