"""What clerks write for each other about an item."""

from typing import Any

import pytest
from django.test import Client

from linli.counter import actions, queries
from linli.counter.models import Item
from linli.counter.tests import counters
from linli.kernel.errors import Forbidden, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(town: Any) -> Item:
    return counters.received(town).item_version.item


def notes(town: Any, item: Item) -> list[tuple[str, str]]:
    return [(note.who, note.text) for note in queries.notes_on(town.street, item.pk)]


def test_a_clerk_has_one_note_on_an_item_and_may_take_it_away(town: Any, item: Item) -> None:
    clerk = town.actor("clerk")
    for text in ("先查卡号", " 卡号先查一遍 "):
        actions.write_note(actor=clerk, item_id=item.pk, text=text)
    assert notes(town, item) == [(town.account("clerk").name, "卡号先查一遍")]
    actions.write_note(actor=clerk, item_id=item.pk, text=" ")
    assert notes(town, item) == []


def test_only_clerks_write_and_not_too_much(town: Any, item: Item) -> None:
    with pytest.raises(Forbidden):
        actions.write_note(actor=town.actor("leader"), item_id=item.pk, text="我也会")
    with pytest.raises(Refused) as refused:
        actions.write_note(actor=town.actor("clerk"), item_id=item.pk, text="长" * 301)
    assert (refused.value.reason.code, refused.value.reason.field) == ("note_long", "text")


def test_a_note_is_read_where_the_item_is_received(town: Any, item: Item, client: Client) -> None:
    client.force_login(town.account("clerk"))
    page = f"/desk/counter/help/{item.code}/"
    assert page in client.get(f"/desk/counter/new/?item={item.pk}").content.decode()
    assert client.post(page, {"text": "先查卡号"}).status_code == 302
    shown = client.get(page).content.decode()
    assert "先查卡号" in shown
    assert town.account("clerk").name in shown
    client.force_login(town.account("resident"))
    assert client.get(page).status_code == 403
