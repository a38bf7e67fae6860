"""What an attacker types is text, wherever it is typed.

Tested elsewhere and not repeated: markup in a text, broken photos and points (cases/tests/
test_bad_input), pictures that claim to be huge (files/tests/test_pictures), zip bombs and huge
sheets (tests/sheets/test_reading), forged and expired links (cases/tests/test_handler_link),
foreign ids at every address (tests/walls).
"""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.cases.models import Case
from linli.cases.rules.words import State, Verb
from linli.cases.tests import stories
from linli.files.models import File
from linli.files.tests.factories import upload
from linli.people.models import Account, Post
from tests.town import Town

pytestmark = pytest.mark.django_db

STRINGS = (
    "'; DROP TABLE cases_case; --",
    "1 OR 1=1",
    "{{ 1234567|add:7654321 }}{% debug %}",
    "${1234567*8}#{1234567*8}<%= 1234567*8 %>",
    "%(x)s %s {0} {actor}",
    "../../etc/passwd",
    "<svg onload=alert(1)>",
    "\\u0000\\ud800",
)
RECKONED = {"8888888", "9876536"}
PAGES = (
    *("/report/", "/desk/new/", "/field/new/", "/desk/views/", "/desk/settings/posts/add/"),
    *("/desk/settings/organisations/add/", "/desk/settings/categories/add/", "/place/"),
    *("/desk/settings/texts/add/", "/desk/settings/areas/add/", "/sign-in/", "/telling/mail/"),
)
FIELDS = ("text", "address", "name", "phone", "username", "password", "code", "keywords", "query")
FIELDS += ("mail", "category", "community", "grid", "organisation", "parent", "until", "next")


@pytest.mark.parametrize("words", STRINGS)
def test_every_form_takes_it_as_text(town: Town, client: Client, words: str):
    stories.raised(town)
    for who in ("dispatcher", "admin", "grid"):
        client.force_login(town.account(who))
        for path in PAGES:
            for answer in (
                client.post(path, dict.fromkeys(FIELDS, words)),
                client.get(path, dict.fromkeys(("q", "view", "page", "sort", "open"), words)),
            ):
                assert answer.status_code < 500, path
                assert "<svg onload" not in answer.content.decode(), path
                assert not RECKONED & set(re.findall(r"\d+", answer.content.decode())), path
    assert Case.objects.filter(street_id=town.street.pk).exists()


@pytest.mark.parametrize("verb", Verb)
def test_every_step_takes_it_as_text(town: Town, client: Client, verb: Verb):
    case = stories.in_progress(town)
    client.force_login(town.account("dispatcher"))
    for words in STRINGS[:3]:
        path = f"/desk/cases/{case.number}/{verb}/"
        answer = client.post(path, dict.fromkeys((*FIELDS, "reason", "owner", "handler"), words))
        assert answer.status_code < 500


def test_fields_that_no_form_has_change_nothing(town: Town, client: Client):
    """Mass assignment: state, owner, street and role are not for the sender to say."""
    case = stories.in_progress(town)
    client.force_login(town.account("grid"))
    forged = {
        "text": "看过了",
        "state": State.CLOSED.value,
        "owner_id": str(town.organisations["police"].pk),
        "street_id": "1",
        "stars": "5",
        "handler_id": str(town.account("resident").pk),
        "actor": "admin",
    }
    assert client.post(f"/desk/cases/{case.number}/note/", forged).status_code == 302
    kept = Case.objects.get(street_id=town.street.pk, pk=case.pk)
    same = ("state", "owner_id", "street_id", "stars", "handler_id")
    assert [getattr(kept, name) for name in same] == [getattr(case, name) for name in same]
    client.force_login(town.account("admin"))
    client.post(
        "/desk/settings/posts/accounts/add/",
        {"username": "new", "name": "新小人", "password": "a-Long-password-7", "role": "admin"}
        | {"is_superuser": "on", "is_staff": "on", "street": "1"},
    )
    made = Account.objects.get(username="new")
    assert made.street_id == town.street.pk
    assert not Post.objects.filter(street_id=town.street.pk, account=made).exists()


@pytest.mark.parametrize(
    "name",
    ["../../../etc/cron.d/x.jpg", "..\\..\\x.jpg", "a\x00.jpg", "/abs.jpg", "长" * 300 + ".jpg"],
)
def test_the_name_of_a_file_names_nothing_of_ours(
    town: Town, client: Client, settings: Any, name: str
):
    photo = SimpleUploadedFile("x.jpg", upload().read(), "image/jpeg")
    photo._name = name  # type: ignore[attr-defined]  # as a client may send it
    answer = client.post("/report/", {"text": "楼道灯不亮", "photos": photo})
    assert answer.status_code < 500
    root = settings.MEDIA_ROOT.resolve()
    for file in File.objects.filter(street_id=town.street.pk):
        stored = [path for path in root.rglob("*") if str(file.pk) in path.name]
        assert stored
    assert all(path.resolve().is_relative_to(root) for path in root.rglob("*"))
    assert not list(root.parent.glob("*.jpg"))


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<html><script>alert(1)</script></html>",
        b"GIF89a/*<script>alert(1)</script>*/",
        b"%PDF-1.7 <script>",
    ],
)
def test_what_is_no_picture_is_not_kept(town: Town, client: Client, content: bytes):
    photo = SimpleUploadedFile("x.jpg", content, "image/jpeg")
    assert client.post("/report/", {"text": "楼道灯不亮", "photos": photo}).status_code == 422
    assert not File.objects.filter(street_id=town.street.pk).exists()


def test_a_script_behind_a_true_picture_is_not_given_back(
    town: Town, client: Client, settings: Any
):
    content = upload().read() + b"<script>alert('polyglot')</script>"
    photo = SimpleUploadedFile("x.jpg", content, "image/jpeg")
    client.post("/report/", {"text": "楼道灯不亮", "photos": photo})
    stored = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert stored
    assert not [path for path in stored if b"polyglot" in path.read_bytes()]
