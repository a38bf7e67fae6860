"""`./linli key create` prints a key once."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from linli.kernel import events
from linli.kernel.errors import Forbidden
from linli.openapi import actions
from linli.openapi.models import Key, fingerprint


def create(**options: str) -> str:
    out = StringIO()
    arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
    call_command("key", "create", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_the_last_line_is_the_key_alone(town: Any) -> None:
    secret = create(name="热线", may="cases:write, cases:read").splitlines()[-1]
    key = Key.objects.get(digest=fingerprint(secret))
    assert (key.name, key.may, key.street) == ("热线", ["cases:write", "cases:read"], town.street)


def test_what_is_kept_does_not_open_anything(town: Any) -> None:
    secret = create(name="热线", may="cases:write").strip()
    assert secret not in str(Key.objects.values())


def test_making_a_key_is_recorded(town: Any) -> None:
    create(name="热线", may="cases:write")
    (event,) = events.history(town.street.pk, Key.objects.get().pk)
    assert (event.kind, event.after) == ("openapi.key.created", {"may": ["cases:write"]})


@pytest.mark.parametrize(
    "options",
    [
        {"name": "热线", "may": "cases:delete"},
        {"name": "热线", "may": ","},
        {"name": " ", "may": "cases:write"},
        {"name": "热" * 81, "may": "cases:write"},
        {"name": "热线", "may": "cases:write", "street": "999"},
    ],
)
def test_a_key_without_name_or_known_rights_is_refused(town: Any, options: dict[str, str]) -> None:
    with pytest.raises(CommandError):
        create(**options)
    assert not Key.objects.exists()


def test_nobody_makes_a_key_through_a_page(town: Any) -> None:
    with pytest.raises(Forbidden):
        actions.create_key(actor=town.actor("admin"), name="热线", may=["cases:write"])
