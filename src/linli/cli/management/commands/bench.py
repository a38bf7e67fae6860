"""`./linli bench [intake|slots|triage]`: on a throwaway database; the last line is JSON."""

from collections.abc import Callable
from typing import Protocol

from django.core.management.base import BaseCommand, CommandParser

from linli.cli.bench import intake, slots, triage


class _Rates(Protocol):
    def line(self) -> str: ...


class Command(BaseCommand):
    help = "性能测试，用临时数据库。Benchmarks on a throwaway database."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "name", nargs="?", choices=["intake", "slots", "triage"], default="intake"
        )
        parser.add_argument(
            "--amount", type=int, default=800, help="经 HTTP 登记多少件，或约多少个号"
        )

    def handle(self, *, name: str, amount: int, **_options: object) -> None:
        say = self.stdout.write
        runs: dict[str, Callable[[], _Rates]] = {
            "intake": lambda: intake.run(amount, say),
            "slots": lambda: slots.run(amount, say),
            "triage": lambda: triage.run(say),
        }
        say(runs[name]().line())
