"""Who may change accounts, organisations and posts."""

from collections.abc import Mapping
from enum import StrEnum

from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Forbidden
from linli.people.rules import Role
from linli.words import N_, Reason


class Verb(StrEnum):
    REGISTER_ACCOUNT = "register_account"
    ADD_ORGANISATION = "add_organisation"
    APPOINT = "appoint"
    END_POST = "end_post"


ROLES: Mapping[Role, frozenset[Verb]] = {Role.ADMIN: frozenset(Verb)}


def require(actor: Actor, verb: Verb) -> None:
    """Only the administrator (and the system itself) arranges accounts and posts."""
    if actor.kind is ActorKind.SYSTEM:
        return
    if not any(verb in ROLES.get(Role(role), ()) for role in actor.roles):
        raise Forbidden(Reason("admin_only", N_("只有管理员可以设置账号、单位和任职。")))
