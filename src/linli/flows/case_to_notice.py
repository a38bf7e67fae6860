"""What happens to a request is told to everybody who raised it."""

from linli.cases import queries as cases
from linli.cases.rules.story import RESULTS
from linli.cases.rules.words import CaseEvent
from linli.kernel.actor import ActorKind, system
from linli.kernel.events import Audience, Consumer
from linli.kernel.models import Event
from linli.notices import actions as notices
from linli.people import queries as people


def tell_reporters(event: Event) -> None:
    """Each reporter with an account gets one notice for each thing they may read of, want to hear
    of, and did not do themselves; what is private is between the office and whoever raised the
    request, but a look at contact details concerns everybody whose details they are."""
    if not is_news(event):
        return
    is_theirs = event.audience == Audience.PRIVATE and event.kind != CaseEvent.REVEALED
    accounts = cases.reporter_accounts(event.street_id, event.subject_id, only_raised=is_theirs)
    others = [account for account in accounts if account != event.actor_id]
    if others and event.kind not in RESULTS:
        others = people.told_every_step(event.street_id, others)
    if others:
        notices.tell(actor=system(event.street_id), event=event, account_ids=others)


def is_news(event: Event) -> bool:
    """Open to residents, and not what one of them has just said by a link of the request."""
    is_own_word = event.actor_kind == ActorKind.LINK and event.audience == Audience.PRIVATE
    return event.audience != Audience.STAFF and (not is_own_word or event.kind == CaseEvent.JOINED)


CONSUMER = Consumer("notices", ("cases.case.", "cases.reporter."), tell_reporters)
