"""Processes run side by side: one death ends all, and a stop reaches all."""

import signal
import subprocess
import sys
from pathlib import Path

from linli.cli.processes import run_together

SLEEPER = "import os, signal; os.write(1, b'up\\n'); signal.pause()"
# Runs two that stay, from a process of its own, so that a signal can be sent to it.
PAIR = f"""
import signal, sys
from linli.cli.processes import run_together
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
sys.exit(run_together([[sys.executable, "-c", {SLEEPER!r}]] * 2))
"""


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_the_first_to_end_gives_the_exit_code_and_the_others_are_stopped(tmp_path: Path) -> None:
    note = tmp_path / "stopped"
    stays = f"""
import pathlib, signal, sys
signal.signal(signal.SIGTERM, lambda *_: (pathlib.Path({str(note)!r}).touch(), sys.exit(0)))
pathlib.Path({str(tmp_path / "up")!r}).touch()
signal.pause()
"""
    ends = f"""
import pathlib, sys
while not pathlib.Path({str(tmp_path / "up")!r}).exists():
    pass
sys.exit(7)
"""
    assert run_together([python(stays), python(ends)]) == 7
    assert note.exists()


def test_a_death_by_signal_is_reported_as_a_shell_does() -> None:
    assert run_together([python("import os; os.kill(os.getpid(), 9)")]) == 137


def test_a_program_that_is_missing_stops_those_already_started() -> None:
    command = python("import signal; signal.pause()")
    try:
        run_together([command, ["/nowhere/to/be/found"]])
    except FileNotFoundError:
        return
    raise AssertionError("the missing program went unnoticed")


def test_asking_the_parent_to_stop_stops_all() -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        with subprocess.Popen(python(PAIR), stdout=subprocess.PIPE, text=True) as parent:
            assert parent.stdout is not None
            up = [parent.stdout.readline(), parent.stdout.readline()]
            parent.send_signal(number)  # before any assertion: leaving the block waits for it
            # The children hold the pipe: its end means that they are gone.
            assert parent.stdout.read() == ""
        assert up == ["up\n", "up\n"]
        assert parent.returncode == 128 + signal.SIGTERM


def test_the_handlers_of_the_caller_are_put_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    assert run_together([python("")]) == 0
    assert signal.getsignal(signal.SIGTERM) == before
