"""A street, and who acts in it."""

from itertools import count

from linli.kernel.actor import Actor, ActorKind, Standing
from linli.kernel.streets.models import Street, new_id

_codes = count(371482001000)


def street() -> Street:
    return Street.objects.create(code=str(next(_codes)), name="银山街道", initials="YS")


def somebody(street: Street, role: str) -> Actor:
    return Actor(ActorKind.ACCOUNT, street.pk, new_id(), (Standing(role),))
