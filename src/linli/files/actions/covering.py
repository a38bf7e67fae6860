"""Painting over what should not be seen on a photo; the photo as taken stays beneath."""

from collections.abc import Sequence
from io import BytesIO
from uuid import UUID

from linli.files import queries, rules
from linli.files.actions import pictures
from linli.files.actions.photos import as_event, put
from linli.files.models import File
from linli.files.rules import Box
from linli.kernel import events, locks
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused


@action
def cover(*, actor: Actor, file_id: UUID, boxes: Sequence[Box]) -> File:
    """A new rendition with these parts painted over; everybody sees it in place of the old one."""
    (file,) = locks.take(File, actor.street_id, file_id)
    reason = rules.why_not_cover(boxes, is_covered=file.covered_id is not None)
    if reason:
        raise Refused(reason)
    with queries.file_bytes(file) as taken:
        made = put(actor, *pictures.covered(BytesIO(taken.read()), boxes))
    made.uploaded_by = file.uploaded_by  # who may read it does not change
    made.save(force_insert=True)
    file.covered = made
    file.save(update_fields=["covered"])
    events.write([as_event(actor, made)])
    return made
