"""What goes wrong in a form is said beside it, and nothing typed is lost."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from linli.cases.models import Case
from linli.cases.tests import stories
from linli.files.models import File
from linli.kernel.models import Link

TEXT = "样板家园1号楼楼道灯不亮"


def report(client: Client, **values: Any) -> Any:
    return client.post("/report/", {"text": TEXT, "address": "", "phone": "", **values})


def cases_of(town: Any) -> list[Case]:
    return list(Case.objects.filter(street_id=town.street.pk))


def photo(width: int, height: int) -> SimpleUploadedFile:
    body = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(body, "JPEG")
    return SimpleUploadedFile("灯.jpg", body.getvalue(), "image/jpeg")


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "一句话就行"), ("😡😡", "只有表情"), ("字" * 10_001, "10001")],
)
def test_a_text_that_is_none_is_refused_and_the_form_comes_back_filled(
    town: Any, client: Client, text: str, words: str
) -> None:
    answer = report(client, text=text, address="样板家园3号楼", phone="19900001234")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "样板家园3号楼" in page
    assert "19900001234" in page
    assert text in page
    assert not cases_of(town)


def test_ten_thousand_characters_are_kept_and_shown(town: Any, client: Client) -> None:
    answer = report(client, text="长" * 10_000)
    assert answer.status_code == 302
    assert "长" * 10_000 in client.get(answer["Location"]).content.decode()


def test_markup_in_a_text_is_shown_as_text(town: Any, client: Client) -> None:
    answer = report(client, text='<script>alert(1)</script><img src=x onerror="a()">灯坏了')
    page = client.get(answer["Location"]).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_photo_that_is_none_is_refused_and_nothing_is_kept(town: Any, client: Client) -> None:
    fake = SimpleUploadedFile("灯.jpg", b"<html>no photo</html>", "image/jpeg")
    answer = report(client, photos=[fake])
    page = answer.content.decode()
    assert answer.status_code == 422
    assert TEXT in page
    assert not cases_of(town)
    assert not File.objects.filter(street_id=town.street.pk).exists()


def test_a_40_megapixel_photo_is_kept_small(town: Any, client: Client) -> None:
    assert report(client, photos=[photo(8000, 5000)]).status_code == 302
    file = File.objects.get(street_id=town.street.pk)
    assert max(file.width, file.height) <= 2560


def test_two_photos_hang_on_the_request_for_those_who_see_it(town: Any, client: Client) -> None:
    where = report(client, photos=[photo(80, 60), photo(60, 80)])["Location"]
    (case,) = cases_of(town)
    assert Link.objects.filter(street_id=town.street.pk, source_id=case.pk).count() == 2
    file = File.objects.filter(street_id=town.street.pk).first()
    shown = client.get(f"{where}photos/{file.pk}/thumb/")
    assert shown["Content-Type"] == "image/jpeg"
    assert b"".join(shown.streaming_content)[:2] == b"\xff\xd8"
    stranger = client.get(f"/follow/{case.number}/{'0' * 24}/photos/{file.pk}/thumb/")
    assert stranger.status_code == 404


def test_a_staff_photo_stays_with_the_staff(town: Any, client: Client) -> None:
    from linli.cases import actions, queries

    case = stories.handed_over(town)
    actions.note(actor=town.actor("grid"), case_id=case.pk, text="内部", photos=[photo(9, 9)])
    file = File.objects.get(street_id=town.street.pk)
    key = queries.follow_key(case)
    assert client.get(f"/follow/{case.number}/{key}/photos/{file.pk}/full/").status_code == 404
    client.force_login(town.account("grid"))
    shown = client.get(f"/desk/photos/{file.pk}/full/")
    assert b"".join(shown.streaming_content)[:2] == b"\xff\xd8"
    client.force_login(town.account("grid2"))
    assert client.get(f"/desk/photos/{file.pk}/full/").status_code == 404


def test_a_double_click_on_send_is_one_request(town: Any, client: Client) -> None:
    once = "0b0e0b7e-0000-7000-8000-000000000001"
    first, second = report(client, once=once), report(client, once=once)
    assert first["Location"] == second["Location"]
    assert len(cases_of(town)) == 1


def test_a_point_outside_is_kept_and_said(town: Any, client: Client) -> None:
    answer = report(client, text="灯坏了", lat="30.0", lon="110.0")
    (case,) = cases_of(town)
    assert case.is_outside
    assert "不在本街道" in client.get(answer["Location"]).content.decode()


def test_a_scanned_code_that_is_none_still_opens_the_page(town: Any, client: Client) -> None:
    assert client.get("/report/?at=no-such-code").status_code == 200
    forged = report(client, area="00000000-0000-7000-8000-00000000dead")
    assert forged.status_code == 302


@pytest.mark.parametrize("phone", ["12", "1" * 19, "abc"])
def test_a_phone_number_that_is_none_names_its_field(town: Any, client: Client, phone: str) -> None:
    answer = report(client, phone=phone)
    assert answer.status_code == 422
    assert "电话号码应有" in answer.content.decode()
    assert TEXT in answer.content.decode()


def test_an_illegal_step_on_the_page_says_what_is_open(town: Any, client: Client) -> None:
    case = stories.raised(town)
    client.force_login(town.account("dispatcher"))
    answer = client.post(f"/desk/cases/{case.number}/reply/", {"text": "办好了"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "现在可以" in page
    assert "办好了" in page


def test_the_second_clerk_keeps_the_words_and_learns_what_changed(
    town: Any, client: Client
) -> None:
    from linli.cases import actions

    case = stories.raised(town)
    actions.answer(actor=town.actor("supervisor"), case_id=case.pk, text="已修", version=0)
    client.force_login(town.account("dispatcher"))
    answer = client.post(
        f"/desk/cases/{case.number}/answer/", {"text": "我写了很久的答复", "version": "0"}
    )
    page = answer.content.decode()
    assert "别人已经处理过" in page
    assert "我写了很久的答复" in page


@pytest.mark.parametrize(
    "path", ["/desk/cases/YY-20260101-9999/", "/follow/YY-20260101-9999/abc/", "/nowhere/"]
)
def test_what_is_not_there_is_a_friendly_404(town: Any, client: Client, path: str) -> None:
    client.force_login(town.account("dispatcher"))
    assert client.get(path).status_code == 404


def test_an_unknown_verb_is_a_404(town: Any, client: Client) -> None:
    case = stories.raised(town)
    client.force_login(town.account("dispatcher"))
    assert client.get(f"/desk/cases/{case.number}/explode/").status_code == 404


def test_filters_that_make_no_sense_are_left_out(town: Any, client: Client) -> None:
    client.force_login(town.account("dispatcher"))
    query = "view=x&page=-3&category=1&community=zz&state=none&urgency=9&q=%00"
    assert client.get(f"/desk/?{query}").status_code == 200
