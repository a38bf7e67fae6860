"""晒事: a handled request is shown to everybody after a person has confirmed it, and taken off."""

from collections.abc import Iterable
from uuid import UUID

from linli.cases import queries
from linli.cases.actions.walk import Walk, begin
from linli.cases.models import Case, Publication
from linli.cases.rules import limits
from linli.cases.rules.masking import masked
from linli.cases.rules.words import Publicity, Verb, Withhold
from linli.kernel import links
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused


@action
def publish(
    *,
    actor: Actor,
    case_id: UUID,
    title: str,
    summary: str,
    result: str,
    photos: Iterable[UUID] = (),
    version: int | None = None,
) -> Case:
    """Show what was done and where, in confirmed words without anything about a person; of the
    photos only chosen ones of the handling, and of the residents' own where they have agreed."""
    walk = begin(actor, case_id, Verb.PUBLISH, version)
    case = walk.case
    is_personal = bool(case.category and case.category.is_personal)
    refused = limits.why_not_publish(case.kind, is_personal, case.publicity)
    if refused:
        raise Refused(refused)
    _take_away(case)
    shown = Publication.objects.create(
        street_id=case.street_id,
        case=case,
        title=masked(title.strip())[:60],
        summary=masked(summary.strip()),
        result=masked(result.strip()),
        published_at=walk.now,
    )
    chosen = set(photos)
    offered = queries.photos_to_show(case)
    links.link(shown, [file for file in offered if file.pk in chosen], queries.SHOWN_PHOTOS)
    case.publicity = Publicity.SHOWN
    return walk.finish()


@action
def unpublish(*, actor: Actor, case_id: UUID, reason: Withhold, version: int | None = None) -> Case:
    """Not, or no longer, shown to everybody, for a reason."""
    return _withdrawn(begin(actor, case_id, Verb.UNPUBLISH, version), Publicity.WITHHELD, reason)


@action
def take_off(*, actor: Actor, case_id: UUID, version: int | None = None) -> Case:
    """The resident whose request it is does not want it shown: it is gone at once, for good."""
    walk = begin(actor, case_id, Verb.TAKE_OFF, version)
    refused = limits.why_not_take_off(walk.case.publicity)
    if refused:
        raise Refused(refused)
    return _withdrawn(walk, Publicity.OBJECTED)


def open_again(case: Case) -> None:
    """What is handled anew is not shown as handled; an objection holds."""
    _take_away(case)
    if case.publicity != Publicity.OBJECTED:
        case.publicity = ""


def _withdrawn(walk: Walk, publicity: Publicity, reason: str = "") -> Case:
    _take_away(walk.case)
    walk.case.publicity = publicity
    return walk.finish(reason=reason)


def _take_away(case: Case) -> None:
    Publication.objects.filter(street_id=case.street_id, case_id=case.pk).delete()
