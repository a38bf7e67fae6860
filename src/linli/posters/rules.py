"""Sizes of paper, posters on sheets, numbers that can be read off a wall."""

import re
from collections.abc import Sequence
from typing import TypeVar

from linli.words import N_, Word

Poster = TypeVar("Poster")
CARDS = 10  # 90 x 54 mm, two columns of five on A4


class Size(Word):
    A4 = "a4", N_("海报 A4")
    CARD = "card", N_("名片")


def sheets(posters: Sequence[Poster], size: Size) -> list[Sequence[Poster]]:
    """One poster fills an A4 page; cards fill a sheet, a single one with copies of itself."""
    if size is Size.A4:
        return [[poster] for poster in posters]
    cards = posters if len(posters) > 1 else [*posters] * CARDS
    return [cards[start : start + CARDS] for start in range(0, len(cards), CARDS)]


def spaced(phone: str) -> str:
    """A mobile number in groups of 3, 4 and 4 digits; others as they are."""
    return re.sub(r"^(1\d\d)(\d{4})(\d{4})$", r"\1 \2 \3", phone)
