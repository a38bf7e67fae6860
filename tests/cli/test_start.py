"""What is ready before Django reads its settings, command by command."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from linli.cli import embedded, start


@pytest.fixture(autouse=True)
def surroundings(data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The environment and the signal handlers of the test run are put back."""
    kept = os.environ.copy()
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    os.environ["LINLI_DATA_DIR"] = str(data)
    for name in ("LINLI_DATABASE_URL", "LINLI_DB_ROLE"):
        os.environ.pop(name, None)
    yield
    os.environ.clear()
    os.environ.update(kept)
    for number, handler in handlers.items():
        signal.signal(number, handler)


def test_a_command_that_reads_data_finds_the_database_running(data: Path) -> None:
    with start.ready(["migrate"]):
        with psycopg.connect(os.environ["LINLI_DATABASE_URL"]) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
        assert "LINLI_DB_ROLE" not in os.environ


@pytest.mark.parametrize("arguments", [[], ["help"], ["--version"], ["import", "--help"]])
def test_a_command_that_only_prints_starts_nothing(data: Path, arguments: list[str]) -> None:
    with start.ready(arguments):
        assert "LINLI_DATABASE_URL" not in os.environ
    assert not (data / "database").exists()


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_what_faces_the_network_gets_the_lesser_role(data: Path, command: str) -> None:
    os.environ["LINLI_DATABASE_URL"] = "postgresql://elsewhere/linli"
    with start.ready([command]):
        assert os.environ["LINLI_DB_ROLE"] == "linli_app"
        assert os.environ["LINLI_DATABASE_URL"] == "postgresql://elsewhere/linli"
    assert not (data / "database").exists()


def test_tests_get_a_folder_of_their_own_that_is_removed(data: Path) -> None:
    with start.ready(["test"]):
        folder = Path(os.environ["LINLI_DATA_DIR"])
        assert folder != data
        assert "LINLI_DATABASE_URL" in os.environ
    assert not folder.exists()


def test_the_demo_may_name_its_folder_and_ask_for_an_empty_one(data: Path) -> None:
    chosen = data / "demo"
    data.chmod(0o755)
    with embedded.running(chosen, throwaway=True):
        (chosen / "old.txt").touch()
    with start.ready(["demo", "--port", "8080", "--data", str(chosen), "--fresh"]):
        assert os.environ["LINLI_DATA_DIR"] == str(chosen)
        assert not (chosen / "old.txt").exists()


def test_being_told_to_stop_leaves_through_the_way_out(data: Path) -> None:
    with pytest.raises(SystemExit) as stopped, start.ready(["help"]):
        os.kill(os.getpid(), signal.SIGTERM)
    assert stopped.value.code == 128 + signal.SIGTERM
