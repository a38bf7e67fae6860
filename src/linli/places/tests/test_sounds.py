"""A place written by ear is found; a text that merely sounds a little like one is not."""

import time
import tomllib
from pathlib import Path

import pytest

from linli.places import rules
from linli.places.rules import Found
from linli.places.rules.sounds import sound
from linli.places.tests.test_addresses import BOOK, id_of

TREE = Path(rules.__file__).parents[2] / "cases/categories.toml"


@pytest.mark.parametrize(
    ("characters", "heard"),
    [
        ("园苑院", "yuan"),
        ("竹主朱", "zu"),
        ("里李理你", "ni"),
        ("东栋", "don"),
        ("啊", "a"),
        ("座", "zuo"),
    ],
)
def test_a_character_has_its_sound(characters: str, heard: str) -> None:
    """Where people confuse the sounds of a syllable, so do we."""
    assert {sound(one) for one in characters} == {heard}


def test_what_is_no_common_character_sounds_like_itself() -> None:
    assert [sound(one) for one in "aЖ3𠮷，璟"] == list("aЖ3𠮷，璟")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("东方线代城门口垃圾成堆", "0001.0001.0002."),
        ("我住金玉华里，停水两天了", "0001.0002.0002."),
        ("幸福加园的路灯不亮", "0001.0002.0003."),
        ("家和园北区没有人管", "0001.0001.0003."),
        ("锦绣成太吵", "0001.0003.0004."),
        ("东方线代城3号楼2单元", "0001.0001.0002.0001.0001."),
    ],
)
def test_a_name_written_by_ear_is_found(text: str, path: str) -> None:
    match = BOOK.find(text)
    assert match
    assert match.area_id == id_of(path)
    assert Found.SOUND in match.found


def test_it_scores_less_than_the_right_spelling() -> None:
    heard, right = BOOK.find("锦绣成太吵"), BOOK.find("锦绣城太吵")
    assert heard
    assert right
    assert heard.score < right.score


@pytest.mark.parametrize(
    "text",
    [
        "家和万事兴，北区没有",
        "幸福就在里面",
        "性福理",
        "和平桥3号楼漏水",
        "嘉合园东区路灯不亮",
        "夹河元南去",
    ],
)
def test_what_is_called_or_spelled_otherwise_is_not_taken_for_it(text: str) -> None:
    """Two of three characters wrong, another direction, another name between name and number."""
    assert BOOK.find(text) is None


def test_no_sentence_of_the_category_tree_names_a_place() -> None:
    classes = tomllib.loads(TREE.read_text("utf-8"))["classes"]
    matters = [matter for top in classes for matter in top["matters"]]
    phrases = [phrase for matter in matters for phrase in matter["phrases"]]
    assert [phrase for phrase in phrases if BOOK.find(phrase)] == []


def test_a_long_letter_is_searched_in_no_time() -> None:
    letter = "我们这里的路灯已经坏了一个多月，晚上出门什么也看不见，" * 40
    began = time.process_time()
    for _ in range(20):
        BOOK.find(letter)
    assert time.process_time() - began < 2
