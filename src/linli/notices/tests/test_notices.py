"""Telling, reading, and whose notices they are."""

from typing import Any

import pytest
from django.test import Client

from linli.kernel import events
from linli.kernel.errors import NotFound
from linli.kernel.events import Audience
from linli.kernel.models import Event
from linli.notices import actions, queries
from linli.notices.models import Notice
from linli.notices.rules import NoticeEvent
from linli.people.rules import PeopleEvent

pytestmark = pytest.mark.django_db


def told(town: Any, who: str, count: int = 1) -> list[Notice]:
    """So many notices of things that happened to an account."""
    account = town.account(who)
    happened = [
        events.record(town.system, PeopleEvent.SIGNED_IN, account, audience=Audience.PRIVATE)
        for _ in range(count)
    ]
    return [
        notice
        for event in happened
        for notice in actions.tell(actor=town.system, event=event, account_ids=[account.pk])
    ]


def test_telling_twice_is_telling_once(town: Any):
    told(town, "resident")
    event = Event.objects.filter(street_id=town.street.pk, kind=PeopleEvent.SIGNED_IN).get()
    again = actions.tell(actor=town.system, event=event, account_ids=[town.account("resident").pk])
    assert again == []
    assert queries.unread(town.actor("resident")) == 1


def test_what_is_not_read_yet_stands_first_then_the_newest(town: Any):
    one, two, three = told(town, "resident", 3)
    actions.mark_read(actor=town.actor("resident"), notice_id=three.pk)
    page = queries.notice_page(town.actor("resident"))
    assert [notice.pk for notice in page.notices] == [two.pk, one.pk, three.pk]
    assert page.unread == 2


def test_a_long_list_comes_in_pages(town: Any):
    told(town, "resident", 41)
    page = queries.notice_page(town.actor("resident"), 9)
    assert (page.page, page.pages, len(page.notices)) == (3, 3, 1)


def test_reading_one_or_all_is_on_record_once(town: Any):
    one, *_ = told(town, "resident", 3)
    resident = town.actor("resident")
    assert actions.mark_read(actor=resident, notice_id=one.pk) == 1
    assert actions.mark_read(actor=resident) == 2
    assert actions.mark_read(actor=resident) == 0
    read = Event.objects.filter(street_id=town.street.pk, kind=NoticeEvent.READ)
    assert read.count() == 3


def test_nobody_reads_or_marks_the_notices_of_somebody_else(town: Any):
    (notice,) = told(town, "resident")
    for who in ("resident2", "grid", "admin", "leader"):
        other = town.actor(who)
        assert queries.notice_page(other).notices == []
        with pytest.raises(NotFound):
            actions.mark_read(actor=other, notice_id=notice.pk)
        assert actions.mark_read(actor=other) == 0
    assert queries.unread(town.actor("resident")) == 1


def test_a_visitor_is_asked_to_sign_in(town: Any, client: Client):
    assert client.get("/notices/").url.startswith("/sign-in/")
    assert client.post("/notices/read/").url.startswith("/sign-in/")


def test_reading_takes_a_form(town: Any, client: Client):
    (notice,) = told(town, "resident")
    client.force_login(town.account("resident"))
    assert client.get(f"/notices/{notice.pk}/read/").status_code == 405
    answer = client.post(f"/notices/{notice.pk}/read/", {"next": "/mine/"})
    assert answer.url == "/mine/"
    assert queries.unread(town.actor("resident")) == 0
