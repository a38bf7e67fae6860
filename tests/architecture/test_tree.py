"""The tree: contracts, migrations, and paths that the pages name."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "linli"
PAGES = [
    file for file in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))] if file.exists()
]
TO_BE_MADE = {"src/linli/cases/tests/test_remind.py"}  # the tour adds a verb
PATH = re.compile(r"`((?:src|docs|tests|tools|bench|linli)/[\w./-]*[\w/])`")


def test_imports_go_downwards_only():
    # A process of its own: within ours it takes the log away from every test that comes after.
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_import_no_code_of_the_application():
    for file in SOURCE.glob("**/migrations/0*.py"):
        for line in re.findall(r"^(?:from|import) (linli\.\S+)", file.read_text("utf-8"), re.M):
            assert line.startswith("linli.kernel."), f"{file.name}: {line}"


def test_nobody_excludes_across_children():
    """``exclude(child__x=…)`` has no plan on Citus: write ``~Exists(…)`` with the street."""
    for file in SOURCE.rglob("*.py"):
        if "tests" in file.parts or "migrations" in file.parts:
            continue
        for names in re.findall(r"\.exclude\(([^)]*)\)", file.read_text("utf-8")):
            lookups = re.findall(r"(\w+)__(\w+)\s*=", names)
            assert all(what in LOOKUPS for _, what in lookups), f"{file}: exclude({names})"


LOOKUPS = {"in", "isnull", "gt", "gte", "lt", "lte", "contains", "startswith", "range"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_path_that_a_page_names_exists(page: Path):
    for path in set(PATH.findall(page.read_text("utf-8"))) - TO_BE_MADE:
        inside = ROOT / path if not path.startswith("linli/") else ROOT / "src" / path
        assert inside.exists(), f"{page.name} names {path}"


def test_settings_load_without_the_application():
    """``settings`` needs only the two files of ``cli`` that know neither Django nor the kernel."""
    code = "import linli.settings, sys; print([m for m in sys.modules if m.startswith('linli.')])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=SOURCE.parent
    )
    loaded = {"linli.settings", "linli.cli", "linli.cli.paths", "linli.cli.secrets"}
    assert set(re.findall(r"linli[\w.]+", done.stdout)) == loaded
