"""The items of a street, their versions, and the one in force on a day."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from linli.counter.models import Item, ItemVersion
from linli.counter.rules import catalogue_find, catalogue_text
from linli.counter.rules.catalogue import Content, Kind, Proof
from linli.kernel.errors import NotFound
from linli.kernel.streets.models import Street
from linli.kernel.streets.revisions import per_revision
from linli.people import queries as people
from linli.people.models import Organisation
from linli.places import queries as places

SHIPPED = Path(__file__).parent.parent
ITEM_COLUMNS = {
    "code": "代码",
    "name": "名称",
    "department_name": "部门",
    "unit": "单位代码",
    "kind": "类型",
    "promised": "承诺时间",
    "statutory": "法定时间",
    "conditions": "条件",
    "basis": "依据",
    "fee": "费用",
    "result": "结果",
    "materials": "材料",
    "questions": "问题",
    "words": "常用说法",
    "cheat_sheet": "办理要点",
    "is_open": "开办",
    "since": "从哪天起",
}
_CONTENT = TypeAdapter(Content)
_FIELDS = tuple(field.name for field in fields(Content))


@dataclass(frozen=True, slots=True)
class Shipped:
    """An item that comes with the product; ``unit`` is the department's code as an organisation."""

    code: str
    unit: str
    content: Content


@dataclass(frozen=True, slots=True)
class Version:
    id: UUID
    number: int
    since: date
    content: Content
    department_id: UUID | None


@dataclass(frozen=True, slots=True)
class Entry:
    """An item with all its versions, the newest first."""

    id: UUID
    code: str
    basic_code: str
    implementation_code: str
    is_open: bool
    versions: tuple[Version, ...]

    def on(self, day: date) -> Version | None:
        """The version in force: the one whose first day came last; of two with one first day, the
        later written."""
        begun = (version for version in self.versions if version.since <= day)
        return max(begun, key=lambda version: (version.since, version.number), default=None)


@dataclass(frozen=True, slots=True)
class Offer:
    """An item as it is in force on a day."""

    entry: Entry
    version: Version

    @property
    def content(self) -> Content:
        return self.version.content


def content_of(row: ItemVersion) -> Content:
    """What a version says, as rules see it."""
    said = {name: getattr(row, name) for name in _FIELDS}
    said |= {name: said[name] or None for name in ("promised", "statutory")}
    return _CONTENT.validate_python(said)


def columns_of(content: Content) -> dict[str, Any]:
    """The same as the columns of its table."""
    said: dict[str, Any] = _CONTENT.dump_python(content, mode="json")
    return said | {name: said[name] or {} for name in ("promised", "statutory")}


@cache
def proofs() -> tuple[Proof, ...]:
    """The proofs that nobody may ask the residents' committee for."""
    rows = tomllib.loads((SHIPPED / "proofs.toml").read_text("utf-8"))["proofs"]
    return tuple(Proof(**row) for row in rows)


@cache
def shipped_items() -> tuple[Shipped, ...]:
    """The catalogue that comes with the product; a name in it that stands for nothing is an
    error."""
    book = tomllib.loads((SHIPPED / "items.toml").read_text("utf-8"))
    return tuple(_shipped(book, row) for row in book["items"])


def _shipped(book: dict[str, Any], row: dict[str, Any]) -> Shipped:
    row = dict(row)
    code, asks, always = row.pop("code"), row.pop("asks"), row.pop("materials")
    department = book["departments"][code.partition("-")[0]]
    questions = [_question(name, book["questions"][name]) for name in asks]
    named = [m for q in questions for a in q["answers"] for m in a.get("materials", ())]
    codes = dict.fromkeys([*always, *named])
    row |= {
        "department_name": department["name"],
        "materials": [{"code": one, **book["materials"][one]} for one in codes],
        "questions": questions,
        "cheat_sheet": row["cheat_sheet"].strip(),
    }
    return Shipped(code, department["unit"], _CONTENT.validate_python(row))


def _question(code: str, told: dict[str, Any]) -> dict[str, Any]:
    """Answers are known by their place."""
    answers = [{"code": str(n), **answer} for n, answer in enumerate(told["answers"], 1)]
    return {"code": code, "text": told["text"], "answers": answers}


@per_revision
def items(street: Street) -> dict[str, Entry]:
    """Every item of the street by its code, in their order."""
    versions: dict[UUID, list[Version]] = defaultdict(list)
    for row in ItemVersion.objects.filter(street_id=street.pk).order_by("-number"):
        version = Version(row.pk, row.number, row.since, content_of(row), row.department_id)
        versions[row.item_id].append(version)
    return {
        item.code: Entry(
            item.pk,
            item.code,
            item.basic_code,
            item.implementation_code,
            item.is_open,
            tuple(versions[item.pk]),
        )
        for item in Item.objects.filter(street_id=street.pk).order_by("order", "code")
    }


def offers(street: Street, day: date) -> list[Offer]:
    """What can be applied for on a day."""
    begun = ((entry, entry.on(day)) for entry in items(street).values() if entry.is_open)
    return [Offer(entry, version) for entry, version in begun if version]


def offer(street: Street, code: str, day: date) -> Offer:
    """An item as it is in force, closed ones too."""
    entry = items(street).get(code)
    version = entry.on(day) if entry else None
    if entry is None or version is None:
        raise NotFound
    return Offer(entry, version)


def version(street: Street, version_id: UUID) -> Offer:
    """The version that an application began with, whatever came after it."""
    for entry in items(street).values():
        for one in entry.versions:
            if one.id == version_id:
                return Offer(entry, one)
    raise NotFound


def entry(street: Street, item_id: UUID) -> Entry:
    found = next((one for one in items(street).values() if one.id == item_id), None)
    if found is None:
        raise NotFound
    return found


def found_offers(street: Street, day: date, words: str) -> list[Offer]:
    """What fits the words that somebody looks for, the best first; everything without words."""
    every = {offer.entry.code: offer for offer in offers(street, day)}
    if not words.strip():
        return list(every.values())
    if words.strip().upper() in every:
        return [every[words.strip().upper()]]
    texts = {code: (one.content.name, one.content.words) for code, one in every.items()}
    return [every[code] for code in catalogue_find.ranked(words, texts)]


def by_department(offers: Iterable[Offer]) -> list[tuple[str, list[Offer]]]:
    """Each department with its items, in the order in which they come."""
    found: dict[str, list[Offer]] = defaultdict(list)
    for one in offers:
        found[one.content.department_name].append(one)
    return list(found.items())


def window(street: Street, grid_id: UUID | None) -> Organisation | None:
    """The office of the community somebody lives in, when that is known."""
    grid = places.atlas(street).grids.get(grid_id) if grid_id else None
    known = people.directory(street)
    office_id = known.community_organisation(grid.community_id) if grid else None
    return known.organisations[office_id] if office_id else None


def export_items(street: Street) -> Iterator[tuple[Any, ...]]:
    """The newest version of every item, be it still to come."""
    units = people.directory(street).organisations
    for one in items(street).values():
        version = one.versions[0]
        unit = units.get(version.department_id) if version.department_id else None
        said = catalogue_text.written(version.content) | {
            "code": one.code,
            "unit": unit.code if unit else "",
            "kind": Kind(version.content.kind).word,
            "is_open": "是" if one.is_open else "否",
        }
        yield (*(said[name] for name in list(ITEM_COLUMNS)[:-1]), version.since)
