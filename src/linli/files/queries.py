"""Reading the bytes of a photo; whether somebody may is for the owner's module to say."""

from collections.abc import Iterable, Iterator
from typing import IO
from uuid import UUID

from django.core.files.storage import default_storage

from linli.files.models import File
from linli.kernel.drift import Drift, Survey
from linli.kernel.streets.models import Street
from linli.words import N_, Reason


def count_of(street: Street, account_id: UUID) -> int:
    """How many photos somebody has sent."""
    return File.objects.filter(street_id=street.pk, uploaded_by=account_id).count()


def sent_by(street_id: int, file_ids: Iterable[UUID], senders: Iterable[UUID]) -> list[UUID]:
    """Those of some photos that these have sent."""
    rows = File.objects.filter(street_id=street_id, pk__in=list(file_ids))
    return list(rows.filter(uploaded_by__in=list(senders)).values_list("pk", flat=True))


def as_shown(file: File) -> File:
    """The photo as everybody sees it: with everything covered that somebody has painted over."""
    while file.covered is not None:
        file = file.covered
    return file


def as_taken(file: File) -> File | None:
    """The photo beneath, before anything was painted over; None where nothing was."""
    found, beneath = None, file
    while before := File.objects.filter(street_id=file.street_id, covered_id=beneath.pk).first():
        found = beneath = before
    return found


def file_bytes(file: File, *, thumb: bool = False) -> IO[bytes]:
    """The photo or its small copy, opened for reading; the caller closes it."""
    return default_storage.open(file.thumb_path if thumb else file.path, "rb")


def _photo_count(street: Street) -> int:
    return File.objects.filter(street_id=street.pk).count()


def _photos(street: Street) -> Iterator[list[Drift]]:
    """Each photo and its small copy lie in the storage, as long as they were written."""
    for file in File.objects.filter(street_id=street.pk).order_by("id").iterator():
        stored = ((file.path, file.size), (file.thumb_path, file.thumb_size))
        yield [
            Drift("photos", path, Reason("photo_missing", N_("这张照片的文件不在了或不完整。")))
            for path, size in stored
            if not default_storage.exists(path) or default_storage.size(path) != size
        ]


SURVEYS = (Survey({"photos": N_("每张照片都在存储里")}, _photo_count, _photos),)
