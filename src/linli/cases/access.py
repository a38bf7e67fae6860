"""Who may do what with a request, and which requests somebody sees."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from linli.cases.models import Case, CoHandler, Reporter
from linli.cases.rules.steps import BY_LINK, is_open_to_reporter, who_may
from linli.cases.rules.table import Step
from linli.cases.rules.words import ALLOWING, Ground
from linli.kernel.actor import Actor, ActorKind, Standing
from linli.kernel.errors import Forbidden
from linli.people.rules import STAFF, Role
from linli.words import N_, Reason

STREET_WIDE = frozenset({Role.DISPATCHER, Role.SUPERVISOR, Role.LEADER, Role.AUDITOR, Role.ADMIN})
TYPING = frozenset({Role.DISPATCHER, Role.SUPERVISOR, Role.CLERK, Role.SECRETARY, Role.GRID})
EXPORTING = frozenset({Role.DISPATCHER, Role.SUPERVISOR, Role.SECRETARY, Role.LEADER})
REVEALING = TYPING | {Role.LEADER}
CONFIGURING = frozenset({Role.ADMIN})
READING = STAFF | {Role.AUDITOR}


def is_staff(actor: Actor) -> bool:
    """May open the desk; the auditor reads it and can take no step."""
    return bool(actor.roles & READING)


def may_type_for_others(actor: Actor) -> bool:
    """May register a request for somebody who phoned or came by (REQ-02)."""
    return bool(actor.roles & TYPING) or actor.kind is ActorKind.SYSTEM


def may_export(actor: Actor) -> bool:
    """May take a list of requests out as a table; it holds no words or names of residents."""
    return bool(actor.roles & EXPORTING)


def may_reveal(actor: Actor, case: Case) -> bool:
    """Contact details open to the desk of the area and to the people of the owner."""
    if actor.kind is ActorKind.HANDLER:
        return False
    return is_of_owner(actor, case) or _holds(actor, case, REVEALING)


def may_step(actor: Actor, step: Step, case: Case) -> bool:
    """Role x area, owner, helper, or reporter, as the edge of the state table says."""
    return any(ground in ALLOWING for ground, _ in grounds(actor, step, case))


def grounds(actor: Actor, step: Step, case: Case) -> Iterator[tuple[Ground, Standing | None]]:
    """What was asked in turn, of which post, and what it said; one that allows is enough."""
    yield from _grounds_of_staff(actor, step, case)
    if step.helper:
        yield (Ground.HELPER if is_helper(actor, case) else Ground.NOT_HELPER), None
    if step.reporter:
        is_own = _may_step_as_reporter(actor, step, case)
        yield (Ground.REPORTER if is_own else Ground.NOT_REPORTER), None


def is_helper(actor: Actor, case: Case) -> bool:
    """Of an organisation that was called to help with it."""
    units = helping(actor)
    called = CoHandler.objects.filter(street_id=case.street_id, case_id=case.pk)
    return bool(units) and called.filter(organisation_id__in=units).exists()


def helping(actor: Actor) -> frozenset[UUID]:
    """The organisations somebody answers for when these are called to help."""
    posts = (standing for standing in actor.standings if standing.role in STAFF)
    return frozenset(post.organisation_id for post in posts if post.organisation_id)


def _may_step_as_reporter(actor: Actor, step: Step, case: Case) -> bool:
    """Whoever raised it, by account or by the case's own link; or joined it, likewise."""
    if actor.id is None:
        return False
    if actor.kind is ActorKind.LINK and actor.id == case.pk:
        return True
    same = (
        Q(pk=actor.id, joined_at__isnull=False)
        if actor.kind is ActorKind.LINK
        else Q(account_id=actor.id)
    )
    own = Reporter.objects.filter(same, street_id=case.street_id, case_id=case.pk).first()
    return own is not None and is_open_to_reporter(step, has_joined=own.joined_at is not None)


def has_raised(actor: Actor, case: Case) -> bool:
    """Whoever raised it, not somebody who joined: by the case's own link or by account."""
    if actor.id is None or actor.id == case.pk:
        return actor.id is not None
    own = Reporter.objects.filter(street_id=case.street_id, case_id=case.pk, joined_at=None)
    return own.filter(account_id=actor.id).exists()


def may_step_as_staff(actor: Actor, step: Step, case: Case) -> bool:
    """By role in the area or as the owner's people, without asking who raised it."""
    return any(ground in ALLOWING for ground, _ in _grounds_of_staff(actor, step, case))


