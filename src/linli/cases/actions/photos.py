"""Photos of a request: what should not be seen is painted over, the photo as taken stays."""

from collections.abc import Sequence
from uuid import UUID

from linli.cases import access, queries
from linli.cases.models import Case
from linli.cases.rules.words import CaseEvent
from linli.files import actions as files
from linli.files import queries as stored
from linli.files.models import File
from linli.files.rules import Box
from linli.kernel import events, links
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.errors import Forbidden, NotFound
from linli.kernel.events import Audience
from linli.kernel.streets.models import Street
from linli.words import N_, Reason


@action
def redact(*, actor: Actor, file_id: UUID, boxes: Sequence[Box]) -> File:
    """Paint over faces, plates and door numbers: from then on everybody sees it so."""
    case, file = _photo(actor, file_id)
    made = files.cover(actor=actor, file_id=file.pk, boxes=boxes)
    links.also(actor.street_id, file.pk, made)
    after = {"file": str(file.pk), "covered": str(made.pk), "boxes": len(boxes)}
    events.record(actor, CaseEvent.REDACTED, case, after=after)
    return made


@action
def uncover(*, actor: Actor, file_id: UUID) -> File:
    """Look at a photo as it was taken; who raised the request can read who looked."""
    case, file = _photo(actor, file_id)
    taken = stored.as_taken(file)
    if taken is None:
        raise NotFound
    after = {"file": str(taken.pk)}
    events.record(actor, CaseEvent.UNCOVERED, case, audience=Audience.PRIVATE, after=after)
    return taken


def _photo(actor: Actor, file_id: UUID) -> tuple[Case, File]:
    case, file = queries.photo_in(actor, Street.objects.get(pk=actor.street_id), file_id)
    if not access.may_reveal(actor, case):
        text = N_("只有承办人员和本辖区的受理人员可以遮挡照片、看原照片。")
        raise Forbidden(Reason("cover_not_yours", text))
    return case, file
