"""The figures of a hall: each from what was done, and a dash where nothing was."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.test import Client
from python_calamine import CalamineWorkbook

from linli.counter import actions
from linli.counter.models import Application, Hall
from linli.counter.queries.hall_figures import Figures, hall_figures
from linli.counter.rules.application_words import Stars, Way
from linli.counter.rules.catalogue import Kind
from linli.counter.rules.figures import MEANING, Figure, Share
from linli.counter.tests import counters
from linli.counter.tests import queue_stories as stories
from linli.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock_hand() -> Any:
    with time_machine.travel(counters.MONDAY, tick=False) as hand:
        yield hand


@pytest.fixture
def hall(town: Any) -> Hall:
    return stories.hall(town)


def told(town: Any, hall: Hall, **until: int) -> Figures:
    today = town.street.day(clock.now())
    return hall_figures(town.street, hall, counters.MONDAY.date(), today + timedelta(**until))


def test_a_share_of_nothing_is_neither_good_nor_bad_and_nearly_all_is_not_all():
    assert Share().percent is None
    assert Share().mean is None
    assert Share(996, 1000).percent == 99
    assert Share(5, 2).mean == 2.5
    assert set(MEANING) == set(Figure)


def test_a_hall_in_which_nothing_was_done_has_no_figures(town: Any, hall: Hall):
    found = told(town, hall)
    assert (found.done, found.items) == (0, [])
    assert {share.whole for share in found.shares.values()} == {0}


def test_one_trip_and_first_time_complete_are_counted_of_what_was_done(
    town: Any, hall: Hall, clock_hand: Any
):
    clerk = town.actor("clerk")
    at_once = counters.accepted(town, kind=Kind.IMMEDIATE)
    two_days = counters.correcting(town, kind=Kind.IMMEDIATE)
    clock_hand.shift(timedelta(days=1))
    actions.correct(actor=clerk, application_id=two_days.pk, brought=["book", "photo"])
    actions.serve(actor=clerk, application_id=two_days.pk)
    shares = told(town, hall).shares
    assert at_once.trips == 1
    assert shares[Figure.ONE_TRIP] == Share(1, 2)
    assert shares[Figure.TRIPS].mean == 1.5
    assert shares[Figure.COMPLETE] == Share(1, 2)


def test_what_was_never_completed_is_not_left_out_of_first_time_complete(town: Any, hall: Hall):
    counters.lapsed(town)
    shares = told(town, hall, days=90).shares
    assert shares[Figure.COMPLETE] == Share(0, 1)
    assert shares[Figure.ONE_TRIP].percent is None


def test_a_promise_is_kept_or_broken_while_the_law_still_is(town: Any, hall: Hall, clock_hand: Any):
    counters.finished(town)
    late = counters.decided(town)
    clock_hand.move_to(late.promised_due_at + timedelta(days=1))
    actions.finish(actor=town.actor("clerk"), application_id=late.pk)
    shares = told(town, hall).shares
    assert shares[Figure.PROMISED] == Share(1, 2)
    assert shares[Figure.LAWFUL] == Share(2, 2)


def test_what_counts_as_accepted_was_not_accepted_on_time(town: Any, hall: Hall, clock_hand: Any):
    counters.accepted(town)
    silent = counters.received(town)
    clock_hand.move_to(silent.tell_by + timedelta(hours=1))
    actions.deem_accepted(actor=town.system, application_id=silent.pk)
    assert told(town, hall).shares[Figure.ACCEPTED] == Share(1, 2)


def test_ratings_count_for_the_hall_and_the_item_and_name_nobody(
    town: Any, hall: Hall, clock_hand: Any
):
    for stars in (Stars.FIVE, Stars.ONE):
        one = counters.finished(town)
        rating = actions.rate(actor=town.actor("resident"), application_id=one.pk, stars=stars)
        assert rating.organisation_id == hall.organisation_id
    found = told(town, hall)
    assert (found.shares[Figure.RATED], found.shares[Figure.GOOD]) == (Share(2, 2), Share(1, 2))
    assert sorted(one.shares[Figure.GOOD].percent for one in found.items) == [0, 100]
    actions.mend_rating(actor=town.actor("supervisor"), rating_id=rating.pk, text="已经道歉")
    assert told(town, hall, days=60).shares[Figure.MENDED] == Share(1, 1)
    assert told(town, hall).shares[Figure.MENDED].percent is None


def test_another_hall_has_its_own_figures(town: Any, hall: Hall):
    counters.delivered(town)
    other = stories.hall(town, "west", "west")
    assert told(town, hall).done == 1
    assert told(town, other).done == 0


def test_the_figures_take_six_statements_however_much_was_done(
    town: Any, hall: Hall, django_assert_max_num_queries: Any
):
    for _ in range(3):
        counters.delivered(town)
    with django_assert_max_num_queries(6):
        told(town, hall)


def test_the_page_says_what_each_figure_means_and_the_sheet_holds_the_same(
    town: Any, hall: Hall, client: Client
):
    stories.comes(town, hall, items=["T-01"])
    one = counters.finished(town)
    actions.deliver(actor=town.actor("clerk"), application_id=one.pk, way=Way.WINDOW)
    client.force_login(town.account("leader"))
    page = client.get("/desk/hall/load/").content.decode()
    for figure in Figure:
        assert MEANING[figure] in page
    assert "—" in page
    answer = client.get("/desk/hall/load/sheet/")
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    rows = book.get_sheet_by_index(0).to_python()
    assert ["大厅", "一趟办成", 100, 1, 1, MEANING[Figure.ONE_TRIP]] in rows
    client.force_login(town.account("resident"))
    assert client.get("/desk/hall/load/sheet/").status_code == 403


def test_an_application_of_another_year_is_not_counted(town: Any, hall: Hall):
    one: Application = counters.finished(town)
    Application.objects.filter(street_id=town.street.pk, pk=one.pk).update(
        ended_at=datetime(2025, 3, 2, tzinfo=UTC)
    )
    assert told(town, hall).done == 0
