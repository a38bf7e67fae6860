"""Who may change accounts, organisations and posts, and one's own settings."""

from collections.abc import Mapping
from uuid import UUID

from linli.kernel import clock
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Forbidden
from linli.kernel.streets.models import Street
from linli.people import rules
from linli.people.models import Account
from linli.people.rules import POWERS, Role
from linli.rulebook import queries as rulebook
from linli.rulebook.rules import RuleKey
from linli.words import N_, Reason, Word


class Verb(Word):
    REGISTER_ACCOUNT = "register_account", N_("开通账号")
    MAKE_LINK = "make_link", N_("给设密码的链接")
    CLOSE_ACCOUNT = "close_account", N_("停用账号")
    ADD_ORGANISATION = "add_organisation", N_("新增单位")
    CHANGE_ORGANISATION = "change_organisation", N_("更改单位")
    APPOINT = "appoint", N_("任命")
    END_POST = "end_post", N_("办离任")
    GIVE_POWER = "give_power", N_("任免管理员、安全员和审计员")


ROLES: Mapping[Role, frozenset[Verb]] = {
    Role.ADMIN: frozenset(Verb) - {Verb.GIVE_POWER},
    Role.SECURITY: frozenset({Verb.GIVE_POWER}),
}


def may(actor: Actor, verb: Verb) -> bool:
    """By a post held now; the system itself arranges what it must."""
    is_given = any(verb in ROLES.get(Role(role), ()) for role in actor.roles)
    return actor.kind is ActorKind.SYSTEM or is_given


def require(actor: Actor, verb: Verb) -> None:
    """Refuse with the names of those who may."""
    if not may(actor, verb):
        who = [role.word for role, verbs in ROLES.items() if verb in verbs]
        text = N_("只有%(who)s可以%(verb)s。")
        raise Forbidden(Reason("not_allowed", text, {"who": who, "verb": verb.word}))


def require_post(actor: Actor, verb: Verb, role: str, account_id: UUID) -> None:
    """Posts are given and ended by the administrator, but the three powers by the security
    officer; and nobody does either for themselves."""
    require(actor, Verb.GIVE_POWER if role in POWERS else verb)
    if actor.id == account_id:
        raise Forbidden(Reason("own_post", N_("自己的任职要由别人来办。")))


def arranges_posts(actor: Actor) -> bool:
    """Opens the pages on which posts are given and ended."""
    return may(actor, Verb.APPOINT) or may(actor, Verb.GIVE_POWER)


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
