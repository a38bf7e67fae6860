"""Who decides on permits and requests; one's own consent is one's own."""

from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Forbidden
from linli.people.rules import Role
from linli.words import N_, Reason

APPROVING = frozenset({Role.SUPERVISOR, Role.LEADER})
SETTLING = frozenset({Role.SUPERVISOR, Role.LEADER, Role.ADMIN})


def may_settle(actor: Actor) -> bool:
    """Carries out what persons ask about their data."""
    return bool(actor.roles & SETTLING)


def may_approve(actor: Actor) -> bool:
    """Is the second person when names and phones leave in bulk."""
    return bool(actor.roles & APPROVING)


def require_approver(actor: Actor) -> None:
    if not may_approve(actor):
        raise Forbidden(Reason("approve_not_yours", N_("导出联系方式由督办员或街道领导批准。")))


def require_settler(actor: Actor) -> None:
    if not may_settle(actor) and actor.kind is not ActorKind.SYSTEM:
        text = N_("个人信息的请求由督办员、街道领导或管理员来办。")
        raise Forbidden(Reason("settle_not_yours", text))
