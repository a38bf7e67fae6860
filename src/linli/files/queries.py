"""Reading the bytes of a photo; whether somebody may is for the owner's module to say."""

from typing import IO

from django.core.files.storage import default_storage

from linli.files.models import File


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
