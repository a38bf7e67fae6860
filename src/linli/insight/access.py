"""Who opens the board. What they count is what they may see one by one."""

from linli.cases.access import STREET_WIDE
from linli.kernel.actor import Actor
from linli.people.rules import Role

READERS = frozenset({Role.LEADER, Role.SUPERVISOR, Role.DISPATCHER, Role.SECRETARY, Role.ADMIN})


def may_open_board(actor: Actor) -> bool:
    """Leaders, the command centre, and secretaries for their own community."""
    return bool(actor.roles & READERS)


def sees_the_whole_street(actor: Actor) -> bool:
    """Compares all communities; others see only where something of theirs is."""
    return bool(actor.roles & STREET_WIDE)
