"""From whatever was uploaded to two clean JPEGs: pixels go in, pixels come out, nothing else."""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import SEEK_END, BytesIO
from typing import IO

from PIL import Image, UnidentifiedImageError
from PIL.Image import Resampling, Transpose

from linli.files import rules
from linli.files.rules import Box
from linli.kernel.errors import Refused

# What Pillow's readers raise on bytes that are cut off or made up.
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, struct.error, zlib.error)
_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}

# Pillow's own alarm, which also covers frames larger than the picture around them.
Image.MAX_IMAGE_PIXELS = rules.MAX_PIXELS


@dataclass(frozen=True, slots=True)
class Picture:
    jpeg: bytes
    width: int
    height: int


def made_clean(number: int, upload: IO[bytes]) -> tuple[Picture, Picture]:
    """The photo and its small copy, or a refusal that names the upload by its number from 1."""
    reason = rules.why_not_photo(number, _size(upload), _head(upload))
    if reason:
        raise Refused(reason)
    try:
        with Image.open(upload, formats=rules.FORMATS) as image:
            photo = _clean(number, image)
    except UnidentifiedImageError as fault:
        raise Refused(rules.not_a_photo(number)) from fault
    except Image.DecompressionBombError as fault:
        raise Refused(rules.too_large(number)) from fault
    except _BROKEN as fault:
        raise Refused(rules.damaged(number)) from fault
    return _as_jpeg(photo), _as_jpeg(_thumb(photo))


def covered(upload: IO[bytes], boxes: Sequence[Box]) -> tuple[Picture, Picture]:
    """A stored photo with black boxes over it, and its small copy."""
    with Image.open(upload, formats=rules.FORMATS) as image:
        photo = image.convert("RGB")
    for box in boxes:
        photo.paste("black", box.pixels(photo.width, photo.height))
    return _as_jpeg(photo), _as_jpeg(_thumb(photo))


def _thumb(photo: Image.Image) -> Image.Image:
    thumb = photo.copy()
    thumb.thumbnail((rules.LONGEST_SIDE_THUMB, rules.LONGEST_SIDE_THUMB))
    return thumb


def _size(upload: IO[bytes]) -> int:
    upload.seek(0, SEEK_END)
    return upload.tell()


def _head(upload: IO[bytes]) -> bytes:
    upload.seek(0)
    head = upload.read(rules.HEAD_BYTES)
    upload.seek(0)
    return head


def _clean(number: int, image: Image.Image) -> Image.Image:
    """Decoded, small, upright, opaque, and a new picture without anything the old one carried."""
    reason = rules.why_not_decode(
        number,
        image.width * image.height,
        is_jpeg=image.format in ("JPEG", "MPO"),  # MPO: several JPEGs, the first is the photo
        is_progressive="progressive" in image.info,
    )
    if reason:
        raise Refused(reason)
    turn = _UPRIGHT.get(_orientation(image))
    pixels = _decoded(image)
    clean = Image.new("RGB", pixels.size, "white")
    clean.paste(pixels, mask=pixels if pixels.mode == "RGBA" else None)
    return clean.transpose(turn) if turn is not None else clean


def _decoded(image: Image.Image) -> Image.Image:
    """RGB or RGBA, no larger than it is kept; a JPEG is decoded near that size already."""
    box = (rules.LONGEST_SIDE, rules.LONGEST_SIDE)
    scale = min(1.0, rules.LONGEST_SIDE / max(image.size))
    image.draft("RGB", (int(image.width * scale), int(image.height * scale)))
    image.load()
    if image.mode.startswith("I"):  # 16 bits of grey, which a plain conversion would cut off
        image = image.point(lambda value: value / 256, "L")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    pixels = image if image.mode == mode else image.convert(mode)
    pixels.thumbnail(box, Resampling.LANCZOS)
    return pixels


def _orientation(image: Image.Image) -> int:
    """Which way is up; a photo whose EXIF block cannot be read is taken as it is."""
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except (*_BROKEN, TypeError):
        return 1


def _as_jpeg(picture: Image.Image) -> Picture:
    out = BytesIO()
    picture.save(out, "JPEG", quality=85)
    return Picture(out.getvalue(), picture.width, picture.height)
