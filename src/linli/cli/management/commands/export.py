"""`./linli export KIND FILE`: xlsx, csv or geojson by the suffix of the file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser

from linli.cli import exports, street
from linli.kernel.streets import context


class Command(BaseCommand):
    help = "导出为表格或地图文件；姓名电话只带掩码。Export; personal data leaves masked."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=sorted(exports.SOURCES))
        parser.add_argument("file", type=Path)
        street.add_option(parser)

    def handle(self, **options: object) -> None:
        chosen = street.chosen(options["street"])  # type: ignore[arg-type]
        path = Path(str(options["file"]))
        with context.in_street(chosen.pk):
            count = exports.write(str(options["kind"]), chosen, path)
        self.stdout.write(f"已写出 {count} 行到 {path} (rows {count})")
