"""接办: a request comes in through any channel and is placed, sorted, promised and numbered."""

from collections import Counter as Tally
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError
from django.db.models import Q

from linli.cases import access, queries
from linli.cases.actions import clocks, journal
from linli.cases.actions.walk import attach
from linli.cases.models import Case, Counter, Reporter
from linli.cases.rules.intake import number, why_not_text
from linli.cases.rules.words import Channel, Kind, State, Urgency
from linli.kernel import clock, personal
from linli.kernel.action import action
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Forbidden, Refused
from linli.kernel.events import Audience
from linli.kernel.streets.models import Street
from linli.places import queries as places
from linli.places.queries import Place
from linli.places.rules import sensible_point
from linli.words import N_, Reason


@dataclass(frozen=True, slots=True)
class Person:
    """Who raises it; an anonymous person leaves neither name nor account."""

    name: str = ""
    phone: str = ""
    account_id: UUID | None = None
    is_anonymous: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A request as it comes in; only ``text`` and ``channel`` are needed.

    ``lat`` and ``lon`` are degrees of WGS-84, ``area_id`` a scanned place. ``once`` and
    (``source``, ``external_id``) make sending again harmless. ``registered_at``, ``due_at`` and
    ``ended_at`` (aware) come with what another system has kept, and so do the ``reply`` and the
    owner of a request that ``is_ended``, at a time it may not have kept.
    """

    text: str
    channel: Channel
    kind: Kind = Kind.HELP
    category: str = ""
    category_id: UUID | None = None
    urgency: Urgency | None = None
    address: str = ""
    lat: float | None = None
    lon: float | None = None
    area_id: UUID | None = None
    person: Person = field(default_factory=Person)
    once: str | None = None
    source: str = ""
    external_id: str | None = None
    registered_at: datetime | None = None
    due_at: datetime | None = None
    ended_at: datetime | None = None
    is_ended: bool = False
    owner_id: UUID | None = None
    reply: str = ""

    @property
    def state(self) -> State:
        """A request that ended elsewhere comes in closed."""
        return State.CLOSED if self.is_ended or self.ended_at else State.REGISTERED


def register(*, actor: Actor, draft: Draft, photos: Iterable[Any] = ()) -> Case:
    """Raise a request; the same request sent twice, even at the same instant, is one."""
    try:
        return _register(actor=actor, draft=draft, photos=photos)
    except IntegrityError:
        found = _known(actor.street_id, [draft])
        if not found:
            raise
        return found[0]


@action
def _register(*, actor: Actor, draft: Draft, photos: Iterable[Any]) -> Case:
    known = _known(actor.street_id, [draft])
    if known:
        return known[0]
    street = Street.objects.get(pk=actor.street_id)
    (case,) = _write(actor, street, [draft])
    attach(actor, case, photos, Audience.PRIVATE)
    return case


@action
def register_many(*, actor: Actor, drafts: Sequence[Draft]) -> tuple[list[Case], list[Case]]:
    """Take in a batch of another system's requests; returns the new ones and the known ones."""
    street = Street.objects.get(pk=actor.street_id)
    known = _known(actor.street_id, drafts)
    taken = {(case.source, case.external_id) for case in known}
    fresh = [draft for draft in drafts if (draft.source, draft.external_id) not in taken]
    return _write(actor, street, fresh), known


def _known(street_id: int, drafts: Iterable[Draft]) -> list[Case]:
    """Requests already registered from these very drafts."""
    same = Q(pk__in=[])
    for draft in drafts:
        if draft.once:
            same |= Q(once=draft.once)
    numbers = [draft.external_id for draft in drafts if draft.external_id]
    if numbers:
        sources = {draft.source for draft in drafts}
        same |= Q(source__in=sources, external_id__in=numbers)
    return list(Case.objects.filter(same, street_id=street_id)) if same != Q(pk__in=[]) else []


def _write(actor: Actor, street: Street, drafts: Sequence[Draft]) -> list[Case]:
    now = clock.now()
    cases = [placed(actor, street, draft, now) for draft in drafts]
    _give_numbers(street, cases)
    Case.objects.bulk_create(cases, batch_size=500)
    Reporter.objects.bulk_create(
        [reporter_of(case, draft.person) for case, draft in zip(cases, drafts, strict=True)],
        batch_size=500,
    )
    journal.record(actor, ((case, draft.reply) for case, draft in zip(cases, drafts, strict=True)))
    return cases


