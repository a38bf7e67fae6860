"""The embedded PostgreSQL, shared by all commands of one data folder.

Every user process holds a shared lock; the first starts the server, the last one stops it.
A lock dies with its process, so nothing has to be cleaned up after a crash.
"""

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from linli.cli import binaries, paths
from linli.cli.account import Account, account_for
from linli.cli.cluster import Cluster
from linli.cli.errors import StartError


@contextmanager
def running(data: Path, *, throwaway: bool = False) -> Iterator[str]:
    """Give the address of the database in the data folder, whose server runs meanwhile."""
    paths.make_folder(data)
    with _alone(data):
        cluster = open_cluster(data, throwaway=throwaway)
    with _open(data / "users.lock") as users:
        try:
            with _alone(data):
                fcntl.flock(users, fcntl.LOCK_SH)
                _bring_up(cluster)
            yield cluster.url()
        finally:
            with _alone(data):
                if _is_last(users) and cluster.is_running():
                    cluster.stop()


def empty(data: Path) -> None:
    """Empty a data folder that Linli made and nobody uses."""
    if not (data / paths.MARKER).exists():
        raise StartError(
            f"{data} 不是邻里建立的数据文件夹，不会清空。Linli did not make {data}: left alone."
        )
    with _alone(data), _open(data / "users.lock") as users:
        if not _is_last(users):
            raise StartError(f"{data} 正在使用，请先停止。{data} is in use, stop that first.")
        cluster = open_cluster(data, throwaway=False)
        if cluster.is_running():
            cluster.stop()
        paths.empty_folder(data)


def open_cluster(data: Path, *, throwaway: bool) -> Cluster:
    """Prepare the folders inside the data folder and find the programs; nothing is started."""
    folder = data / "database"
    account = account_for(folder)
    _let_in(account, data)
    account.own_folder(folder)
    return Cluster(account, folder, binaries.programs_for(account, data), throwaway)


def _let_in(account: Account, data: Path) -> None:
    """Let the service account pass through the data folder, and through nothing else."""
    if os.geteuid() == 0 and data.stat().st_uid == 0 and not account.may_enter(data):
        os.chown(data, -1, account.gid)
        data.chmod(data.stat().st_mode | stat.S_IXGRP)
    if not account.may_enter(data):
        raise StartError(
            f"用户 {account.name} 进不了 {data}，请用 LINLI_DATA_DIR 换一个文件夹。"
            f"User {account.name} cannot enter {data}: name another folder in LINLI_DATA_DIR."
        )


def _bring_up(cluster: Cluster) -> None:
    if not cluster.data.exists():
        cluster.create()
    cluster.check_version()
    if not cluster.is_running():
        cluster.start()
    cluster.wait_until_ready()
    cluster.make_database()


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Start and stop one at a time: a server must not be stopped while somebody joins."""
    with _open(data / "start.lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_last(users: IO[str]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _open(path: Path) -> IO[str]:
    return open(path, "a", opener=lambda name, flags: os.open(name, flags, 0o600))
