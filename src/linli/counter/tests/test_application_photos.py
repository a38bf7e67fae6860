"""Photos of the papers: sent from home or taken at the counter, seen by whom the application is
open to, gone with the person."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.counter import actions, queries
from linli.counter.models import Application
from linli.counter.rules.application_words import State
from linli.counter.tests import counters
from linli.files.models import File
from linli.files.tests.factories import upload
from linli.kernel import links
from linli.kernel.errors import NotFound, Refused

pytestmark = pytest.mark.django_db


def sent() -> SimpleUploadedFile:
    return SimpleUploadedFile("scan.jpg", upload().read(), "image/jpeg")


def photographed(town: Any, one: Application, who: str = "clerk", **values: Any) -> list[File]:
    given = {"material": "id", "photos": [sent()], **values}
    return actions.add_papers(actor=town.actor(who), application_id=one.pk, **given)


def test_several_photos_belong_to_one_material(town: Any):
    one = counters.received(town)
    photographed(town, one, photos=[sent(), sent()])
    photographed(town, one)
    page = queries.application_page(town.actor("clerk"), town.street, one.number)
    assert {paper.material.code: len(paper.photos) for paper in page.papers if paper.photos} == {
        "id": 3
    }
    assert page.application.state == State.RECEIVED


def test_whoever_sees_the_application_sees_the_photo_and_nobody_else(town: Any, client: Client):
    (file,) = photographed(town, counters.correcting(town))
    assert queries.paper_photo(town.actor("clerk2"), town.street, file.pk) == file
    assert queries.paper_photo(town.actor("resident"), town.street, file.pk) == file
    for who in ("resident2", "department", "grid"):
        with pytest.raises(NotFound):
            queries.paper_photo(town.actor(who), town.street, file.pk)
    client.force_login(town.account("resident"))
    answer = client.get(f"/applications/photos/{file.pk}/thumb/")
    assert answer["Content-Type"] == "image/jpeg"
    assert b"".join(answer.streaming_content)
    client.force_login(town.account("resident2"))
    assert client.get(f"/applications/photos/{file.pk}/full/").status_code == 404


@pytest.mark.parametrize("state", [State.BOOKED, State.CORRECTING])
def test_the_applicant_adds_their_own_while_it_helps(town: Any, client: Client, state: State):
    one = counters.in_state(town, state)
    client.force_login(town.account("resident"))
    path = f"/applications/{one.number}/"
    assert "add_papers" in client.get(path).content.decode()
    answer = client.post(f"{path}add_papers/", {"material": "book", "photos": [sent()]})
    assert answer.status_code == 302, answer.content.decode()
    assert "/applications/photos/" in client.get(path).content.decode()


def test_later_the_counter_adds_them_and_the_applicant_no_more(town: Any):
    one = counters.accepted(town)
    photographed(town, one)
    with pytest.raises(Refused) as refused:
        photographed(town, one, "resident")
    assert refused.value.reason.code == "step_not_yours"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"material": "insured"}, "not_photographed"),
        ({"material": "nonsense"}, "not_photographed"),
        ({"photos": []}, "no_photos"),
        ({"photos": [SimpleUploadedFile("a.jpg", b"no picture")]}, "photo_unknown"),
        ({"photos": [sent() for _ in range(10)]}, "photos_too_many"),
    ],
)
def test_what_is_no_photo_of_a_paper_is_refused(town: Any, values: Any, code: str):
    one = counters.received(town)
    with pytest.raises(Refused) as refused:
        photographed(town, one, **values)
    assert refused.value.reason.code == code
    assert not File.objects.filter(street_id=town.street.pk).exists()


def test_nine_is_the_most_a_material_carries_however_often_some_are_sent(town: Any):
    one = counters.received(town)
    photographed(town, one, photos=[sent() for _ in range(8)])
    with pytest.raises(Refused) as refused:
        photographed(town, one, photos=[sent(), sent()])
    assert refused.value.reason.code == "photos_too_many"


def test_the_reception_takes_photos_with_the_papers(town: Any, client: Client):
    item = counters.item(town, "T-9", kind="passed_up")
    client.force_login(town.account("clerk"))
    values = {"name": "示小甲", "item": str(item.pk), "way": "window", "left_out": ["rent"]}
    values |= {"brought": ["id", "book", "photo"], "photos-id": [sent(), sent()]}
    answer = client.post("/desk/counter/new/", values)
    assert answer.status_code == 302, answer.content.decode()
    page = client.get(answer["Location"]).content.decode()
    assert page.count("/thumb/") == 2
    assert "已受理" in page


def test_with_the_person_go_the_photos(town: Any):
    one = counters.received(town)
    (file,) = photographed(town, one)
    actions.forget_application(actor=town.system, application_id=one.pk)
    assert not File.objects.filter(street_id=town.street.pk, pk=file.pk).exists()
    assert links.links_to(town.street.pk, file.pk, "paper") == []
