"""`./linli triage train|predict|score FILE`: the sorter on an office's own spreadsheets."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from linli import sheets
from linli.cli import triage
from linli.triage import UnreadableModel, Untrainable


class Command(BaseCommand):
    help = "用自己的表格试一试自动分类。Try the sorter on your own spreadsheets."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        words = {
            "train": "从分好类的表学习。Learn from rows that people sorted.",
            "predict": "给表格加上类别和把握两列。Add a category and a confidence.",
            "score": "和人分的比一比。Compare with what people said.",
        }
        for verb, help_text in words.items():
            one = verbs.add_parser(verb, help=help_text)
            one.add_argument("file", type=Path, metavar="FILE", help="xlsx、xls、ods、csv")
            one.add_argument("--text", required=True, metavar="COL", help="写着内容的列")
            if verb != "predict":
                one.add_argument("--label", required=True, metavar="COL", help="写着类别的列")
            one.add_argument("--model", required=True, type=Path, metavar="DIR", help="模型文件夹")
        one = verbs.choices["predict"]
        one.add_argument("--out", required=True, type=Path, metavar="OUT.csv", help="结果写到哪里")

    def handle(self, **options: object) -> None:
        file, folder = Path(str(options["file"])), Path(str(options["model"]))
        text, label = str(options["text"]), str(options.get("label"))
        try:
            if options["verb"] == "train":
                outcome = triage.train(file, text, label, folder)
            elif options["verb"] == "predict":
                outcome = triage.predict(file, text, folder, Path(str(options["out"])))
            else:
                outcome = triage.score(file, text, label, folder)
        except (sheets.UnreadableSheet, sheets.UnwritableSheet) as fault:
            raise CommandError(fault.reason) from fault
        except (Untrainable, UnreadableModel) as fault:
            raise CommandError(str(fault)) from fault
        except OSError as fault:
            raise CommandError(f"{fault.filename or file}: {fault.strerror}") from fault
        for line in outcome.lines:
            self.stdout.write(line)
        self.stdout.write(json.dumps(outcome.figures, ensure_ascii=False))
