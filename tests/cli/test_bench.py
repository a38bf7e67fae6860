"""The bare side of the benchmark writes the very rows that one create writes."""

import json
import re
from typing import Any
from uuid import UUID

from linli.cli.bench import intake, slots, triage
from linli.demo.texts import matters


def test_what_one_create_writes_is_found_out_by_watching_it(town: Any) -> None:
    written = intake._written_by_one_create(town.street.pk)
    tables = {found[1] for sql, _ in written if (found := re.match(r'INSERT INTO "(\w+)"', sql))}
    assert tables >= {"cases_case", "cases_reporter", "kernel_event", "kernel_delivery"}


def test_ids_and_the_number_are_new_each_time_and_nothing_else(town: Any) -> None:
    bare = intake._Bare(town.street.pk)
    assert str(bare._number).startswith("YY-")
    changed = dict.fromkeys(bare._ids, UUID(int=7))
    for _sql, params in bare._statements:
        new = [intake._changed(value, changed) for value in params]
        assert len(new) == len(params)
        assert not bare._ids & {value for value in new if isinstance(value, UUID)}
    assert town.organisations["centre"].pk not in bare._ids
    assert town.grids["e1"].pk not in bare._ids


def test_the_last_line_is_one_of_json() -> None:
    line = intake.Rates(http=[90.0, 100.0, 110.0], bare=[400.0, 500.0, 900.0]).line()
    assert json.loads(line) == {
        "bench": "intake",
        "http_per_s": 100.0,
        "bare_per_s": 500.0,
        "ratio": 0.2,
        "connections": 8,
    }


def test_messages_of_the_triage_bench_are_long_and_share_no_sentence_about_a_matter() -> None:
    learned, classes = triage._messages(20, half=0)
    asked, _ = triage._messages(20, half=1)
    assert {len(text) for text in learned + asked} == {triage.LENGTH}
    assert len(set(classes)) > 5
    told = [phrase for matter in matters().values() for phrase in matter.phrases[1::2]]
    assert any(phrase in text for phrase in told for text in asked)
    assert not any(phrase in text for phrase in told for text in learned)


def test_the_triage_bench_ends_with_a_line_of_json_too() -> None:
    rates = triage.Rates([900.0, 1000.0, 1100.0], [4000.0] * 3, 0.8, 5.04, 12.34)
    assert json.loads(rates.line()) == {
        "bench": "triage",
        "messages_per_s": 1000.0,
        "counted_per_s": 4000.0,
        "ratio": 0.25,
        "macro_f1": 0.8,
        "train_s": 5.0,
        "growth_mb": 12.3,
        "length": 400,
    }


def test_the_slots_bench_ends_with_how_much_is_booked_twice() -> None:
    rates = slots.Rates([90.0, 100.0, 110.0], [400.0] * 3, refused=7, double_bookings=0)
    assert json.loads(rates.line()) == {
        "bench": "slots",
        "bookings_per_s": 100.0,
        "apart_per_s": 400.0,
        "ratio": 0.25,
        "double_bookings": 0,
        "refused": 7,
        "clients": 8,
    }
