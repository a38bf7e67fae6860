"""代办: originals that pass through our hands, and in whose name somebody runs the errand."""

from datetime import date
from uuid import UUID

from linli.counter import access, queries
from linli.counter.actions.application_walk import begin, must
from linli.counter.models import Application, Mandate, Original
from linli.counter.rules import application_limits as limits
from linli.counter.rules.application_words import Verb
from linli.kernel.action import action
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Refused
from linli.people import queries as people
from linli.words import N_, Reason


@action
def take_original(
    *,
    actor: Actor,
    application_id: UUID,
    material: str,
    copies: int = 1,
    version: int | None = None,
) -> Original:
    """An original comes into our keeping: what, how many, when, from now on in whose hands."""
    walk = begin(actor, application_id, Verb.TAKE_ORIGINAL, version)
    asked = queries.materials_by_code(walk.application).get(material)
    must(
        limits.why_not_take(
            copies,
            is_original=asked is not None and asked.is_original,
            is_held=_held(walk.application, material) is not None,
        )
    )
    original: Original = Original.objects.create(
        street_id=actor.street_id,
        application=walk.application,
        material=material,
        copies=copies,
        taken_at=walk.now,
        taken_by_id=_account(actor),
    )
    walk.finish(material=material, copies=copies)
    return original


@action
def return_original(
    *,
    actor: Actor,
    application_id: UUID,
    material: str,
    signed_by: str,
    version: int | None = None,
) -> Original:
    """It goes back, against a signature."""
    walk = begin(actor, application_id, Verb.RETURN_ORIGINAL, version)
    original = _held(walk.application, material)
    if original is None:
        raise Refused(limits.NOT_HELD)
    must(limits.why_not_return(signed_by))
    original.returned_at, original.returned_by_id = walk.now, _account(actor)
    original.signed_by = signed_by.strip()
    original.save(update_fields=["returned_at", "returned_by", "signed_by"])
    walk.finish(material=material)
    return original


@action
def give_mandate(
    *,
    actor: Actor,
    application_id: UUID,
    agent_id: UUID,
    until: date,
    is_signed: bool = False,
    version: int | None = None,
) -> Mandate:
    """In writing and for a time: on paper at the counter, or from the applicant's own account."""
    walk = begin(actor, application_id, Verb.GIVE_MANDATE, version)
    most = queries.rule(walk.street, walk.now).value["mandate_days"]
    is_written = is_signed or access.is_applicant(actor, walk.application)
    today = walk.street.day(walk.now)
    must(limits.why_not_mandate(until, today, most, is_signed=is_written))
    if agent_id not in people.accounts_of(actor.street_id, [agent_id]):
        raise Refused(Reason("no_such_choice", N_("没有这个选项，请重新选择。"), field="agent"))
    mandate: Mandate = Mandate.objects.create(
        street_id=actor.street_id,
        application=walk.application,
        agent_id=agent_id,
        given_at=walk.now,
        until=until,
    )
    walk.finish(agent=str(agent_id), until=until.isoformat())
    return mandate


def _held(application: Application, material: str) -> Original | None:
    """The original of a material that is in our keeping."""
    return next((one for one in queries.held_of(application) if one.material == material), None)


def _account(actor: Actor) -> UUID | None:
    return actor.id if actor.kind is ActorKind.ACCOUNT else None
