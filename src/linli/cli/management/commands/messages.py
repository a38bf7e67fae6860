"""`./linli messages`: bring the catalogues up to date with the texts, and compile them."""

import sys

from django.core.management.base import BaseCommand, CommandParser

from linli.cli import extraction, messages


class Command(BaseCommand):
    help = "更新翻译目录。Update the translations; --check only says what is missing."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="只检查有没有漏译")

    def handle(self, *, check: bool, **_options: object) -> None:
        texts = extraction.collected()
        faults = []
        for path in sorted(messages.LOCALES.glob("*/LC_MESSAGES/django.po")):
            kept = extraction.read(path)
            if not check:
                kept = extraction.updated(kept, texts)
                extraction.write(path, kept)
            faults += extraction.faults(kept, texts)
        messages.compile_all()
        for fault in faults:
            self.stdout.write(fault)
        self.stdout.write(f"{len(texts)} 条文字，{len(faults)} 处要补。{len(faults)} to mend.")
        if check and faults:
            sys.exit(1)
