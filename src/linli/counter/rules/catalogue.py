"""Words of the catalogue, and what a version must hold."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from linli.words import N_, Reason, Word


class Kind(Word):
    """When it is done: on the spot, after a promised time higher up, or by somebody who goes."""

    IMMEDIATE = "immediate", N_("当场办结")
    PASSED_UP = "passed_up", N_("受理后转办")
    ERRAND = "errand", N_("帮办代办")


class Unit(Word):
    """``CALENDAR`` days run on; ``WORKING`` days go by the calendar of the street."""

    WORKING = "working", N_("个工作日")
    CALENDAR = "calendar", N_("天")
    HOUR = "hour", N_("小时")


class Source(Word):
    """Where a material comes from; what the office can look up is never asked for."""

    APPLICANT = "applicant", N_("您带来")
    FORM = "form", N_("窗口填写")
    SHARED = "shared", N_("我们查询，不用带")


@dataclass(frozen=True, slots=True)
class Material:
    """``is_secondary`` papers may follow later against a promise (容缺受理)."""

    code: str
    name: str
    source: Source
    copies: int = 0
    is_original: bool = True
    is_secondary: bool = False
    shared_from: str = ""
    issued_by: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: what has to be brought besides, or why it is not this item (``stops``), or that
    somebody comes (``at_home``)."""

    code: str
    text: str
    materials: tuple[str, ...] = ()
    stops: str = ""
    at_home: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    code: str
    text: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """How long it takes to the decision."""

    n: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof that a residents' committee may not be asked for, and who does issue it."""

    name: str
    word: str
    issuer: str


@dataclass(frozen=True, slots=True)
class Content:
    """What a version says; ``fee`` is in fen, no term where nobody can promise days."""

    name: str
    department_name: str
    kind: Kind
    promised: Term | None = None
    statutory: Term | None = None
    materials: tuple[Material, ...] = ()
    questions: tuple[Question, ...] = ()
    conditions: str = ""
    basis: str = ""
    fee: int = 0
    result: str = ""
    words: str = ""
    cheat_sheet: str = ""

    def always(self) -> tuple[Material, ...]:
        """What everybody needs: all that no answer names."""
        named = {code for _, answer in self.answers() for code in answer.materials}
        return tuple(material for material in self.materials if material.code not in named)

    @property
    def by_source(self) -> list[tuple[Source, list[Material]]]:
        found = ((source, [m for m in self.materials if m.source is source]) for source in Source)
        return [(source, rows) for source, rows in found if rows]

    @property
    def yuan(self) -> str:
        return f"{Decimal(self.fee) / 100:f}"

    def answers(self) -> Iterator[tuple[Question, Answer]]:
        for question in self.questions:
            for answer in question.answers:
                yield question, answer


class CatalogueEvent(Word):
    ADDED = "counter.item.added", N_("新增办事项目")
    CHANGED = "counter.item.changed", N_("改了办事项目")
    CLOSED = "counter.item.closed", N_("停办")
    OPENED = "counter.item.opened", N_("重新开办")
    NOTED = "counter.item.noted", N_("写了办理经验")


LONGEST_NOTE = 300


def why_not_note(text: str) -> Reason | None:
    """A note fits on the screen beside the materials."""
    if len(text) <= LONGEST_NOTE:
        return None
    words = N_("最多 %(most)s 个字，请写短些。")
    return Reason("note_long", words, {"most": LONGEST_NOTE}, field="text")


COMMITTEE = ("居委会", "村委会", "社区")


def why_not_content(content: Content, proofs: Iterable[Proof]) -> Reason | None:
    """A version names what it promises and needs, and asks for no proof that nobody may ask."""
    return (
        _why_not_terms(content)
        or _why_not_questions(content)
        or next(filter(None, (_why_not_asked(m, proofs) for m in content.materials)), None)
    )


def why_not_since(since: date, today: date) -> Reason | None:
    """What was applied for was applied for as it stood then."""
    if since >= today:
        return None
    text = N_("改动只能从今天或以后算起，最早写 %(today)s。")
    return Reason("item_backdated", text, {"today": today.isoformat()}, field="since")


def _why_not_terms(content: Content) -> Reason | None:
    promised, statutory = content.promised, content.statutory
    if promised is None or statutory is None:
        return None
    if promised.unit is not statutory.unit:
        text = N_("承诺时间和法定时间请用同一种单位。")
        return Reason("term_units", text, field="promised")
    if promised.n > statutory.n:
        text = N_("承诺时间不能比法定时间长。")
        return Reason("term_too_long", text, field="promised")
    return None


def _why_not_questions(content: Content) -> Reason | None:
    """Codes are names: no two are equal, and what an answer names is a material."""
    known = [material.code for material in content.materials]
    asked = [question.code for question in content.questions]
    if len(set(known)) < len(known) or len(set(asked)) < len(asked):
        text = N_("有两样材料或两个问题写重了，请删去一个。")
        return Reason("item_twice", text, field="materials")
    for question, answer in content.answers():
        if set(answer.materials) - set(known):
            text = N_("“%(question)s”里要带的材料不在材料清单里，请先写进清单。")
            return Reason("answer_material", text, {"question": question.text}, field="questions")
    for question in content.questions:
        if len(question.answers) < 2 or all(answer.stops for answer in question.answers):
            text = N_("“%(question)s”至少要有两个回答，其中一个能接着办。")
            return Reason("question_answers", text, {"question": question.text}, field="questions")
    return None


def _why_not_asked(material: Material, proofs: Iterable[Proof]) -> Reason | None:
    """What stands on the list is asked of whoever issues it, and that is never the committee."""
    proof = next((proof for proof in proofs if proof.word in material.name), None)
    is_asked = material.source is Source.APPLICANT
    issuer = material.issued_by
    if not proof or not is_asked or (issuer and not any(word in issuer for word in COMMITTEE)):
        return None
    text = N_("“%(name)s”不能让居委会开。请写明由谁出具：%(issuer)s；或者改成我们查询。")
    params = {"name": material.name, "issuer": proof.issuer}
    return Reason("proof_blocked", text, params, field="materials")
