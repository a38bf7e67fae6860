"""One thing is told to whom it concerns: in their notices, and outside by the way they chose."""

from django.conf import settings
from django.utils import translation

from linli.counter.queries import telling
from linli.flows.outward import way_to
from linli.kernel.actor import ActorKind, system
from linli.kernel.models import Event
from linli.kernel.streets.models import Street
from linli.notices import actions as notices
from linli.notices.rules import Draft
from linli.people import queries as people
from linli.people.models import Account
from linli.people.rules import Telling


def tell(event: Event, *, results_only: frozenset[str] = frozenset()) -> None:
    """Nobody is told what they have just done themselves, unless a text message with the link is
    all they have of it. ``results_only`` are the kinds for those who want to hear only of these;
    empty means that everybody hears."""
    street, actor = Street.objects.get(pk=event.street_id), system(event.street_id)
    found = telling.tidings(street, [event])
    if not found:
        return
    account = _account(street, found[0])
    if _is_own(event, found[0]) or not _wants(event, account, results_only):
        return
    if account:
        notices.tell(actor=actor, event=event, account_ids=[account.pk])
    one = found[0].application
    if way := way_to(account, one.phone if one else "") if _is_newest(event, found[0]) else None:
        language = (account.language if account else "") or settings.LANGUAGE_CODE
        with translation.override(language):
            (said,) = telling.tidings(street, [event])
        drafts = [Draft(*way, said.ways, said.path, language)]
        notices.send_out(actor=actor, event=event, drafts=drafts)


def _account(street: Street, tiding: telling.Tiding) -> Account | None:
    if tiding.account_id is None:
        return None
    return people.accounts_of(street.pk, [tiding.account_id]).get(tiding.account_id)


def _is_own(event: Event, tiding: telling.Tiding) -> bool:
    """What somebody did signed in or by their link they have seen."""
    is_own = event.actor_id is not None and event.actor_id == tiding.account_id
    return is_own or event.actor_kind == ActorKind.LINK


def _wants(event: Event, account: Account | None, results_only: frozenset[str]) -> bool:
    if account is None or not results_only or account.telling == Telling.EVERY:
        return True
    return event.kind in results_only


def _is_newest(event: Event, tiding: telling.Tiding) -> bool:
    """Of several steps taken at once the last one goes outside; the page has them all."""
    version = event.after.get("version")
    return version is None or tiding.application is None or version == tiding.application.version
