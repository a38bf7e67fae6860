"""Pictures made for tests, as uploads."""

from io import BytesIO
from typing import Any

from PIL import Image


def picture(width: int = 64, height: int = 48, mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right, so that a turn shows."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    return image.convert(mode)


def upload(image: Image.Image | None = None, kind: str = "JPEG", **options: Any) -> BytesIO:
    made = BytesIO()
    (image or picture()).save(made, kind, **options)
    made.seek(0)
    return made
