"""What the counter holds of somebody is on the page of their data and in the copy of it."""

import json
from typing import Any

import pytest
from django.test import Client

from linli.capacity.tests.factories import MONDAY, NOW, at, hall
from linli.counter.models import Ticket
from linli.counter.tests import counters, queue_stories
from linli.kernel import clock
from linli.kernel.streets import context

pytestmark = pytest.mark.django_db


def test_applications_hours_and_numbers_are_in_the_copy(town: Any, client: Client):
    with context.in_street(town.street.pk):
        one = counters.refused(town)
        other = {"name": "示小乙", "phone": "19900000002", "account_id": None}
        counters.accepted(town, **other)
        with clock.at(NOW):
            hall(town).book("resident", at(MONDAY, 9))
        number = queue_stories.comes(town, queue_stories.hall(town), name="示小甲")
        Ticket.objects.filter(pk=number.pk).update(account=town.account("resident"))
    client.force_login(town.account("resident"))
    page = client.get("/me/data/").content.decode()
    for title in ("您在窗口的申请", "您约过的时间", "您取过的号"):
        assert title in page
    whole = client.get("/me/data/copy.json").content.decode()
    copy = json.loads(whole)
    (application,) = copy["applications"]
    assert (application["number"], application["name"]) == (one.number, "示小甲")
    assert application["words"] == []
    (booking,) = copy["bookings"]
    assert booking["where"] == "1号窗口"
    (ticket,) = copy["tickets"]
    assert ticket["number"] == number.number
    for foreign in ("示小乙", "19900000002", "这件由医保中心办"):
        assert foreign not in whole
    paper = client.get("/me/data/print/").content.decode()
    assert one.number in paper
    assert "2026-09-14 09:00" in paper
