"""Somebody takes a number, walks about, and comes back because a message said so."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from linli.counter.actions import queue
from linli.counter.models import Ticket
from linli.counter.tests import queue_stories as stories
from linli.kernel import events
from linli.notices import tasks
from linli.notices.tests import gateway as local
from linli.notices.tests.gateway import Gateway
from tests.town import Town

pytestmark = pytest.mark.django_db(transaction=True)

NIGHT = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)  # half past ten: a late opening of the hall
PHONE = "19911110001"


@pytest.fixture(autouse=True)
def at_night() -> Iterator[Any]:
    with time_machine.travel(NIGHT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def gateway(settings: Any) -> Iterator[Gateway]:
    with local.running() as running:
        settings.LINLI_SMS, settings.LINLI_ADDRESS = running.url, "https://ll.example.cn"
        yield running


def told(town: Town, gateway: Gateway) -> list[tuple[str, str]]:
    """(words, link) since the last time."""
    for _ in range(2):  # the call, and what follows from it
        events.hand_over(town.street.pk)
    tasks.send(town.street.pk)
    heard = [json.loads(body) for _, body in gateway.heard]
    gateway.heard.clear()
    assert all(one["phone"] == PHONE for one in heard)
    return [(words, link) for words, _, link in (one["text"].rpartition(" ") for one in heard)]


def test_a_message_says_when_few_are_before_and_its_link_opens_the_ticket(
    town: Town, gateway: Gateway, client: Client
):
    hall = stories.hall(town)
    window = stories.window(town, hall)
    clerk = town.actor("clerk")
    for _ in range(5):
        stories.comes(town, hall)
    client.post("/hall/east/", {"phone": PHONE})
    assert told(town, gateway) == []
    for before in (4, 3, 2):
        ticket = queue.call_next(actor=clerk, window_id=window.pk)
        queue.serve(actor=clerk, ticket_id=ticket.pk)
        queue.end(actor=clerk, ticket_id=ticket.pk)
        heard = told(town, gateway)
        assert bool(heard) == (before == 3)
        if heard:
            ((words, link),) = heard
            assert "A006 前面还有 3 位" in words
            page = client.get(link.removeprefix("https://ll.example.cn"), follow=True)
            assert "前面还有 <b>3</b> 位" in page.content.decode()


def test_whoever_has_left_meanwhile_hears_nothing(town: Town, gateway: Gateway, client: Client):
    hall = stories.hall(town)
    window = stories.window(town, hall)
    stories.comes(town, hall)
    client.post("/hall/east/", {"phone": PHONE})
    queue.call_next(actor=town.actor("clerk"), window_id=window.pk)
    events.hand_over(town.street.pk)
    own = Ticket.objects.get(street_id=town.street.pk, number="A002")
    queue.leave(actor=stories.holder(own), ticket_id=own.pk)
    assert told(town, gateway) == []
