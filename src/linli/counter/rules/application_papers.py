"""Which materials an application needs, and what came of each."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from linli.counter.rules.application_words import Paper, Way
from linli.counter.rules.catalogue import Material, Source
from linli.words import N_, Reason

PAPER = "paper"  # the kind of link from what came of a material to a photo of it


@dataclass(frozen=True, slots=True)
class Ticked:
    """What was ticked at the counter, by the codes of the materials. ``left_out`` are those that
    the answers of the guide have made superfluous."""

    brought: frozenset[str] = field(default_factory=frozenset)
    promised: frozenset[str] = field(default_factory=frozenset)
    left_out: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Draft:
    """Who wants what, as it was typed or booked. ``once`` makes sending it twice harmless."""

    item_id: UUID
    name: str
    phone: str = ""
    account_id: UUID | None = None
    ticked: Ticked = field(default_factory=Ticked)
    way: Way = Way.WINDOW
    companion: str = ""
    once: str | None = None


def materials(rows: Iterable[Mapping[str, Any]]) -> list[Material]:
    """The materials of a version as it keeps them."""
    return [Material(**{**row, "source": Source(row["source"])}) for row in rows]


def conditional(questions: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The materials that are needed after some answer only."""
    answers = (answer for question in questions for answer in question["answers"])
    return frozenset(code for answer in answers for code in answer.get("materials", ()))


def why_not_ticked(
    needed: Collection[Material], may_leave_out: Collection[str], ticked: Ticked
) -> Reason | None:
    """Only what the item asks for is ticked, only secondary papers follow later, and only what an
    answer makes superfluous is left out."""
    names = {material.code: material.name for material in needed}
    secondary = {material.code for material in needed if material.is_secondary}
    if strange := sorted((ticked.brought | ticked.promised | ticked.left_out) - set(names)):
        text = N_("这个事项没有材料“%(codes)s”，请刷新页面重新勾选。")
        return Reason("no_such_material", text, {"codes": strange}, field="brought")
    if main := sorted(ticked.promised - secondary):
        text = N_("“%(names)s”是主要材料，不能承诺后补，请改选“一次告知补正”。")
        return Reason("main_material", text, {"names": [names[c] for c in main]}, field="promised")
    if asked := sorted(ticked.left_out - set(may_leave_out)):
        text = N_("“%(names)s”人人都要交，不能免；没有带就不勾。")
        return Reason("always_asked", text, {"names": [names[c] for c in asked]}, field="left_out")
    return None


def checked(needed: Iterable[Material], ticked: Ticked) -> dict[str, Paper]:
    """What came of each material: what the office can look up is never missing."""
    return {material.code: _paper(material, ticked) for material in needed}


def _paper(material: Material, ticked: Ticked) -> Paper:
    if material.source is Source.SHARED:
        return Paper.SHARED
    if material.code in ticked.brought:
        return Paper.BROUGHT
    if material.code in ticked.left_out:
        return Paper.NOT_NEEDED
    return Paper.PROMISED if material.code in ticked.promised else Paper.MISSING


def why_not_photograph(material: Material | None, sent: int) -> Reason | None:
    """Of a paper that the applicant brings, and at least one photo."""
    if material is None or material.source is Source.SHARED:
        text = N_("这份材料不用您交，请另选一份。")
        return Reason("not_photographed", text, field="material")
    return None if sent else Reason("no_photos", N_("请先选照片，再保存。"), field="photos")


def why_not_bring(brought: Collection[str], open_ones: Collection[str]) -> Reason | None:
    """Only what is still wanted is ticked as brought."""
    if brought and set(brought) <= set(open_ones):
        return None
    text = N_("请勾选这次补来的材料；勾的要是还缺的。")
    return Reason("nothing_brought", text, field="brought")


def why_not_grant(promised: list[str]) -> Reason | None:
    """What was promised to follow is there before the answer is yes."""
    if not promised:
        return None
    text = N_("承诺后补的还没有交：%(names)s。请先补正，再作准予决定。")
    return Reason("promise_open", text, {"names": promised}, field="outcome")


def why_not_complete(missing: list[str]) -> Reason | None:
    """Nothing is accepted that lacks a material; the names say what is still to be ticked."""
    if not missing:
        return None
    text = N_("还缺：%(names)s。补齐后勾上，或者一次告知申请人。")
    return Reason("material_missing", text, {"names": missing}, field="brought")


def why_not_ask(missing: list[str], *, is_told: bool) -> Reason | None:
    """What is missing is told all at once and only once."""
    if is_told:
        text = N_("已经一次性告知过，不能再要别的材料；材料够了就受理，不够就等补正期满。")
        return Reason("told_once", text, field="brought")
    if not missing:
        text = N_("材料都齐了，没有要补的，请直接受理。")
        return Reason("nothing_missing", text, field="brought")
    return None
