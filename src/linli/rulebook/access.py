"""Who may change rules and the working calendar."""

from collections.abc import Mapping

from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Forbidden
from linli.words import N_, Reason, Word


class Verb(Word):
    SET_RULE = "set_rule", N_("修改规则")
    SET_DAYS = "set_days", N_("修改工作日历")


# Roles are defined above this module, in people; here they are codes.
ROLES: Mapping[str, frozenset[Verb]] = {"admin": frozenset(Verb)}


def require(actor: Actor, verb: Verb) -> None:
    """Only the administrator (and the system itself) changes rules and the working calendar."""
    if actor.kind is ActorKind.SYSTEM:
        return
    if not any(verb in ROLES.get(role, ()) for role in actor.roles):
        raise Forbidden(Reason("admin_only", N_("只有管理员可以修改规则和工作日历。")))
