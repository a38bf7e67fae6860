"""What somebody was told."""

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from linli.kernel.actor import Actor, ActorKind
from linli.notices.models import Notice

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class NoticePage:
    """What is not read yet stands first, each part newest first."""

    notices: list[Notice]
    unread: int
    page: int
    pages: int


def unread(actor: Actor) -> int:
    """How many notices wait for this person; only accounts have any."""
    return _of(actor).filter(read_at=None).count() if actor.kind is ActorKind.ACCOUNT else 0


def notice_page(actor: Actor, page: int = 1) -> NoticePage:
    """Two statements: the counts and the page."""
    counts = _of(actor).aggregate(every=Count("pk"), unread=Count("pk", filter=Q(read_at=None)))
    pages = max(1, -(-counts["every"] // PAGE_SIZE))
    page = min(max(page, 1), pages)
    start = (page - 1) * PAGE_SIZE
    ordered = _of(actor).order_by(F("read_at").desc(nulls_first=True), "-id")
    return NoticePage(list(ordered[start : start + PAGE_SIZE]), counts["unread"], page, pages)


def _of(actor: Actor) -> QuerySet[Notice]:
    return Notice.objects.filter(street_id=actor.street_id, account=actor.id)
