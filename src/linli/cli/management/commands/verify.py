"""`./linli verify`: does what is stored agree with the journal, the rules and the storage?"""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext

from linli.cli import street, verify
from linli.cli.progress import bar
from linli.cli.verify import Findings
from linli.kernel import seal
from linli.kernel.errors import Refused
from linli.kernel.streets import context
from linli.kernel.streets.models import Street
from linli.words import N_

_ON_CHAIN = N_("保存的封存值在链上")
_NOT_ON_CHAIN = N_("保存的封存值不在链上，记录被整个换过或截短过")


class Command(BaseCommand):
    help = "逐件核对数据，有出入时以 1 结束。Check every row; exit 1 on any drift."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        street.add_option(parser)
        parser.add_argument("--head", help="在外面保存的封存值。A head kept outside.")
        parser.add_argument("--data", type=Path, help="数据文件夹。The data folder.")

    def handle(self, **options: object) -> None:
        code = options["street"]
        streets = [street.chosen(str(code))] if code else list(Street.objects.order_by("id"))
        streets = streets or [street.chosen(None)]
        drifts = sum(self._verified(each) for each in streets)
        is_known = options["head"] is None or self._knows(str(options["head"]), streets)
        sys.exit(1 if drifts or not is_known else 0)

    def _knows(self, head: str, streets: list[Street]) -> bool:
        """Whoever rewrote the whole chain could not rewrite the head that was kept elsewhere."""
        try:
            hash_ = bytes.fromhex(head)
        except ValueError as fault:
            raise CommandError("封存值是 64 位十六进制数。A head is 64 hex digits.") from fault
        is_known = any(seal.knows(each.pk, hash_) for each in streets)
        word = _ON_CHAIN if is_known else _NOT_ON_CHAIN
        self.stdout.write(f"{'✓' if is_known else '✗'} head: {gettext(word)}")
        return is_known

    def _verified(self, chosen: Street) -> int:
        """Say what was found; how much does not hold."""
        with context.in_street(chosen.pk), bar(chosen.name, verify.row_count(chosen)) as step:
            found = verify.run(chosen, step)
        self._tell(chosen, found)
        return found.counts.total()

    def _tell(self, chosen: Street, found: Findings) -> None:
        self.stdout.write(f"{chosen.name} {chosen.code}")
        for code, word in verify.words().items():
            wrong, looked = found.counts[code], found.looked[code]
            sign = f"✗ {wrong}" if wrong else "✓"
            self.stdout.write(f"  {sign} {code}: {gettext(word)} ({looked})")
        for drift in found.first:
            self.stdout.write(f"    {drift.row} {drift.reason.code}: {Refused(drift.reason)}")
        rest = found.counts.total() - len(found.first)
        if rest:
            self.stdout.write(f"    另有 {rest} 处。{rest} more.")
