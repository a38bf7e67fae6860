"""A model is kept as bytes that run nothing; what is not one is refused."""

import pickle
from pathlib import Path

import pytest

from linli import triage
from tests.triage.examples import examples


@pytest.fixture(scope="module")
def model() -> triage.Model:
    return triage.train(*examples(10))


def test_what_was_saved_suggests_the_same(model: triage.Model, tmp_path: Path) -> None:
    path = triage.save(model, tmp_path / "new" / "folder")
    again = triage.load(path.parent)
    texts = examples(5, seed=9)[0]
    assert again.suggest(texts) == model.suggest(texts)
    assert again.quality == model.quality
    assert triage.packed(again) == triage.packed(model)


def test_an_older_model_gives_way(model: triage.Model, tmp_path: Path) -> None:
    triage.save(triage.train(*examples(3)), tmp_path)
    triage.save(model, tmp_path)
    assert triage.load(tmp_path).quality == model.quality
    assert [path.name for path in tmp_path.iterdir()] == ["triage.model"]


def test_a_folder_without_one_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(triage.UnreadableModel, match="没有模型，请先用 triage train"):
        triage.load(tmp_path)


@pytest.mark.parametrize("cut", [1, 100, 1000])
def test_a_file_that_was_cut_is_refused(model: triage.Model, cut: int) -> None:
    with pytest.raises(triage.UnreadableModel, match="不完整或被改动过"):
        triage.unpacked(triage.packed(model)[:-cut])


def test_a_file_that_was_changed_is_refused(model: triage.Model) -> None:
    content = bytearray(triage.packed(model))
    content[-10] ^= 1
    with pytest.raises(triage.UnreadableModel, match="不完整或被改动过"):
        triage.unpacked(bytes(content))


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", pickle.dumps({"kind": 1}), b"{}\n", b"linli-triage\n"]
)
def test_a_file_of_something_else_is_refused(content: bytes) -> None:
    with pytest.raises(triage.UnreadableModel, match="不是 Linli 的分类模型"):
        triage.unpacked(content)


def test_a_head_that_was_changed_is_refused(model: triage.Model) -> None:
    content = triage.packed(model).replace(b'"sharpness": ', b'"sharpness": 9', 1)
    with pytest.raises(triage.UnreadableModel, match="不完整或被改动过"):
        triage.unpacked(content)


def test_another_version_asks_to_train_anew(model: triage.Model) -> None:
    content = triage.packed(model).replace(b"linli-triage 1", b"linli-triage 2", 1)
    with pytest.raises(triage.UnreadableModel, match="只认 1；请重新训练"):
        triage.unpacked(content)
