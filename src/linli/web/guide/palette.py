"""The tokens, read from the style sheets themselves, and how well each text stands out."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

STATIC = Path(__file__).parents[1] / "static" / "linli"
_TOKEN = re.compile(r"--([\w-]+):\s*([^;]+);")
_COLOUR = re.compile(r"#[0-9a-f]{6}")

# Every text colour on every ground it may stand on.
PAIRS = (
    *product(("ink", "ink-2", "ink-3", "teal", "late", "lamp-ink"), ("paper", "card", "sunk")),
    *product(("on-night", "on-night-2"), ("night", "night-2")),
    ("teal", "teal-soft"),
    ("on-teal", "teal"),
    ("on-teal", "teal-hover"),
    ("on-lamp", "lamp"),
    ("on-lamp", "lamp-hover"),
    ("lamp-ink", "lamp-soft"),
    ("late", "late-soft"),
    ("done", "done-soft"),
    ("info", "info-soft"),
)


@dataclass(frozen=True, slots=True)
class Colour:
    """A token with its value by day and by night."""

    name: str
    light: str
    dark: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A text colour on a ground, with its contrast by day and by night."""

    text: str
    ground: str
    light: str
    dark: str


@cache
def tokens(theme: str = "light") -> dict[str, str]:
    """Every token of the standard view; at night the colours of ``dark.css`` come on top."""
    day = _read("tokens.css")
    return day | _read("dark.css") if theme == "dark" else day


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2 between two colours: 1 for none, 21 for black on white."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@cache
def everything() -> dict[str, Any]:
    """All the guide shows of tokens and icons."""
    day, night = tokens(), tokens("dark")
    return {
        "colours": [Colour(n, day[n], night[n]) for n in day if _COLOUR.fullmatch(day[n])],
        "pairs": [_pair(text, ground) for text, ground in PAIRS],
        "sizes": [name for name in day if re.fullmatch("t-(xs|s|m|l|xl|num)", name)],
        "spaces": [(name, day[name]) for name in day if re.fullmatch(r"s\d", name)],
        "radii": [(name, day[name]) for name in day if re.fullmatch(r"r\d", name)],
        "icons": re.findall(r'symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text("utf-8")),
        "flipping": ("arrow", "back", "chevron", "return"),
    }


def _pair(text: str, ground: str) -> Pair:
    ratios = (contrast(tokens(t)[text], tokens(t)[ground]) for t in ("light", "dark"))
    return Pair(text, ground, *(f"{ratio:.1f}" for ratio in ratios))


def _read(file: str) -> dict[str, str]:
    """The tokens of the first block, which holds for everybody."""
    first = (STATIC / file).read_text("utf-8").partition("}")[0]
    return dict(_TOKEN.findall(first))


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
