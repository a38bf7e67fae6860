"""收件: somebody books or comes, the papers are ticked off, and what can be done at once is."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import IO, Any
from uuid import UUID

from django.db import IntegrityError

from linli.counter import access, queries
from linli.counter.actions.application_accept import accept, ask_correction, serve
from linli.counter.actions.application_photos import add_papers
from linli.counter.actions.application_walk import begin, facts_of, must
from linli.counter.models import Application, ApplicationCount, ItemVersion, MaterialCheck
from linli.counter.rules import application_limits as limits
from linli.counter.rules import application_papers as papers
from linli.counter.rules.application_papers import Draft, Ticked
from linli.counter.rules.application_words import CounterEvent, Paper, State, Verb, Way
from linli.counter.rules.catalogue import Kind
from linli.kernel import clock, events, numbers, personal
from linli.kernel.action import action
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Forbidden, NotFound
from linli.kernel.events import Audience
from linli.kernel.streets.models import Street
from linli.people import queries as people
from linli.words import N_, Reason

Photos = Mapping[str, Sequence[IO[bytes]]]


@action
def book(*, actor: Actor, draft: Draft) -> Application:
    """Say beforehand what one will come for; at the counter it is there already."""
    if not access.may_receive(actor) and draft.account_id != actor.id:
        raise Forbidden(Reason("book_own", N_("只能替自己预约；替别人办请到窗口。")))
    application = opened(actor, draft)
    after = facts_of(application)
    events.record(actor, CounterEvent.BOOKED, application, audience=Audience.PRIVATE, after=after)
    return application


@action
def receive(
    *,
    actor: Actor,
    application_id: UUID,
    ticked: Ticked,
    way: Way = Way.WINDOW,
    companion: str = "",
    version: int | None = None,
) -> Application:
    """The papers are in; whoever took them stays responsible to the end."""
    walk = begin(actor, application_id, Verb.RECEIVE, version)
    must(limits.why_not_home(way, companion))
    walk.application.companion = companion.strip() if way is Way.HOME else ""
    if actor.kind is ActorKind.ACCOUNT:
        walk.application.taker_id = actor.id
    walk.count_trip(way)
    _tick(walk.application, ticked, walk.street)
    return walk.finish()


def take_in(
    *, actor: Actor, draft: Draft, only_receive: bool = False, photos: Photos | None = None
) -> Application:
    """The whole reception in one: received, and then at once done, accepted, or told in full what
    is missing. Sent twice, even at the same instant, it is one application. ``photos`` are put to
    the materials whose codes they come under."""
    given: dict[str, Any] = {"draft": draft, "only_receive": only_receive, "photos": photos or {}}
    return once_only(actor, draft, lambda: _take_in(actor=actor, **given))


@action
def _take_in(*, actor: Actor, draft: Draft, only_receive: bool, photos: Photos) -> Application:
    if not access.may_receive(actor) and actor.kind is not ActorKind.SYSTEM:
        raise Forbidden(Reason("receive_not_yours", N_("只有窗口人员可以收件。")))
    one = opened(actor, draft)
    found = receive(
        actor=actor,
        application_id=one.pk,
        ticked=draft.ticked,
        way=draft.way,
        companion=draft.companion,
    )
    return _looked_at(actor, found, photos, only_receive=only_receive)


@action
def take_in_booked(
    *,
    actor: Actor,
    application_id: UUID,
    ticked: Ticked,
    way: Way = Way.WINDOW,
    companion: str = "",
    only_receive: bool = False,
    photos: Photos | None = None,
    version: int | None = None,
) -> Application:
    """Whoever booked is there: who and what are known, the rest goes as with anybody."""
    given = {"ticked": ticked, "way": way, "companion": companion, "version": version}
    found = receive(actor=actor, application_id=application_id, **given)  # type: ignore[arg-type]
    return _looked_at(actor, found, photos or {}, only_receive=only_receive)


def _looked_at(
    actor: Actor, found: Application, photos: Photos, *, only_receive: bool
) -> Application:
    """Photos are kept with the papers; then it is done at once, accepted, or told in full what is
    missing."""
    for material, sent in photos.items():
        add_papers(actor=actor, application_id=found.pk, material=material, photos=sent)
    if photos:
        found.refresh_from_db()
    if only_receive:
        return found
    if queries.missing_of(found):
        return ask_correction(actor=actor, application_id=found.pk)
    if found.item_version.kind == Kind.IMMEDIATE:
        return serve(actor=actor, application_id=found.pk)
    return accept(actor=actor, application_id=found.pk)


def once_only(actor: Actor, draft: Draft, make: Callable[[], Application]) -> Application:
    """Sent twice, even at the same instant, a draft is one application."""
    rows = Application.objects.filter(street_id=actor.street_id, once=draft.once)
    try:
        return (rows.first() if draft.once else None) or make()
    except IntegrityError:
        known = rows.first() if draft.once else None
        if known is None:
            raise
        return known


def opened(actor: Actor, draft: Draft) -> Application:
    """A numbered application of the item as it is today, with its materials."""
    street, now = Street.objects.get(pk=actor.street_id), clock.now()
    day = street.day(now)
    version = queries.version_on(street, draft.item_id, day)
    if version is None:
        raise NotFound
    must(limits.why_not_open(is_open=version.item.is_open) or limits.why_not_person(draft.name))
    phone = personal.normal_phone(draft.phone)
    application = Application(
        street_id=street.pk,
        number=_number(street, day),
        item_version=version,
        account_id=draft.account_id or _account(actor, street, phone),
        name=draft.name.strip(),
        phone=phone,
        phone_index=personal.blind(phone) if phone else None,
        state=State.BOOKED,
        opened_at=now,
        once=draft.once,
    )
    application.save(force_insert=True)
    MaterialCheck.objects.bulk_create(
        MaterialCheck(
            street_id=street.pk,
            application=application,
            material=material.code,
            order=order,
            paper=Paper.MISSING,
        )
        for order, material in enumerate(papers.materials(version.materials), 1)
    )
    _tick(application, draft.ticked, street)
    return application


def _account(actor: Actor, street: Street, phone: str) -> UUID | None:
    """Whoever opens an account with this number follows their application there; what a visitor
    typed nobody has seen, and it would be in somebody else's name."""
    if actor.kind is ActorKind.VISITOR:
        return None
    account = people.account_of_phone(street.pk, phone) if phone else None
    return account.pk if account else None


def _number(street: Street, day: date) -> str:
    count = numbers.reserve(ApplicationCount, street.pk, {day: 1})[day]
    return limits.number(street.initials, day, count)


def _tick(application: Application, ticked: Ticked, street: Street) -> None:
    """Write what came of each material."""
    version: ItemVersion = application.item_version
    needed = papers.materials(version.materials)
    must(papers.why_not_ticked(needed, papers.conditional(version.questions), ticked))
    came, until = papers.checked(needed, ticked), None
    if ticked.promised:
        until = queries.after(street, clock.now(), "promise_working_days")
    checks = queries.checks_of(application)
    for check in checks:
        check.paper = came[check.material]
        check.promised_until = until if check.paper == Paper.PROMISED else None
    MaterialCheck.objects.bulk_update(checks, ["paper", "promised_until"])
