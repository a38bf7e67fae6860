"""What an application is made of, and what the counter's clocks say of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from linli.counter.models import (
    Application,
    Hall,
    ItemVersion,
    Mandate,
    MaterialCheck,
    Original,
    Rating,
)
from linli.counter.rules import application_limits as limits
from linli.counter.rules.application_papers import PAPER, materials
from linli.counter.rules.application_words import ENDED, Paper, State
from linli.counter.rules.catalogue import Material
from linli.files.models import File
from linli.kernel import links
from linli.kernel.personal import blind, normal_phone
from linli.kernel.streets.models import Street
from linli.people.models import Post
from linli.people.rules import Role
from linli.rulebook import queries as rulebook
from linli.rulebook import rules
from linli.rulebook.rules import RuleKey, RuleValue, Span, Unit

_MOST = 2000  # a night's work; what is left is found the next night


@dataclass(frozen=True, slots=True)
class Due:
    """What was promised and what the law says, where the item has it."""

    promised: datetime | None
    statutory: datetime | None
    warn_at: datetime | None

    @property
    def at(self) -> datetime | None:
        """The stricter of both drives the alarm."""
        return min((one for one in (self.promised, self.statutory) if one), default=None)


def rule(street: Street, moment: datetime) -> RuleValue:
    """The amounts of the counter as they count then."""
    return rulebook.rule_at(street, RuleKey.APPLICATIONS, moment)


def after(street: Street, start: datetime, amount: str) -> datetime:
    """The close of the working day by which so much time of the rulebook has passed."""
    span = Span(rule(street, start).value[amount], Unit.WORKING_DAYS)
    return rules.due(start, span, rulebook.office(street, start))


def due(street: Street, version: ItemVersion, start: datetime) -> Due:
    """When the item must be done that was accepted then."""
    office = rulebook.office(street, start)
    spans = (limits.span(version.promised), limits.span(version.statutory))
    promised, statutory = (rules.due(start, span, office) if span else None for span in spans)
    return warned(street, promised, statutory, start)


def warned(
    street: Street, promised: datetime | None, statutory: datetime | None, start: datetime
) -> Due:
    """Both dates with the moment from which the nearer one is yellow."""
    found = Due(promised, statutory, None)
    if found.at is None:
        return found
    before = Span(rule(street, start).value["warn_working_days"], Unit.WORKING_DAYS)
    office = rulebook.office(street, start)
    return Due(promised, statutory, rules.warn_at(found.at, before, office))


def version_on(street: Street, item_id: UUID, day: date) -> ItemVersion | None:
    """The version of an item that counts on a day."""
    rows = ItemVersion.objects.filter(street_id=street.pk, item_id=item_id, since__lte=day)
    return rows.select_related("item").order_by("-since", "-number").first()


def checks_of(application: Application) -> list[MaterialCheck]:
    """What came of each material, in the order of the item."""
    rows = MaterialCheck.objects.filter(
        street_id=application.street_id, application_id=application.pk
    )
    return list(rows.order_by("order"))


def photos_of(street_id: int, checks: Iterable[MaterialCheck]) -> dict[UUID, list[File]]:
    """The photos of each material, as everybody sees them."""
    found: dict[UUID, list[File]] = {check.pk: [] for check in checks}
    known = links.links_from(street_id, found, PAPER) if found else []
    if known:
        rows = File.objects.filter(street_id=street_id, pk__in=[one.target_id for one in known])
        by_id = {file.pk: file for file in rows}
        for one in known:
            found[one.source_id].append(by_id[one.target_id])
    return found


def materials_by_code(application: Application) -> dict[str, Material]:
    """The materials of the version that the application keeps."""
    return {one.code: one for one in materials(application.item_version.materials)}


def names_of(application: Application, codes: Iterable[str]) -> list[str]:
    """Materials by their names in the version that the application keeps."""
    known = materials_by_code(application)
    return [known[code].name for code in codes]


def codes_of(application: Application, paper: Paper) -> list[str]:
    """The materials of which this came."""
    return [check.material for check in checks_of(application) if check.paper == paper]


def missing_of(application: Application) -> list[str]:
    """The names of what is still missing."""
    return names_of(application, codes_of(application, Paper.MISSING))


def held_of(application: Application) -> list[Original]:
    """The originals that are in our keeping now."""
    rows = Original.objects.filter(
        street_id=application.street_id, application_id=application.pk, returned_at=None
    )
    return list(rows.order_by("taken_at"))


def has_mandate(application: Application, day: date) -> bool:
    """Somebody may act for the applicant on this day."""
    rows = Mandate.objects.filter(
        street_id=application.street_id, application_id=application.pk, until__gte=day
    )
    return rows.exists()


def as_applicant(street_id: int, account_id: UUID, phone: str) -> QuerySet[Application]:
    """What somebody applied for, by account or by the same phone."""
    same = Q(account_id=account_id)
    if normal := normal_phone(phone):
        same |= Q(phone_index=blind(normal))
    return Application.objects.filter(same, street_id=street_id)


def to_deem_accepted(street: Street, now: datetime) -> list[UUID]:
    """Nobody has said in time what is missing."""
    return _waiting(street, state=State.RECEIVED, tell_by__lt=now)


def to_lapse(street: Street, now: datetime) -> list[UUID]:
    """The applicant has not brought in time what was asked for, or has booked and never came."""
    before = now - timedelta(days=rule(street, now).value["come_days"])
    return [
        *_waiting(street, state=State.CORRECTING, correct_by__lt=now),
        *_waiting(street, state=State.BOOKED, booking__during__endswith__lt=before),
        *_waiting(street, state=State.BOOKED, booking=None, opened_at__lt=before),
    ]


def come_by(street: Street, application: Application) -> datetime | None:
    """Until when whoever booked may still come."""
    if application.state != State.BOOKED:
        return None
    start = application.booking.end if application.booking else application.opened_at
    return start + timedelta(days=rule(street, start).value["come_days"])


def to_forget(street: Street, now: datetime) -> list[UUID]:
    """Ended so long ago that names, phones and words go."""
    days = rulebook.rule_at(street, RuleKey.PRIVACY, now).value["case_days"]
    before = now - timedelta(days=days)
    return _waiting(street, state__in=ENDED, ended_at__lt=before, forgotten_at=None)


def rating_token(application_id: UUID) -> bytes:
    """Under what a rating of this application would be kept; see ``models.Rating``."""
    return blind(f"rating\n{application_id}")


def received_at(application: Application) -> UUID | None:
    """The organisation at whose counter it was taken in; of several the one that has a hall."""
    if application.taker_id is None:
        return None
    posts = Post.objects.filter(
        street_id=application.street_id, account_id=application.taker_id, role=Role.CLERK
    )
    halls = Hall.objects.filter(
        street_id=OuterRef("street_id"), organisation_id=OuterRef("organisation_id")
    )
    ordered = posts.order_by(Exists(halls).desc(), "-since")
    return ordered.values_list("organisation_id", flat=True).first()


def is_rated(application: Application) -> bool:
    """Whether the applicant has rated it; only their own page may ask."""
    token = rating_token(application.pk)
    return Rating.objects.filter(street_id=application.street_id, token=token).exists()


def _waiting(street: Street, **which: Any) -> list[UUID]:
    rows = Application.objects.filter(street_id=street.pk, **which).order_by("id")
    return list(rows.values_list("pk", flat=True)[:_MOST])
