"""The sorter learns from the tree and from decided requests; people switch versions on and off."""

from typing import Any

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from linli import triage
from linli.cases import actions, queries, tasks
from linli.cases.models import SorterVersion
from linli.cases.queries.learned import model_in_use
from linli.cases.rules.intake import Guess
from linli.cases.rules.learning import PERHAPS, SURE, agreed
from linli.cases.tests import stories
from linli.kernel.errors import Forbidden, NotFound
from linli.kernel.models import Event
from linli.kernel.streets.models import Street, new_id

SETTINGS = "/desk/settings/sorter/"


@pytest.fixture
def lesson(monkeypatch: pytest.MonkeyPatch) -> queries.Lesson:
    """A small model that knows two matters, made in no time."""
    texts = ["电梯困人", "电梯坏了停运", "路灯不亮", "路灯坏了一片黑"] * 3
    codes = ["facilities.lift_trapped"] * 2 + ["facilities.street_light"] * 2
    return queries.Lesson(triage.train(texts, codes * 3), 0.5, len(texts), 0)


@pytest.fixture
def street(town: Any) -> Street:
    return Street.objects.get(pk=town.street.pk)


def again(street: Street) -> Street:
    return Street.objects.get(pk=street.pk)


def a_sure(matter: Any, *because: str) -> Guess:
    return Guess(matter, because)


def test_both_saying_the_same_are_told_together_and_keywords_first():
    matter = new_id()
    both = agreed(a_sure(matter, "路灯不亮"), a_sure(matter, "路灯", "灯杆"), 0.1)
    assert both == Guess(matter, ("路灯不亮", "灯杆"))


def test_a_sure_model_is_listened_to_and_an_unsure_one_is_not():
    words, learned = a_sure(new_id(), "路灯"), a_sure(new_id(), "电梯")
    assert agreed(words, learned, SURE) == learned
    assert agreed(words, learned, SURE - 0.01) == words


def test_where_no_keyword_is_found_less_is_enough():
    learned = a_sure(new_id(), "电梯")
    assert agreed(None, learned, PERHAPS) == learned
    assert agreed(None, learned, PERHAPS - 0.01) is None
    assert agreed(None, None, 1) is None


def test_the_first_version_is_used_and_the_next_waits_for_somebody(
    town: Any, street: Street, lesson: queries.Lesson
):
    assert model_in_use(street) is None
    first = actions.keep_version(actor=town.system, lesson=lesson)
    second = actions.keep_version(actor=town.system, lesson=lesson)
    assert (first.number, first.is_used, second.number, second.is_used) == (1, True, 2, False)
    assert model_in_use(again(street)) is not None
    events = Event.objects.filter(street=street, kind="cases.sorter.learned")
    assert [event.after["number"] for event in events.order_by("id")] == [1, 2]


def test_switching_versions_moves_the_suggestions_and_is_recorded(
    town: Any, street: Street, lesson: queries.Lesson
):
    for _ in range(2):
        actions.keep_version(actor=town.system, lesson=lesson)
    actions.use_version(actor=town.actor("admin"), number=2)
    assert [v.number for v in queries.versions(street) if v.is_used] == [2]
    actions.use_version(actor=town.actor("admin"), number=None)
    assert not [v for v in queries.versions(street) if v.is_used]
    assert model_in_use(again(street)) is None
    told = Event.objects.filter(street=street, kind="cases.sorter.used").order_by("id")
    assert [(e.before["number"], e.after["number"]) for e in told] == [(1, 2), (2, None)]


def test_nobody_else_may_switch_and_nothing_else_can_be_switched_on(
    town: Any, street: Street, lesson: queries.Lesson
):
    with pytest.raises(Forbidden):
        actions.use_version(actor=town.actor("dispatcher"), number=None)
    with pytest.raises(Forbidden):
        actions.ask_learning(actor=town.actor("dispatcher"))
    with pytest.raises(Forbidden):
        actions.keep_version(actor=town.actor("dispatcher"), lesson=lesson)
    with pytest.raises(NotFound):
        actions.use_version(actor=town.actor("admin"), number=7)


