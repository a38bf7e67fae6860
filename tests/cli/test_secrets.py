"""The keys of an installation: made once, closed to others, the same for all who start."""

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from linli.cli import secrets

START = "import sys; from pathlib import Path; from linli.cli import secrets; "
START += "sys.stdin.read(1); print(secrets.read_or_make(Path(sys.argv[1])).web)"


@pytest.fixture(autouse=True)
def _no_file_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LINLI_SECRETS", raising=False)


def test_they_are_made_once_and_readable_by_their_owner_only(tmp_path: Path):
    made = secrets.read_or_make(tmp_path / "data")
    file = tmp_path / "data" / "secrets.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert secrets.read_or_make(tmp_path / "data") == made
    assert [entry.name for entry in file.parent.iterdir()] == ["secrets.json"]


def test_each_is_of_256_bits_and_unlike_the_others(tmp_path: Path):
    made = secrets.read_or_make(tmp_path)
    version, key = made.data.newest()
    assert len({bytes.fromhex(made.web), key, made.index}) == 3
    assert (version, len(key), len(made.index)) == (1, 32, 32)


def test_a_named_file_serves_several_machines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    made = secrets.read_or_make(tmp_path)
    monkeypatch.setenv("LINLI_SECRETS", str(tmp_path / "secrets.json"))
    assert secrets.read_or_make(tmp_path / "elsewhere") == made
    assert not (tmp_path / "elsewhere").exists()


def test_first_processes_that_start_together_agree(tmp_path: Path):
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", START, str(tmp_path)]
    starting = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(4)]
    for process in starting:
        assert process.stdin
        process.stdin.write("g")
        process.stdin.flush()
    answers = {process.communicate()[0].strip() for process in starting}
    assert len(answers) == 1
    assert answers == {secrets.read_or_make(tmp_path).web}
    assert json.loads((tmp_path / "secrets.json").read_text()).keys() == {"web", "data", "index"}


def test_a_new_key_joins_the_old_ones_and_everybody_learns_of_it(tmp_path: Path):
    ring = secrets.read_or_make(tmp_path).data
    running = secrets.read_or_make(tmp_path).data
    (first,) = running.keys()
    assert ring.add() == 2
    version, second = running.newest()
    assert (version, running.keys()) == (2, [first, second])
    assert running.key(1) == first != second
    file = tmp_path / "secrets.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["secrets.json"]


def test_a_version_that_the_file_lacks_is_named(tmp_path: Path):
    ring = secrets.read_or_make(tmp_path).data
    for version in (0, 2):
        with pytest.raises(ValueError, match=f"version {version}"):
            ring.key(version)


def test_the_next_key_is_of_the_cipher_that_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    ring = secrets.read_or_make(tmp_path).data
    monkeypatch.setenv("LINLI_CIPHER", "sm4")
    ring.add()
    assert [len(key) for key in ring.keys()] == [32, 16]  # noqa: SIM118 - a ring is no mapping
