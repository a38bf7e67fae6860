"""接办: a request comes in through any channel and is placed, sorted, promised and numbered."""

from collections import Counter as Tally
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError
from django.db.models import Q

from linli.cases import access, queries
from linli.cases.actions import clocks, journal
from linli.cases.actions.walk import attach
from linli.cases.models import Case, Counter, Reporter
from linli.cases.rules.drafts import Draft, Person
from linli.cases.rules.intake import number, why_not_text
from linli.cases.rules.words import Channel
from linli.kernel import clock, numbers, personal
from linli.kernel.action import action
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Forbidden, Refused
from linli.kernel.events import Audience
from linli.kernel.streets.models import Street
from linli.words import N_, Reason


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
    """The request with all that is decided for it, not yet numbered and written."""
    _must_be_allowed(actor, draft)
    refused = why_not_text(draft.text)
    if refused:
        raise Refused(refused)
    moment = draft.registered_at or now
    plan = queries.plan(street, draft, moment)
    case = Case(
        street_id=street.pk,
        state=draft.state,
        kind=draft.kind,
        channel=draft.channel,
        urgency=plan.urgency,
        category_id=plan.matter.pk if plan.matter else None,
        text=draft.text.strip(),
        registered_at=moment,
        address=draft.address.strip(),
        lat=plan.point.lat if plan.point else None,
        lon=plan.point.lon if plan.point else None,
        is_outside=plan.is_outside,
        community_id=plan.place.community_id if plan.place else None,
        grid_id=plan.place.grid_id if plan.place else None,
        area_id=plan.place.area_id if plan.place else None,
        area_path=plan.place.area_path if plan.place else "",
        owner_id=draft.owner_id or queries.last_resort(street),
        suggested_owner_id=plan.desk.organisation_id,
        suggested_handler_id=plan.desk.handler_id,
        because=list(plan.because),
        once=draft.once,
        source=draft.source,
        external_id=draft.external_id,
        replied_at=draft.ended_at,
        ended_at=draft.ended_at,
    )
    clocks.keep(case, plan.promise)
    return case


def _must_be_allowed(actor: Actor, draft: Draft) -> None:
    """Anybody may raise their own; typing for somebody else takes a desk."""
    own = draft.channel in (Channel.PHONE, Channel.QR)
    if own or actor.kind is ActorKind.KEY or access.may_type_for_others(actor):
        return
    raise Forbidden(Reason("typing_not_yours", N_("只有受理人员和网格员可以代为登记。")))


def _give_numbers(street: Street, cases: Sequence[Case]) -> None:
    """Count per street and local day under a lock; the lock is taken last and held shortly."""
    zone = ZoneInfo(street.zone)
    days = [case.registered_at.astimezone(zone).date() for case in cases]
    next_of = numbers.reserve(Counter, street.pk, Tally(days))
    for case, day in zip(cases, days, strict=True):
        case.number = number(street.initials, day, next_of[day])
        next_of[day] += 1


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