def placed(actor: Actor, street: Street, draft: Draft, now: datetime) -> Case:
    _must_be_allowed(actor, draft)
    refused = why_not_text(draft.text)
    if refused:
        raise Refused(refused)
    draft, place, is_outside = _located(street, draft)
    category, because = _sorted(street, draft)
    moment = draft.registered_at or now
    desk = queries.desk_for(street, category.pk if category else None, place, moment)
    case = Case(
        street_id=street.pk,
        state=draft.state,
        kind=draft.kind,
        channel=draft.channel,
        urgency=draft.urgency or (category.urgency if category else Urgency.ORDINARY),
        category_id=category.pk if category else None,
        text=draft.text.strip(),
        registered_at=moment,
        address=draft.address.strip(),
        lat=draft.lat,
        lon=draft.lon,
        is_outside=is_outside,
        community_id=place.community_id if place else None,
        grid_id=place.grid_id if place else None,
        area_id=place.area_id if place else None,
        area_path=place.area_path if place else "",
        owner_id=draft.owner_id or queries.last_resort(street),
        suggested_owner_id=desk.organisation_id,
        suggested_handler_id=desk.handler_id,
        because=list(because),
        once=draft.once,
        source=draft.source,
        external_id=draft.external_id,
        replied_at=draft.ended_at,
        ended_at=draft.ended_at,
    )
    if draft.due_at:
        clocks.promise_by(case, street, draft.due_at, moment)
    else:
        clocks.promise_reply(case, street, moment)
    return case


def _must_be_allowed(actor: Actor, draft: Draft) -> None:
    """Anybody may raise their own; typing for somebody else takes a desk."""
    own = draft.channel in (Channel.PHONE, Channel.QR)
    if own or actor.kind is ActorKind.KEY or access.may_type_for_others(actor):
        return
    raise Forbidden(Reason("typing_not_yours", N_("只有受理人员和网格员可以代为登记。")))


def _located(street: Street, draft: Draft) -> tuple[Draft, Place | None, bool]:
    """By the scanned place, else by the point, else by the address, else by the text itself."""
    if draft.area_id:
        return draft, places.find_place(street, draft.area_id), False
    if draft.lat is not None and draft.lon is not None:
        point = sensible_point(draft.lat, draft.lon)
        if isinstance(point, Reason):
            raise Refused(point)
        draft = replace(draft, lat=point.lat, lon=point.lon)
        place = places.locate(street, point.lat, point.lon)
        if place or not draft.address:
            return draft, place, place is None
    match = places.locate_address(street, draft.address or draft.text)
    return draft, places.find_place(street, match.area_id) if match else None, False


def _sorted(street: Street, draft: Draft) -> tuple[Any, tuple[str, ...]]:
    """The category that was named if the tree knows it, else the one its words speak for."""
    catalogue = queries.catalogue(street)
    named = catalogue.by_id.get(draft.category_id) if draft.category_id else None
    named = named or catalogue.named(draft.category)
    if named:
        return named, ()
    guess = queries.suggest(street, f"{draft.category} {draft.text}")
    return (catalogue.by_id[guess.matter_id], guess.because) if guess else (None, ())


def _give_numbers(street: Street, cases: Sequence[Case]) -> None:
    """Count per street and local day under a lock; the lock is taken last and held shortly."""
    zone = ZoneInfo(street.zone)
    days = [case.registered_at.astimezone(zone).date() for case in cases]
    next_of = _reserve(street, Tally(days))
    for case, day in zip(cases, days, strict=True):
        case.number = number(street.initials, day, next_of[day])
        next_of[day] += 1


def _reserve(street: Street, wanted: Mapping[date, int]) -> dict[date, int]:
    """The first of so many numbers of each day, all ours from now on."""
    if len(counters := _held(street, wanted)) < len(wanted):
        missing = sorted(set(wanted) - {counter.day for counter in counters})
        fresh = [Counter(street_id=street.pk, day=day) for day in missing]
        Counter.objects.bulk_create(fresh, ignore_conflicts=True)
        counters = _held(street, wanted)
    first = {counter.day: counter.last + 1 for counter in counters}
    for counter in counters:
        counter.last += wanted[counter.day]
    if len(counters) == 1:
        counters[0].save(update_fields=["last"])
    else:
        Counter.objects.bulk_update(counters, ["last"])
    return first


def _held(street: Street, days: Iterable[date]) -> list[Counter]:
    """The counters that exist, locked in the order of their days."""
    rows = Counter.objects.filter(street_id=street.pk, day__in=list(days)).order_by("day")
    return list(rows.select_for_update(of=("self",), no_key=True))


def reporter_of(case: Case, person: Person) -> Reporter:
    phone = personal.normal_phone(person.phone)
    return Reporter(
        street_id=case.street_id,
        case=case,
        account_id=None if person.is_anonymous else person.account_id,
        name="" if person.is_anonymous else person.name.strip(),
        phone=phone,
        phone_index=personal.blind(phone) if phone else None,
        is_anonymous=person.is_anonymous,
    )
