"""The address book of one subdistrict: which place a text speaks of, misspelt or not.

A text is compared only with names that share pairs of characters with it, so the cost grows
with the length of the text and hardly with the number of places.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from rapidfuzz import fuzz

from linli.places.rules import addresses
from linli.places.rules.codes import COMMUNITY_PATH, AreaKind
from linli.places.rules.sounds import ByEar
from linli.words import N_, Word

LEAST_SCORE = 55
_LEAST_ALIKE = 65
_ALIKE = 70
_BY_EAR = 85
_MOST_COMPARED = 16
_REACH = 24
_NEAR = 8
_NEXT = re.compile("[的那里院区内,]{0,2}[a-z0-9]")
_WEIGHTS = {AreaKind.COMMUNITY: 70, AreaKind.COMPOUND: 90}


class Found(Word):
    """Why a place was taken for the one meant."""

    NAME = "name", N_("名称相符")
    SHORT_NAME = "short_name", N_("简称相符")
    SOUND = "sound", N_("读音相同")
    SIMILAR = "similar", N_("名称相近")
    BUILDING = "building", N_("楼号相符")
    UNIT = "unit", N_("单元相符")
    NO_SUCH_BUILDING = "no_such_building", N_("楼号未登记")
    SEVERAL = "several", N_("有几处同名，只定到社区")


@dataclass(frozen=True, slots=True)
class Listing:
    """One place as the book knows it; ``name`` in the normal form of addresses."""

    id: UUID
    kind: AreaKind
    name: str
    path: str
    parent_id: UUID | None


@dataclass(frozen=True, slots=True)
class Match:
    """The place a text speaks of; ``score`` is 0 to 100, ``mention`` the piece of text."""

    area_id: UUID
    kind: AreaKind
    score: int
    found: tuple[Found, ...]
    mention: str

    @property
    def why(self) -> str:
        return "、".join(found.word for found in self.found)


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    is_short: bool
    listing: Listing


@dataclass(frozen=True, slots=True)
class _Mention:
    listing: Listing
    likeness: float
    found: tuple[Found, ...]
    start: int
    end: int


class AddressBook:
    """Built once from all listings, then asked with texts."""

    def __init__(self, listings: Iterable[Listing]) -> None:
        self._by_path = {listing.path: listing for listing in listings}
        self._numbered: dict[tuple[UUID, AreaKind, str], Listing] = {}
        self._names: list[_Name] = []
        self._by_pair: dict[str, list[int]] = defaultdict(list)
        self._by_ear = ByEar()
        self._called: dict[str, list[_Name]] = defaultdict(list)
        for listing in self._by_path.values():
            self._enter(listing)

    def find(self, text: str) -> Match | None:
        """The best match at or above the least score, else None."""
        text = addresses.normal(text)
        mentions = list(self._mentions(text))
        ranked = [self._deepened(mention, text) for mention in mentions]
        if not ranked:
            return None
        ranked = self._preferred(ranked, mentions)
        best = max(match.score for match in ranked)
        if best < LEAST_SCORE:
            return None
        return self._agreed([match for match in ranked if match.score == best])

    def _enter(self, listing: Listing) -> None:
        """A building or unit named by number only is found through what it belongs to."""
        parent = self._by_path.get(listing.path[:-5])
        name = listing.name
        if parent and listing.kind in (AreaKind.BUILDING, AreaKind.UNIT):
            bare = name.removeprefix(parent.name)
            number = addresses.label(bare, unit=listing.kind is AreaKind.UNIT)
            if number:
                self._numbered[parent.id, listing.kind, number] = listing
                return
        if listing.kind in (AreaKind.SUBDISTRICT, AreaKind.UNIT, AreaKind.DWELLING):
            return
        short = addresses.core(name)
        if listing.kind is AreaKind.COMMUNITY and short == name:
            name = f"{name}社区"
        self._add(_Name(name, False, listing))
        if short != name and len(short) > 1:
            self._add(_Name(short, True, listing))

    def _add(self, name: _Name) -> None:
        for pair in _pairs(name.text):
            self._by_pair[pair].append(len(self._names))
        self._names.append(name)
        if not self._called[name.text]:
            self._by_ear.add(name.text)
        self._called[name.text].append(name)

    def _mentions(self, text: str) -> Iterator[_Mention]:
        """Exact mentions; only where no compound or building has its full name in the text, those
        written by ear; only where there is none of these either, similar ones."""
        exact, similar = self._shared(text)
        found = [mention for name in exact if (mention := _exact(name, text))]
        if not any(_is_place(mention, Found.NAME) for mention in found):
            found += self._heard(text)
        yield from found
        if not any(_is_place(mention) for mention in found):
            yield from (mention for name in similar if (mention := _similar(name, text)))

    def _heard(self, text: str) -> Iterator[_Mention]:
        for called, start in self._by_ear.find(text):
            end = start + len(called)
            for name in self._called[called]:
                is_allowed = not name.is_short or _may_be_short(name, text, end)
                if is_allowed and _same_marks(called, text[start:end]):
                    yield _Mention(name.listing, _BY_EAR, (Found.SOUND,), start, end)

    def _shared(self, text: str) -> tuple[list[_Name], list[_Name]]:
        """Names all of whose pairs are in the text, and the likeliest of the others."""
        shared: dict[int, int] = defaultdict(int)
        for pair in _pairs(text):
            for number in self._by_pair.get(pair, ()):
                shared[number] += 1
        exact, similar = [], []
        for number, count in shared.items():
            name = self._names[number]
            pairs = len(name.text) - 1
            if count == len(_pairs(name.text)):
                exact.append(name)
            elif pairs >= 2 and count * 3 >= pairs and not name.is_short:
                similar.append((count / pairs, name))
        similar.sort(key=lambda pair: -pair[0])
        return exact, [name for _, name in similar[:_MOST_COMPARED]]

    def _deepened(self, mention: _Mention, text: str) -> Match:
        """Down to the building and unit that the text names beside the mention."""
        listing, found = mention.listing, mention.found
        door = addresses.door(text[mention.end : mention.end + _REACH])
        if not door.building and listing.kind is AreaKind.COMPOUND:
            door = addresses.door(text[max(0, mention.start - _NEAR) : mention.start])
        score = mention.likeness * _WEIGHTS.get(listing.kind, 100) / 100
        building = self._numbered.get((listing.id, AreaKind.BUILDING, door.building))
        if building:
            listing, found, score = building, (*found, Found.BUILDING), mention.likeness
        elif door.building and listing.kind is AreaKind.COMPOUND:
            found, score = (*found, Found.NO_SUCH_BUILDING), score * 0.9
        unit = self._numbered.get((listing.id, AreaKind.UNIT, door.unit))
        if unit:
            listing, found = unit, (*found, Found.UNIT)
        words = text[mention.start : mention.end]
        return Match(listing.id, listing.kind, round(score), found, words)

    def _preferred(self, matches: list[Match], mentions: list[_Mention]) -> list[Match]:
        """Of two places of one name, the one in a community that is named too; longest first."""
        named = {
            mention.listing.path
            for mention in mentions
            if mention.listing.kind is AreaKind.COMMUNITY and Found.NAME in mention.found
        }
        kept = [
            (match, mention)
            for match, mention in zip(matches, mentions, strict=True)
            if not _is_inside_a_longer(mention, mentions)
        ]
        inside = [m for m, mention in kept if mention.listing.path[:COMMUNITY_PATH] in named]
        better = [match for match in inside if match.kind is not AreaKind.COMMUNITY]
        return better or [match for match, _ in kept]

    def _agreed(self, matches: list[Match]) -> Match | None:
        """One place, or the community that equally good places share, or nothing."""
        places = {match.area_id for match in matches}
        if len(places) == 1:
            return max(matches, key=lambda match: len(match.mention))
        paths = {listing.path for listing in self._by_path.values() if listing.id in places}
        communities = {path[:COMMUNITY_PATH] for path in paths}
        if len(communities) > 1:
            return None
        community = self._by_path[communities.pop()]
        score = round(matches[0].score * 0.8)
        return replace(
            matches[0],
            area_id=community.id,
            kind=community.kind,
            score=score,
            found=(*matches[0].found, Found.SEVERAL),
        )


def _is_place(mention: _Mention, *found: Found) -> bool:
    """Of a compound or building; found in this way, if one is given."""
    return mention.listing.kind is not AreaKind.COMMUNITY and set(found) <= set(mention.found)


def _exact(name: _Name, text: str) -> _Mention | None:
    start = text.find(name.text)
    while start >= 0:
        end = start + len(name.text)
        if _stands_alone(text, start, end) and (
            not name.is_short or _may_be_short(name, text, end)
        ):
            if name.is_short:
                return _Mention(name.listing, 90, (Found.SHORT_NAME,), start, end)
            return _Mention(name.listing, 100, (Found.NAME,), start, end)
        start = text.find(name.text, start + 1)
    return None


def _similar(name: _Name, text: str) -> _Mention | None:
    """A spelling that differs in few characters, none of which is a direction or number.

    What is less alike than one character in four counts only before a building number.
    """
    same = fuzz.partial_ratio_alignment(name.text, text, score_cutoff=_LEAST_ALIKE)
    short = addresses.core(name.text)
    if same is None or len(text) < len(name.text) or len(short) < 3:
        return None
    start = same.dest_start
    piece = text[start : start + len(name.text)]
    likeness = (fuzz.ratio(name.text, piece) + fuzz.ratio(short, piece[: len(short)])) / 2
    end = start + len(short) - 1
    is_before_house = bool(addresses.door(text[end : end + _NEAR]).building)
    if likeness < (_LEAST_ALIKE if is_before_house else _ALIKE):
        return None
    if not _same_marks(name.text, piece):
        return None
    return _Mention(name.listing, likeness, (Found.SIMILAR,), start, end)


def _same_marks(name: str, piece: str) -> bool:
    """The piece has the name's directions and numbers; a number after it may be the building's."""
    wanted, given = addresses.marks(name), addresses.marks(piece)
    extra = given[len(wanted) :]
    return given[: len(wanted)] == wanted and all(mark.isdigit() for mark in extra)


def _may_be_short(name: _Name, text: str, end: int) -> bool:
    """和平 stands for 和平小区 only right before a building number: 和平桥3号楼 may be anything.
    Three characters are enough."""
    if name.listing.kind is AreaKind.COMMUNITY:
        return False
    after = text[end : end + _NEAR]
    return len(name.text) > 2 or bool(_NEXT.match(after) and addresses.door(after).building)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """A number at the edge of a name is not cut out of a longer number."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (
        (before.isdigit() and text[start].isdigit())
        or (after.isdigit() and text[end - 1].isdigit())
    )


def _is_inside_a_longer(mention: _Mention, mentions: list[_Mention]) -> bool:
    width = mention.end - mention.start
    return any(
        other.start <= mention.start
        and mention.end <= other.end
        and other.end - other.start > width
        for other in mentions
    )


def _pairs(text: str) -> set[str]:
    return {text[start : start + 2] for start in range(len(text) - 1)}
