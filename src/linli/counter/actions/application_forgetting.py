"""Nothing of a person is left of an application: what it was for and how it went stay to be
counted, under the same number."""

from uuid import UUID

from linli.counter import queries
from linli.counter.actions.application_photos import remove_photos
from linli.counter.actions.visit_hours import give_back
from linli.counter.models import Application, ApplicationEntry, Original, Rating, SkillNote, Slip
from linli.counter.rules.application_words import CounterEvent
from linli.counter.rules.catalogue import CatalogueEvent
from linli.kernel import clock, events, locks
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.people import access


@action
def forget_application(*, actor: Actor, application_id: UUID) -> None:
    """The time of an application is over: name, phone and every word."""
    access.require_system(actor)
    (application,) = locks.take(Application, actor.street_id, application_id)
    if application.forgotten_at is None:
        _empty(actor, application)


@action
def forget_person(*, actor: Actor, account_id: UUID, phone: str) -> None:
    """Somebody is forgotten: every application of theirs is, what they said of it, and
    what they wrote for colleagues."""
    access.require_system(actor)
    notes = SkillNote.objects.filter(street_id=actor.street_id, clerk_id=account_id)
    if notes:
        events.write(events.draft(actor, CatalogueEvent.NOTED, note) for note in notes)
        notes.delete()
    mine = queries.as_applicant(actor.street_id, account_id, phone)
    ids = sorted(mine.values_list("pk", flat=True))
    for application in locks.take(Application, actor.street_id, *ids):
        _empty(actor, application)


def _empty(actor: Actor, application: Application) -> None:
    street_id, now = application.street_id, clock.now()
    remove_photos(actor, application)
    own = {"street_id": street_id, "application_id": application.pk}
    ApplicationEntry.objects.filter(**own).delete()
    Slip.objects.filter(**own).update(text="")
    Original.objects.filter(**own).update(signed_by="")
    token = queries.rating_token(application.pk)
    Rating.objects.filter(street_id=street_id, token=token).update(
        text="", name="", phone="", mended=""
    )
    give_back(application)
    application.name = application.phone = application.address = ""
    application.companion = application.signed_by = ""
    application.phone_index = application.account_id = application.once = None
    application.forgotten_at = now
    application.save()
    events.record(actor, CounterEvent.FORGOTTEN, application)
