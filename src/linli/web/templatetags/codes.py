"""Codes to be scanned, drawn into the page."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import segno
from django import template

register = template.Library()

_QUIET = 4  # modules of white around the code, without which cameras miss it
# For addresses with an id this mask is the best of the eight or close to it; trying them all
# takes four times as long, which shows on two hundred posters.
_MASK = 2


@register.inclusion_tag("web/components/qr_code.html")
def qr_code(address: str, label: str) -> dict[str, Any]:
    """A QR code that still reads with a seventh of it scratched away (level M or better)."""
    code = segno.make_qr(address, error="m", mask=_MASK)
    return {
        "label": label,
        "side": len(code.matrix) + 2 * _QUIET,
        "path": "".join(f"M{x} {y}.5h{width}" for x, y, width in _bars(code)),
    }


def _bars(code: segno.QRCode) -> Iterator[tuple[int, int, int]]:
    """Where each dark stretch of a row begins, and how wide it is."""
    for y, row in enumerate(code.matrix, _QUIET):
        x = _QUIET
        for is_dark, stretch in groupby(row):
            width = len(list(stretch))
            if is_dark:
                yield x, y, width
            x += width
