"""Bad ratings, for those who see to them."""

from dataclasses import dataclass
from uuid import UUID

from linli.counter import access
from linli.counter.models import Rating
from linli.counter.queries.application_pages import versions_in_force
from linli.kernel.actor import Actor
from linli.kernel.personal import masked_name, masked_phone
from linli.kernel.streets.models import Street


@dataclass(frozen=True, slots=True)
class BadRating:
    """A bad rating and the item it is about; name and number are masked until somebody who is to
    call has asked for them."""

    rating: Rating
    item: str
    is_revealed: bool

    @property
    def name(self) -> str:
        return self.rating.name if self.is_revealed else masked_name(self.rating.name)

    @property
    def phone(self) -> str:
        return self.rating.phone if self.is_revealed else masked_phone(self.rating.phone)


def ratings_to_see_to(
    actor: Actor, street: Street, revealed: UUID | None = None
) -> list[BadRating]:
    """Bad ratings not yet put right; the nearest date first."""
    access.require_ratings(actor)
    rows = Rating.objects.filter(
        street_id=street.pk, mend_due_at__isnull=False, mended_at__isnull=True
    )
    names = {version.item_id: version.name for version in versions_in_force(street)}
    found = rows.select_related("item").order_by("mend_due_at")
    return [
        BadRating(row, names.get(row.item_id, row.item.code), row.pk == revealed) for row in found
    ]
