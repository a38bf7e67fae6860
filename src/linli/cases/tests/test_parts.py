"""A request in parts: each its own desk, one thread for the resident, answered when all are."""

from typing import Any

import pytest
from django.test import Client

from linli.cases import actions, queries
from linli.cases.actions import Part
from linli.cases.models import Case, Reporter
from linli.cases.rules.words import CaseEvent, Contact, Purpose, State
from linli.cases.tests import stories
from linli.files.tests.factories import upload
from linli.kernel.errors import NotFound, Refused
from linli.rights.rules import Topic

pytestmark = pytest.mark.django_db
LIGHT = "facilities.stairwell_light"


def parts(town: Any) -> list[Part]:
    matter = stories.matter(town, LIGHT).pk
    return [
        Part("换掉楼道的灯", matter, town.organisations["property"].pk),
        Part("清走楼道的旧家具", matter, town.organisations["urban_management"].pk),
    ]


def split(town: Any, whole: Case) -> list[Case]:
    desk = town.actor("dispatcher")
    actions.split(actor=desk, case_id=whole.pk, parts=parts(town))
    return list(Case.objects.filter(street_id=town.street.pk, parent=whole).order_by("id"))


def finish(town: Any, part: Case, who: str, text: str) -> Case:
    worker = town.actor(who)
    actions.sign_in(actor=worker, case_id=part.pk)
    actions.contact(actor=worker, case_id=part.pk, result=Contact.REACHED)
    return actions.reply(actor=worker, case_id=part.pk, text=text)


def test_each_part_is_with_its_desk_under_the_promise_of_the_whole(town: Any):
    whole = stories.in_progress(town)
    one, two = split(town, whole)
    assert [part.number for part in (one, two)] == [f"{whole.number}-1", f"{whole.number}-2"]
    assert one.owner_id == town.organisations["property"].pk
    assert {part.state for part in (one, two)} == {State.DISPATCHED}
    assert {part.due_at for part in (one, two)} == {whole.due_at}
    assert one.sign_in_due_at
    assert not Reporter.objects.filter(street_id=town.street.pk, case=one).exists()


def test_the_whole_is_answered_when_every_part_is(town: Any):
    whole = stories.in_progress(town)
    one, two = split(town, whole)
    lead = town.actor("grid")
    ended = finish(town, one, "property", "灯换好了")
    assert (ended.state, ended.ended_at is not None) == (State.CLOSED, True)
    with pytest.raises(Refused) as refused:
        actions.reply(actor=lead, case_id=whole.pk, text="都好了")
    assert refused.value.reason.params["parts"] == [two.number]
    finish(town, two, "department", "清走了")
    assert actions.reply(actor=lead, case_id=whole.pk, text="都好了").state == State.REPLIED


def test_the_resident_reads_one_thread_with_the_parts(town: Any):
    whole = stories.in_progress(town)
    one, _ = split(town, whole)
    finish(town, one, "property", "灯换好了")
    shown = queries.case_page(town.actor("resident"), town.street, whole.number)
    told = [(line.what, line.where, line.text) for line in shown.thread]
    assert (CaseEvent.REPLIED, "第 1 部分", "灯换好了") in told
    assert CaseEvent.SPLIT in [what for what, _, _ in told]
    assert [row.state for row in shown.parts] == [State.CLOSED, State.DISPATCHED]
    with pytest.raises(NotFound):
        queries.case_page(town.actor("resident"), town.street, one.number)


def test_a_photo_of_a_part_is_shown_to_whoever_raised_the_whole(town: Any):
    whole = stories.in_progress(town)
    one, _ = split(town, whole)
    worker = town.actor("property")
    actions.sign_in(actor=worker, case_id=one.pk)
    actions.contact(actor=worker, case_id=one.pk, result=Contact.REACHED)
    actions.reply(actor=worker, case_id=one.pk, text="好了", photos=[upload()])
    resident = town.actor("resident")
    shown = queries.case_page(resident, town.street, whole.number)
    (photo,) = next(line.photos for line in shown.thread if line.photos)
    assert queries.photo(resident, town.street, photo.pk) == photo
    with pytest.raises(NotFound):
        queries.photo(town.actor("resident2"), town.street, photo.pk)


def test_whoever_has_a_part_reaches_the_reporter_of_the_whole(town: Any):
    whole = stories.in_progress(town)
    one, _ = split(town, whole)
    shown = queries.case_page(town.actor("property"), town.street, one.number)
    assert (shown.whole, len(shown.contacts)) == (whole.number, 1)
    given = {"case_id": one.pk, "purpose": Purpose.HANDLE}
    with pytest.raises(Refused) as refused:
        actions.reveal_reporter(actor=town.actor("property"), **given)
    assert refused.value.reason.code == "reveal_not_shared"
    stories.agree(town, Topic.SHARE)
    (person,) = actions.reveal_reporter(actor=town.actor("property"), **given)
    assert person.phone == "19900001234"
    told = queries.case_page(town.actor("resident"), town.street, whole.number).thread
    assert told[-1].what == CaseEvent.REVEALED


def test_a_part_has_no_parts_and_one_part_is_none(town: Any):
    whole = stories.in_progress(town)
    desk = town.actor("dispatcher")
    with pytest.raises(Refused) as refused:
        actions.split(actor=desk, case_id=whole.pk, parts=parts(town)[:1])
    assert refused.value.reason.code == "one_part"
    one, _ = split(town, whole)
    with pytest.raises(Refused) as refused:
        actions.split(actor=desk, case_id=one.pk, parts=parts(town))
    assert refused.value.reason.code == "part_of_part"


def test_a_withdrawn_request_takes_its_parts_with_it(town: Any):
    whole = stories.in_progress(town)
    split(town, whole)
    actions.withdraw(actor=town.actor("resident"), case_id=whole.pk)
    states = Case.objects.filter(street_id=town.street.pk, parent=whole).values_list("state")
    assert {state for (state,) in states} == {State.WITHDRAWN}


def test_the_form_takes_rows_and_says_which_one_is_not_whole(town: Any, client: Client):
    whole = stories.in_progress(town)
    client.force_login(town.account("dispatcher"))
    path = f"/desk/cases/{whole.number}/split/"
    assert "第 4 部分" in client.get(path).content.decode()
    rows = parts(town)
    sent = {
        "parts-text": [rows[0].text, rows[1].text, ""],
        "parts-category": [str(rows[0].category_id), "", ""],
        "parts-owner": [str(rows[0].owner_id), str(rows[1].owner_id), ""],
    }
    refused = client.post(path, sent).content.decode()
    assert "第 2 部分还没有选类别和单位。" in refused
    assert rows[1].text in refused
    sent["parts-category"][1] = str(rows[1].category_id)
    assert client.post(path, sent).status_code == 302
    assert Case.objects.get(street_id=town.street.pk, pk=whole.pk).parts_made == 2
    page = client.get(f"/desk/cases/{whole.number}/").content.decode()
    assert f"{whole.number}-2" in page
