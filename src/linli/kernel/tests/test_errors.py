"""Refusals say why, in the reader's language."""

import pytest
from django.utils import translation

from linli.kernel import clock, errors
from linli.kernel.errors import Forbidden, NotFound, Refused, Stale
from linli.words import Reason


@pytest.fixture
def catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    """English words for the test's own message ids."""
    words = {"不能%(verb)s，现在可以：%(open)s。": "Not %(verb)s; open: %(open)s."}
    words |= {"派单": "dispatch", "答复": "reply", "承办单位": "the owner", "反映人": "who asked"}
    words |= {"、": ", ", "%(what)s（%(who)s）": "%(what)s (%(who)s)"}
    monkeypatch.setattr(errors, "gettext", lambda text: words.get(text, text))


@pytest.mark.usefixtures("catalogue")
def test_parameters_are_translated_all_the_way_down():
    reason = Reason(
        "illegal",
        "不能%(verb)s，现在可以：%(open)s。",
        {"verb": "派单", "open": [("答复", ["承办单位", "反映人"]), ("派单", ["承办单位"])]},
    )
    assert str(Refused(reason)) == (
        "Not dispatch; open: reply (the owner, who asked), dispatch (the owner)."
    )


def test_numbers_and_names_stay_as_they_are():
    assert str(Refused(Reason("late", "超过 %(days)s 天", {"days": 7}))) == "超过 7 天"
    assert str(Refused(Reason("full", "%(rate)s%%", {"rate": 100}))) == "100%"


def test_each_refusal_has_its_status():
    reason = Reason("x", "不行")
    assert [kind(reason).status for kind in (Refused, Forbidden, Stale)] == [422, 403, 409]
    assert NotFound().status == 404


def test_one_does_not_learn_whether_it_exists():
    with translation.override("zh-hans"):
        assert str(NotFound()) == "没有找到，或者您无权查看。"


def test_the_clock_is_aware_and_in_utc():
    assert str(clock.now().tzinfo) == "UTC"
