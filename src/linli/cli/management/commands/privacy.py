"""`./linli privacy report`: what is kept about persons, by what right and how long."""

import csv
import sys

from django.core.management.base import BaseCommand, CommandParser
from rich.console import Console
from rich.table import Table

from linli.cli import register


class Command(BaseCommand):
    help = "个人信息处理清单，从代码里读出。The register of personal data, read from the code."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["report"])
        parser.add_argument("--csv", action="store_true", help="输出 CSV。As CSV.")

    def handle(self, **options: object) -> None:
        if options["csv"]:
            csv.writer(sys.stdout).writerows([register.HEADINGS, *register.lines()])
            return
        table = Table()
        for heading in register.HEADINGS:
            table.add_column(heading, overflow="fold")
        for line in register.lines():
            table.add_row(*line)
        Console().print(table)
