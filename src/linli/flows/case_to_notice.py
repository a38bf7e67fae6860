"""What happens to a request is told to everybody who raised it, joined it or was merged into it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation

from linli.cases import queries as cases
from linli.cases.models import Reporter
from linli.cases.queries import Listener
from linli.cases.rules.story import RESULTS
from linli.cases.rules.words import CaseEvent
from linli.flows.outward import way_to
from linli.kernel.actor import ActorKind, system
from linli.kernel.events import Audience, Consumer
from linli.kernel.models import Event
from linli.kernel.personal import normal_phone
from linli.kernel.streets.models import Street
from linli.notices import actions as notices
from linli.notices import channels
from linli.notices import queries as told
from linli.notices.rules import Channel, Draft, is_mobile
from linli.people import queries as people
from linli.people.models import Account
from linli.people.rules import Telling


def tell_reporters(event: Event) -> None:
    """Each reporter hears once of each thing they may read of, want to hear of, and did not do
    themselves: in the application if they have an account, outside of it by the way they chose,
    and by text message if all they left is a phone. Integrators hear of every public step."""
    actor, drafts = system(event.street_id), list(_pushed(event))
    if is_news(event):
        listeners = cases.listeners(event, _can_be_told)
        accounts = people.accounts_of(event.street_id, _accounts(listeners))
        wanted = [one for one in listeners if _wants(event, accounts.get(_account(one)))]
        if account_ids := sorted(_accounts(wanted)):
            notices.tell(actor=actor, event=event, account_ids=account_ids)
        if not _is_taken_over(event) and not cases.is_spoken(event):
            drafts += _outward(event, wanted, accounts)
    if drafts:
        notices.send_out(actor=actor, event=event, drafts=drafts)


def is_news(event: Event) -> bool:
    """Open to residents, and not what one of them has just said by a link of the request."""
    is_own_word = event.actor_kind == ActorKind.LINK and event.audience == Audience.PRIVATE
    return event.audience != Audience.STAFF and (not is_own_word or event.kind == CaseEvent.JOINED)


def _is_taken_over(event: Event) -> bool:
    """It came with a sheet from another system and is history: nobody's phone rings for it."""
    return event.actor_kind == ActorKind.SYSTEM and event.after.get("version") == 0


def _can_be_told(reporter: Reporter) -> bool:
    is_called = channels.is_open(Channel.SMS) and is_mobile(normal_phone(reporter.phone))
    return reporter.account_id is not None or is_called


def _wants(event: Event, account: Account | None) -> bool:
    return account is None or account.telling == Telling.EVERY or event.kind in RESULTS


def _account(listener: Listener) -> UUID | None:
    return listener.reporter.account_id


def _accounts(listeners: Iterable[Listener]) -> set[UUID]:
    return {account_id for one in listeners if (account_id := _account(one))}


def _outward(
    event: Event, listeners: Iterable[Listener], accounts: Mapping[UUID | None, Account]
) -> Iterator[Draft]:
    """What goes outside, in the language of the person and the time of the street."""
    street = Street.objects.get(pk=event.street_id)
    for one in listeners:
        account = accounts.get(_account(one))
        language = (account.language if account else "") or settings.LANGUAGE_CODE
        if way := way_to(account, one.reporter.phone):
            with translation.override(language), timezone.override(ZoneInfo(street.zone)):
                ways = cases.ways_to_say(one)
            yield Draft(*way, ways, one.path, language, one.is_urgent)


def _pushed(event: Event) -> Iterator[Draft]:
    """One push for each integrator of the street."""
    if event.audience == Audience.PUBLIC and (hooks := told.open_hooks(event.street_id)):
        body = json.dumps(cases.pushed(event), ensure_ascii=False)
        for hook in hooks:
            yield Draft(Channel.WEBHOOK, str(hook.pk), [body])


CONSUMER = Consumer("notices", ("cases.case.", "cases.reporter."), tell_reporters)
