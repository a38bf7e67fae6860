"""What happens to a request is told to everybody who raised it."""

from linli.cases import queries as cases
from linli.cases.rules.words import CaseEvent
from linli.kernel.actor import system
from linli.kernel.events import Audience, Consumer
from linli.kernel.models import Event
from linli.notices import actions as notices


def tell_reporters(event: Event) -> None:
    """Each reporter with an account gets one notice for each thing they may read of; what is
    private is between the office and whoever raised the request, but a look at contact details
    concerns everybody whose details they are."""
    if event.audience == Audience.STAFF:
        return
    is_theirs = event.audience == Audience.PRIVATE and event.kind != CaseEvent.REVEALED
    accounts = cases.reporter_accounts(event.street_id, event.subject_id, only_raised=is_theirs)
    others = [account for account in accounts if account != event.actor_id]
    if others:
        notices.tell(actor=system(event.street_id), event=event, account_ids=others)


CONSUMER = Consumer("notices", ("cases.case.", "cases.reporter."), tell_reporters)
