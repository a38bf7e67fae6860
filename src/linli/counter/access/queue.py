"""Who works at the windows of a hall, who sees its figures, who sets it up."""

from linli.counter.access.setup import CONFIGURING
from linli.counter.models.queue import Hall
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Forbidden
from linli.people.rules import Role
from linli.words import N_, Reason

SERVING = frozenset({Role.CLERK, Role.SECRETARY})
MANAGING = frozenset({Role.SECRETARY, Role.SUPERVISOR, Role.LEADER, Role.ADMIN})


def may_serve(actor: Actor) -> bool:
    """Opens the panel from which numbers are called."""
    return bool(actor.roles & SERVING)


def may_manage(actor: Actor) -> bool:
    """Opens the figures of a hall."""
    return bool(actor.roles & MANAGING)


def serves(actor: Actor, hall: Hall) -> bool:
    """Of the organisation whose hall it is, or of the whole street."""
    return actor.kind is ActorKind.SYSTEM or any(
        post.role in SERVING
        and post.organisation_id in (hall.organisation_id, None)
        and (post.organisation_id is not None or post.is_street_wide)
        for post in actor.standings
    )


def require_serving(actor: Actor, hall: Hall) -> None:
    if not serves(actor, hall):
        text = N_("只有这个大厅的窗口人员可以叫号和办理。")
        raise Forbidden(Reason("not_this_hall", text))


def require_configuring(actor: Actor) -> None:
    if not (actor.kind is ActorKind.SYSTEM or actor.roles & CONFIGURING):
        raise Forbidden(Reason("hall_not_yours", N_("只有管理员可以设置大厅和窗口。")))
