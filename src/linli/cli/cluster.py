"""One embedded PostgreSQL: made, configured, started and stopped by its own programs."""

import os
import re
import secrets
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from linli.cli import configuration
from linli.cli.account import Account
from linli.cli.binaries import MAJOR
from linli.cli.errors import StartError
from linli.waiting import becomes_so

OWNER = "linli_owner"
DATABASE = "linli"
PATIENCE = 300  # seconds; recovery after a power cut can be slow on an old disk
# Trigram search drops Chinese under the C locale, so the character type must be a UTF-8 one.
LOCALE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
_WAIT = ("-w", "-t", str(PATIENCE))


@dataclass(frozen=True)
class Cluster:
    """The folder of one PostgreSQL (`data`, `log`, `password`) and what runs it."""

    account: Account
    folder: Path
    programs: Path
    throwaway: bool

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def password(self) -> Path:
        return self.folder / "password"

    @property
    def pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    def create(self) -> None:
        """Run initdb in a folder beside and rename it: a cut run leaves nothing half made."""
        print("正在建立数据库…… Creating the database.", file=sys.stderr)
        self.password.write_text(secrets.token_urlsafe(32))
        self.password.chmod(0o600)
        self.account.own(self.password)
        unfinished = self.folder / "data.unfinished"
        if unfinished.exists():
            shutil.rmtree(unfinished)
        self._program(
            "initdb",
            *("-D", str(unfinished), "-U", OWNER, "--encoding=UTF8", f"--locale={LOCALE}"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *("--auth=scram-sha-256", f"--pwfile={self.password}"),
            *(["--no-sync"] if self.throwaway else []),
        )
        unfinished.rename(self.data)

    def check_version(self) -> None:
        """Refuse a folder made by another major version: PostgreSQL cannot read it."""
        found = (self.data / "PG_VERSION").read_text().strip()
        if found != MAJOR:
            raise StartError(
                f"{self.data} 是 PostgreSQL {found} 的数据，本版本使用 {MAJOR}。"
                "请用旧版本备份（backup），再用新版本恢复（restore）。"
                f"The data is of PostgreSQL {found}, this version runs {MAJOR}: "
                "back up with the old version, then restore."
            )

    def is_running(self) -> bool:
        """Whether a server holds the folder."""
        self._forget_dead_server()
        return self._run(self.programs / "pg_ctl", "status", "-D", str(self.data)).returncode == 0

    def start(self) -> None:
        """Start the server and wait until it answers."""
        configuration.write(self.data, self.folder, self.account, throwaway=self.throwaway)
        if not becomes_so(self._starts, seconds=PATIENCE):
            raise StartError(
                "上次的数据库还有进程没有结束，请稍后再试，或重启电脑。"
                "Processes of the database's last run are still there: try later, or restart."
            )

    def _starts(self) -> bool:
        """Not yet while processes of a server that was killed still hold its memory."""
        log = self.folder / "log/start.log"
        log.unlink(missing_ok=True)
        command = ("start", "-D", str(self.data), "-l", str(log), *_WAIT)
        done = self._run(self.programs / "pg_ctl", *command)
        said = log.read_text() if log.exists() else ""
        if done.returncode != 0 and "shared memory block" not in said:
            raise self._failure("pg_ctl", done, said)
        return done.returncode == 0

    def stop(self) -> None:
        """Stop the server, cutting its connections; a throwaway one without any care."""
        mode = "immediate" if self.throwaway else "fast"
        done = self._run(self.programs / "pg_ctl", "stop", "-D", str(self.data), "-m", mode, *_WAIT)
        if self.is_running():  # a server that died by itself meanwhile is as good as stopped
            raise self._failure("pg_ctl", done)

    def wait_until_ready(self) -> None:
        """Wait for a server that another process started and left while it was recovering."""
        where = ("-h", str(self.socket()), "-p", str(configuration.PORT))
        command = (self.programs / "pg_isready", *where)
        if not becomes_so(lambda: self._run(*command).returncode == 0, seconds=PATIENCE):
            raise StartError(
                f"数据库没有就绪，见 {self.folder / 'log'}。The database is not ready."
            )

    def make_database(self) -> None:
        """Create the database of Linli where it is missing."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            query = "select 1 from pg_database where datname = %s"
            if connection.execute(query, [DATABASE]).fetchone() is None:
                connection.execute(f"create database {DATABASE}")

    def url(self, database: str = DATABASE) -> str:
        """The address of the running server, for the owner role."""
        password = self.password.read_text()
        host = quote(str(self.socket()), safe="")
        return f"postgresql://{OWNER}:{password}@/{database}?host={host}&port={configuration.PORT}"

    def socket(self) -> Path:
        """The socket folder the running server says it uses."""
        return Path(self.pid_file.read_text().splitlines()[4])

    def _forget_dead_server(self) -> None:
        """Remove lock files of a dead server whose number looks alive, which PostgreSQL respects.

        The number may belong to another program since, or to a zombie nobody has collected yet (a
        container without an init process).
        """
        socket = configuration.socket_folder(self.folder) / f".s.PGSQL.{configuration.PORT}.lock"
        for lock in (self.pid_file, socket):
            if lock.exists():
                stat = Path("/proc", lock.read_text().split()[0], "stat")
                # Only Linux tells; elsewhere PostgreSQL decides alone.
                if stat.exists() and not re.search(r"\(postgres\) [^ZX]", stat.read_text()):
                    lock.unlink()

    def _program(self, name: str, *arguments: str) -> None:
        done = self._run(self.programs / name, *arguments)
        if done.returncode != 0:
            raise self._failure(name, done)

    def _failure(
        self, name: str, done: subprocess.CompletedProcess[str], log: str = ""
    ) -> StartError:
        said = f"{done.stdout}{done.stderr}{log}".strip()
        logs = self.folder / "log"
        return StartError(f"{name} 失败，日志在 {logs}。{name} failed, see the logs.\n{said}")

    def _run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Run as the account, away from our own environment, folder and Ctrl-C."""
        return subprocess.run(
            command,
            check=False,
            capture_output=True,
            text=True,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": LOCALE},
            start_new_session=True,
            **self.account.switch(),
        )
