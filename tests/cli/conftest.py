"""A data folder of its own for each test, reachable for the service account when we are root."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from linli.cli import embedded


@pytest.fixture
def data() -> Iterator[Path]:
    # Not tmp_path: as root pytest closes its parents to the account PostgreSQL runs under.
    with tempfile.TemporaryDirectory(prefix="linli-cli-") as folder:
        path = Path(folder)
        yield path
        if (path / "database/data/PG_VERSION").exists():
            stop_server(path)


def stop_server(data: Path) -> None:
    """Stop what a failed or a killed user left running."""
    cluster = embedded.open_cluster(data, throwaway=True)
    if cluster.is_running():
        cluster.stop()
