"""What the address bar of the inbox says, and back."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from linli.cases import actions, queries
from linli.cases.forms import FilterForm
from linli.cases.queries import ELSEWHERE, Filters, View
from linli.cases.rules.looks import OPEN, Lateness, Promise, open_states
from linli.cases.rules.words import Stage, State
from linli.cases.tests import stories
from tests.town import EAST

DAY = date(2026, 3, 1)


def said(town: Any, address: str) -> Filters:
    form = FilterForm(town.street, QueryDict(address.partition("?")[2]))
    return form.filters(town.actor("leader"))


@pytest.mark.django_db
def test_an_address_says_its_filters_and_is_read_back(town: Any):
    matter = stories.matter(town, "facilities.street_light")
    for asked in (
        Filters(),
        Filters(view=View.OPEN, late=Lateness.LATE, stage=Stage.STUDY),
        Filters(view=View.ENDED, promise=Promise.KEPT, ended_from=DAY, ended_to=DAY),
        Filters(view=View.ALL, registered_from=DAY, registered_to=DAY),
        Filters(view=View.ALL, community_id=town.areas[EAST].pk, category_id=matter.parent_id),
        Filters(view=View.ALL, community_id=ELSEWHERE, category_id=ELSEWHERE),
    ):
        assert said(town, queries.inbox_address(asked)) == asked


@pytest.mark.django_db
def test_what_makes_no_sense_is_left_out(town: Any):
    wrong = (
        "?late=perhaps&stage=x&promise=&registered_from=31.31.&ended_to=gestern&community=1&page=x"
    )
    assert said(town, wrong) == Filters()


@pytest.mark.django_db
def test_a_day_counts_from_midnight_to_midnight_where_the_street_is(town: Any):
    moments = (
        datetime(2026, 2, 28, 15, 59, tzinfo=UTC),
        datetime(2026, 2, 28, 16, 0, tzinfo=UTC),
        datetime(2026, 3, 1, 15, 59, tzinfo=UTC),
        datetime(2026, 3, 1, 16, 0, tzinfo=UTC),
    )
    for moment in moments:
        stories.raised(town, registered_at=moment)
    filters = Filters(view=View.ALL, registered_from=DAY, registered_to=DAY)
    found = queries.inbox(town.actor("leader"), town.street, filters).rows
    assert [row.case.registered_at for row in found] == [moments[2], moments[1]]


@pytest.mark.django_db
def test_a_window_of_endings_leaves_out_what_was_opened_again(town: Any):
    case = stories.closed(town)
    filters = Filters(view=View.ALL, ended_from=date(2020, 1, 1))
    leader = town.actor("leader")
    assert queries.inbox(leader, town.street, filters).found == 1
    actions.reopen(actor=town.actor("resident"), case_id=case.pk, text="又坏了")
    assert queries.inbox(leader, town.street, filters).found == 0


@pytest.mark.django_db
def test_conditions_from_elsewhere_stand_in_sight_with_a_way_out(client: Client, town: Any):
    client.force_login(town.account("leader"))
    assert "清除条件" not in client.get("/desk/").content.decode()
    page = client.get("/desk/?view=all&late=1").content.decode()
    assert "<bdi>已超时</bdi>" in page
    assert "清除条件" in page


def test_every_open_state_stands_at_one_step():
    found = [state for stage in Stage for state in open_states(stage)]
    assert sorted(found) == sorted(OPEN)
    assert State.CLOSED not in OPEN
