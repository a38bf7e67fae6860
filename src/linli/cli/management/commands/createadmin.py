"""`./linli createadmin`: the first accounts of a subdistrict, one for each of the three powers."""

import os
from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from linli.cli import street
from linli.kernel import clock
from linli.kernel.actor import system
from linli.kernel.errors import Refused
from linli.people import actions
from linli.people.rules import POWERS, Role


class Command(BaseCommand):
    help = "开通管理员、安全员或审计员。Open an administrator, security officer or auditor."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        street.add_option(parser)
        parser.add_argument("--username", required=True)
        parser.add_argument("--name", help="姓名。The person's name.")
        parser.add_argument("--role", default=Role.ADMIN, choices=sorted(POWERS))

    def handle(self, *, username: str, name: str | None, role: str, **options: object) -> None:
        chosen = street.chosen(options["street"])  # type: ignore[arg-type]
        password = _password()
        actor, today = system(chosen.pk), timezone.localdate(clock.now())
        try:
            with transaction.atomic():
                account = actions.register_account(
                    actor=actor, username=username, password=password, name=name or Role(role).word
                )
                actions.appoint(actor=actor, account=account, role=Role(role), since=today)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"已开通 {username}（{chosen}）。{username} can sign in now.")


def _password() -> str:
    """From LINLI_ADMIN_PASSWORD, else typed twice; a weak one is refused."""
    password = os.environ.get("LINLI_ADMIN_PASSWORD") or _typed()
    try:
        validate_password(password)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    return password


def _typed() -> str:
    password = getpass("密码 Password: ")
    if password != getpass("再输一遍 Again: "):
        raise CommandError("两次输入不一样。The two differ.")
    return password
