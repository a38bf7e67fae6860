"""Several desks on one request: who was called comes, answers its part, and both sides judge."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from linli.cases import access
from linli.cases.actions.walk import Walk, begin
from linli.cases.models import Case, CoHandler
from linli.cases.rules import limits
from linli.cases.rules.words import Mode, Verb
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused
from linli.kernel.events import Audience


@action
def arrive(*, actor: Actor, case_id: UUID, unit_id: UUID, version: int | None = None) -> Case:
    """A unit that was whistled for has come: it says so itself, or whoever whistled confirms."""
    walk = begin(actor, case_id, Verb.ARRIVE, version)
    called = _called(walk, [unit_id])
    refused = limits.why_not_arrive(
        walk.case.mode == Mode.WHISTLE,
        _has_whistled(walk) or unit_id in access.helping(actor),
        called.arrived_at is not None,
    )
    if refused:
        raise Refused(refused)
    called.arrived_at = walk.now
    called.save(update_fields=["arrived_at"])
    return walk.finish(unit=str(unit_id))


@action
def assist(
    *,
    actor: Actor,
    case_id: UUID,
    text: str,
    is_public: bool = False,
    photos: Iterable[Any] = (),
    version: int | None = None,
) -> Case:
    """A unit that helps tells the lead what it has done; public ones the resident reads too."""
    walk = begin(actor, case_id, Verb.ASSIST, version)
    called = _called(walk, access.helping(actor))
    called.answered_at = walk.now
    called.save(update_fields=["answered_at"])
    audience = Audience.PUBLIC if is_public else Audience.STAFF
    unit = str(called.organisation_id)
    return walk.finish(text, audience=audience, photos=photos, unit=unit)


@action
def appraise(
    *,
    actor: Actor,
    case_id: UUID,
    stars: int,
    unit_id: UUID | None = None,
    text: str = "",
    version: int | None = None,
) -> Case:
    """After a whistle: whoever whistled judges each unit, each unit judges the whistle."""
    walk = begin(actor, case_id, Verb.APPRAISE, version)
    is_back = unit_id is None
    called = _called(walk, access.helping(actor) if unit_id is None else [unit_id])
    field = "stars_back" if is_back else "stars"
    refused = limits.why_not_appraise(
        walk.case.mode == Mode.WHISTLE,
        is_back or _has_whistled(walk),
        getattr(called, field) is not None,
    ) or limits.why_not_stars(stars, None)
    if refused:
        raise Refused(refused)
    setattr(called, field, stars)
    called.save(update_fields=[field])
    unit = str(called.organisation_id)
    return walk.finish(text, unit=unit, stars=stars, side="unit" if is_back else "whistle")


def _called(walk: Walk, unit_ids: Iterable[UUID]) -> CoHandler:
    """The first of these units that was called to this request; a refusal where none was."""
    rows = CoHandler.objects.filter(street_id=walk.case.street_id, case_id=walk.case.pk)
    found = rows.filter(organisation_id__in=list(unit_ids)).order_by("id").first()
    if found is None:
        raise Refused(limits.not_called())
    return found


def _has_whistled(walk: Walk) -> bool:
    """The owner, and the desk that called on its behalf."""
    return access.may_step_as_staff(walk.actor, walk.step, walk.case)
