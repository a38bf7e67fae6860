"""The system account PostgreSQL runs under, since it refuses to run as root."""

import os
import pwd
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from linli.cli.errors import StartError

SERVICE_ACCOUNTS = ("linli", "postgres", "nobody")


class Switch(TypedDict, total=False):
    """Arguments of subprocess that change the user of a child."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """A user and its main group."""

    name: str
    uid: int
    gid: int

    def switch(self) -> Switch:
        """What subprocess needs to run as this account; nothing when we already are it."""
        if os.geteuid() != 0:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def may_enter(self, folder: Path) -> bool:
        """Whether this account can reach the folder through all its parents."""
        command = ["sh", "-c", 'cd "$1"', "sh", str(folder)]
        quiet = subprocess.DEVNULL
        return subprocess.run(command, stderr=quiet, check=False, **self.switch()).returncode == 0

    def own_folder(self, folder: Path) -> None:
        """Make the folder 0700 for this account; refuse one that somebody else put there."""
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {self.uid, os.geteuid()}:
            raise StartError(
                f"{folder} 属于别人，不能使用。{folder} belongs to another user and is refused."
            )
        folder.chmod(0o700)
        self.own(folder)

    def own(self, path: Path) -> None:
        """Hand the file or folder to this account, when we are root and may."""
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid)


def account_for(folder: Path) -> Account:
    """Ourselves; as root the owner of an existing database folder, else a service account."""
    if os.geteuid() != 0:
        return _account(pwd.getpwuid(os.geteuid()))
    if folder.exists() and folder.stat().st_uid != 0:
        return _account(pwd.getpwuid(folder.stat().st_uid))
    for name in SERVICE_ACCOUNTS:
        try:
            return _account(pwd.getpwnam(name))
        except KeyError:
            continue
    raise StartError(
        "系统中没有可以运行 PostgreSQL 的账户，请先建立用户 linli。"
        "No system account can run PostgreSQL: create a user named linli."
    )


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
