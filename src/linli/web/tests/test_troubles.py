"""What goes wrong says so in plain words, and shows a way out."""

from typing import Any

import pytest
from django.test import Client

from linli.cases.models import Case
from tests.town import PASSWORD

pytestmark = pytest.mark.usefixtures("town")


def signed_in(client: Client, username: str) -> Client:
    client.post("/sign-in/", {"username": username, "password": PASSWORD})
    return client


def test_a_closed_page_says_who_may_open_it(client: Client) -> None:
    answer = signed_in(client, "resident").get("/board/")
    shown = answer.content.decode()
    assert answer.status_code == 403
    assert "您的岗位不能打开这一页。" in shown
    assert "能打开的有：派单员、督办员、社区书记、街道领导" in shown


def test_a_page_that_is_not_there_leads_back_to_work(client: Client) -> None:
    assert 'href="/desk/"' not in client.get("/nowhere/").content.decode()
    answer = signed_in(client, "clerk").get("/nowhere/")
    assert answer.status_code == 404
    assert "没有找到这一页" in answer.content.decode()
    assert "回待办" in answer.content.decode()


def test_an_address_of_a_button_opened_by_hand_says_so(client: Client) -> None:
    answer = client.get("/view/")
    assert answer.status_code == 405
    assert "按按钮" in answer.content.decode()


def test_too_large_a_text_says_what_to_do(client: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = client.post("/report/", {"text": "长" * 2000}, "application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert "内容太大，没有提交成功" in answer.content.decode()
    assert not Case.objects.filter(street_id=answer.wsgi_request.street.pk).exists()


def test_too_many_fields_are_too_large_too(client: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    assert client.post("/report/", {f"f{n}": "1" for n in range(9)}).status_code == 413


def test_what_we_cannot_read_says_so(client: Client) -> None:
    answer = client.get("/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert answer.content == b"400\n"


def test_a_fault_of_ours_shows_a_page_that_needs_nothing(client: Client, monkeypatch: Any) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("示例")

    monkeypatch.setattr("linli.web.views.cases.recently_settled", fail)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "是我们的错" in answer.content.decode()
    assert "our side" in answer.content.decode()


def test_without_network_there_is_a_page_with_the_phone(client: Client) -> None:
    shown = client.get("/offline/").content.decode()
    assert "现在没有网络" in shown
    assert "tel:12345" in shown


def test_the_service_worker_serves_the_whole_site_and_is_asked_for_anew(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer["Content-Type"] == "text/javascript"
    assert answer["Cache-Control"] == "no-cache"
    assert 'const OFFLINE = "/offline/"' in answer.content.decode()
    assert '"/static/linli/tokens.css"' in answer.content.decode()


def test_the_manifest_names_the_street(client: Client) -> None:
    said = client.get("/manifest.webmanifest").json()
    assert said["name"] == "小样街道"
    assert said["start_url"] == "/"
