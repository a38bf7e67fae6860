"""The thread as it is told to whoever raised the request, and the list of one's own."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from linli.cases import actions, queries
from linli.cases.models import Case
from linli.cases.queries import Line
from linli.cases.rules.story import RESULTS, By, sentence, surname
from linli.cases.rules.words import CaseEvent, Lacking, Purpose, State
from linli.cases.tests import stories
from linli.files.tests.factories import upload
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Refused
from linli.kernel.streets.models import Street

PLACES = {"who", "unit", "until", "stars", "reason"}


def holder(town: Any, case: Case) -> Actor:
    return Actor(ActorKind.LINK, town.street.pk, case.pk)


def lines(town: Any, case: Case) -> list[Line]:
    street = Street.objects.get(pk=town.street.pk)
    return queries.case_page(holder(town, case), street, case.number).thread


def link(case: Case) -> str:
    return f"/follow/{case.number}/{queries.follow_key(case)}/"


@pytest.mark.parametrize("what", CaseEvent)
def test_every_event_has_a_sentence_that_fills_known_places(what: CaseEvent):
    for by in By:
        text = sentence(what, by, "no such reason")
        assert text != what.word
        assert set(re.findall(r"%\((\w+)\)s", text)) <= PLACES


def test_the_reason_and_who_acted_choose_the_sentence():
    looked = sentence(CaseEvent.REVEALED, By.OFFICE, Purpose.HANDLE)
    assert looked == "%(who)s看过您的电话，为了联系您"
    assert sentence(CaseEvent.ADDED, By.YOU) != sentence(CaseEvent.ADDED, By.NEIGHBOUR)


def test_a_surname_is_enough_to_ask_for_somebody():
    assert [surname(name) for name in ("王小明", "欧阳修", "")] == ["王某", "欧阳某", ""]


def test_results_are_what_the_reporter_may_read():
    assert {CaseEvent.REPLIED, CaseEvent.CLOSED, CaseEvent.DECLINED} <= RESULTS


@pytest.mark.django_db
@pytest.mark.parametrize("state", list(State))
def test_each_line_names_the_unit_that_had_the_request_then(town: Any, state: State):
    case = stories.in_state(town, state)
    told = lines(town, case)
    assert told[0].by is By.YOU
    assert told[0].unit == "小样街道指挥中心"
    assert all(line.audience != "staff" and line.unit for line in told)


@pytest.mark.django_db
def test_who_handled_it_is_a_role_with_a_surname(town: Any):
    case = stories.in_progress(town)
    assert [line.who for line in lines(town, case)][-1] == "网格员例某"


@pytest.mark.django_db
def test_photos_stand_beside_the_words_they_came_with(town: Any):
    case = stories.in_progress(town)
    worker = town.actor("grid")
    actions.note(actor=worker, case_id=case.pk, text="到了", is_public=True, photos=[upload()])
    actions.note(actor=worker, case_id=case.pk, text="内部", photos=[upload()])
    actions.reply(actor=worker, case_id=case.pk, text="好了", photos=[upload(), upload()])
    told = {line.text: len(line.photos) for line in lines(town, case)}
    assert (told["到了"], told["好了"], told["已约上门"]) == (1, 2, 0)
    assert "内部" not in told


@pytest.mark.django_db
def test_photos_of_the_request_itself_stand_with_its_words(town: Any):
    person = actions.Person("示小甲", "19900001234", town.account("resident").pk)
    draft = actions.Draft(text=stories.TEXT, channel="phone", person=person)
    case = actions.register(actor=town.actor("resident"), draft=draft, photos=[upload()])
    street = Street.objects.get(pk=town.street.pk)
    story = queries.case_page(holder(town, case), street, case.number).story
    assert len(story.photos) == 1
    assert not any(line.photos for line in story.lines)


@pytest.mark.django_db
def test_the_reporter_reads_who_looked_at_their_phone(town: Any):
    case = stories.handed_over(town)
    actions.reveal_reporter(actor=town.actor("grid"), case_id=case.pk, purpose=Purpose.HANDLE)
    last = lines(town, case)[-1]
    assert (last.what, last.who, last.event.reason) == (CaseEvent.REVEALED, "网格员例某", "handle")


@pytest.mark.django_db
def test_a_link_opens_the_thread_and_nobodys_contact_details(town: Any):
    case = stories.raised(town)
    street = Street.objects.get(pk=town.street.pk)
    assert queries.case_page(holder(town, case), street, case.number).contacts == []


@pytest.mark.django_db
def test_a_rating_is_given_once_and_again_after_reopening(town: Any):
    case, resident = stories.closed(town), town.actor("resident")
    rated = {"actor": resident, "case_id": case.pk}
    actions.rate(**rated, stars=3, reason=Lacking.SLOW)
    with pytest.raises(Refused) as refused:
        actions.rate(**rated, stars=5)
    assert refused.value.reason.code == "rated_before"
    actions.reopen(**rated, text="又坏了")
    assert Case.objects.get(street_id=town.street.pk, pk=case.pk).stars is None


@pytest.mark.django_db
def test_ones_own_requests_stand_in_the_order_of_need(town: Any):
    closed, rated, open_ = stories.closed(town), stories.closed(town), stories.raised(town)
    long_ago = stories.closed(town)
    ended = long_ago.ended_at - timedelta(days=40)
    Case.objects.filter(street_id=town.street.pk, pk=long_ago.pk).update(ended_at=ended)
    actions.rate(actor=town.actor("resident"), case_id=rated.pk, stars=5)
    street = Street.objects.get(pk=town.street.pk)
    page = queries.own_requests(town.actor("resident"), street)
    groups = [[row.case.pk for row in group] for group in (page.yours, page.open, page.ended)]
    assert groups[:2] == [[closed.pk], [open_.pk]]
    assert set(groups[2]) == {rated.pk, long_ago.pk}
    found = queries.own_requests(town.actor("resident"), street, words=open_.number[-4:])
    assert (found.total, found.found, len(found.open)) == (4, 1, 1)
    assert queries.own_requests(town.actor("resident2"), street).total == 0


@pytest.mark.django_db
def test_a_browser_lists_what_it_opened_and_forgets_on_request(town: Any, client: Client):
    one, other = stories.raised(town), stories.raised(town)
    assert "这台设备上还没有" in client.get("/mine/").content.decode()
    client.get(link(one))
    client.get(link(other))
    shown = client.get("/mine/").content.decode()
    assert shown.index(other.number) >= 0
    assert one.number in shown
    client.post(f"/mine/{one.number}/forget/")
    assert one.number not in client.get("/mine/").content.decode()
    assert client.get(link(one)).status_code == 200
    assert other.number not in Client().get("/mine/").content.decode()


@pytest.mark.django_db
def test_a_browser_keeps_the_last_ten_and_believes_no_forged_list(town: Any, client: Client):
    cases = [stories.raised(town) for _ in range(11)]
    for case in cases:
        client.get(link(case))
    shown = client.get("/mine/").content.decode()
    assert cases[0].number not in shown
    assert all(case.number in shown for case in cases[1:])
    forged = Client()
    forged.cookies["linli_own"] = f"{cases[0].number}:{queries.follow_key(cases[0])}"
    assert cases[0].number not in forged.get("/mine/").content.decode()


@pytest.mark.django_db
def test_who_is_signed_in_leaves_no_list_in_the_browser(town: Any, client: Client):
    client.force_login(town.account("resident"))
    assert "linli_own" not in client.get(link(stories.raised(town))).cookies
