"""What ties another request to the one that is read, and how near it is."""

from datetime import timedelta

from linli.places.rules import AreaKind
from linli.words import N_, Word

HISTORY = timedelta(days=90)
LATELY = timedelta(days=30)
MOST = 4  # of each tie
_ALIKE = 0.4


def alike(text: str, other: str) -> bool:
    """Much of what one says the other says too, whatever they were sorted as."""
    pairs, others = _pairs(text), _pairs(other)
    shared = 2 * len(pairs & others)
    return shared > 0 and shared >= _ALIKE * (len(pairs) + len(others))


def _pairs(text: str) -> set[str]:
    """Pairs of neighbouring characters; blanks and marks tell nothing."""
    bare = "".join(character for character in text if character.isalnum())
    return {bare[at : at + 2] for at in range(len(bare) - 1)}


class Tie(Word):
    """In the order in which they are shown."""

    LEADING = "leading", N_("并入了这一件")
    MERGED = "merged", N_("已并入本件")
    SAME = "same", N_("像是同一件事")
    PHONE = "phone", N_("同一个号码反映的")
    PLACE = "place", N_("附近最近还有")


class Near(Word):
    """The smallest place that both requests are in."""

    BUILDING = "building", N_("同一栋楼")
    COMPOUND = "compound", N_("同一小区")
    GRID = "grid", N_("同一网格")

    @property
    def here(self) -> str:
        """The place itself, as staff standing in it would say."""
        return _HERE[self]


_HERE = {
    Near.BUILDING: N_("这栋楼"),
    Near.COMPOUND: N_("这个小区"),
    Near.GRID: N_("这个网格"),
}
KINDS = {Near.BUILDING: AreaKind.BUILDING, Near.COMPOUND: AreaKind.COMPOUND}
