"""What counts as a photo, and how large it may be."""

import pytest

from linli.files import rules


def test_nine_photos_are_enough_for_one_thing() -> None:
    assert rules.why_not_photos(9) is None
    reason = rules.why_not_photos(11)
    assert reason is not None
    assert reason.params == {"most": 9, "extra": 2}


def test_an_iphone_photo_in_heic_is_refused_with_the_way_to_mend_it() -> None:
    reason = rules.why_not_photo(2, 1000, b"\x00\x00\x00\x24ftypheic\x00\x00\x00\x00")
    assert reason is not None
    assert reason.code == "photo_heic"
    assert "兼容性最佳" in reason.text % reason.params
    assert reason.field == "photos"


@pytest.mark.parametrize(
    ("size", "code"), [(0, "photo_empty"), (25 * 1024 * 1024 + 1, "photo_too_heavy")]
)
def test_an_empty_or_too_heavy_file_is_refused_before_it_is_decoded(size: int, code: str) -> None:
    reason = rules.why_not_photo(1, size, b"\xff\xd8\xff")
    assert reason is not None
    assert reason.code == code


def test_a_plain_jpeg_may_have_more_pixels_than_what_must_be_decoded_whole() -> None:
    def is_refused(millions: int, *, jpeg: bool, progressive: bool = False) -> bool:
        pixels = millions * 1_000_000
        reason = rules.why_not_decode(1, pixels, is_jpeg=jpeg, is_progressive=progressive)
        return reason is not None

    assert not is_refused(120, jpeg=True)
    assert is_refused(121, jpeg=True)
    assert not is_refused(40, jpeg=True, progressive=True)
    assert is_refused(41, jpeg=True, progressive=True)
    assert not is_refused(25, jpeg=False)
    assert is_refused(26, jpeg=False)
