"""The first events of a request in the thread, and those of one that another system has ended."""

from collections.abc import Iterable

from linli.cases.actions.walk import facts_of
from linli.cases.models import Case, Entry
from linli.cases.rules.words import CaseEvent, State
from linli.kernel import events
from linli.kernel.actor import Actor
from linli.kernel.events import Audience
from linli.kernel.models import Event


def record(actor: Actor, taken_in: Iterable[tuple[Case, str]]) -> None:
    """Each event stands where it happened. What was said of an ended request is its answer; of
    one still open it is a note for the staff."""
    drafts: list[Event] = []
    words: list[Entry] = []
    for case, reply in taken_in:
        drafts.append(registered(actor, case))
        if case.state == State.CLOSED:
            drafts.append(_ended(actor, case))
        elif reply.strip():
            drafts.append(events.draft(actor, CaseEvent.NOTED, case, at=case.registered_at))
        if reply.strip():
            words.append(_said(case, drafts[-1], reply))
    events.write(drafts)
    if words:
        Entry.objects.bulk_create(words, batch_size=500)


def registered(actor: Actor, case: Case) -> Event:
    return events.draft(
        actor,
        CaseEvent.REGISTERED,
        case,
        audience=Audience.PUBLIC,
        at=case.registered_at,
        after=facts_of(case)
        | {
            "channel": str(case.channel),
            "suggested_owner": str(case.suggested_owner_id),
            "is_promised": case.promised_from is not None,
        },
    )


def _ended(actor: Actor, case: Case) -> Event:
    return events.draft(
        actor,
        CaseEvent.CLOSED,
        case,
        audience=Audience.PUBLIC,
        at=case.ended_at or case.registered_at,
        after={"version": 0, "state": str(case.state)},
    )


def _said(case: Case, event: Event, text: str) -> Entry:
    return Entry(street_id=case.street_id, case=case, event_id=event.pk, text=text.strip())
