"""What counts as a photo, how large it may be, and how large it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from linli.words import N_, Reason, Word

MEDIA_TYPE = "image/jpeg"
MAX_PER_THING = 9
MAX_BOXES = 8
MAX_BYTES = 25 * 1024 * 1024
# Each keeps the memory of one upload within about 400 MB: a plain JPEG is decoded at a fraction of
# its size, a progressive one keeps all its coefficients, everything else is decoded whole.
MAX_PIXELS = 120_000_000
MAX_PIXELS_PROGRESSIVE = 40_000_000
MAX_PIXELS_WHOLE = 25_000_000
LONGEST_SIDE = 2560
LONGEST_SIDE_THUMB = 480
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
HEAD_BYTES = 32

FIELD = "photos"
_HEIC = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"})


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a photo, in percent of its width and height from the upper left corner."""

    left: int
    top: int
    width: int
    height: int

    def pixels(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Left, upper, right, lower; never less than was drawn."""
        return (
            self.left * width // 100,
            self.top * height // 100,
            -(-min(self.left + self.width, 100) * width // 100),
            -(-min(self.top + self.height, 100) * height // 100),
        )


class FilesEvent(Word):
    STORED = "files.file.stored", N_("保存附件")
    REMOVED = "files.file.removed", N_("删除附件")


def why_not_cover(boxes: Sequence[Box], *, is_covered: bool) -> Reason | None:
    """At least one box, each within the photo; what is covered already is covered further on the
    rendition that people see."""
    if is_covered:
        return Reason("photo_changed", N_("这张照片刚刚被遮挡过，请刷新再看。"))
    if not boxes or len(boxes) > MAX_BOXES:
        return Reason("no_boxes", N_("请画出要遮的地方，最多 %(most)s 处。"), {"most": MAX_BOXES})
    for box in boxes:
        if not (0 <= box.left < 100 and 0 <= box.top < 100 and box.width > 0 and box.height > 0):
            return Reason("box_outside", N_("遮挡要在照片里：左和上是 0 到 99，宽和高大于 0。"))
    return None


def why_not_photos(count: int) -> Reason | None:
    """A thing carries nine photos at most; ``count`` includes those it has already."""
    if count <= MAX_PER_THING:
        return None
    text = N_("最多上传%(most)s张照片，请去掉%(extra)s张。")
    params = {"most": MAX_PER_THING, "extra": count - MAX_PER_THING}
    return Reason("photos_too_many", text, params, FIELD)


def why_not_photo(number: int, size: int, head: bytes) -> Reason | None:
    """Before anything is decoded: is it empty, too heavy, or of a kind that we know we cannot read?

    ``number`` counts the uploads from 1, ``head`` is how the file begins.
    """
    if size == 0:
        text = N_("第%(number)s张照片是空文件，请重新选择。")
        return Reason("photo_empty", text, {"number": number}, FIELD)
    if size > MAX_BYTES:
        text = N_("第%(number)s张照片超过%(most)sMB，请缩小后再上传。")
        params = {"number": number, "most": MAX_BYTES // 1024 // 1024}
        return Reason("photo_too_heavy", text, params, FIELD)
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        text = N_(
            "第%(number)s张照片是HEIC格式，暂不支持。请在手机“相机设置—格式”中选“兼容性最佳”后重拍，"
            "或上传这张照片的截图。"
        )
        return Reason("photo_heic", text, {"number": number}, FIELD)
    return None


def why_not_decode(
    number: int, pixels: int, *, is_jpeg: bool, is_progressive: bool
) -> Reason | None:
    """A picture that would need too much memory is refused by the size it says it has."""
    jpeg = MAX_PIXELS_PROGRESSIVE if is_progressive else MAX_PIXELS
    most = jpeg if is_jpeg else MAX_PIXELS_WHOLE
    return None if pixels <= most else too_large(number, most)


def too_large(number: int, most: int = MAX_PIXELS) -> Reason:
    text = N_("第%(number)s张照片太大，这种图片最多%(most)s百万像素，请缩小后再上传。")
    params = {"number": number, "most": most // 1_000_000}
    return Reason("photo_too_large", text, params, FIELD)


def not_a_photo(number: int) -> Reason:
    text = N_(
        "第%(number)s个文件不是照片，或格式不支持。请上传JPEG、PNG、WebP、GIF或BMP格式的图片。"
    )
    return Reason("photo_unknown", text, {"number": number}, FIELD)


def damaged(number: int) -> Reason:
    text = N_("第%(number)s张照片已损坏或没有传完整，请重新选择或重拍。")
    return Reason("photo_damaged", text, {"number": number}, FIELD)
