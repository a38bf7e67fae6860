"""Photos that may be kept no longer: the rows in the transaction, the bytes when it holds."""

from collections.abc import Iterable
from functools import partial
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction

from linli.files.models import File
from linli.files.rules import FilesEvent
from linli.kernel import events
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.streets.models import remove


@action
def remove_photos(*, actor: Actor, file_ids: Iterable[UUID]) -> int:
    """Remove photos with whatever lies beneath or above them; the journal keeps which."""
    rows = File.objects.filter(street_id=actor.street_id, pk__in=list(file_ids))
    files = list(rows)
    events.write(events.draft(actor, FilesEvent.REMOVED, file) for file in files)
    if files:
        rows.update(covered=None)
        remove(rows)
    for file in files:
        for path in (file.path, file.thumb_path):
            transaction.on_commit(partial(default_storage.delete, path))
    return len(files)
