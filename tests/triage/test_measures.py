"""The figures of a small table, worked out by hand."""

import json

import pytest

from linli.triage import Quality, measure

# people said   the model said
PAIRS = [("灯", "灯")] * 3 + [("灯", "水")] + [("水", "水")] * 2 + [("水", "")] * 2


def test_each_category_and_their_mean() -> None:
    quality = measure(PAIRS)
    water, lamp = sorted(quality.lines, key=lambda line: line.category, reverse=False)
    assert (lamp.category, lamp.support, lamp.precision, lamp.recall) == ("灯", 4, 1.0, 0.75)
    assert (water.category, water.support, water.precision) == ("水", 4, 0.6667)
    assert water.recall == 0.5
    assert lamp.f1 == pytest.approx(6 / 7, abs=1e-4)
    assert water.f1 == pytest.approx(4 / 7, abs=1e-4)
    assert quality.macro_f1 == pytest.approx(5 / 7, abs=1e-4)
    assert quality.accuracy == 0.625


def test_confusion_counts_every_row_once() -> None:
    confusion = measure(PAIRS).confusion
    assert sum(times for _, _, times in confusion) == len(PAIRS)
    assert confusion[0] == ("灯", "灯", 3)


def test_nothing_to_compare_is_no_division_by_zero() -> None:
    assert measure([]).macro_f1 == 0


def test_it_survives_json() -> None:
    quality = measure(PAIRS)
    assert Quality.read(json.loads(json.dumps(quality.plain()))) == quality
