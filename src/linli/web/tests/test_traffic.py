"""Headers, limits and the log: what every request passes, whoever asks."""

import io
import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.module_loading import import_string

from linli.kernel import clock, limits
from linli.kernel.limits import Limit
from linli.kernel.models import Tally
from linli.openapi import actions as keys
from linli.web import traffic
from tests.architecture.test_pages import PAGES
from tests.town import PASSWORD

pytestmark = pytest.mark.usefixtures("town")
SOME = "00000000-0000-7000-8000-000000000000"


def test_every_answer_has_the_headers(client: Client) -> None:
    for path in ("/", "/nowhere/", "/healthz", "/api/v1/cases", "/sw.js", "/desk/"):
        headers = client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["X-Frame-Options"] == "DENY"
        assert "camera=()" in headers["Permissions-Policy"]
        assert "X-Request-ID" in headers


def test_the_policy_lets_nothing_in_that_stands_in_the_page(client: Client) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["form-action"] == "'self'"
    assert "unsafe" not in policy
    assert "*" not in policy


@pytest.mark.parametrize("path", ["/", "/sign-in/", "/report/", "/guide/", "/board/", "/desk/"])
def test_no_page_has_a_script_or_style_within(client: Client, town: Any, path: str) -> None:
    client.force_login(town.account("admin"))
    shown = client.get(path).content.decode()
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=", shown)


def test_cookies_are_for_the_server_alone(client: Client) -> None:
    client.get("/report/")
    client.post("/view/", {"view": "elder"})
    client.post("/sign-in/", {"username": "clerk", "password": PASSWORD})
    assert {"csrftoken", "sessionid", "linli_view"} <= client.cookies.keys()
    for name, cookie in client.cookies.items():
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name


