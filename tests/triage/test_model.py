"""A model learns, says how sure it is and why, and always comes out the same."""

import time
import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli import triage
from linli.triage import grams
from linli.triage.training import STEPS
from tests.triage.examples import KINDS, examples

TREE = Path(triage.__file__).parent.parent / "cases/categories.toml"


@pytest.fixture(scope="module")
def model() -> triage.Model:
    return triage.train(*examples(40))


def test_it_tells_apart_what_it_has_not_seen(model: triage.Model) -> None:
    texts, kinds = examples(30, seed=2)
    found = [one.category for one in model.suggest(texts) if one]
    assert triage.measure(zip(kinds, found, strict=True)).macro_f1 > 0.95


def test_its_own_measure_is_of_rows_kept_apart() -> None:
    """Labels dealt out by chance cannot be learned, however well the rows are remembered."""
    texts, kinds = examples(60)
    chance = triage.train(texts, list(np.random.default_rng(3).permutation(kinds)))
    assert chance.quality.accuracy < 0.5
    assert triage.train(texts, kinds).quality.accuracy > 0.95


def test_it_is_surer_of_a_plain_case_than_of_a_mixed_one(model: triage.Model) -> None:
    plain, mixed = model.suggest(["路灯不亮，灯杆也坏了，晚上摸黑", "路灯旁边的垃圾桶臭味大，太吵"])
    assert plain
    assert mixed
    assert plain.category == "路灯"
    assert plain.confidence > 0.8
    assert plain.confidence > mixed.confidence


def test_confidence_comes_true_as_often_as_it_says() -> None:
    """Every third label is wrong: no honest model is surer than two thirds on average."""
    texts, kinds = examples(150)
    names = list(KINDS)
    wrong = [names[(names.index(k) + 1) % 3] if i % 3 == 0 else k for i, k in enumerate(kinds)]
    found = triage.train(texts, wrong).suggest(examples(50, seed=5)[0])
    assert 0.5 < np.mean([one.confidence for one in found if one]) < 0.75


def test_it_names_the_words_that_speak_for_its_choice(model: triage.Model) -> None:
    text = "您好，我们小区路灯已经一个星期不亮，老人很多，请尽快处理"
    because = model.because(text, "路灯")
    assert {"路灯", "不亮"} <= set(because)
    assert all(word in text for word in because)
    assert len(because) <= 4


def test_words_of_punctuation_and_single_letters_do_not_break_it(model: triage.Model) -> None:
    assert model.because("灯", "路灯") == ("灯",)
    assert model.because("", "路灯") == ()
    assert model.because("！？", "路灯") == ()


def test_it_says_nothing_about_a_text_of_which_it_knows_no_character(model: triage.Model) -> None:
    assert model.suggest(["", "  \n", "？！", "qwxz"]) == [None] * 4


def test_a_text_among_others_gets_what_it_gets_alone(model: triage.Model) -> None:
    texts = [*examples(5, seed=7)[0], "", "垃圾"]
    together = model.suggest(texts)
    alone = [model.suggest([text])[0] for text in texts]
    for one, other in zip(together, alone, strict=True):
        assert (one and one.category) == (other and other.category)
        assert (one.confidence if one else 0) == pytest.approx(other.confidence if other else 0)


def test_the_same_rows_give_the_same_model(model: triage.Model) -> None:
    assert triage.packed(triage.train(*examples(40))) == triage.packed(model)


def test_progress_is_told_to_its_end() -> None:
    steps: list[int] = []
    triage.train(*examples(3), lambda: steps.append(1))
    assert len(steps) == STEPS


@pytest.mark.parametrize(
    ("labels", "words"), [([], "没有样本"), (["路灯", "路灯"], "只有一个类别：路灯")]
)
def test_one_category_is_nothing_to_choose_from(labels: list[str], words: str) -> None:
    with pytest.raises(triage.Untrainable, match=words):
        triage.train(["灯不亮"] * len(labels), labels)


def test_rows_of_marks_only_teach_nothing() -> None:
    with pytest.raises(triage.Untrainable, match="没有字词"):
        triage.train(["！", "？"], ["甲", "乙"])


def test_quality_may_be_measured_by_some_of_the_rows() -> None:
    texts, kinds = examples(20)
    assert triage.train(texts, kinds, by=range(10)).quality.rows == 10


def test_few_examples_are_enough_to_begin_with() -> None:
    texts, kinds = examples(30, seed=2)
    found = triage.train(*examples(3)).suggest(texts)
    given = [one.category if one else "" for one in found]
    assert triage.measure(zip(kinds, given, strict=True)).macro_f1 > 0.7


def test_the_sentences_of_the_shipped_tree_tell_its_classes_apart() -> None:
    """Twelve classes, fifty sentences each: chance would be right one time in twelve."""
    classes = tomllib.loads(TREE.read_text("utf-8"))["classes"]
    rows = [(p, top["code"]) for top in classes for m in top["matters"] for p in m["phrases"]]
    quality = triage.train([text for text, _ in rows], [top for _, top in rows]).quality
    assert quality.macro_f1 > 0.5


def test_a_thousand_long_messages_take_less_than_two_seconds_of_work(model: triage.Model) -> None:
    texts = [("，".join(examples(8, seed=seed)[0]))[:400] for seed in range(100)] * 10
    began = time.process_time()
    model.suggest(texts)
    assert time.process_time() - began < 2


@given(st.lists(st.text(max_size=40), max_size=5))
def test_counting_many_texts_is_counting_each(texts: list[str]) -> None:
    counted = grams.counts(texts)
    for number, text in enumerate(texts):
        alone = grams.counts([text])
        own = counted.rows == number
        assert counted.keys[own].tolist() == alone.keys.tolist()
        assert counted.times[own].tolist() == alone.times.tolist()


def test_pairs_do_not_reach_across_a_mark() -> None:
    keys, starts, lengths = grams.places(grams.clean("路灯，不亮 了"))
    assert lengths.sum() == 5 + 2 * 3
    assert len(keys) == len(starts)


def test_wide_letters_numbers_and_blanks_make_no_difference() -> None:
    assert grams.clean("３号楼 Ａ座\n102室") == grams.clean("15号楼a座7室") == "0号楼a座0室"
