"""Only the auditor reads the journal: whoever arranges accounts or leads is read about in it."""

from linli.kernel.actor import Actor
from linli.kernel.errors import Forbidden
from linli.people.rules import Role
from linli.words import N_, Reason


def may_read_journal(actor: Actor) -> bool:
    return Role.AUDITOR in actor.roles


def require(actor: Actor) -> None:
    if not may_read_journal(actor):
        raise Forbidden(Reason("auditor_only", N_("只有审计员可以查阅和导出记录。")))
