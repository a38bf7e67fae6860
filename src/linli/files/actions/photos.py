"""Storing photos."""

import hashlib
from collections.abc import Sequence
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from linli.files import rules
from linli.files.actions import pictures
from linli.files.actions.pictures import Picture
from linli.files.models import File
from linli.files.rules import FilesEvent
from linli.kernel import events
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused
from linli.kernel.models import Event


@action
def store_photos(*, actor: Actor, uploads: Sequence[IO[bytes]]) -> list[File]:
    """Photos are kept as clean JPEGs; one that is refused refuses all, and nothing is stored.

    If the transaction rolls back later, the bytes stay behind until the next sweep.
    """
    reason = rules.why_not_photos(len(uploads))
    if reason:
        raise Refused(reason)
    made = [pictures.made_clean(number, upload) for number, upload in enumerate(uploads, start=1)]
    stored = [put(actor, *pair) for pair in made]
    files = File.objects.bulk_create(stored) if stored else []
    events.write([as_event(actor, file) for file in files])
    return files


def put(actor: Actor, photo: Picture, thumb: Picture) -> File:
    file = File(
        street_id=actor.street_id,
        sha256=hashlib.sha256(photo.jpeg).hexdigest(),
        width=photo.width,
        height=photo.height,
        size=len(photo.jpeg),
        thumb_size=len(thumb.jpeg),
        uploaded_by=actor.id,
    )
    default_storage.save(file.path, ContentFile(photo.jpeg))
    default_storage.save(file.thumb_path, ContentFile(thumb.jpeg))
    return file


def as_event(actor: Actor, file: File) -> Event:
    after = {"sha256": file.sha256, "size": file.size}
    return events.draft(actor, FilesEvent.STORED, file, after=after)
