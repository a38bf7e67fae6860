"""`./linli key create`: a key for an integrator, shown once."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from linli.cli import street
from linli.kernel.actor import system
from linli.kernel.errors import Refused
from linli.openapi import actions


class Command(BaseCommand):
    help = "接口密钥。Keys of the API."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        create = verbs.add_parser("create", help="创建密钥，只显示这一次。Shown only this once.")
        create.add_argument("--name", required=True)
        create.add_argument("--may", required=True, metavar="cases:write,cases:read")
        street.add_option(create)

    def handle(self, **options: object) -> None:
        chosen = street.chosen(options["street"])  # type: ignore[arg-type]
        may = [right.strip() for right in str(options["may"]).split(",") if right.strip()]
        try:
            secret = actions.create_key(
                actor=system(chosen.pk), name=str(options["name"]).strip(), may=may
            )
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stderr.write("密钥只显示这一次，请妥善保管。The key is shown only this once.")
        self.stdout.write(secret)
