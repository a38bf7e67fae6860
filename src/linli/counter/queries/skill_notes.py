"""What clerks know about an item, and whom to ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from linli.counter.models import SkillNote
from linli.kernel.streets.models import Street


@dataclass(frozen=True, slots=True)
class Note:
    clerk_id: UUID
    who: str
    text: str


def notes_on(street: Street, item_id: UUID) -> Sequence[Note]:
    """The newest first."""
    rows = SkillNote.objects.filter(street_id=street.pk, item_id=item_id)
    return [
        Note(row.clerk_id, row.clerk.name, row.text)
        for row in rows.select_related("clerk").order_by("-written_at")
    ]
