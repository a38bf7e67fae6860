"""Requests over the API: what is answered, what is refused, and to whom."""

import json
from typing import Any

import pytest
from django.test import Client

from linli.cases.models import Case, Reporter
from linli.openapi import actions
from linli.openapi.models import Key
from tests.town import Town, point

URL = "/api/v1/cases"
SETTLED = {"id", "number", "status", "category", "place", "due_at", "tracking_url"}


class Caller:
    """Somebody with a key, calling as a program does: no cookies, CSRF checked."""

    def __init__(self, town: Town, *may: str, name: str = "热线") -> None:
        self.key = actions.create_key(actor=town.system, name=name, may=may)
        self.client = Client(
            enforce_csrf_checks=True, headers={"Authorization": f"Bearer {self.key}"}
        )

    def post(self, **body: Any) -> Any:
        return self.client.post(URL, json.dumps(body), content_type="application/json")

    def created(self, **body: Any) -> dict[str, Any]:
        response = self.post(**body)
        assert response.status_code == 201, response.content
        found: dict[str, Any] = response.json()
        return found

    def get(self, path: str = "") -> Any:
        return self.client.get(f"{URL}{path}")


@pytest.fixture
def caller(town: Town) -> Caller:
    return Caller(town, "cases:write", "cases:read")


def kept(town: Town) -> int:
    count: int = Case.objects.filter(street_id=town.street.pk).count()
    return count


def test_a_text_alone_is_enough(town: Town, caller: Caller) -> None:
    body = caller.created(text="楼道灯不亮")
    assert set(body) == SETTLED
    assert body["status"] == "registered"
    assert body["number"].startswith("YY-")
    assert body["category"] == "facilities.stairwell_light"
    assert body["place"] is None
    assert body["due_at"] is not None


def test_everything_that_was_given_is_kept(town: Town, caller: Caller) -> None:
    lat, lon = point(0.5)
    body = caller.created(
        text="电梯坏了",
        lat=lat,
        lon=lon,
        address="样板家园1号楼",
        category="楼道照明",
        reporter={"name": "示小甲", "phone": "139 0000 0001"},
        channel="hotline",
        external_id="H-1",
    )
    assert "东样第一网格" in body["place"]
    case = Case.objects.get(street_id=town.street.pk, pk=body["id"])
    assert (case.channel, case.external_id, case.address) == ("hotline", "H-1", "样板家园1号楼")
    reporter = Reporter.objects.get(street_id=town.street.pk, case_id=case.pk)
    assert (reporter.name, reporter.phone) == ("示小甲", "13900000001")


def test_the_tracking_address_opens_for_anybody(caller: Caller) -> None:
    body = caller.created(text="楼道灯不亮")
    assert body["tracking_url"].startswith("http://testserver/")
    assert Client().get(body["tracking_url"]).status_code == 200


def test_without_or_with_a_wrong_key_the_answer_is_the_same(town: Town, caller: Caller) -> None:
    answers = []
    for headers in ({}, {"Authorization": "Bearer linli_wrong"}, {"Authorization": caller.key}):
        response = Client(headers=headers).post(
            URL, '{"text": "楼道灯不亮"}', content_type="application/json"
        )
        answers.append((response.status_code, response.content))
    assert len(set(answers)) == 1
    assert answers[0][0] == 401
    assert kept(town) == 0


def test_an_ended_key_opens_nothing(town: Town, caller: Caller) -> None:
    Key.objects.update(ended_at="2026-01-01T00:00Z")
    assert caller.post(text="楼道灯不亮").status_code == 401


def test_a_key_may_only_what_it_was_made_for(town: Town) -> None:
    reader, writer = Caller(town, "cases:read"), Caller(town, "cases:write")
    refused = reader.post(text="楼道灯不亮")
    assert (refused.status_code, refused.json()["code"]) == (403, "key_lacks_right")
    body = writer.created(text="楼道灯不亮")
    assert writer.get().status_code == 403
    assert writer.get(f"/{body['id']}").status_code == 403
    assert kept(town) == 1


def test_the_same_idempotency_key_is_the_same_request(town: Town, caller: Caller) -> None:
    headers = {"Idempotency-Key": "a" * 60 + "1"}
    body = '{"text": "楼道灯不亮"}'
    first, second = (
        caller.client.post(URL, body, content_type="application/json", headers=headers)
        for _ in range(2)
    )
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    headers = {"Idempotency-Key": "a" * 60 + "2"}
    third = caller.client.post(URL, body, content_type="application/json", headers=headers)
    assert third.json()["id"] != first.json()["id"]


def test_the_same_external_number_is_the_same_request(town: Town, caller: Caller) -> None:
    first = caller.created(text="楼道灯不亮", external_id="7")
    assert caller.created(text="别的话", external_id="7") == first
    other = Caller(town, "cases:write", name="另一个")
    assert other.created(text="楼道灯不亮", external_id="7")["id"] != first["id"]


