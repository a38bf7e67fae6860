"""What somebody was told."""

from linli.kernel.actor import Actor
from linli.notices.models import Notice


def notices_for(actor: Actor, limit: int = 50) -> list[Notice]:
    """The newest first."""
    if actor.id is None:
        return []
    rows = Notice.objects.filter(street_id=actor.street_id, account_id=actor.id)
    return list(rows.order_by("-id")[:limit])
