"""A secret of one town, and everybody whom it does not concern."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from linli.cases import actions
from linli.cases.actions import Draft, Person
from linli.cases.models import Case
from linli.cases.rules.words import Channel, Contact
from linli.files.models import File
from linli.files.tests.factories import upload
from linli.kernel import clock
from linli.kernel.actor import system
from linli.kernel.models import Event
from linli.kernel.streets import context
from linli.kernel.streets.models import Street
from linli.people import actions as people
from linli.people.models import Account
from linli.people.rules import OrganisationKind, Role
from linli.places import actions as places
from linli.places.rules import AreaKind, AreaRow
from tests.town import SINCE, WEST, Town

ELSEWHERE = "990199001000"
# Words of the secret by which somebody may look for it, and what must never come back.
SOUGHT = ("红木箱子", "灰瓦巷", "已约密谈")
NAME, PHONE = "示密甲", "13912345678"
WORDS = ("红木箱子被人搬走密语戊", "灰瓦巷密语己", "已约密谈密语庚", NAME, PHONE, "139****5678")


@dataclass
class Secret:
    """A request in grid e1 of the east community, owned by its office; the one who had it in hand
    has left the post since."""

    case: Case
    photo: File
    words: list[str] = field(default_factory=list)

    def footprint(self) -> tuple[Any, ...]:
        """Moves when anything of it has been changed."""
        with context.in_street(self.case.street_id):
            case = Case.objects.get(pk=self.case.pk)
            told = Event.objects.filter(subject_id=case.pk).count()
            counts = (told, case.entries.count(), case.reporters.count(), case.pauses.count())
            return (*counts, *(getattr(case, field.attname) for field in Case._meta.fields))


def keep_secret(town: Town) -> Secret:
    """Raised by somebody without account at home-1, in hand with the grid worker of e1."""
    with context.in_street(town.street.pk):
        photo = SimpleUploadedFile("a.jpg", upload().read(), "image/jpeg")
        draft = Draft(
            text=WORDS[0],
            address=WORDS[1],
            channel=Channel.PHONE,
            category="facilities.street_light",
            person=Person(NAME, PHONE),
            area_id=town.areas["home-1-1"].pk,
        )
        case = actions.register(actor=town.system, draft=draft, photos=[photo])
        actions.accept_suggestion(actor=town.system, case_id=case.pk)
        handler = {"owner_id": town.organisations["east"].pk, "handler_id": left(town).pk}
        Case.objects.filter(pk=case.pk).update(**handler)
        for act, said in ((actions.sign_in, {}), (actions.contact, _CONTACT)):
            case = act(actor=town.system, case_id=case.pk, **said)  # type: ignore[operator]
        kept = File.objects.latest("id")
        return Secret(case, kept, [*WORDS, case.number])


_CONTACT = {"result": Contact.REACHED, "text": WORDS[2]}


def appoint(town: Town, username: str, role: Role, **place: Any) -> Account:
    """Somebody new with one post; ``until`` ends it."""
    until: date | None = place.pop("until", None)
    account = people.register_account(
        actor=town.system, username=username, password=None, name="外小人"
    )
    post = people.appoint(actor=town.system, account=account, role=role, since=SINCE, **place)
    if until:
        people.end_post(actor=town.system, post_id=post.pk, until=until)
    town.accounts[username] = account
    return account


def strangers(town: Town) -> dict[str, Account | None]:
    """Everybody whom the secret does not concern, by what keeps them from it."""
    units, areas = town.organisations, town.areas
    west = {"community": areas[WEST], "organisation": units["west"]}
    return {
        "no account": None,
        "another subdistrict": elsewhere(),
        "another community": appoint(town, "west", Role.SECRETARY, **west),
        "another grid": town.account("grid2"),
        "another household": town.account("resident2"),
        "another staircase": appoint(town, "lead2", Role.NEIGHBOUR, area=areas["home-2"]),
        "another organisation": town.account("property"),
        "no desk": town.account("volunteer"),
        "an ended post": appoint(
            town, "gone", Role.DISPATCHER, organisation=units["centre"], until=yesterday()
        ),
        "an ended post of this grid": town.account("left"),
    }


def left(town: Town) -> Account:
    """The grid worker of e1 until yesterday."""
    where = {"grid": town.grids["e1"], "organisation": town.organisations["east"]}
    return appoint(town, "left", Role.GRID, until=yesterday(), **where)


def yesterday() -> date:
    return timezone.localdate(clock.now()) - timedelta(days=1)


def elsewhere() -> Account:
    """Another subdistrict with one account that may do everything there."""
    street = Street.objects.create(code=ELSEWHERE, name="旁样街道", initials="PY")
    there = Town(street)
    with context.in_street(street.pk):
        rows = [AreaRow(kind=AreaKind.SUBDISTRICT, name="旁样街道", code=ELSEWHERE)]
        places.import_areas(actor=there.system, rows=rows)
        people.add_organisation(
            actor=system(street.pk),
            code="centre",
            name="旁样中心",
            kind=OrganisationKind.CENTRE,
            is_last_resort=True,
        )
        actions.install_categories(actor=there.system)
        account = appoint(there, "elsewhere", Role.ADMIN)
        for role in (Role.DISPATCHER, Role.SUPERVISOR, Role.LEADER, Role.CLERK):
            people.appoint(actor=there.system, account=account, role=role, since=SINCE)
    return account
