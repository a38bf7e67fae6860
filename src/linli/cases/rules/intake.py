"""Taking a request in: is it a request, what is it about, whose desk is it for."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from linli.words import N_, Reason, Word

MAX_TEXT = 10_000


def why_not_text(text: str) -> Reason | None:
    """Somebody must be able to read what it is about; length is bounded, markup is just text."""
    if not text.strip():
        return Reason("text_empty", N_("请写下要反映的事，一句话就行。"), field="text")
    if not any(unicodedata.category(character)[0] in "LN" for character in text):
        return Reason("text_no_words", N_("只有表情看不明白，请加上几个字。"), field="text")
    if len(text) > MAX_TEXT:
        return Reason(
            "text_too_long",
            N_("最多 %(most)s 字，现在有 %(length)s 字；长材料请拍照附上。"),
            {"most": MAX_TEXT, "length": len(text)},
            field="text",
        )
    return None


def number(initials: str, day: date, count: int) -> str:
    """YY-20261121-0042: the subdistrict's initials, its local day, a count from 1."""
    return f"{initials}-{day:%Y%m%d}-{count:04d}"


@dataclass(frozen=True, slots=True)
class Matter:
    """A second-level category as the sorter sees it."""

    id: UUID
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guess:
    """A suggested category and the words in the text that speak for it."""

    matter_id: UUID
    because: tuple[str, ...]


class Sorter:
    """Keyword sorting that explains itself; a word shared by many matters weighs little."""

    def __init__(self, matters: Iterable[Matter]) -> None:
        self._matters_of: dict[str, list[UUID]] = {}
        for matter in matters:
            for keyword in matter.keywords:
                self._matters_of.setdefault(keyword, []).append(matter.id)
        # Only keywords that begin like something in the text are looked for in it.
        self._by_start: dict[str, list[tuple[int, str]]] = {}
        for order, keyword in enumerate(self._matters_of):
            self._by_start.setdefault(keyword[:2], []).append((order, keyword))

    def guess(self, text: str) -> Guess | None:
        """The matter whose words weigh most in the text; None when no word is known."""
        found = self._found(text)
        scores: dict[UUID, float] = {}
        for keyword in found:
            matter_ids = self._matters_of[keyword]
            for matter_id in matter_ids:
                scores[matter_id] = scores.get(matter_id, 0) + len(keyword) / len(matter_ids)
        if not scores:
            return None
        best = max(scores, key=lambda matter_id: scores[matter_id])
        because = [keyword for keyword in found if best in self._matters_of[keyword]]
        return Guess(best, tuple(sorted(because, key=len, reverse=True)[:4]))

    def _found(self, text: str) -> list[str]:
        """The keywords in the text, in the order they were given."""
        starts = {text[place : place + 2] for place in range(len(text))} | set(text)
        near = [pair for start in starts for pair in self._by_start.get(start, ())]
        return [keyword for _, keyword in sorted(near) if keyword in text]


class Hours(Word):
    """When a route counts."""

    ALWAYS = "always", N_("全天")
    WORKING = "working", N_("工作时间")
    OFF = "off", N_("非工作时间")


class Target(Word):
    """Whom a route names: one organisation, or whoever holds a post at the place."""

    ORGANISATION = "organisation", N_("指定单位")
    GRID_LEAD = "grid_lead", N_("当地网格员")
    COMMUNITY = "community", N_("当地社区居委会")
    PROPERTY = "property", N_("小区的物业公司")


@dataclass(frozen=True, slots=True)
class Route:
    """One row of the routing table; empty fields match everything."""

    id: UUID
    category_id: UUID | None
    community_id: UUID | None
    hours: Hours
    target: Target
    organisation_id: UUID | None


def why_not_route(target: Target, has_organisation: bool) -> Reason | None:
    """A route names its organisation exactly when it is for one."""
    if (target is Target.ORGANISATION) == has_organisation:
        return None
    if has_organisation:
        text = N_("交给“%(target)s”时不写单位；要写单位请选“指定单位”。")
        return Reason("route_unit", text, {"target": target.word}, "organisation")
    return Reason("route_no_unit", N_("请选交给哪个单位。"), field="organisation")


@dataclass(frozen=True, slots=True)
class Desk:
    """An organisation, and in it the person if the route names one. ``route_id`` None means the
    last resort: no row matched."""

    organisation_id: UUID
    handler_id: UUID | None = None
    route_id: UUID | None = None


def first_route(
    routes: Iterable[Route],
    *,
    categories: Collection[UUID],
    community_id: UUID | None,
    is_working_time: bool,
    found: Mapping[Target, Desk],
    last_resort: Desk,
) -> Desk:
    """First match wins; a match whose post is vacant at this place passes on to the next row.

    ``categories`` are the matter and its top class, ``found`` the desks that exist at the place.
    """
    for route in routes:
        if route.category_id and route.category_id not in categories:
            continue
        if route.community_id and route.community_id != community_id:
            continue
        if route.hours != Hours.ALWAYS and (route.hours == Hours.WORKING) != is_working_time:
            continue
        if route.target == Target.ORGANISATION and route.organisation_id:
            return Desk(route.organisation_id, None, route.id)
        if desk := found.get(route.target):
            return Desk(desk.organisation_id, desk.handler_id, route.id)
    return last_resort
