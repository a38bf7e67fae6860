"""Who may see to messages that did not get through, and to where data is pushed."""

from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Forbidden
from linli.words import N_, Reason

# Roles are defined above this module, in people; here they are codes.
SEEING_TO = frozenset({"admin"})


def may_see_to(actor: Actor) -> bool:
    """Only the administrator (and the system itself) tries again, and reads what was said."""
    return actor.kind is ActorKind.SYSTEM or bool(actor.roles & SEEING_TO)


def require(actor: Actor) -> None:
    if not may_see_to(actor):
        raise Forbidden(Reason("admin_only", N_("只有管理员可以重新发出通知，或设置数据推送。")))
