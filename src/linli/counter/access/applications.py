"""Who may do what at the counter, and which applications somebody sees."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from linli.counter.models import Application, Mandate
from linli.counter.rules.applications import Step, who_may
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Forbidden
from linli.people.rules import STAFF, Role
from linli.words import N_, Reason

RECEIVING = frozenset({Role.CLERK})
SEEING_ALL = RECEIVING | {Role.SECRETARY, Role.SUPERVISOR, Role.LEADER, Role.AUDITOR}
REVEALING = RECEIVING | {Role.SECRETARY, Role.SUPERVISOR}
ANSWERING_RATINGS = frozenset({Role.SUPERVISOR})


def may_receive(actor: Actor) -> bool:
    """Any clerk takes in any item."""
    return bool(actor.roles & RECEIVING)


def reads_applications(actor: Actor) -> bool:
    """Opens the list; a department finds what was passed up to it."""
    return bool(actor.roles & (SEEING_ALL | {Role.DEPARTMENT}))


def opens_applications(actor: Actor) -> bool:
    """Opens the pages of the counter: besides these whoever works here and may run an errand
    finds what they were given to do."""
    return reads_applications(actor) or bool(actor.roles & STAFF)


def reads_ratings(actor: Actor) -> bool:
    """Sees what was said of the service, and sees to it."""
    return bool(actor.roles & ANSWERING_RATINGS) or actor.kind is ActorKind.SYSTEM


def require_ratings(actor: Actor) -> None:
    """A bad rating is not answered by whom it is about."""
    if not reads_ratings(actor):
        raise Forbidden(Reason("ratings_not_yours", N_("差评由督办员来回访和销号。")))


def may_step(actor: Actor, step: Step, application: Application, today: date) -> bool:
    """Role, department, applicant or agent, as the edge of the table says; the system may all."""
    return (
        actor.kind is ActorKind.SYSTEM
        or bool(actor.roles & step.roles)
        or (step.department and is_of_department(actor, application))
        or (step.applicant and is_applicant(actor, application))
        or (step.agent and is_agent(actor, application, today))
    )


def is_of_department(actor: Actor, application: Application) -> bool:
    """Of the unit that it was passed up to."""
    return any(
        standing.role == Role.DEPARTMENT and standing.organisation_id == application.department_id
        for standing in actor.standings
        if application.department_id
    )


def is_applicant(actor: Actor, application: Application) -> bool:
    """Whose application it is: by account, or by the link that opens it."""
    if actor.kind is ActorKind.LINK:
        return actor.id == application.pk
    return actor.kind is ActorKind.ACCOUNT and actor.id == application.account_id


def is_agent(actor: Actor, application: Application, today: date) -> bool:
    """Whoever holds a mandate that has not run out."""
    return mandates_of(actor, application).filter(until__gte=today).exists()


def mandates_of(actor: Actor, application: Application) -> QuerySet[Mandate]:
    """What somebody was given to do for the applicant, also what has run out."""
    rows = Mandate.objects.filter(street_id=application.street_id, application_id=application.pk)
    return rows.filter(agent_id=actor.id)


def reads_person(actor: Actor, application: Application) -> bool:
    """Name and phone in full: the applicant, and whoever typed them and stays responsible."""
    mine = application.taker_id is not None and actor.id == application.taker_id
    return mine or is_applicant(actor, application) or actor.kind is ActorKind.SYSTEM


def may_reveal(actor: Actor, application: Application) -> bool:
    """Opens what is masked: who receives and answers for it, and the unit it was passed up to."""
    return bool(actor.roles & REVEALING) or is_of_department(actor, application)


def not_your_step(step: Step) -> Forbidden:
    """The refusal, with the words of who may."""
    params = {"verb": step.verb.word, "who": who_may(step)}
    return Forbidden(Reason("step_not_yours", N_("“%(verb)s”只能由%(who)s来做。"), params))


def visible_applications(
    actor: Actor, rows: QuerySet[Application], today: date
) -> QuerySet[Application]:
    """One's own, those one runs errands for, those of one's unit; at the counter all; by a link the
    one that it opens."""
    rows = rows.filter(street_id=actor.street_id)
    if actor.kind is ActorKind.SYSTEM or actor.roles & SEEING_ALL:
        return rows
    if actor.kind is ActorKind.LINK and actor.id:
        return rows.filter(pk=actor.id)
    if actor.kind is not ActorKind.ACCOUNT:
        return rows.none()
    given = Mandate.objects.filter(
        street_id=OuterRef("street_id"),
        application_id=OuterRef("pk"),
        agent_id=actor.id,
        until__gte=today,
    )
    seen = Q(account_id=actor.id) | Q(Exists(given))
    if Role.DEPARTMENT in actor.roles:
        seen |= Q(department_id__in=actor.organisations)
    return rows.filter(seen)
