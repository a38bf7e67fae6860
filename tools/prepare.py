"""Make or refresh .venv from a lock file. Called by ./linli; needs only the standard library."""

import fcntl
import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Let one first run work at a time; the system frees the lock even after kill -9."""
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        # Children keep the lock too: a pip that outlives us must not meet a second one.
        os.set_inheritable(handle.fileno(), True)
        yield


def make_venv(folder: Path) -> None:
    """Start from an empty environment, with `src` on its path wherever the checkout is moved."""
    venv.create(folder, clear=True, symlinks=True, with_pip=True)
    packages = next(folder.glob("lib/python*/site-packages"))
    (packages / "linli.pth").write_text("../../../../src\n")


def install(root: Path, lock: str) -> None:
    """Install exactly what the lock names, each file checked against its hash."""
    python = root / ".venv/bin/python"
    pip = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"]
    locked_files = ["--require-hashes", "--no-deps", "-r", str(root / lock)]
    subprocess.run([*pip, *locked_files], check=True, close_fds=False)
    if (root / "src/linli/cli/messages.py").exists():
        subprocess.run([python, "-m", "linli.cli.messages"], check=True, cwd=root)


def is_usable(folder: Path, root: str, stamp: Path) -> bool:
    """Whether the environment was once completed, here, and its Python still starts."""
    if not stamp.exists() or not stamp.read_text().endswith(f" {root}"):
        return False
    python = folder / "bin/python"
    return python.exists() and subprocess.run([python, "-c", ""], check=False).returncode == 0


def prepare(root: str, lock: str, wanted: str) -> None:
    """Bring .venv to the state `wanted` names; the stamp comes last, so a cut run is redone."""
    folder = Path(root) / ".venv"
    stamp = folder / "linli-stamp"
    with locked(Path(root) / ".venv.lock"):
        usable = is_usable(folder, root, stamp)
        if usable and stamp.read_text() == wanted:
            return  # another first run finished while this one waited
        print("正在准备运行环境，请稍候。Preparing the environment, please wait.", file=sys.stderr)
        stamp.unlink(missing_ok=True)
        if not usable:
            make_venv(folder)
        install(Path(root), lock)
        stamp.write_text(wanted)


if __name__ == "__main__":
    try:
        prepare(*sys.argv[1:])
    except subprocess.CalledProcessError:
        sys.exit("没有准备好运行环境，原因见上。The environment could not be prepared; see above.")
