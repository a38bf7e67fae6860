"""A new key while the service runs: nothing unreadable, nothing overwritten, killed and gone on."""

import base64
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import decrypt
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Value

from linli.cli import secrets
from linli.cli.secrets import Ring
from linli.kernel import rotation
from linli.kernel.models import Event
from linli.kernel.rotation import RotationEvent
from linli.people import factors
from linli.people.models import Account
from tests.town import Town

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def ring(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Ring:
    """Keys of this test's own, made before the town; small batches."""
    monkeypatch.delenv("LINLI_SECRETS", raising=False)
    monkeypatch.setattr(rotation, "_BATCH", 3)
    kept = secrets.read_or_make(tmp_path / "keys").data
    settings.LINLI_DATA_KEYS = kept
    return kept


def names(town: Town) -> dict[str, str]:
    rows = Account.objects.filter(street_id=town.street.pk)
    return {account.username: account.name for account in rows}


def rotate() -> str:
    said = StringIO()
    call_command("keys", "rotate", stdout=said)
    return said.getvalue()


def elsewhere(act: Callable[[], None]) -> None:
    """On a connection of another's."""

    def alone() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = Thread(target=alone)
    thread.start()
    thread.join()


def test_everything_stands_under_the_new_key_and_reads_as_before(ring: Ring, town: Town):
    before, values = names(town), rotation.standing()
    assert set(values) == {1}
    rotate()
    assert rotation.standing() == {2: values[1]}
    assert names(town) == before
    (event,) = Event.objects.filter(street_id=town.street.pk, kind=RotationEvent.ROTATED)
    assert event.after == {"version": 2}


def test_the_keys_are_shown_with_what_stands_under_each(ring: Ring, town: Town, monkeypatch: Any):
    monkeypatch.setenv("LINLI_CIPHER", "sm4")
    values = rotation.standing()[1]
    *_, first, second = rotate().splitlines()
    assert first.split() == ["1", "AES-256-GCM", "0"]
    assert second.split() == ["→", "2", "SM4-GCM", str(values)]


def test_what_a_running_service_reads_and_writes_meanwhile_is_right(ring: Ring, town: Town):
    account, before = town.account("resident"), names(town)

    def meanwhile() -> None:
        elsewhere(lambda: seen.append(names(town)))
        account.name = "示新名"
        elsewhere(lambda: account.save(update_fields=["name"]))

    seen: list[dict[str, str]] = []
    ring.add()
    steps = iter([meanwhile])
    rotation.reseal(lambda: next(steps, lambda: None)())
    assert seen == [before]
    assert names(town) == before | {"resident": "示新名"}
    assert rotation.stale_rows() == 0


def test_a_killed_rotation_goes_on_under_the_key_it_had_made(ring: Ring, town: Town):
    def killed() -> None:
        raise KeyboardInterrupt

    ring.add()
    with pytest.raises(KeyboardInterrupt):
        rotation.reseal(killed)
    assert set(rotation.standing()) == {1, 2}
    assert "接着上次" in rotate()
    assert set(rotation.standing()) == {2} == {len(ring.keys())}


def test_a_row_that_somebody_is_changing_is_left_to_them(ring: Ring, town: Town):
    ring.add()
    with transaction.atomic():
        held = Account.objects.filter(username="resident").select_for_update(of=("self",)).get()
        elsewhere(lambda: rotation.reseal(lambda: None))
        assert rotation.stale_rows() == 1
        held.name = "示新名"
        held.save(update_fields=["name", "phone"])
    assert rotation.stale_rows() == 0
    assert names(town)["resident"] == "示新名"


def test_a_second_rotation_at_once_is_refused_and_makes_no_key(ring: Ring, town: Town):
    refused = []

    def second() -> None:
        with pytest.raises(CommandError) as found:
            rotate()
        refused.append(str(found.value))

    with rotation.alone():
        elsewhere(second)
    assert refused == ["另一次密钥更换正在进行，请等它做完。"]
    assert len(ring.keys()) == 1


def test_a_value_that_no_key_opens_holds_up_nothing_but_itself(ring: Ring, town: Town):
    broken = Account.objects.filter(username="grid")
    other = Value(b"\x01 nothing that was ever sealed")
    broken.update(name=other)
    with pytest.raises(CommandError, match="还有 1 行"):
        rotate()
    assert rotation.stale_rows() == 1
    assert set(rotation.standing()) == {1, 2}


def test_secrets_of_second_steps_go_under_the_new_key_and_read_as_before(ring: Ring, town: Town):
    account = town.account("admin")
    TOTP.activate(account, "JBSWY3DPEHPK3PXP")
    factors.new_codes(account)
    codes = factors.codes_left(account)
    rotate()
    totp, recovery = factors.of(account)
    sealed = totp.data["secret"], recovery.data["seed"]
    assert [base64.b64decode(each)[0] for each in sealed] == [2, 2]
    assert decrypt(totp.data["secret"]) == "JBSWY3DPEHPK3PXP"
    assert factors.codes_left(account) == codes
