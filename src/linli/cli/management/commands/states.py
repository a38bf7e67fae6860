"""`./linli states`: write docs/STATES.md from the state table."""

import sys

from django.core.management.base import BaseCommand, CommandParser

from linli.cli import states


class Command(BaseCommand):
    help = "由状态表生成 docs/STATES.md。Draw the state table."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="只检查是否最新")

    def handle(self, *, check: bool, **_options: object) -> None:
        wanted = states.page()
        if not check:
            states.FILE.write_text(wanted, "utf-8")
        elif not states.FILE.exists() or states.FILE.read_text("utf-8") != wanted:
            self.stderr.write("docs/STATES.md 不是最新的，请运行 ./linli states。Out of date.")
            sys.exit(1)
