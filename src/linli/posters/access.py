"""Who prints posters. What stands on them hangs at the door for everybody."""

from linli.kernel.actor import Actor
from linli.people.rules import STAFF

PRINTING = STAFF


def may_print(actor: Actor) -> bool:
    """Everybody who works here."""
    return bool(actor.roles & PRINTING)