def test_an_empty_external_number_is_none(town: Town, caller: Caller) -> None:
    first = caller.created(text="楼道灯不亮", external_id="")
    assert caller.created(text="电梯坏了", external_id="")["id"] != first["id"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"text": ""}, "text"),
        ({"text": " 　\n"}, "text"),
        ({"text": "😀👍"}, "text"),
        ({"text": "长" * 10_001}, "text"),
        ({"text": "灯\0坏"}, "text"),
        ({"text": "\ud800"}, "text"),
        ({"text": None}, "text"),
        ({"text": 5}, "text"),
        ({"text": "灯坏", "lat": "北"}, "lat"),
        ({"text": "灯坏", "lat": float("nan"), "lon": 1.0}, "lat"),
        ({"text": "灯坏", "lat": 999, "lon": 999}, "lat"),
        ({"text": "灯坏", "lat": 38.6}, ""),
        ({"text": "灯坏", "channel": "smoke"}, "channel"),
        ({"text": "灯坏", "address": "路" * 201}, "address"),
        ({"text": "灯坏", "reporter": {"phone": "1" * 21}}, "reporter.phone"),
        ({"text": "灯坏", "reporter": "示小甲"}, "reporter"),
        ({"text": "灯坏", "external_id": "1" * 81}, "external_id"),
    ],
)
def test_a_refusal_names_code_and_field(
    town: Town, caller: Caller, body: dict[str, Any], field: str
) -> None:
    response = caller.post(**body)
    assert response.status_code == 422
    answer = response.json()
    assert answer["code"]
    assert answer["detail"]
    assert answer["field"] == field
    assert kept(town) == 0


def test_ten_thousand_characters_are_taken(caller: Caller) -> None:
    caller.created(text="长" * 10_000)


def test_markup_is_text(town: Town, caller: Caller) -> None:
    text = "<script>alert(1)</script> 灯坏了 & 'x'"
    body = caller.created(text=text)
    assert caller.get(f"/{body['id']}").json()["text"] == text
    page = Client().get(body["tracking_url"]).content.decode()
    assert "<script>alert" not in page


def test_an_unknown_category_falls_back_to_the_words(caller: Caller) -> None:
    found = caller.created(text="楼道灯不亮", category="没有这一类")
    assert found["category"] == "facilities.stairwell_light"
    assert caller.created(text="请来看看", category="没有这一类")["category"] is None


def test_swapped_coordinates_are_put_right(town: Town, caller: Caller) -> None:
    lat, lon = point(2.5)
    assert "西样第一网格" in caller.created(text="灯坏了", lat=lon, lon=lat)["place"]


def test_a_point_outside_is_kept_and_said(town: Town, caller: Caller) -> None:
    body = caller.created(text="灯坏了", lat=39.9, lon=116.4)
    assert body["place"] is None
    case = Case.objects.get(street_id=town.street.pk, pk=body["id"])
    assert (case.lat, case.lon, case.is_outside) == (39.9, 116.4, True)


@pytest.mark.parametrize("body", ["{", "", "[]", '"text"', "[" * 5000, "\x00", "null"])
def test_malformed_json_is_refused_in_json(town: Town, caller: Caller, body: str) -> None:
    response = caller.client.post(URL, body, content_type="application/json")
    assert 400 <= response.status_code < 500
    assert response.json()["code"]


def test_a_body_without_end_is_refused(caller: Caller) -> None:
    response = caller.post(text="长" * 1_000_000)
    assert (response.status_code, response.json()["code"]) == (413, "too_big")


def test_the_list_goes_by_pages(caller: Caller) -> None:
    numbers = [caller.created(text=f"第{n}件事")["number"] for n in range(5)]
    first = caller.get("?page_size=2").json()
    assert [first["total"], first["page"], first["pages"]] == [5, 1, 3]
    shown = [
        item["number"]
        for page in (1, 2, 3)
        for item in caller.get(f"?page_size=2&page={page}").json()["items"]
    ]
    assert sorted(shown) == sorted(numbers)
    assert caller.get("?page=9").json()["items"] == []
    assert caller.get("?q=第3件").json()["total"] == 1
    assert caller.get("?status=closed").json()["total"] == 0
    for query in ("page=0", "page_size=201", "status=lost", "page=x", "q=%00"):
        assert caller.get(f"?{query}").status_code == 422


def test_a_key_sees_its_own_requests_only(town: Town, caller: Caller) -> None:
    body = caller.created(text="楼道灯不亮")
    other = Caller(town, "cases:read", name="另一个")
    assert other.get(f"/{body['id']}").status_code == 404
    assert other.get().json()["total"] == 0
    missing = other.get("/01900000-0000-7000-8000-000000000000")
    assert missing.json() == other.get(f"/{body['id']}").json()
    assert caller.get(f"/{body['id']}").json()["number"] == body["number"]
    assert caller.get("/17").status_code == 422


def test_the_documentation_is_served_without_a_key(town: Town) -> None:
    response = Client().get("/api/v1/openapi.json")
    assert response.status_code == 200
    paths = response.json()["paths"]
    assert "/api/v1/cases" in paths
    assert "/api/v1/cases/{case_id}" in paths


def test_an_unknown_address_below_the_api_is_a_plain_404(town: Town, client: Client) -> None:
    assert client.get("/api/v1/nothing/").status_code == 404


def test_a_list_costs_three_statements(caller: Caller, django_assert_num_queries: Any) -> None:
    caller.created(text="楼道灯不亮")
    with django_assert_num_queries(3):
        assert len(caller.get().json()["items"]) == 1
