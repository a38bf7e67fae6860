"""`./linli simulate` touches no subdistrict that is there already."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from linli.cli.management.commands import simulate
from linli.kernel.streets.models import Street


def test_a_database_with_a_subdistrict_is_left_alone(
    town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulate, "call_command", lambda *_, **__: None)  # the tables are there
    with pytest.raises(CommandError, match="--data"):
        call_command("simulate", "--days", "1", "--per-day", "1")
    assert list(Street.objects.values_list("code", flat=True)) == [town.street.code]
