"""Who sets up what can be booked, and who books, moves and cancels."""

from uuid import UUID

from linli.capacity.models import Booking
from linli.capacity.rules import STEPS, Verb
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Forbidden
from linli.people.rules import Role
from linli.words import N_, Reason

ARRANGING = frozenset({Role.ADMIN})
SERVING = frozenset({Role.CLERK, Role.DISPATCHER, Role.SUPERVISOR, Role.SECRETARY})


def require_arranger(actor: Actor) -> None:
    """Resources and their hours are set up by the administrator."""
    if actor.kind is not ActorKind.SYSTEM and not actor.roles & ARRANGING:
        raise Forbidden(Reason("admin_only", N_("只有管理员可以设置窗口和开放时间。")))


def serves(actor: Actor, organisation_id: UUID) -> bool:
    """Books for others and receives them: at their own organisation, or everywhere by a post of
    the whole street."""
    return actor.kind is ActorKind.SYSTEM or any(
        one.organisation_id == organisation_id or one.is_street_wide
        for one in actor.standings
        if one.role in SERVING
    )


def may_receive(actor: Actor) -> bool:
    """Opens the page of those who are expected."""
    return bool(actor.roles & SERVING)


def may_step(actor: Actor, verb: Verb, booking: Booking, organisation_id: UUID) -> bool:
    return (STEPS[verb].own and is_own(actor, booking.holder_id)) or serves(actor, organisation_id)


def is_own(actor: Actor, holder_id: UUID | None) -> bool:
    """Whoever holds it, by account or by link."""
    return actor.id is not None and actor.id == holder_id


def require_holder(actor: Actor, organisation_id: UUID, holder_id: UUID | None) -> None:
    """One books for oneself; for others only who serves there."""
    if not is_own(actor, holder_id) and not serves(actor, organisation_id):
        text = N_("请先登录再预约；窗口人员可以替人约本单位的时间。")
        raise Forbidden(Reason("not_for_others", text))