def test_what_was_learned_suggests_where_no_keyword_does(
    town: Any, street: Street, lesson: queries.Lesson
):
    text = "有人困在梯子里了"
    assert queries.suggest(street, text) is None
    actions.keep_version(actor=town.system, lesson=lesson)
    guess = queries.suggest(again(street), text)
    assert guess
    assert queries.catalogue(street).by_id[guess.matter_id].code == "facilities.lift_trapped"
    assert all(word in text for word in guess.because)


def test_a_matter_that_was_closed_since_is_not_suggested(
    town: Any, street: Street, lesson: queries.Lesson
):
    actions.keep_version(actor=town.system, lesson=lesson)
    lift = queries.catalogue(street).named("facilities.lift_trapped")
    assert lift
    actions.set_category(actor=town.system, category_id=lift.pk, is_open=False)
    assert queries.suggest(again(street), "有人困在梯子里了") is None


def test_it_learns_from_what_somebody_decided_and_from_nothing_else(town: Any, street: Street):
    """A suggestion that nobody has looked at teaches nothing, or errors would breed."""
    stories.handed_over(town)
    stories.raised(town)
    found = queries.lesson(street)
    assert found.requests == 1
    tree = [row for row in queries.catalogue(street).by_id.values() if row.parent_id]
    assert found.examples == sum(len(row.phrases) + len(row.keywords) for row in tree)
    assert set(found.model.categories) == {row.code for row in tree}
    assert found.model.quality.macro_f1 > 0.5
    assert found.keywords_f1 > 0.5


@pytest.mark.parametrize("asked", [1, 3])
def test_asked_several_times_the_worker_learns_once(town: Any, asked: int):
    for _ in range(asked):
        actions.ask_learning(actor=town.actor("admin"))
    jobs = ProcrastinateJob.objects.filter(task_name="linli.cases.tasks.learn")
    assert [job.args for job in jobs] == [{"street_id": town.street.pk}]


def test_a_street_that_never_learned_is_asked_to_and_another_is_not(
    town: Any, lesson: queries.Lesson
):
    jobs = ProcrastinateJob.objects.filter(
        task_name="linli.cases.tasks.learn", args={"street_id": town.street.pk}
    )
    tasks.learn_first(timestamp=0)
    assert jobs.count() == 1
    actions.keep_version(actor=town.system, lesson=lesson)
    jobs.delete()
    tasks.learn_first(timestamp=0)
    assert not jobs.exists()


def test_the_job_keeps_a_version(town: Any, monkeypatch: pytest.MonkeyPatch, lesson: Any):
    monkeypatch.setattr(queries, "lesson", lambda _street: lesson)
    tasks.learn(street_id=town.street.pk)
    assert SorterVersion.objects.get(street=town.street).is_used


def test_a_preview_says_what_would_change(town: Any, street: Street, lesson: queries.Lesson):
    case = stories.handed_over(town, text="有人困在梯子里了")
    actions.keep_version(actor=town.system, lesson=lesson)
    actions.use_version(actor=town.system, number=None)
    seen = queries.preview(again(street), 1)
    (row,) = seen.differing
    assert (seen.requests, seen.right_now, seen.right_then) == (1, 0, 0)
    assert (row.number, row.now, row.then) == (case.number, "", "电梯困人")
    assert "困" in row.because


def test_the_pages_show_quality_and_switch(town: Any, client: Client, lesson: queries.Lesson):
    client.force_login(town.account("admin"))
    assert "还没有学过" in client.get(SETTINGS).content.decode()
    actions.keep_version(actor=town.system, lesson=lesson)
    actions.keep_version(actor=town.system, lesson=lesson)
    listed = client.get(SETTINGS).content.decode()
    assert "第 2 版" in listed
    assert "在用" in listed
    page = client.get(f"{SETTINGS}2/").content.decode()
    assert "每一类认得怎样" in page
    assert "路灯" in page
    assert client.post(f"{SETTINGS}2/use/").status_code == 302
    assert SorterVersion.objects.get(street=town.street, is_used=True).number == 2
    assert client.post(f"{SETTINGS}off/").status_code == 302
    assert "只按关键词建议" in client.get(SETTINGS).content.decode()
    assert client.post(f"{SETTINGS}learn/").status_code == 302
    assert client.get(f"{SETTINGS}9/").status_code == 404


def test_others_may_not_open_them(town: Any, client: Client):
    client.force_login(town.account("dispatcher"))
    assert client.get(SETTINGS).status_code == 403
