"""Shares and ranks, without a database."""

from datetime import date

import pytest

from linli.insight import rules
from linli.insight.rules import Figure, Share


def share(part: int, whole: int) -> Share:
    return Share(Figure("按时答复", part), Figure("应答复", whole), Figure("不计时限", 0))


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (0, 0, None),
        (0, 7, 0),
        (7, 7, 100),
        (1, 2, 50),
        (2, 3, 67),
        (1, 8, 13),
        (999, 1000, 99),
        (1, 1000, 1),
    ],
)
def test_a_percentage_is_all_or_nothing_only_when_it_is(part: int, whole: int, percent: int | None):
    assert rules.percent(part, whole) == percent
    assert share(part, whole).percent == percent


def test_the_best_share_comes_first_and_equals_share_a_place():
    shares = [share(18, 20), share(10, 10), share(9, 10), share(5, 20)]
    assert rules.ranks(shares) == [2, 1, 2, 4]


def test_who_has_fewer_than_ten_to_judge_is_not_ranked_and_takes_no_place():
    assert rules.ranks([share(9, 9), share(8, 10), share(0, 0)]) == [None, 1, None]


def test_ranks_tell_apart_what_rounds_to_the_same():
    assert rules.ranks([share(995, 1000), share(996, 1000)]) == [2, 1]


def test_a_window_counts_today():
    first, last = rules.window(date(2026, 3, 1), 30)
    assert (first, last) == (date(2026, 1, 31), date(2026, 3, 1))
    assert len(list(rules.days_of(first, last))) == 30
