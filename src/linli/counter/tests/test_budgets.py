"""How many statements a page of the counter may cost, whatever it shows."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.counter.actions import queue
from linli.counter.tests import counters
from linli.counter.tests import queue_stories as stories

pytestmark = pytest.mark.django_db
FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT", "SELECT set_config")


def cost(client: Client, path: str) -> int:
    """Once to warm up, then counted."""
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as seen:
        client.get(path)
    return len([query for query in seen if not query["sql"].startswith(FRAME)])


@pytest.fixture
def clerk(town: Any, client: Client) -> Client:
    client.force_login(town.account("clerk"))
    return client


def test_the_list_costs_the_same_for_ten_applications_as_for_one(town: Any, clerk: Client):
    counters.correcting(town)
    one = cost(clerk, "/desk/counter/?view=all")
    for _ in range(9):
        counters.accepted(town)
    assert cost(clerk, "/desk/counter/?view=all") == one <= 7


def test_the_page_of_an_application_costs_the_same_after_many_steps(town: Any, clerk: Client):
    short, long = counters.received(town), counters.delivered(town)
    assert cost(clerk, f"/desk/counter/{short.number}/") <= 16
    assert cost(clerk, f"/desk/counter/{long.number}/") <= 16


def test_the_panel_costs_the_same_for_a_full_hall(town: Any, clerk: Client):
    hall = stories.hall(town)
    window = stories.window(town, hall)
    stories.comes(town, hall, items=["T-01"])
    one = cost(clerk, "/desk/hall/")
    for _ in range(9):
        stories.comes(town, hall, items=["T-02"])
    assert cost(clerk, "/desk/hall/") == one <= 9
    queue.call_next(actor=town.actor("clerk"), window_id=window.pk)
    assert cost(clerk, "/desk/hall/") <= 13


def test_the_door_costs_the_same_for_a_full_hall(town: Any, client: Client):
    hall = stories.hall(town)
    stories.window(town, hall)
    one = cost(client, "/hall/east/")
    for _ in range(9):
        stories.comes(town, hall)
    assert cost(client, "/hall/east/") == one <= 7
