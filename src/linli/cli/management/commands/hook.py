"""`./linli hook open|close`: where an integrator hears of every public step."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from linli.cli import street
from linli.kernel.actor import system
from linli.kernel.errors import Refused
from linli.notices import actions


class Command(BaseCommand):
    help = "数据推送。Pushes to integrators."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        opening = verbs.add_parser("open", help="开通，签名密钥只显示这一次。Open a push.")
        closing = verbs.add_parser("close", help="停止。Close a push.")
        opening.add_argument("--url", required=True)
        for verb in (opening, closing):
            verb.add_argument("--name", required=True)
            street.add_option(verb)

    def handle(self, *, verb: str, name: str, **options: str | None) -> None:
        actor = system(street.chosen(options["street"]).pk)
        try:
            if verb == "close":
                actions.close_hook(actor=actor, name=name)
                return
            hook = actions.open_hook(actor=actor, name=name, url=str(options["url"]))
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stderr.write("签名密钥只显示这一次，请妥善保管。The secret is shown only this once.")
        self.stdout.write(hook.secret)
