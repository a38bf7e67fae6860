"""What a command needs before Django reads its settings: data folder, database, role."""

import argparse
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from linli.cli import binaries, embedded, messages, paths

WITHOUT_DATABASE = frozenset(
    {"help", "version", "check", "collectstatic", "messages", "privacy", "states"}
)
# They read and write plain files: not even the modules with tables are loaded.
WITHOUT_APPS = frozenset({"triage"})
# Long-running and open to the network: they get the role with fewer rights.
AS_APPLICATION = frozenset({"serve", "worker"})
NAMES_ITS_FOLDER = frozenset({"demo", "keys", "simulate", "verify"})


@contextmanager
def ready(arguments: list[str]) -> Iterator[None]:
    """Prepare the environment of the command, and take down what was started for it."""
    command = arguments[0] if arguments else "help"
    _stop_in_order()
    if command in WITHOUT_APPS:
        yield
        return
    messages.compile_all()
    _read_folder_options(command, arguments)
    os.environ["PATH"] = f"{binaries.wheel_programs()}{os.pathsep}{os.environ.get('PATH', '')}"
    if command in AS_APPLICATION:
        os.environ.setdefault("LINLI_DB_ROLE", "linli_app")
    fills_its_own = command == "bench" or _is_check(command, arguments)
    if fills_its_own:
        os.environ.pop("LINLI_DATABASE_URL", None)  # never into somebody's own database
    if command == "test" or fills_its_own:
        with _throwaway_database():
            yield
    elif _needs_database(command, arguments):
        with embedded.running(paths.data_folder()) as url:
            os.environ["LINLI_DATABASE_URL"] = url
            yield
    else:
        paths.make_folder(paths.data_folder())
        yield


def _stop_in_order() -> None:
    """Leave through the `finally` blocks, so that the last one stops the database."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) == signal.SIG_IGN:
            continue  # nohup
        signal.signal(number, lambda number, _frame: sys.exit(128 + number))


def _read_folder_options(command: str, arguments: list[str]) -> None:
    """Settings read the data folder, so `--data DIR` must count before them, and `demo --fresh`."""
    if command not in NAMES_ITS_FOLDER:
        return
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--fresh", action="store_true")
    options, _others = parser.parse_known_args(arguments[1:])
    if options.data:
        os.environ["LINLI_DATA_DIR"] = str(options.data.expanduser().resolve())
    if options.fresh and command == "demo" and paths.data_folder().exists():
        embedded.empty(paths.data_folder())


def _is_check(command: str, arguments: list[str]) -> bool:
    """`demo --check` works in a folder of its own unless one is named."""
    is_named = any(argument.startswith("--data") for argument in arguments)
    return command == "demo" and "--check" in arguments and not is_named


def _needs_database(command: str, arguments: list[str]) -> bool:
    if os.environ.get("LINLI_DATABASE_URL"):
        return False
    asks_for_words = command.startswith("-") or not {"-h", "--help"}.isdisjoint(arguments)
    return command not in WITHOUT_DATABASE and not asks_for_words


@contextmanager
def _throwaway_database() -> Iterator[None]:
    """Keep tests away from the data of the installation, and from a demo that is running."""
    with tempfile.TemporaryDirectory(prefix="linli-test-") as folder:
        os.environ["LINLI_DATA_DIR"] = folder
        if os.environ.get("LINLI_DATABASE_URL"):
            yield
            return
        with embedded.running(Path(folder), throwaway=True) as url:
            os.environ["LINLI_DATABASE_URL"] = url
            yield
