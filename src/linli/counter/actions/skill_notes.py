"""What clerks know about items, for each other."""

from uuid import UUID

from linli.counter import access
from linli.counter.models import Item, SkillNote
from linli.counter.rules.catalogue import CatalogueEvent, why_not_note
from linli.kernel import clock, events, locks
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.errors import Forbidden, Refused
from linli.words import N_, Reason


@action
def write_note(*, actor: Actor, item_id: UUID, text: str) -> None:
    """The note of this clerk on an item; without words there is none any more."""
    (item,) = locks.take(Item, actor.street_id, item_id)
    if actor.id is None or not access.may_receive(actor):
        raise Forbidden(Reason("note_not_yours", N_("办理经验由窗口人员写。")))
    if reason := why_not_note(text):
        raise Refused(reason)
    mine = SkillNote.objects.filter(street_id=actor.street_id, item=item, clerk_id=actor.id)
    mine.delete()
    if text.strip():
        SkillNote.objects.create(
            street_id=actor.street_id,
            item=item,
            clerk_id=actor.id,
            text=text.strip(),
            written_at=clock.now(),
        )
    events.record(actor, CatalogueEvent.NOTED, item)
