"""Where one installation keeps its data."""

import os
import shutil
from pathlib import Path

import platformdirs

# Says that Linli made this folder, so that `--fresh` may empty it.
MARKER = ".linli-data"


def data_folder() -> Path:
    """The folder named by LINLI_DATA_DIR, else the usual one for this user."""
    named = os.environ.get("LINLI_DATA_DIR")
    if named:
        return Path(named).expanduser().resolve()
    if os.geteuid() == 0:
        return Path("/var/lib/linli")
    return platformdirs.user_data_path("linli", appauthor=False)


def make_folder(data: Path) -> None:
    """Make the data folder, closed to everyone else; an existing one keeps its rights."""
    if not data.exists():
        data.parent.mkdir(parents=True, exist_ok=True)
        data.mkdir(mode=0o700, exist_ok=True)
    if not any(data.iterdir()):
        (data / MARKER).touch(mode=0o600)


def empty_folder(data: Path) -> None:
    """Remove everything but the marker and the locks, which other processes may be waiting for."""
    for entry in data.iterdir():
        if entry.name == MARKER or entry.suffix == ".lock":
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
