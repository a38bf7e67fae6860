"""`./linli simulate`: a quarter of an invented subdistrict in minutes, in a database of its own."""

import json
import time
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.table import Table

from linli.cli import paths
from linli.cli.progress import bar
from linli.demo import load, simulation, town
from linli.demo.simulation import Simulation
from linli.kernel.streets import context

_WORDS = {
    "raised": "登记 raised",
    "answered": "答复 answered",
    "late_share": "逾期占比 late share",
    "escalations": "提醒和升级 escalations",
    "letters": "督办单 letters",
    "ended": "办结 ended",
    "average_days": "平均天数 average days",
    "reopened": "重新打开 reopened",
    "jobs": "后台任务 jobs run",
}


class Command(BaseCommand):
    help = "模拟一个街道一段时间的运行。Simulate a subdistrict on a driven clock."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=90)
        parser.add_argument("--per-day", type=int, default=100, help="每天多少件")
        parser.add_argument("--seed", type=int, default=1, help="同样的种子，同样的经过")
        parser.add_argument("--start", type=date.fromisoformat, default=simulation.START)
        parser.add_argument("--data", type=Path, help="数据文件夹。The data folder.")

    def handle(
        self, *, days: int, per_day: int, seed: int, start: date, data: Path | None, **_: object
    ) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        if not load.is_needed():
            raise CommandError(
                "这个数据文件夹里已有街道，模拟不会动它；请另用一个：--data 文件夹。\n"
                f"There is a subdistrict in {paths.data_folder()}: name another with --data DIR."
            )
        settings.LINLI_SMS = settings.LINLI_MAIL = ""  # nobody's phone rings for what is invented
        began = time.monotonic()
        with bar("建立街道 Settling", town.row_count()) as step:
            ground = simulation.settle(start, step)
        run = Simulation(ground, seed, days, per_day, start)
        with bar("模拟 Simulating", days * per_day) as step:
            run.run(step)
        told = run.figures.told()
        with context.in_street(ground.street.pk):
            told["journal"] = simulation.journal_digest(ground.street)
        told |= {"days": days, "per_day": per_day, "seed": seed}
        told["seconds"] = round(time.monotonic() - began, 1)
        self._tell(told)

    def _tell(self, told: dict[str, object]) -> None:
        table = Table(title=f"{town.NAME}（模拟 simulated）", title_style="bold")
        table.add_column("项目")
        table.add_column("数", justify="right")
        for name, words in _WORDS.items():
            table.add_row(words, str(told[name]))
        Console().print(table)
        self.stdout.write(json.dumps({"simulate": town.CODE} | told, ensure_ascii=False))
