"""The drawing in docs is the state table, not somebody's memory of it."""

from pathlib import Path

import pytest
from django.core.management import call_command

from linli.cases.rules.table import STEPS
from linli.cases.rules.words import State
from linli.cli import states
from linli.counter.rules import application_words as counter
from linli.counter.rules import applications


def test_the_drawing_is_up_to_date() -> None:
    call_command("states", "--check")


def test_every_state_and_every_step_is_drawn() -> None:
    page = states.page()
    assert all(f" as {state}\n" in page for state in [*State, *counter.State])
    lines = [line for line in page.splitlines() if line.startswith("| ")]
    assert len(lines) == len(STEPS) + len(applications.STEPS) + 2
    assert all(any(step.told in line for line in lines) for step in applications.STEPS)


def test_a_drawing_of_yesterday_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(states, "FILE", tmp_path / "STATES.md")
    with pytest.raises(SystemExit):
        call_command("states", "--check")
    call_command("states")
    call_command("states", "--check")
