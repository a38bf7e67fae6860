"""`./linli bench [intake|triage]`: a benchmark on a throwaway database; the last line is JSON."""

from django.core.management.base import BaseCommand, CommandParser

from linli.cli.bench import intake, triage


class Command(BaseCommand):
    help = "性能测试，用临时数据库。Benchmarks on a throwaway database."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", choices=["intake", "triage"], default="intake")
        parser.add_argument("--amount", type=int, default=800, help="经 HTTP 登记多少件")

    def handle(self, *, name: str, amount: int, **_options: object) -> None:
        say = self.stdout.write
        rates = triage.run(say) if name == "triage" else intake.run(amount, say)
        say(rates.line())
