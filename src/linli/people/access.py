"""Who may change accounts, organisations and posts, and one's own settings."""

from collections.abc import Mapping
from enum import StrEnum

from linli.kernel import clock
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Forbidden
from linli.kernel.streets.models import Street
from linli.people import rules
from linli.people.models import Account
from linli.people.rules import Role
from linli.rulebook import queries as rulebook
from linli.rulebook.rules import RuleKey
from linli.words import N_, Reason


class Verb(StrEnum):
    REGISTER_ACCOUNT = "register_account"
    MAKE_LINK = "make_link"
    CLOSE_ACCOUNT = "close_account"
    ADD_ORGANISATION = "add_organisation"
    CHANGE_ORGANISATION = "change_organisation"
    APPOINT = "appoint"
    END_POST = "end_post"


ROLES: Mapping[Role, frozenset[Verb]] = {Role.ADMIN: frozenset(Verb)}


def require(actor: Actor, verb: Verb) -> None:
    """Only the administrator (and the system itself) arranges accounts and posts."""
    if actor.kind is ActorKind.SYSTEM:
        return
    if not any(verb in ROLES.get(Role(role), ()) for role in actor.roles):
        raise Forbidden(Reason("admin_only", N_("只有管理员可以设置账号、单位和任职。")))


def require_own(actor: Actor, account: Account) -> None:
    """How the pages look is for whoever reads them to choose."""
    if actor.kind is not ActorKind.ACCOUNT or actor.id != account.pk:
        raise Forbidden(Reason("own_only", N_("只有本人可以改自己的设置。")))


def needs_second(actor: Actor, street: Street) -> bool:
    """Some posts ask for a second proof; which ones the subdistrict sets. No statement: the rules
    are in memory."""
    if not actor.standings:
        return False
    level = rulebook.rule_at(street, RuleKey.SIGN_IN, clock.now()).value["second_factor"]
    return bool(actor.roles & rules.SECOND_FACTOR[level])


def require_system(actor: Actor) -> None:
    """Carried out by a job, after somebody with the right to has decided."""
    if actor.kind is not ActorKind.SYSTEM:
        raise Forbidden(Reason("system_only", N_("这一步由系统来做。")))
