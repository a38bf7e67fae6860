"""The embedded PostgreSQL: who starts it, who stops it, and what it leaves open (nothing)."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from linli import waiting
from linli.cli import cluster, embedded, paths
from linli.cli.errors import StartError

# Joins, says so, and stays until its input is closed.
USER = """
import sys
from pathlib import Path
from linli.cli import embedded
with embedded.running(Path(sys.argv[1]), throwaway=True) as url:
    print(url, flush=True)
    sys.stdin.read()
"""


def another_user(data: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", USER, str(data)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def leave(user: subprocess.Popen[str]) -> None:
    user.communicate()
    assert user.returncode == 0


def server_pid(data: Path) -> int:
    return int((data / "database/data/postmaster.pid").read_text().split()[0])


def is_running(data: Path) -> bool:
    return embedded.open_cluster(data, throwaway=True).is_running()


def one(url: str, query: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(query).fetchone()  # type: ignore[call-overload]
    assert row is not None
    return row[0]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_server_runs_inside_the_block_and_is_stopped_after_it(data: Path) -> None:
    with embedded.running(data, throwaway=True) as url:
        assert one(url, "select current_database()") == "linli"
        assert one(url, "select current_user") == "linli_owner"
    assert not is_running(data)


def test_what_was_written_is_there_at_the_next_start(data: Path) -> None:
    with embedded.running(data) as url, psycopg.connect(url) as connection:
        connection.execute("create table lamp as select 7 as lit")
    with embedded.running(data) as url:
        assert one(url, "select lit from lamp") == 7


def test_a_second_process_shares_the_server_and_the_last_one_stops_it(data: Path) -> None:
    with embedded.running(data, throwaway=True) as url:
        pid = server_pid(data)
        second = another_user(data)
        assert second.stdout is not None
        assert second.stdout.readline().strip() == url
        assert server_pid(data) == pid
    assert is_running(data)
    leave(second)
    assert not is_running(data)


def test_first_users_at_the_same_moment_make_one_server(data: Path) -> None:
    users = [another_user(data) for _ in range(3)]
    addresses = {user.stdout.readline() for user in users if user.stdout}
    assert len(addresses) == 1
    assert "postgresql://" in addresses.pop()
    for user in users:
        leave(user)
    assert not is_running(data)


def test_a_killed_user_does_not_keep_the_server_for_ever(data: Path) -> None:
    with another_user(data) as user:
        assert user.stdout is not None
        user.stdout.readline()
        user.kill()
    assert is_running(data)
    with embedded.running(data, throwaway=True):
        pass
    assert not is_running(data)


def test_a_killed_server_is_started_again_over_its_stale_pid_file(data: Path) -> None:
    pid_file = data / "database/data/postmaster.pid"
    with embedded.running(data) as url:
        one(url, "select 1")
        left_behind = pid_file.read_text()
        os.kill(server_pid(data), signal.SIGKILL)
    pid_file.write_text(left_behind)  # leaving may have cleared it away already
    with embedded.running(data) as url:
        assert one(url, "select 1") == 1


def killed_but_for_one(data: Path) -> int:
    """The process that goes on holding the memory of a killed server until it is continued."""
    with embedded.running(data) as url:
        lingering = one(url, "select pid from pg_stat_activity where backend_type = 'checkpointer'")
        assert isinstance(lingering, int)
        os.kill(lingering, signal.SIGSTOP)
        os.kill(server_pid(data), signal.SIGKILL)
    return lingering


def test_a_server_starts_when_the_last_process_of_a_killed_one_has_gone(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lingering = killed_but_for_one(data)
    monkeypatch.setattr(waiting.time, "sleep", lambda _: os.kill(lingering, signal.SIGCONT))
    with embedded.running(data) as url:
        assert one(url, "select 1") == 1


def test_a_process_that_never_goes_is_named_instead_of_waited_for(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lingering = killed_but_for_one(data)
    monkeypatch.setattr(cluster, "PATIENCE", 0)
    try:
        with pytest.raises(StartError, match="still there"), embedded.running(data):
            pass
    finally:
        os.kill(lingering, signal.SIGCONT)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="only Linux tells whose a pid is")
def test_lock_files_whose_number_another_program_has_now_are_ignored(data: Path) -> None:
    with embedded.running(data, throwaway=True):
        socket = Path(embedded.open_cluster(data, throwaway=True).socket())
    stale = f"{os.getpid()}\n{data}/database/data\n1\n5432\n/nowhere\n\n\nready\n"
    (data / "database/data/postmaster.pid").write_text(stale)
    (socket / ".s.PGSQL.5432.lock").write_text(stale)
    with embedded.running(data, throwaway=True) as url:
        assert one(url, "select 1") == 1


def test_the_data_of_another_major_version_is_refused_with_the_way_out(data: Path) -> None:
    with embedded.running(data, throwaway=True):
        pass
    (data / "database/data/PG_VERSION").write_text("15\n")
    with pytest.raises(StartError, match=r"PostgreSQL 15.*backup"), embedded.running(data):
        pass


def test_nobody_else_can_look_into_the_folders(data: Path) -> None:
    with embedded.running(data, throwaway=True):
        for name in ("", "data", "socket", "log"):
            assert mode(data / "database" / name) == 0o700
        assert mode(data / "database/password") == 0o600
        assert mode(data) & 0o007 == 0


def test_no_tcp_port_is_open_and_the_password_is_asked(data: Path) -> None:
    with embedded.running(data, throwaway=True) as url:
        assert one(url, "show listen_addresses") == ""
        assert one(
            url, "select rolpassword from pg_authid where rolname = current_user"
        ).startswith("SCRAM-SHA-256$")
        stranger = conninfo_to_dict(url) | {"password": "guessed"}
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(**stranger)


def test_chinese_words_have_trigrams_whatever_the_locale_of_the_user(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    with embedded.running(data, throwaway=True) as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("create extension pg_trgm")
        assert one(url, "select show_trgm('楼道噪音')") != []


def test_a_long_folder_name_gets_a_short_private_socket_folder(data: Path) -> None:
    deep = data / "数据，很长的名字" / ("长" * 30) / "it's, 邻里"
    deep.parent.mkdir(parents=True)
    for folder in (data, *deep.parent.relative_to(data).parents):
        (data / folder).chmod(0o755)
    with embedded.running(deep, throwaway=True) as url:
        assert one(url, "select 1") == 1
        socket = Path(str(conninfo_to_dict(url)["host"]))
        assert not socket.is_relative_to(deep)
        assert mode(socket) == 0o700
    socket.rmdir()


def test_a_socket_folder_somebody_else_put_there_is_refused(data: Path) -> None:
    account = embedded.open_cluster(data, throwaway=True).account
    planted = data / "planted"
    planted.symlink_to("/tmp")
    with pytest.raises(StartError, match="belongs to another user"):
        account.own_folder(planted)


def test_only_an_unused_folder_that_linli_made_is_emptied(data: Path) -> None:
    (data / "family.jpg").touch()
    with pytest.raises(StartError, match="left alone"):
        embedded.empty(data)
    (data / "family.jpg").unlink()
    with embedded.running(data, throwaway=True), pytest.raises(StartError, match="in use"):
        embedded.empty(data)
    embedded.empty(data)
    assert {entry.name for entry in data.iterdir()} == {paths.MARKER, "start.lock", "users.lock"}
