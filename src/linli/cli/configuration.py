"""The settings of the embedded PostgreSQL, written anew before each start."""

import hashlib
import os
import tempfile
from pathlib import Path

from linli.cli.account import Account

PORT = 5432  # only names the socket file; no TCP port is opened
LONGEST_SOCKET_FOLDER = 89  # bytes; with the name of the socket macOS allows 103

# Failing statements and details stay out of the log: they would carry residents' data.
SETTINGS = """\
# Written by Linli at each start. Your own settings: ALTER SYSTEM SET name = value
listen_addresses = ''
port = {port}
unix_socket_directories = {socket}
unix_socket_permissions = 0700
max_connections = {connections}
shared_buffers = 128MB
password_encryption = scram-sha-256
timezone = 'UTC'
datestyle = 'iso, ymd'
lc_messages = 'C'
default_text_search_config = 'pg_catalog.simple'
logging_collector = on
log_directory = {log}
log_filename = 'postgresql-%a.log'
log_rotation_age = 1d
log_rotation_size = 0
log_truncate_on_rotation = on
log_timezone = 'UTC'
log_line_prefix = '%m [%p] '
log_min_error_statement = panic
log_error_verbosity = terse
"""
FAST_AND_UNSAFE = """\
fsync = off
full_page_writes = off
synchronous_commit = off
"""


def write(data: Path, folder: Path, account: Account, *, throwaway: bool) -> None:
    """Write postgresql.conf, and make the folders it names."""
    socket = socket_folder(folder)
    log = folder / "log"
    account.own_folder(socket)
    account.own_folder(log)
    text = SETTINGS.format(
        port=PORT,
        socket=_quoted(socket),
        log=_quoted(log),
        connections=200 if throwaway else 60,
    )
    (data / "postgresql.conf").write_text(text + (FAST_AND_UNSAFE if throwaway else ""))


def socket_folder(folder: Path) -> Path:
    """Beside the data, or in the temporary folder when the path is too long for a socket."""
    beside = folder / "socket"
    # A comma would separate two hosts in the address of the database.
    if len(os.fsencode(beside)) <= LONGEST_SOCKET_FOLDER and "," not in str(beside):
        return beside
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path(tempfile.gettempdir(), f"linli-{name}")


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("\\", "\\\\").replace("'", "''") + "'"
