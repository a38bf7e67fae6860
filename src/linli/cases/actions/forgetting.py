"""Nothing of a person is left of a request: what it was about, which community had it and how it
went stay to be counted, under the same number."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from linli.cases import queries
from linli.cases.models import Case, Entry, Reporter, SavedView
from linli.cases.queries.reading import PHOTO_KINDS
from linli.cases.queries.story import LINE_PHOTOS
from linli.cases.rules.words import CaseEvent, DeskEvent
from linli.files import actions as files
from linli.files import queries as stored
from linli.kernel import clock, events, links, locks
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.people import access
from linli.words import N_

GONE = N_("（内容已按规定删除）")


@action
def forget_case(*, actor: Actor, case_id: UUID) -> None:
    """The time of a request is over: words, place, photos and everybody who raised it."""
    access.require_system(actor)
    (case,) = locks.take(Case, actor.street_id, case_id)
    if case.forgotten_at is None:
        _unname(Reporter.objects.filter(street_id=case.street_id, case_id=case.pk))
        _empty(actor, case)


@action
def forget_person(*, actor: Actor, account_id: UUID, phone: str) -> None:
    """Somebody is forgotten: what they raised loses its words; of what they joined or others
    raised only their own part goes."""
    access.require_system(actor)
    mine = queries.as_reporter(actor.street_id, account_id, phone)
    found = list(mine)
    cases = locks.take(Case, actor.street_id, *sorted({one.case_id for one in found}))
    raised = {one.case_id for one in found if one.joined_at is None}
    selves = {account_id, *(one.pk for one in found)}
    if found:
        _unname(mine)
    for case in cases:
        if case.pk in raised:
            _empty(actor, case)
        else:
            _take_words(actor, case, selves)
    views = SavedView.objects.filter(street_id=actor.street_id, account_id=account_id)
    if kept := [events.draft(actor, DeskEvent.VIEW_DELETED, view) for view in views]:
        views.delete()
        events.write(kept)


def _unname(rows: QuerySet[Reporter]) -> None:
    rows.update(name="", phone="", phone_index=None, account=None, is_anonymous=True)


def _empty(actor: Actor, case: Case) -> None:
    history = events.history(case.street_id, case.pk)
    sources = {case.pk, *(event.pk for event in history)}
    _remove_photos(actor, case, sources)
    Entry.objects.filter(street_id=case.street_id, case_id=case.pk).delete()
    case.text, case.address, case.lat, case.lon, case.once = GONE, "", None, None, None
    case.forgotten_at = clock.now()
    case.save(update_fields=["text", "address", "lat", "lon", "once", "forgotten_at"])
    events.record(actor, CaseEvent.FORGOTTEN, case)


def _take_words(actor: Actor, case: Case, selves: Collection[UUID]) -> None:
    """Out of a request of somebody else, what this person said and sent."""
    history = events.history(case.street_id, case.pk)
    own = [event.pk for event in history if event.actor_id in selves]
    Entry.objects.filter(street_id=case.street_id, event_id__in=own).delete()
    _remove_photos(actor, case, own, selves)
    events.record(actor, CaseEvent.FORGOTTEN, case)


def _remove_photos(
    actor: Actor, case: Case, sources: Collection[UUID], by: Collection[UUID] = ()
) -> None:
    kinds = (*PHOTO_KINDS.values(), LINE_PHOTOS)
    found = links.links_from(case.street_id, sources, *kinds)
    targets = {one.target_id for one in found}
    if by:
        shown = links.links_from(case.street_id, [case.pk], *kinds)
        sent = stored.sent_by(case.street_id, {one.target_id for one in shown}, by)
        targets |= set(sent)
    links.unlink(case.street_id, targets)
    files.remove_photos(actor=actor, file_ids=targets)
