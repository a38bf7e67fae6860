"""From whatever was uploaded to a clean JPEG, or to a refusal that names it."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from linli.files.actions import pictures
from linli.files.tests.factories import picture, upload
from linli.kernel.errors import Refused

RED, BLUE = (254, 0, 0), (0, 0, 254)


def stored(source: BytesIO) -> Image.Image:
    photo, _ = pictures.made_clean(1, source)
    image = Image.open(BytesIO(photo.jpeg))
    assert (image.width, image.height) == (photo.width, photo.height)
    return image


def refusal(source: BytesIO, number: int = 1) -> str:
    with pytest.raises(Refused) as refused:
        pictures.made_clean(number, source)
    assert refused.value.reason.params["number"] == number
    assert refused.value.reason.field == "photos"
    return refused.value.reason.code


def is_near(pixel: object, colour: tuple[int, int, int]) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(found - wanted) < 12 for found, wanted in zip(pixel, colour, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
def test_every_accepted_format_becomes_a_jpeg_whatever_its_name(kind: str) -> None:
    image = stored(upload(kind=kind))
    assert image.format == "JPEG"
    assert image.size == (64, 48)
    assert is_near(image.getpixel((5, 20)), RED)
    assert is_near(image.getpixel((58, 20)), BLUE)


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK"])
def test_grey_palette_and_print_colours_are_accepted(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert stored(upload(picture(mode=mode), kind)).mode == "RGB"


def test_sixteen_bits_of_grey_keep_their_shade() -> None:
    image = stored(upload(Image.new("I;16", (20, 20), 128 * 256), "PNG"))
    assert is_near(image.getpixel((10, 10)), (128, 128, 128))


def test_the_first_of_several_pictures_in_one_photo_is_taken() -> None:
    several = upload(kind="MPO", save_all=True, append_images=[Image.new("RGB", (64, 48), "lime")])
    assert is_near(stored(several).getpixel((5, 20)), RED)


def test_an_animated_gif_gives_its_first_frame() -> None:
    green = Image.new("RGB", (64, 48), "lime")
    moving = upload(kind="GIF", save_all=True, append_images=[green, green])
    assert is_near(stored(moving).getpixel((5, 20)), RED)


def test_transparent_parts_become_white() -> None:
    image = picture(mode="RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 20, 48))
    shown = stored(upload(image, "PNG"))
    assert is_near(shown.getpixel((8, 20)), (255, 255, 255))
    assert is_near(shown.getpixel((58, 20)), BLUE)


def test_a_transparent_palette_colour_becomes_white_too() -> None:
    image = picture().quantize(4)
    red = image.getpixel((5, 20))
    shown = stored(upload(image, "PNG", transparency=red))
    assert is_near(shown.getpixel((5, 20)), (255, 255, 255))


@pytest.mark.parametrize(
    ("orientation", "is_turned", "at_left_top"),
    [(1, False, RED), (2, False, BLUE), (3, False, BLUE), (6, True, RED), (8, True, BLUE)],
)
def test_a_photo_taken_sideways_stands_upright(
    orientation: int, is_turned: bool, at_left_top: tuple[int, int, int]
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = stored(upload(exif=exif))
    assert image.size == ((48, 64) if is_turned else (64, 48))
    assert is_near(image.getpixel((4, 4)), at_left_top)


def test_an_unreadable_exif_block_does_not_spoil_the_photo() -> None:
    assert stored(upload(exif=b"Exif\x00\x00nonsense")).size == (64, 48)


def test_place_camera_profile_and_comment_are_gone() -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretMaker"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (36.0, 40.0, 12.0)
    source = upload(exif=exif, comment=b"SecretNote", icc_profile=b"SecretProfile")
    assert b"SecretMaker" in source.getvalue()
    image = stored(source)
    assert not image.getexif()
    assert set(image.info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert image.getexif().get_ifd(0x8825) == {}


def test_a_page_hidden_in_a_photo_does_not_survive() -> None:
    page = b"<html><script>alert(1)</script></html>"
    source = BytesIO(upload(comment=page).getvalue() + page)
    photo, thumb = pictures.made_clean(1, source)
    assert b"script" not in photo.jpeg + thumb.jpeg


@pytest.mark.parametrize(
    "content",
    [
        b"<html><body><script>alert(1)</script></body></html>",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00",
        b"MZ\x90\x00",
        b"\xff\xd8\xff",
        b"just words",
    ],
)
def test_what_is_no_photo_is_refused_whatever_its_name(content: bytes) -> None:
    assert refusal(BytesIO(content), number=3) == "photo_unknown"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP"])
def test_a_photo_that_was_cut_off_is_refused(kind: str) -> None:
    whole = upload(Image.effect_noise((300, 200), 80).convert("RGB"), kind).getvalue()
    assert refusal(BytesIO(whole[: len(whole) * 2 // 3]), number=2) == "photo_damaged"


def test_a_small_file_that_claims_a_huge_picture_is_refused_by_its_claim() -> None:
    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    for width, height in [(6000, 5000), (60_000, 60_000)]:
        header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
        body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000)))
        source = BytesIO(b"\x89PNG\r\n\x1a\n" + body + chunk(b"IEND", b""))
        assert refusal(source) == "photo_too_large"


def test_a_forty_megapixel_photo_is_decoded_at_a_quarter_of_its_pixels(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    decoded: list[int] = []
    shrink = Image.Image.thumbnail

    def watched(image: Image.Image, *box: Any) -> None:
        decoded.append(image.width * image.height)
        shrink(image, *box)

    monkeypatch.setattr(Image.Image, "thumbnail", watched)
    photo, thumb = pictures.made_clean(1, upload(picture(7304, 5478), quality=50))
    assert max(decoded) <= 7304 * 5478 / 4
    assert (photo.width, photo.height) == (2560, 1920)
    assert (thumb.width, thumb.height) == (480, 360)


def test_a_tall_strip_keeps_at_least_one_pixel_of_its_width() -> None:
    photo, thumb = pictures.made_clean(1, upload(picture(2, 8000), "PNG"))
    assert (photo.width, photo.height) == (1, 2560)
    assert (thumb.width, thumb.height) == (1, 480)
