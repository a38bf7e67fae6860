"""`./linli createstreet`: a new subdistrict, ready for its places, units and people."""

import re

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from linli.cases import actions as cases
from linli.counter import actions as counter
from linli.kernel.actor import system
from linli.kernel.errors import Refused
from linli.kernel.streets.models import Street
from linli.people import actions as people
from linli.people.rules import OrganisationKind
from linli.places import actions as places
from linli.places.rules import AreaKind, AreaRow

CENTRE = "centre"


class Command(BaseCommand):
    help = "建立一个街道。Create a subdistrict."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--code", required=True, help="12 位统计代码。12-digit code.")
        parser.add_argument("--name", required=True, help="名称，如“某某街道”。Its name.")
        parser.add_argument(
            "--initials", required=True, help="编号开头的 2 至 4 个字母。Letters before numbers."
        )

    def handle(self, *, code: str, name: str, initials: str, **_options: object) -> None:
        letters = initials.strip().upper()
        if not re.fullmatch(r"[A-Z]{2,4}", letters):
            raise CommandError("编号开头应为 2 至 4 个字母。Two to four letters, please.")
        if Street.objects.filter(code=code).exists():
            raise CommandError(f"代码 {code} 的街道已经建立。{code} is there already.")
        try:
            create_street(code, name.strip(), letters)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            f"已建立{name}。接着：导入社区和网格，再用 createadmin 开通管理员。\n"
            "Created. Next: import communities and grids, then createadmin."
        )


@transaction.atomic
def create_street(code: str, name: str, initials: str) -> Street:
    """The street itself, its centre that owns what nobody else does, and the category tree."""
    street = Street.objects.create(code=code, name=name, initials=initials)
    actor = system(street.pk)
    top = AreaRow(kind=AreaKind.SUBDISTRICT, name=name, code=code)
    places.add_area(actor=actor, row=top)
    people.add_organisation(
        actor=actor,
        code=CENTRE,
        name=f"{name}指挥中心",
        kind=OrganisationKind.CENTRE,
        is_last_resort=True,
    )
    cases.install_categories(actor=actor)
    counter.install_items(actor=actor)
    return street
