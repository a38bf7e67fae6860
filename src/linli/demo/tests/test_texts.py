"""The demonstration texts are varied, believable enough to sort, and the same for a seed."""

import re
import tomllib
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from linli.demo import curves, texts

ZONE = ZoneInfo("Asia/Shanghai")
WHEN = datetime(2026, 3, 4, 10, 30, tzinfo=ZONE)
PLACE = "青禾苑3号楼2单元"
TREE = tomllib.loads(
    (Path(texts.__file__).parents[1] / "cases" / "categories.toml").read_text(encoding="utf-8")
)
MATTERS = {row["code"]: row for each in TREE["classes"] for row in each["matters"]}


def requests(seed: int, count: int) -> list[str]:
    rng, codes = Random(seed), list(MATTERS)
    return [
        texts.request_text(rng, codes[i % len(codes)], PLACE, WHEN - timedelta(hours=i))
        for i in range(count)
    ]


def test_the_category_tree_is_whole():
    assert 10 <= len(TREE["classes"]) <= 12
    assert len(MATTERS) >= 72
    keywords = Counter(word for row in MATTERS.values() for word in row["keywords"])
    assert [word for word, count in keywords.items() if count > 1] == []
    for each in TREE["classes"]:
        assert all(row["code"].startswith(f"{each['code']}.") for row in each["matters"])
    for row in MATTERS.values():
        kind, _, slug = row["desk"].partition(":")
        assert kind in {"property", "grid", "community", "department"}
        assert (slug in TREE["departments"]) == (kind == "department")
        assert row["urgency"] in set("EUNCQ")
        assert row["name"]
        assert row["name_en"]
        assert 6 <= len(row["keywords"]) <= 20
        assert len(set(row["phrases"])) >= 6


def test_a_seed_always_gives_the_same_texts():
    assert requests(7, 200) == requests(7, 200)
    assert requests(7, 200) != requests(8, 200)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_texts_differ_and_keep_their_bounds(seed):
    written = requests(seed, 2000)
    assert len(set(written)) >= 0.97 * len(written)
    lengths = sorted(map(len, written))
    assert lengths[0] >= 12
    assert lengths[-1] <= 400
    assert 35 <= lengths[len(lengths) // 2] <= 80
    assert lengths[-20] > 150


@pytest.mark.parametrize("code", MATTERS)
def test_every_category_speaks_in_its_own_words(code):
    rng = Random(code)
    written = [texts.request_text(rng, code, PLACE, WHEN) for _ in range(60)]
    told = sum(any(word in text for word in MATTERS[code]["keywords"]) for text in written)
    assert told >= 0.6 * len(written)
    reply = texts.reply_text(rng, code, PLACE, WHEN)
    assert 20 <= len(reply) <= 400
    assert "{" not in reply


def test_no_time_named_lies_ahead():
    rng = Random(3)
    early = WHEN.replace(hour=5)
    written = [texts.request_text(rng, "facilities.manhole", PLACE, early) for _ in range(300)]
    assert not any("今天早上" in text for text in written)
    for month, day in re.findall(r"(\d+)月(\d+)号", "".join(written)):
        assert datetime(2026, int(month), int(day), tzinfo=ZONE) < early


def test_an_unsolved_reply_says_so():
    pending = texts.pieces()["replies"]["pending"]
    reply = texts.reply_text(Random(1), "housing.leak", PLACE, WHEN, solved=False)
    assert any(words in reply for words in pending)


def test_notes_and_ratings_vary():
    rng = Random(5)
    for make in (
        texts.contact_note,
        texts.return_reason,
        lambda rng: texts.callback_note(rng, True),
        lambda rng: texts.callback_note(rng, False),
    ):
        assert len({make(rng) for _ in range(200)}) >= 20
    for stars in range(1, 6):
        assert len({texts.rating_words(rng, stars) for _ in range(100)}) >= 5


def test_names_and_numbers_are_plainly_invented():
    rng = Random(9)
    names = {texts.person_name(rng) for _ in range(500)}
    assert len(names) > 200
    assert all(
        re.fullmatch(r"[示范例样拟虚][小大老阿甲乙丙丁戊己庚辛壬癸]\w", name) for name in names
    )
    assert all(re.fullmatch(r"1990000\d{4}", texts.phone(rng)) for _ in range(50))
    assert len({texts.compound_name(rng, i) for i in range(144)}) == 144
    assert len(set(texts.community_names())) == 10
    assert texts.road_name(rng)


def test_arrivals_follow_the_week_and_the_day():
    times = curves.arrival_times(Random(2), 364, 20_000, WHEN, ZONE)
    assert len(times) == 20_000
    assert times == sorted(times)
    assert times[-1] <= WHEN
    assert times[0] >= WHEN - timedelta(days=364)
    hours = Counter(time.hour for time in times)
    assert 0.74 <= sum(hours[hour] for hour in range(8, 19)) / 20_000 <= 0.78
    assert hours.most_common(1)[0][0] == 10
    assert max(range(12, 24), key=hours.__getitem__) == 15
    days = Counter(time.weekday() for time in times)
    assert 0.05 <= days[5] / 20_000 <= 0.07
    assert 0.07 <= days[6] / 20_000 <= 0.09
    assert all(0.14 <= days[day] / 20_000 <= 0.20 for day in range(5))


def test_a_naive_end_is_refused():
    with pytest.raises(ValueError, match="aware"):
        curves.arrival_times(Random(1), 1, 1, WHEN.replace(tzinfo=None), ZONE)


def test_nothing_arrives_in_the_future_even_in_a_short_span():
    until = WHEN.replace(minute=0, second=1)
    times = curves.arrival_times(Random(4), 1, 500, until, ZONE)
    assert all(until - timedelta(days=1) <= time <= until for time in times)


@pytest.mark.parametrize(
    ("urgency", "due"), [("E", 2), ("U", 24), ("N", 168), ("C", 360), ("Q", 24)]
)
def test_most_cases_are_answered_in_time_and_some_are_not(urgency, due):
    rng = Random(urgency)
    hours = sorted(curves.handling_hours(rng, urgency) for _ in range(5000))
    late = sum(each > due for each in hours) / len(hours)
    assert hours[0] > 0
    assert 0.04 <= late <= 0.14
    assert sum(hours) / len(hours) > hours[len(hours) // 2]


def test_every_category_has_an_answer_of_its_own():
    assert set(texts.pieces()["answers"]) == set(MATTERS)
