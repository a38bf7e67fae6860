"""`./linli demo`: the invented subdistrict, ready to try, or walked through by `--check`."""

import os
import socket
import subprocess
import sys
from argparse import SUPPRESS
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from linli.cli import processes
from linli.demo import load, people, town, walk
from linli.kernel.streets.models import Street

HOST = "127.0.0.1"
# The walk ends with this when all went well: web and worker may also end, but never with it.
PASSED = 10


class Command(BaseCommand):
    help = "启动演示街道。Start the demo subdistrict."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--data", type=Path, help="数据文件夹。The data folder.")
        parser.add_argument("--fresh", action="store_true", help="先清空。Empty it first.")
        parser.add_argument(
            "--check",
            action="store_true",
            help="用真实请求走一遍主流程，然后停止。Walk the main job over HTTP and stop.",
        )
        parser.add_argument("--walk", metavar="ADDRESS", help=SUPPRESS)

    def handle(self, *, port: int, check: bool, walk: str | None, **_options: Any) -> None:
        if walk:
            sys.exit(PASSED if _walked(walk) else 1)
        port = _free_port() if check else _must_be_free(port)
        _prepare()
        if not check:
            _introduce(port)
        _try_out_messages(port)
        parts = [["serve", "--port", str(port)], ["worker"]]
        if check:
            parts.append(["demo", "--walk", f"http://{HOST}:{port}"])
        connections.close_all()
        code = processes.run_together([[sys.executable, "-m", "linli", *part] for part in parts])
        sys.exit(0 if code == PASSED else code or int(check))


def _try_out_messages(port: int) -> None:
    """Text messages and mail stay in the sandbox unless whoever starts the demo says otherwise."""
    for name, value in (
        ("SMS", "sandbox"),
        ("MAIL", "sandbox"),
        ("SHOWS_CODES", "1"),
        ("ADDRESS", f"http://{HOST}:{port}"),
    ):
        os.environ.setdefault(f"LINLI_{name}", value)


def _prepare() -> None:
    """Tables, the demo data where there is no subdistrict yet, and the static files."""
    call_command("migrate", interactive=False, verbosity=0)
    if load.is_needed():
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=Console(stderr=True)) as progress:
            task = progress.add_task("装入演示数据 Loading", total=load.step_count())
            load.load(lambda: progress.advance(task))
    call_command("collectstatic", interactive=False, verbosity=0)


def _introduce(port: int) -> None:
    """Where to go, as whom, and how to stop."""
    console, root = Console(), f"http://{HOST}:{port}"
    pages = Table(title=f"邻里 Linli · {town.NAME}（演示 demo）", title_style="bold")
    pages.add_column("地址 address", overflow="fold")
    pages.add_column("给谁看 for whom")
    for path, words in (
        ("/", "居民 residents"),
        ("/report/", "我要反映 raise a request"),
        ("/desk/", "工作台 staff"),
        ("/field/", "网格员手机 grid workers"),
        ("/board/", "看板 leaders"),
        ("/api/v1/openapi.json", "接口 API"),
    ):
        pages.add_row(f"{root}{path}", words)
    console.print(pages)
    accounts = Table(title=f"演示账号，密码都是 {people.PASSWORD}（password of all accounts）")
    accounts.add_column("账号 account")
    accounts.add_column("角色")
    accounts.add_column("role")
    for username, (chinese, english) in people.DEMO_ACCOUNTS.items():
        accounts.add_row(username, chinese, english)
    console.print(accounts)
    console.print(f"演示地址 an address to try: {town.plan().shown_address}")
    console.print("按 Ctrl-C 停止。Press Ctrl-C to stop.")


def _must_be_free(port: int) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            other = _free_port()
            raise CommandError(
                f"端口 {port} 已被占用，换一个试试：./linli demo --port {other}\n"
                f"Port {port} is taken; try another: ./linli demo --port {other}"
            ) from error
    return port


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


def _walked(root: str) -> bool:
    street = Street.objects.order_by("id").first()
    if street is None:
        raise CommandError("没有街道。There is no street.")
    is_done = walk.walk(root, _new_key(street), _say)
    _say("全部走通。All done." if is_done else "没有走通，见上。It did not work out, see above.")
    return is_done


def _new_key(street: Street) -> str:
    """Made at the console, as an integrator's would be."""
    command = [sys.executable, "-m", "linli", "key", "create", "--street", street.code]
    command += ["--name", "check", "--may", "cases:write"]
    made = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ)
    if made.returncode != 0:
        raise CommandError(f"key create: {made.stderr}")
    return made.stdout.split()[-1]


def _say(words: str) -> None:
    print(words, flush=True)
