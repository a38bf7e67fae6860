"""Whoever is named in an event of the ladder or of a letter is told: staff, by their posts."""

from uuid import UUID

from linli.kernel.actor import system
from linli.kernel.events import Consumer
from linli.kernel.models import Event
from linli.notices import actions as notices


def tell_staff(event: Event) -> None:
    """The action that wrote the event has said who holds the posts; they get one notice each."""
    told = [UUID(account_id) for account_id in event.after.get("told", ())]
    others = [account_id for account_id in told if account_id != event.actor_id]
    if others:
        notices.tell(actor=system(event.street_id), event=event, account_ids=others)


CONSUMER = Consumer(
    "ladder",
    (
        *("cases.ladder.", "cases.letter.", "cases.parking.", "cases.desk.stale"),
        *("cases.case.supervised", "cases.case.taken_over"),
    ),
    tell_staff,
)