def _grounds_of_staff(
    actor: Actor, step: Step, case: Case
) -> Iterator[tuple[Ground, Standing | None]]:
    if actor.kind is ActorKind.SYSTEM:
        yield Ground.SYSTEM, None
    if actor.kind is ActorKind.HANDLER:
        is_its = step.verb in BY_LINK and is_of_owner(actor, case) and actor.id == case.pk
        yield (Ground.LINK if is_its else Ground.NOT_BY_LINK), None
        return
    for standing in actor.standings:
        if standing.role not in step.roles:
            yield Ground.OTHER_ROLE, standing
        else:
            yield (Ground.ROLE if _covers(standing, case) else Ground.ELSEWHERE), standing
    if step.owner:
        yield (Ground.OWNER if is_of_owner(actor, case) else Ground.NOT_OWNER), None


def is_handler(actor: Actor, case: Case) -> bool:
    """Whoever has it in hand, as long as they hold a post, and who stands in for them."""
    return case.handler_id is not None and case.handler_id in handling(actor)


def handling(actor: Actor) -> frozenset[UUID]:
    """The accounts for which somebody handles requests: their own, and those they stand in for."""
    if actor.id is None or not actor.roles & STAFF:
        return frozenset()
    return actor.stands_in_for | {actor.id}


def is_of_owner(actor: Actor, case: Case) -> bool:
    """The people of the owning organisation; where a person is named in it, grid workers other
    than that person stay out."""
    if is_handler(actor, case):
        return True
    return any(
        standing.organisation_id == case.owner_id
        and (standing.role != Role.GRID or case.handler_id is None)
        for standing in actor.standings
        if standing.role in STAFF
    )


def not_your_step(step: Step) -> Forbidden:
    """The refusal, with the words of who may."""
    params = {"verb": step.verb.word, "who": who_may(step)}
    return Forbidden(Reason("step_not_yours", N_("“%(verb)s”只能由%(who)s来做。"), params))


def visible_to(actor: Actor, rows: QuerySet[Case]) -> QuerySet[Case]:
    """The requests an actor sees: their own, their area's, their organisation's."""
    rows = rows.filter(street_id=actor.street_id)
    seeing = [standing for standing in actor.standings if standing.role in _SEEING]
    if actor.kind is ActorKind.SYSTEM or any(s.role in STREET_WIDE for s in seeing):
        return rows
    if actor.id is None:
        return rows.none()
    if actor.kind in (ActorKind.LINK, ActorKind.HANDLER):
        return rows.filter(Q(pk=actor.id) | _joined_as(actor.id))
    if actor.kind is ActorKind.KEY:
        return rows.filter(source=f"key:{actor.id}")
    seen = _raised_by(actor.id)
    if accounts := handling(actor):
        seen |= Q(handler_id__in=accounts)
    for standing in seeing:
        seen |= _area(standing)
    if actor.organisations:
        seen |= Q(owner_id__in=actor.organisations) | helps(actor.organisations)
    return rows.filter(seen)


_SEEING = STAFF | {Role.AUDITOR, Role.NEIGHBOUR}


def _area(standing: Standing) -> Q:
    if standing.grid_id:
        return Q(grid_id=standing.grid_id)
    if standing.area_path:
        return Q(area_path__startswith=standing.area_path)
    if standing.community_id:
        return Q(community_id=standing.community_id)
    return Q(pk__in=[])


def helps(organisations: Iterable[UUID], **still: Any) -> Q:
    """Requests to which one of these organisations was called, and how its part still stands."""
    help_given = CoHandler.objects.filter(
        street_id=OuterRef("street_id"),
        case_id=OuterRef("pk"),
        organisation_id__in=organisations,
        **still,
    )
    return Q(Exists(help_given))


def _raised_by(account_id: UUID) -> Q:
    own = Reporter.objects.filter(
        street_id=OuterRef("street_id"), case_id=OuterRef("pk"), account_id=account_id
    )
    return Q(Exists(own))


def _joined_as(reporter_id: UUID) -> Q:
    own = Reporter.objects.filter(
        street_id=OuterRef("street_id"), case_id=OuterRef("pk"), pk=reporter_id
    )
    return Q(Exists(own))


def _holds(actor: Actor, case: Case, roles: Iterable[str]) -> bool:
    return any(standing.role in roles and _covers(standing, case) for standing in actor.standings)


def _covers(standing: Standing, case: Case) -> bool:
    if standing.role in STREET_WIDE and standing.is_street_wide:
        return True
    if standing.grid_id:
        return standing.grid_id == case.grid_id
    if standing.area_path:
        return bool(case.area_path) and case.area_path.startswith(standing.area_path)
    if standing.community_id:
        return standing.community_id == case.community_id
    return False