def test_the_production_settings_pass_the_checks_of_django() -> None:
    environment = {**os.environ, "LINLI_HTTPS": "1", "LINLI_HOSTS": "linli.example.cn"}
    environment["DJANGO_SETTINGS_MODULE"] = "linli.settings"
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # which tests in a browser need
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_behind_tls_everything_is_secure() -> None:
    code = (
        "from linli import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
        " s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS >= 31536000, s.LINLI_PROXIES)"
    )
    environment = {**os.environ, "LINLI_HTTPS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "True", "True", "True", "1"]


def address(path: str) -> str:
    """An example for a pattern of an address."""
    return "/" + re.sub(r"<(?:uuid|str|slug|int):\w+>", _example, path)


def _example(place: re.Match[str]) -> str:
    return {"<uuid": SOME, "<int:": "1"}.get(place[0][:5], "x")


@pytest.mark.parametrize("path", PAGES)
def test_whatever_anybody_may_send_is_counted_and_stopped(
    client: Client, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    if path == "healthz":  # asked by a load balancer, takes nothing
        return
    monkeypatch.setattr(traffic, "USUAL", (Limit(1, 60),))
    monkeypatch.setattr(traffic, "_OTHERS", {})
    client.post(address(path))
    answer = client.post(address(path))
    assert answer.status_code == 429, path
    assert 0 < int(answer.headers["Retry-After"]) <= 60


def test_whoever_is_stopped_reads_how_long_and_whom_to_call(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(traffic, "USUAL", (Limit(1, 300),))
    client.post("/view/")
    shown = client.post("/view/").content.decode()
    assert "请稍等一会儿" in shown
    assert re.search(r"请等 [45] 分钟再试", shown)
    assert "12345" in shown


def test_a_form_without_its_token_is_refused_wherever_it_is_sent() -> None:
    client, checked = Client(enforce_csrf_checks=True), 0
    for path in PAGES:
        if path != "healthz":
            assert client.post(address(path)).status_code == 403, path
            checked += 1
    assert checked > 50


def test_the_api_takes_a_key_and_never_a_session(client: Client, town: Any) -> None:
    client.force_login(town.account("admin"))
    body = {"text": "路灯不亮"}
    for key in ("", "Bearer nonsense"):
        answer = client.post("/api/v1/cases", body, "application/json", headers={"auth": key})
        assert answer.status_code == 401


def test_forty_people_in_a_hall_are_not_stopped(town: Any) -> None:
    """Each from a browser of its own, all from one address, within a minute."""
    for number in range(40):
        person = Client()
        assert person.post("/view/", {"view": "elder"}).status_code == 302
        text = f"第 {number} 位：楼道灯不亮"
        for _ in range(10):
            assert person.post("/report/hints/", {"text": text}).status_code != 429
        assert person.post("/report/", {"text": text}).status_code != 429
        answer = person.post("/sign-in/", {"username": f"resident-{number}", "password": "wrong"})
        assert answer.status_code != 429


def test_one_address_cannot_fill_the_desk(client: Client) -> None:
    wait = [limits.seconds_to_wait("1.2.3.4", "cases:report", traffic._OTHERS["cases:report"])]
    wait += [
        limits.seconds_to_wait("1.2.3.4", "cases:report", traffic._OTHERS["cases:report"])
        for _ in range(150)
    ]
    assert wait[119] == 0
    assert 0 < wait[120] <= 300


def test_residents_count_alone_and_staff_not_at_all(
    client: Client, town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(traffic, "USUAL", (Limit(1, 60),))
    for who, expected in (("resident", 429), ("clerk", 302)):
        client.force_login(town.account(who))
        client.post("/view/")
        assert client.post("/view/").status_code == expected
    client.force_login(town.account("volunteer"))
    assert client.post("/view/").status_code == 302


def test_counting_costs_one_statement() -> None:
    with CaptureQueriesContext(connection) as cost:
        limits.seconds_to_wait("1.2.3.4", "v", traffic.USUAL)
    assert len(cost) == 1


def test_a_window_that_has_ended_begins_anew_and_is_forgotten() -> None:
    limit = (Limit(1, 60),)
    assert [limits.seconds_to_wait("a", "v", limit) for _ in range(2)] == [0, 60]
    with clock.at(clock.now() + timedelta(seconds=61)):
        assert limits.seconds_to_wait("a", "v", limit) == 0
    with clock.at(clock.now() + timedelta(seconds=200)):
        assert limits.forget_ended() == 1
    assert not Tally.objects.exists()


def test_no_address_is_kept(client: Client) -> None:
    client.post("/view/", REMOTE_ADDR="198.51.100.7")
    assert Tally.objects.exists()
    for row in Tally.objects.all():
        assert len(row.key) == 16
        assert b"198.51" not in bytes(row.key)


@pytest.mark.parametrize(
    ("hops", "header", "expected"),
    [
        (0, "1.1.1.1", "10.0.0.1"),
        (1, "1.1.1.1", "1.1.1.1"),
        (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (2, "6.6.6.6, 1.1.1.1, 10.9.9.9", "1.1.1.1"),
        (2, "1.1.1.1", "10.0.0.1"),
        (1, "", "10.0.0.1"),
    ],
)
def test_an_address_that_somebody_wrote_into_a_header_does_not_count(
    rf: Any, settings: Any, hops: int, header: str, expected: str
) -> None:
    settings.LINLI_PROXIES = hops
    request = rf.post("/", headers={"x-forwarded-for": header}, REMOTE_ADDR="10.0.0.1")
    assert traffic.address_of(request) == expected


def test_a_household_with_many_addresses_counts_once() -> None:
    assert traffic.network_of("2001:db8::1") == traffic.network_of("2001:db8::ffff")
    assert traffic.network_of("2001:db8::1") != traffic.network_of("2001:db8:1::1")
    assert traffic.network_of("198.51.100.7") == "198.51.100.7"
    assert traffic.network_of("unix:") == "unix:"


def test_a_body_without_end_is_refused_before_it_is_read(client: Client) -> None:
    answer = client.post("/report/", {"text": "x"}, CONTENT_LENGTH="240000001")
    assert answer.status_code == 413
    assert "内容太大，没有提交成功" in answer.content.decode()


def test_json_nested_without_end_is_refused(client: Client, town: Any) -> None:
    key = keys.create_key(actor=town.system, name="示例", may=["cases:write"])
    secret = key[1] if isinstance(key, tuple) else key
    for depth in (2_000, 400_000):
        answer = client.post(
            "/api/v1/cases",
            '{"text": "灯", "reporter": ' + "[" * depth + "]" * depth + "}",
            "application/json",
            headers={"authorization": f"Bearer {secret}"},
        )
        assert answer.status_code in (400, 422), depth


@pytest.fixture(params=["line", "json"])
def log(request: Any) -> Iterator[io.StringIO]:
    """Everything that would be written, as it would be written."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(import_string(configured.LOGGING["formatters"][request.param]["()"])())
    root, access = logging.getLogger(), logging.getLogger("linli.access")
    root.addHandler(handler)
    level = access.level
    access.setLevel("INFO")
    yield written
    access.setLevel(level)
    root.removeHandler(handler)


SECRETS = ("19900005678", "示小密", "秘密的事情", "secret-words", "nonsense-token", "987654")


def test_nothing_that_somebody_said_or_may_open_with_reaches_the_log(
    client: Client, town: Any, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone, name, text, password, token, code = SECRETS
    client.raise_request_exception = False
    person = {"name": name, "phone": phone}
    client.post("/report/", {"text": text, **person})
    client.post("/sign-in/", {"username": phone, "password": password})
    client.get(f"/t/{token}", {"code": code, "q": text})
    client.get(f"/follow/YY-1/{token}/")
    client.get(f"/handle/{token}/")
    client.get("/", headers={"host": f"{token}.example"})
    Client(enforce_csrf_checks=True).post(f"/handle/{token}/sign_in/", {"text": text})
    body = json.dumps({"text": text, "lat": "x", "reporter": person})
    bearer = {"authorization": f"Bearer {token}"}
    client.post("/api/v1/cases", body, "application/json", headers=bearer)
    client.post("/report/", {"text": text}, CONTENT_LENGTH="999999999")

    def fail(*_: Any) -> None:
        try:
            raise IntegrityError(f"DETAIL: Key (phone)=({phone}) exists: {text}")
        except IntegrityError as fault:
            raise RuntimeError(name) from fault

    monkeypatch.setattr("linli.web.views.cases.recently_settled", fail)
    assert client.get("/", {"q": text}).status_code == 500
    said = log.getvalue()
    assert "IntegrityError" in said
    assert "RuntimeError" in said
    assert "handle/<str:token>/" in said
    for secret in SECRETS:
        assert secret not in said
        assert json.dumps(secret)[1:-1] not in said


def test_every_line_carries_the_number_of_its_request(client: Client, log: io.StringIO) -> None:
    given = "proxy-0123456789"
    answer = client.get("/nowhere/", headers={"x-request-id": given})
    assert answer.headers["X-Request-ID"] == given
    assert given in answer.content.decode()
    lines = log.getvalue().strip().splitlines()
    assert len(lines) >= 2
    assert all(given in line for line in lines)


def test_a_number_that_looks_like_none_is_replaced(client: Client, log: io.StringIO) -> None:
    for given in ("short", "x" * 65, "a b c d e f", "1234567890\u00e9", "<script>alert"):
        answer = client.get("/healthz", headers={"x-request-id": given})
        assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["X-Request-ID"])


def test_a_fault_of_ours_shows_the_number_to_call_with(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("linli.web.views.cases.recently_settled", lambda *_: 1 // 0)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.headers["X-Request-ID"] in answer.content.decode()


def test_json_lines_are_objects(client: Client, caplog: Any) -> None:
    formatter = import_string(configured.LOGGING["formatters"]["json"]["()"])()
    with caplog.at_level("INFO", "linli.access"):
        client.get("/report/")
    line = json.loads(formatter.format(caplog.records[-1]))
    assert line["route"] == "/report/"
    assert line["status"] == 200
    assert line.keys() >= {"at", "level", "logger", "request", "message", "method", "ms"}


def test_raising_a_request_over_the_page_stays_within_its_statements(client: Client) -> None:
    client.post("/report/", {"text": "路灯不亮"})
    with CaptureQueriesContext(connection) as cost:
        client.post("/report/", {"text": "楼道灯不亮"})
    counted = [query["sql"] for query in cost if "kernel_tally" in query["sql"]]
    assert len(counted) == 1
