"""`./linli train`: the sorter learns from the category tree and from this street's requests."""

import json

from django.core.management.base import BaseCommand, CommandError, CommandParser

from linli.cases import actions, queries
from linli.cli import progress, street
from linli.kernel.actor import system
from linli.kernel.streets import context
from linli.triage import Untrainable
from linli.triage.training import STEPS


class Command(BaseCommand):
    help = "让自动分类再学一遍。Train the sorter anew; a version is kept."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        street.add_option(parser)

    def handle(self, **options: object) -> None:
        chosen = street.chosen(options["street"])  # type: ignore[arg-type]
        with context.in_street(chosen.pk), progress.bar("train", STEPS) as step:
            try:
                lesson = queries.lesson(chosen, step)
            except Untrainable as fault:
                raise CommandError(str(fault)) from fault
            version = actions.keep_version(actor=system(chosen.pk), lesson=lesson)
        quality = lesson.model.quality
        self.stdout.write(
            f"第 {version.number} 版：学了 {lesson.examples} 条例句和关键词、{lesson.requests} 件"
            f"诉求；macro-F1 {quality.macro_f1:.3f}，只用关键词 {lesson.keywords_f1:.3f}。"
        )
        asked = "在“设置 · 自动分类”里看过再启用。Not in use until you say so."
        self.stdout.write("已经启用。In use." if version.is_used else asked)
        figures = {
            "version": version.number,
            "used": version.is_used,
            "requests": lesson.requests,
            "macro_f1": quality.macro_f1,
            "keywords_f1": lesson.keywords_f1,
        }
        self.stdout.write(json.dumps(figures))
