"""Reading the bytes of a photo; whether somebody may is for the owner's module to say."""

from typing import IO

from django.core.files.storage import default_storage

from linli.files.models import File


def file_bytes(file: File, *, thumb: bool = False) -> IO[bytes]:
    """The photo or its small copy, opened for reading; the caller closes it."""
    return default_storage.open(file.thumb_path if thumb else file.path, "rb")
