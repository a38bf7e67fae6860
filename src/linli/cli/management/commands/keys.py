"""`./linli keys`: the keys of personal data, and how many values stand under each."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from linli.cli.progress import bar
from linli.kernel import rotation
from linli.kernel.actor import system
from linli.kernel.errors import Refused
from linli.kernel.personal.sealing import cipher_name
from linli.kernel.streets.models import Street
from linli.people import factors

_SAVE = (
    "请把密钥文件和数据库一起重新备份：旧的备份打不开新写的内容。\n"
    "Back up the key file again together with the database."
)
_LEFT = (
    "还有 {count} 行没有换：正被别人改，或者哪把密钥都打不开。过一会儿再运行一次。\n"
    "{count} rows are left: being changed right now, or no key opens them. Run it again."
)


class Command(BaseCommand):
    help = "个人信息的加密密钥。The keys of personal data; `rotate` makes a new one."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", nargs="?", choices=["rotate"])
        parser.add_argument("--data", type=Path, help="数据文件夹。The data folder.")

    def handle(self, **options: object) -> None:
        if options["verb"] == "rotate":
            try:
                with rotation.alone():
                    self._rotate()
            except Refused as refused:
                raise CommandError(str(refused)) from refused
        self._show()

    def _rotate(self) -> None:
        """What a killed rotation has left is finished first, under the key it had made."""
        left = rotation.stale_rows()
        if left:
            self.stdout.write(f"接着上次没做完的：{left} 行。Going on: {left} rows are left.")
        else:
            version = settings.LINLI_DATA_KEYS.add()
            self.stdout.write(f"新密钥：第 {version} 版。The new key has version {version}.")
            left = rotation.stale_rows()
        with bar("换密钥 Sealing anew", left) as step:
            rotation.reseal(step)
        factors.seal_anew()
        if left := rotation.stale_rows():
            raise CommandError(_LEFT.format(count=left))
        for street_id in Street.objects.values_list("pk", flat=True):
            rotation.note_rotation(actor=system(street_id))
        self.stdout.write(_SAVE)

    def _show(self) -> None:
        counted, keys = rotation.standing(), settings.LINLI_DATA_KEYS.keys()
        for version, key in enumerate(keys, 1):
            sign = "→" if version == len(keys) else " "
            self.stdout.write(f"{sign} {version}  {cipher_name(key)}  {counted[version]}")
        for version in sorted(set(counted) - set(range(1, len(keys) + 1))):
            text = "密钥文件里没有这一版 the key file lacks this version"
            self.stdout.write(f"✗ {version}  {text}  {counted[version]}")
