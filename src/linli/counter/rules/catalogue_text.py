"""A version as the administrator writes it: plain lines, the same in the form and in a sheet.

A material is a line ``身份证｜您带来｜原件、复印1份｜公安``; a question is a line, and each answer
below it one that begins with ``-``, and may say what to bring, that somebody comes, or why not.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from linli.counter.rules.catalogue import (
    Answer,
    Content,
    Kind,
    Material,
    Question,
    Source,
    Term,
    Unit,
)
from linli.words import N_, Reason

BAR, COMMA = "｜", "、"
ORIGINAL, LATER, HOME, BRING, STOP = "原件", "可后补", "上门", "带：", "不办："
_COPIES = re.compile(r"复印(\d{1,2})份")
_PLAIN = ("name", "department_name", "conditions", "basis", "result", "words", "cheat_sheet")
_UNITS = {"个工作日": Unit.WORKING, "工作日": Unit.WORKING, "天": Unit.CALENDAR, "小时": Unit.HOUR}


class Unreadable(Exception):  # noqa: N818 - carries a reason to whoever wrote the lines
    def __init__(self, code: str, text: str, field: str, **params: object) -> None:
        self.reason = Reason(code, text, dict(params), field=field)
        super().__init__(code)


def written(content: Content) -> dict[str, str]:
    """A version as lines."""
    names = {material.code: material.name for material in content.materials}
    return {
        **{name: getattr(content, name) for name in _PLAIN},
        "kind": content.kind.value,
        "promised": _term_text(content.promised),
        "statutory": _term_text(content.statutory),
        "fee": content.yuan if content.fee else "",
        "materials": "\n".join(map(_material_line, content.materials)),
        "questions": "\n".join(
            line for question in content.questions for line in _question_lines(question, names)
        ),
    }


def read(texts: Mapping[str, str], known: Content | None = None) -> Content:
    """The lines as a version; what is not given stays as it was, and so do codes of materials and
    questions whose words stay. Raises ``Unreadable`` with the line to mend."""
    given: dict[str, Any] = {name: texts[name].strip() for name in _PLAIN if name in texts}
    if "kind" in texts:
        given["kind"] = Kind(texts["kind"])
    for name in ("promised", "statutory"):
        if name in texts:
            given[name] = _read_term(texts[name], name)
    if "fee" in texts:
        given["fee"] = _read_fee(texts["fee"])
    materials = known.materials if known else ()
    if "materials" in texts:
        materials = given["materials"] = _read_materials(texts["materials"], materials)
    if "questions" in texts:
        questions = known.questions if known else ()
        given["questions"] = _read_questions(texts["questions"], materials, questions)
    return replace(known, **given) if known else Content(**given)


def _term_text(term: Term | None) -> str:
    return f"{term.n}{term.unit.word}" if term else ""


def _read_term(text: str, field: str) -> Term | None:
    plain = text.replace(" ", "")
    found = re.fullmatch(r"(\d{1,3})(\D+)", plain)
    if found and found[2] in _UNITS and int(found[1]):
        return Term(int(found[1]), _UNITS[found[2]])
    if plain:
        told = N_("“%(given)s”看不懂。请写成“20个工作日”“15天”或“24小时”，说不准就空着。")
        raise Unreadable("term_text", told, field, given=text)
    return None


def _read_fee(text: str) -> int:
    """In yuan as written, in fen as kept."""
    try:
        fee = Decimal(text.strip() or 0) * 100
    except InvalidOperation as fault:
        raise Unreadable("fee_text", N_("费用请写数字，单位是元。"), "fee") from fault
    if not fee.is_finite() or fee < 0 or fee != fee.to_integral_value() or fee > 10**9:
        raise Unreadable("fee_text", N_("费用请写数字，单位是元。"), "fee")
    return int(fee)


def _material_line(material: Material) -> str:
    is_brought = material.source is Source.APPLICANT
    how = [ORIGINAL] * (material.is_original and is_brought)
    how += [f"复印{material.copies}份"] if material.copies else []
    how += [LATER] * material.is_secondary
    who = material.shared_from if material.source is Source.SHARED else material.issued_by
    parts = [material.name, material.source.word, COMMA.join(how), who]
    return BAR.join(parts).rstrip(BAR)


def _read_materials(text: str, known: Sequence[Material]) -> tuple[Material, ...]:
    codes = {material.name: material.code for material in known}
    found: list[Material] = []
    for line in _lines(text):
        found.append(_read_material(line, codes, found))
    return tuple(found)


def _read_material(line: str, codes: Mapping[str, str], beside: Sequence[Material]) -> Material:
    name, source, how, who, *more = [*_parts(line), "", "", ""]
    where = next((word for word in Source if source and word.word.startswith(source)), None)
    if where is None or any(more) or COMMA in name or not name:
        words = [word.word for word in Source]
        told = N_(
            "材料“%(line)s”看不懂。请写成“名称｜您带来｜原件、复印1份｜谁出具”，来源可以是：%(words)s。"
        )
        raise Unreadable("material_line", told, "materials", line=line, words=words)
    marks = [mark for mark in how.split(COMMA) if mark]
    copies = [int(count[1]) for mark in marks if (count := _COPIES.fullmatch(mark))]
    unknown = [
        mark for mark in marks if mark not in (ORIGINAL, LATER) and not _COPIES.fullmatch(mark)
    ]
    if unknown:
        told = N_("材料“%(name)s”的“%(mark)s”看不懂，可以写：原件、复印1份、可后补。")
        raise Unreadable("material_mark", told, "materials", name=name, mark=unknown[0])
    is_shared, is_brought = where is Source.SHARED, where is Source.APPLICANT
    taken = {*codes.values(), *(material.code for material in beside)}
    return Material(
        code=codes.get(name) or _free("m", taken),
        name=name,
        source=where,
        copies=sum(copies),
        is_original=ORIGINAL in marks or not is_brought,
        is_secondary=LATER in marks,
        shared_from=who if is_shared else "",
        issued_by="" if is_shared else who,
    )


def _question_lines(question: Question, names: Mapping[str, str]) -> Iterator[str]:
    yield question.text
    for answer in question.answers:
        parts = [f"- {answer.text}"]
        if answer.materials:
            parts.append(BRING + COMMA.join(names[code] for code in answer.materials))
        parts += [HOME] * answer.at_home
        parts += [STOP + answer.stops] if answer.stops else []
        yield BAR.join(parts)


def _read_questions(
    text: str, materials: Sequence[Material], known: Sequence[Question]
) -> tuple[Question, ...]:
    codes = {question.text: question.code for question in known}
    by_name = {material.name: material.code for material in materials}
    found: list[Question] = []
    for line in _lines(text):
        if not line.startswith("-"):
            taken = {*codes.values(), *(question.code for question in found)}
            found.append(Question(codes.get(line) or _free("q", taken), line, ()))
        elif not found:
            told = N_("“%(line)s”前面没有问题。请先写问题，再在下面用 - 开头写回答。")
            raise Unreadable("answer_alone", told, "questions", line=line)
        else:
            last = found.pop()
            answer = _read_answer(line, str(len(last.answers) + 1), by_name)
            found.append(replace(last, answers=(*last.answers, answer)))
    return tuple(found)


def _read_answer(line: str, code: str, by_name: Mapping[str, str]) -> Answer:
    text, *more = _parts(line.removeprefix("-"))
    materials: list[str] = []
    stops, at_home = "", False
    for part in more:
        if part == HOME:
            at_home = True
        elif part.startswith(STOP):
            stops = part.removeprefix(STOP)
        elif part.startswith(BRING):
            materials += part.removeprefix(BRING).split(COMMA)
        else:
            told = N_("“%(line)s”里的“%(part)s”看不懂，可以写“带：材料名”“上门”或“不办：为什么”。")
            raise Unreadable("answer_part", told, "questions", line=line, part=part)
    missing = [name for name in materials if name not in by_name]
    if missing:
        told = N_("“%(name)s”不在材料清单里，请先写进清单，或核对名称。")
        raise Unreadable("answer_material", told, "questions", name=missing[0])
    return Answer(code, text, tuple(by_name[name] for name in materials), stops, at_home)


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.splitlines() if line.strip())


def _parts(line: str) -> list[str]:
    return [part.strip() for part in line.replace("|", BAR).split(BAR)]


def _free(letter: str, taken: set[str]) -> str:
    return next(f"{letter}{n}" for n in range(1, 1000) if f"{letter}{n}" not in taken)
