"""Setting up a real office at the console."""

import socket

import pytest
from django.core.management import CommandError, call_command

from linli.cases import queries
from linli.cases.models import Category
from linli.cli import start
from linli.kernel.streets import context
from linli.kernel.streets.models import Street
from linli.people.models import Account
from linli.people.queries import actor_of, directory
from tests.town import SINCE

CODE = "990101002000"


@pytest.fixture
def street(db):
    call_command("createstreet", code=CODE, name="新设街道", initials="xs")
    return Street.objects.get(code=CODE)


def test_a_new_street_has_a_centre_of_last_resort_and_categories(street):
    with context.in_street(street.pk):
        assert street.initials == "XS"
        assert queries.last_resort(street) == directory(street).last_resort_id
        assert Category.objects.filter(street_id=street.pk).count() > 70


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"code": CODE}, "已经建立"),
        ({"code": "12"}, "12位数字"),
        ({"initials": "1"}, "字母"),
    ],
)
def test_what_makes_no_street_is_refused_in_words(street, given, words):
    sent = {"code": "990101003000", "name": "某街道", "initials": "MJ"} | given
    with pytest.raises(CommandError, match=words):
        call_command("createstreet", **sent)
    assert Street.objects.count() == 1


def test_an_administrator_may_sign_in(street, monkeypatch, client):
    monkeypatch.setenv("LINLI_ADMIN_PASSWORD", "a-long-quiet-evening")
    call_command("createadmin", street=CODE, username="first")
    account = Account.objects.get(username="first")
    assert actor_of(account, street, SINCE).roles == frozenset()
    assert client.login(username="first", password="a-long-quiet-evening")
    assert client.get("/desk/")["Location"] == "/me/security/", "first of all a second step"


def test_the_first_security_officer_is_opened_at_the_console_too(street, monkeypatch):
    monkeypatch.setenv("LINLI_ADMIN_PASSWORD", "a-long-quiet-evening")
    call_command("createadmin", street=CODE, username="guard", role="security")
    account = Account.objects.get(username="guard")
    assert account.name == "安全员"
    assert [post.role for post in account.posts.filter(street_id=street.pk)] == ["security"]


@pytest.mark.parametrize("typed", [["short", "short"], ["a-long-quiet-evening", "another-evening"]])
def test_a_weak_or_mistyped_password_is_refused(street, monkeypatch, typed):
    monkeypatch.delenv("LINLI_ADMIN_PASSWORD", raising=False)
    answers = iter(typed)
    monkeypatch.setattr(
        "linli.cli.management.commands.createadmin.getpass", lambda _prompt: next(answers)
    )
    with pytest.raises(CommandError):
        call_command("createadmin", street=CODE, username="first")
    assert not Account.objects.filter(username="first").exists()


def test_a_taken_port_is_said_before_anything_is_loaded():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"端口 {port} 已被占用.*--port"):
            call_command("demo", port=port)


def test_the_check_works_in_a_folder_of_its_own_unless_one_is_named():
    assert start._is_check("demo", ["demo", "--check"])
    assert not start._is_check("demo", ["demo", "--check", "--data", "/somewhere"])
    assert not start._is_check("demo", ["demo"])
    assert not start._is_check("serve", ["serve", "--check"])
