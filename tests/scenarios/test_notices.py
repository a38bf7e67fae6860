"""What happens to a request reaches whoever raised it, as a sentence, as much as they want."""

from typing import Any

import pytest
from django.test import Client

from linli.cases import actions
from linli.cases.rules.words import Purpose
from linli.cases.tests import stories
from linli.kernel import events
from linli.notices import queries
from linli.people import actions as people
from linli.people.rules import Telling

pytestmark = pytest.mark.django_db(transaction=True)


def unread(town: Any) -> int:
    events.hand_over(town.street.pk)
    return queries.unread(town.actor("resident"))


def page(town: Any, path: str = "/notices/") -> str:
    events.hand_over(town.street.pk)
    browser = Client()
    browser.force_login(town.account("resident"))
    return str(browser.get(path).content.decode())


def test_each_step_is_told_in_a_sentence_with_what_comes_next(town: Any):
    case = stories.in_progress(town)
    shown = page(town)
    assert "交给东样社区居委会来办" in shown
    assert "东样社区居委会接下了这件事" in shown
    assert "网格员例某和您联系上了" in shown
    assert shown.count("正在办理，办好会在这里答复您。") == 1
    assert f"/follow/{case.number}/" in shown
    assert '<span class="count">3<' in page(town, "/")


def test_the_person_is_told_who_looked_at_their_phone_and_why(town: Any):
    case = stories.handed_over(town)
    actions.reveal_reporter(actor=town.actor("grid"), case_id=case.pk, purpose=Purpose.HANDLE)
    assert "网格员例某看过您的电话，为了联系您" in page(town)


def test_only_results_reach_whoever_asked_for_results_only(town: Any):
    account, resident = town.account("resident"), town.actor("resident")
    people.set_telling(actor=resident, account=account, telling=Telling.RESULT)
    stories.in_progress(town)
    assert unread(town) == 0
    stories.closed(town)
    assert unread(town) == 2
    assert "每一步都告诉我" in page(town, "/me/")


def test_the_choice_is_made_on_my_page_and_kept(town: Any):
    browser = Client()
    browser.force_login(town.account("resident"))
    browser.post("/telling/", {"telling": "result", "next": "/me/"})
    town.account("resident").refresh_from_db()
    assert town.account("resident").telling == Telling.RESULT
    assert "199****" in browser.get("/me/").content.decode()
    assert Client().post("/telling/", {"telling": "every"}).url.startswith("/sign-in/")


def test_nobody_is_told_what_they_have_just_done_themselves(town: Any):
    case = stories.raised(town)
    actions.add(actor=town.actor("resident"), case_id=case.pk, text="还有一盏")
    assert unread(town) == 0


def test_marking_everything_read_takes_the_badge_away(town: Any):
    stories.handed_over(town)
    assert unread(town) == 1
    browser = Client()
    browser.force_login(town.account("resident"))
    browser.post("/notices/read/")
    assert 'class="count"' not in page(town, "/")
