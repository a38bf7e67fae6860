"""Who sets up the counter."""

from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Forbidden
from linli.people.rules import Role
from linli.words import N_, Reason

CONFIGURING = frozenset({Role.ADMIN})


def require_setup(actor: Actor) -> None:
    if actor.kind is not ActorKind.SYSTEM and not actor.roles & CONFIGURING:
        raise Forbidden(Reason("items_admin_only", N_("只有管理员可以改办事项目。")))
