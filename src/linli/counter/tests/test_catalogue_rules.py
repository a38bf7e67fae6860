"""The shipped catalogue, the lines of a version, the guide and the search: no database."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.counter.queries import proofs, shipped_items
from linli.counter.queries.catalogue import Shipped, columns_of
from linli.counter.rules import catalogue_text
from linli.counter.rules.catalogue import (
    Answer,
    Content,
    Kind,
    Material,
    Question,
    Source,
    Term,
    Unit,
    why_not_content,
)
from linli.counter.rules.catalogue_find import ranked
from linli.counter.rules.catalogue_guide import guide

ITEMS = {shipped.code: shipped.content for shipped in shipped_items()}
TEXTS = {code: (content.name, content.words) for code, content in ITEMS.items()}


def test_all_45_items_and_20_proofs_are_there():
    assert len(ITEMS) == len(shipped_items()) == 45
    assert len({proof.name for proof in proofs()}) == 20


@pytest.mark.parametrize("shipped", shipped_items(), ids=lambda shipped: shipped.code)
def test_an_item_that_comes_along_is_sound(shipped: Shipped):
    content = shipped.content
    assert why_not_content(content, proofs()) is None
    assert content.conditions
    assert content.result
    assert 2 <= len(content.cheat_sheet.splitlines()) <= 4
    assert 1 <= len(content.questions) <= 4
    assert len(content.words) <= 200
    assert content.kind is not Kind.IMMEDIATE or content.promised is None or content.promised.n <= 5


@pytest.mark.parametrize("shipped", shipped_items(), ids=lambda shipped: shipped.code)
def test_the_lines_of_an_item_read_back_as_the_item(shipped: Shipped):
    content = shipped.content
    assert catalogue_text.read(catalogue_text.written(content), content) == content
    fresh = catalogue_text.read(catalogue_text.written(content))
    assert catalogue_text.written(fresh) == catalogue_text.written(content)
    assert why_not_content(fresh, proofs()) is None


@pytest.mark.parametrize("shipped", shipped_items(), ids=lambda shipped: shipped.code)
def test_every_road_through_the_questions_ends(shipped: Shipped):
    roads: list[dict[str, str]] = [{}]
    while roads:
        answers = roads.pop()
        guided = guide(shipped.content, answers)
        if guided.asked is None or guided.stops:
            named = {code for _, answer in guided.given for code in answer.materials}
            assert named <= {material.code for material in guided.materials}
        else:
            roads += [{**answers, guided.asked.code: one.code} for one in guided.asked.answers]


def test_who_cannot_come_is_visited_and_who_sends_somebody_gives_a_mandate():
    allowance = ITEMS["MZ-05"]
    sent = guide(allowance, {"aged_80": "1", "who": "2"})
    assert [one.name for one in sent.bring] == ["身份证", "户口簿", "社保卡", "代办人的身份证"]
    assert [one.name for one in sent.fill_in] == ["委托书"]
    assert guide(allowance, {"aged_80": "1", "who": "3"}).at_home
    assert guide(allowance, {"aged_80": "2", "who": "1"}).stops
    assert guide(allowance, {"aged_80": "9"}).asked == allowance.questions[0]


MATERIAL = Material("m1", "身份证", Source.APPLICANT)
YES, NO = Answer("1", "是"), Answer("2", "不是", stops="到期再来")
SOUND = Content(
    "样例",
    "民政",
    Kind.PASSED_UP,
    materials=(MATERIAL,),
    questions=(Question("q", "问", (YES, NO)),),
)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"promised": Term(6, Unit.WORKING), "statutory": Term(5, Unit.WORKING)}, "term_too_long"),
        ({"promised": Term(5, Unit.WORKING), "statutory": Term(9, Unit.CALENDAR)}, "term_units"),
        ({"materials": (MATERIAL, MATERIAL)}, "item_twice"),
        ({"materials": ()}, None),
        ({"questions": (Question("q", "问", (YES,)),)}, "question_answers"),
        ({"questions": (Question("q", "问", (NO, NO)),)}, "question_answers"),
        (
            {"questions": (Question("q", "问", (YES, Answer("2", "否", ("nothing",)))),)},
            "answer_material",
        ),
    ],
)
def test_what_does_not_fit_together_is_refused(wrong: dict[str, object], code: str | None):
    reason = why_not_content(replace(SOUND, **wrong), proofs())  # type: ignore[arg-type]
    assert (reason.code if reason else None) == code


@pytest.mark.parametrize("issuer", ["", "居委会", "社区居委会"])
def test_a_proof_on_the_list_is_asked_of_no_committee(issuer: str):
    asked = replace(MATERIAL, name="无犯罪记录证明", issued_by=issuer)
    reason = why_not_content(replace(SOUND, materials=(asked,)), proofs())
    assert reason
    assert reason.code == "proof_blocked"
    assert "公安" in reason.params["issuer"]
    police = replace(asked, issued_by="公安派出所")
    assert why_not_content(replace(SOUND, materials=(police,)), proofs()) is None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("老人80岁补贴", "MZ-05"),
        ("宝宝医保", "YB-01"),
        ("社保卡丢了", "RS-04"),
        ("我家想装电梯", "ZJ-02"),
        ("低保", "MZ-01"),
        ("孩子有自闭症", "CL-03"),
        ("外地看病怎么报", "YB-03"),
        ("开证明", "QT-01"),
    ],
)
def test_plain_words_find_the_item_first(words: str, code: str):
    assert ranked(words, TEXTS)[0] == code


@pytest.mark.parametrize("words", ["", "  ", "！？", "zzz"])
def test_words_that_mean_nothing_find_nothing(words: str):
    assert ranked(words, TEXTS) == []


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("promised", "二十天", "term_text"),
        ("promised", "0天", "term_text"),
        ("fee", "五块", "fee_text"),
        ("fee", "NaN", "fee_text"),
        ("fee", "1.234", "fee_text"),
        ("materials", "身份证", "material_line"),
        ("materials", "身份证｜您带来｜原件、盖章", "material_mark"),
        ("questions", "- 是", "answer_alone"),
        ("questions", "问\n- 是｜带：驾照", "answer_material"),
        ("questions", "问\n- 是｜随便", "answer_part"),
    ],
)
def test_a_line_that_cannot_be_read_says_which(field: str, text: str, code: str):
    with pytest.raises(catalogue_text.Unreadable) as fault:
        catalogue_text.read({field: text}, SOUND)
    assert (fault.value.reason.code, fault.value.reason.field) == (code, field)


PLAIN = st.text("身份证户口簿abc123（）", min_size=1, max_size=8)


@given(
    st.lists(
        st.builds(
            Material,
            code=st.just(""),
            name=PLAIN,
            source=st.just(Source.APPLICANT),
            copies=st.integers(0, 20),
            is_original=st.booleans(),
            is_secondary=st.booleans(),
            issued_by=st.just("") | PLAIN,
        ),
        unique_by=lambda one: one.name,
        max_size=5,
    ),
    st.none() | st.builds(Term, st.integers(1, 999), st.sampled_from(Unit)),
    st.integers(0, 10**6),
)
def test_what_is_written_is_read_as_it_was(
    materials: list[Material], term: Term | None, fee: int
) -> None:
    known = tuple(replace(one, code=f"m{n}") for n, one in enumerate(materials, 1))
    content = replace(SOUND, materials=known, questions=(), promised=term, fee=fee)
    assert catalogue_text.read(catalogue_text.written(content)) == content


def test_the_columns_of_a_version_are_plain_json():
    said = columns_of(ITEMS["MZ-01"])
    assert said["promised"] == {"n": 30, "unit": "working"}
    assert said["statutory"] == {"n": 45, "unit": "working"}
    assert columns_of(SOUND)["promised"] == {}
    assert said["materials"][0]["source"] == "form"
