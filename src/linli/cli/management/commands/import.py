"""`./linli import KIND FILE`: take over what another system has exported."""  # noqa: N999

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser

from linli.cli import imports, street
from linli.kernel.actor import system
from linli.kernel.streets import context
from linli.places.rules import Datum

KINDS = ("cases", "areas", "grids", "days")


class Command(BaseCommand):
    help = "从表格导入。Import a spreadsheet; refused rows go to a file beside it."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=KINDS)
        parser.add_argument("file", type=Path)
        parser.add_argument("--map", type=Path, metavar="MAPPING.json", help="列的对应文件")
        parser.add_argument("--save-map", type=Path, metavar="FILE", help="写出认出的对应关系")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        parser.add_argument("--datum", choices=list(Datum), default=Datum.WGS84.value)
        street.add_option(parser)

    def handle(self, **options: object) -> None:
        chosen = street.chosen(options["street"])  # type: ignore[arg-type]
        order = imports.Order(
            actor=system(chosen.pk),
            kind=str(options["kind"]),
            path=Path(str(options["file"])),
            map_file=options["map"],  # type: ignore[arg-type]
            save_map=options["save_map"],  # type: ignore[arg-type]
            dry_run=bool(options["dry_run"]),
            datum=Datum(str(options["datum"])),
        )
        with context.in_street(chosen.pk):
            outcome = imports.run(order)
        for note in outcome.notes:
            self.stdout.write(note)
        if order.dry_run:
            self.stdout.write("只是检查，没有写入。A dry run: nothing was kept.")
        counts = f"新增 {outcome.new} · 已有 {outcome.known} · 退回 {outcome.refused}"
        plain = f"new {outcome.new}, known {outcome.known}, refused {outcome.refused}"
        self.stdout.write(f"{counts} ({plain})")
        sys.stdout.flush()
