"""`./linli`, with a Python that only notes what it is asked to do: no package is installed here."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Stands in for the system's Python: passes the version check, makes a .venv of itself.
PYTHON = """#!/bin/sh
case $1 in
    -c) exit 0 ;;
    */tools/prepare.py)
        echo "prepared $3" >>"$2/calls"
        mkdir -p "$2/.venv/bin"
        cp "$0" "$2/.venv/bin/python"
        printf %s "$4" >"$2/.venv/linli-stamp" ;;
    -m) shift; echo "ran $*" ;;
esac
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the script with locks and a stand-in Python on an otherwise bare PATH."""
    root = tmp_path / "check out"
    (root / "bin").mkdir(parents=True)
    shutil.copy(ROOT / "linli", root / "linli")
    for name in ("requirements.lock", "requirements-dev.lock"):
        (root / name).write_text(f"{name}\n")
    python = root / "bin/python3.12"
    python.write_text(PYTHON)
    python.chmod(0o755)
    for tool in ("sh", "dirname", "readlink", "cat", "cksum", "mkdir", "cp"):
        (root / "bin" / tool).symlink_to(shutil.which(tool) or tool)
    return root


def run(root: Path, *arguments: str, script: str = "linli", **env: str) -> str:
    done = subprocess.run(
        [root / script, *arguments],
        cwd="/",
        env={"PATH": str(root / "bin"), **env},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def calls(root: Path) -> list[str]:
    return (root / "calls").read_text().splitlines()


def test_the_environment_is_made_once_and_arguments_arrive_whole(checkout: Path) -> None:
    assert run(checkout, "import", "a b") == "ran linli import a b\n"
    assert run(checkout, "help") == "ran linli help\n"
    assert calls(checkout) == ["prepared requirements.lock"]


def test_it_works_through_links_from_anywhere(checkout: Path) -> None:
    (checkout / "bin/first").symlink_to("../linli")
    (checkout / "second").symlink_to(checkout / "bin/first")
    assert run(checkout, "help", script="second") == "ran linli help\n"


def test_a_changed_lock_is_installed(checkout: Path) -> None:
    run(checkout, "help")
    (checkout / "requirements.lock").write_text("something newer\n")
    run(checkout, "help")
    assert calls(checkout) == ["prepared requirements.lock"] * 2


def test_tests_bring_the_development_lock_and_it_stays(checkout: Path) -> None:
    run(checkout, "test")
    run(checkout, "demo")
    assert calls(checkout) == ["prepared requirements-dev.lock"]


def test_developers_may_ask_for_it_and_only_for_it(checkout: Path) -> None:
    assert run(checkout, "prepare", LINLI_DEV="1") == ""
    assert calls(checkout) == ["prepared requirements-dev.lock"]


def test_an_interrupted_preparation_is_taken_up_again(checkout: Path) -> None:
    run(checkout, "help")
    (checkout / ".venv/linli-stamp").unlink()
    run(checkout, "help")
    assert len(calls(checkout)) == 2


def test_a_moved_checkout_is_prepared_again(checkout: Path) -> None:
    run(checkout, "help")
    moved = checkout.rename(checkout.with_name("elsewhere"))
    run(moved, "help")
    assert len(calls(moved)) == 2


def test_a_machine_without_a_new_enough_python_is_told_so(checkout: Path) -> None:
    (checkout / "bin/python3.12").unlink()
    assert "Linli needs Python 3.11 or newer" in run(checkout, "help")
    assert not (checkout / ".venv").exists()


def test_a_python_that_cannot_make_environments_is_named(checkout: Path) -> None:
    (checkout / "bin/python3.12").write_text(
        "#!/bin/sh\ncase $2 in *ensurepip*) exit 1 ;; *) exit 0 ;; esac\n"
    )
    assert "python3.12 cannot make a virtual environment" in run(checkout, "help")


def test_the_script_is_plain_posix_shell() -> None:
    shell = shutil.which("dash") or "sh"
    assert subprocess.run([shell, "-n", ROOT / "linli"], check=False).returncode == 0
    assert os.access(ROOT / "linli", os.X_OK)
