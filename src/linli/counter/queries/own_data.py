"""What the counter holds about somebody with an account, to be shown and taken away: their own
applications with their own words, their hours, their numbers. What others wrote is not theirs."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, ngettext

from linli.capacity.models import Booking
from linli.capacity.rules import State as HourState
from linli.counter.models import Application, ApplicationEntry, Ticket
from linli.counter.rules.application_words import CounterEvent, Look, State
from linli.kernel import events
from linli.kernel.personal import Purpose
from linli.kernel.streets.models import Street
from linli.people.models import Account
from linli.rights.queries import Section, Seen
from linli.words import N_


def _numbers_of(street: Street, account_id: UUID) -> dict[UUID, str]:
    mine = Application.objects.filter(street_id=street.pk, account_id=account_id)
    return dict(mine.values_list("pk", "number"))


SEEN = Seen(
    {CounterEvent.REVEALED.value: N_("看了您的姓名、电话和地址")},
    {look.value: look.word for look in Look},
    _numbers_of,
)


def sections(street: Street, account: Account) -> list[Section]:
    """Five statements at most, however much there is."""
    rows = Application.objects.filter(street_id=street.pk, account_id=account.pk)
    mine = list(rows.select_related("item_version").order_by("id"))
    return [
        _applications(street, account, mine),
        _hours(street, account, mine),
        _numbers(street, account),
    ]


def _applications(street: Street, account: Account, mine: Sequence[Application]) -> Section:
    words = _own_words(street, account, mine)
    rows = [
        {
            "number": one.number,
            "item": one.item_version.name,
            "state": gettext(State(one.state).word),
            "opened_at": one.opened_at,
            "name": one.name,
            "phone": one.phone,
            "address": one.address,
            "words": words[one.pk],
        }
        for one in mine
    ]
    lines = [f"{row['number']} {row['item']} · {row['state']}" for row in rows]
    title = gettext("您在窗口的申请")
    return Section("applications", title, _pieces(rows), Purpose.APPLICATION, rows, lines)


def _own_words(
    street: Street, account: Account, mine: Sequence[Application]
) -> dict[UUID, list[dict[str, Any]]]:
    """By application, what this person wrote in the thread, signed in or by their link."""
    told = events.histories(street.pk, [one.pk for one in mine]) if mine else []
    own = {one.pk: one for one in told if one.actor_id in (account.pk, one.subject_id)}
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    entries = ApplicationEntry.objects.filter(street_id=street.pk, event_id__in=own)
    for entry in entries.order_by("id") if own else ():
        said = {"at": own[entry.event_id].at, "text": entry.text}
        found[entry.application_id].append(said)
    return found


def _hours(street: Street, account: Account, mine: Sequence[Application]) -> Section:
    holders = [account.pk, *(one.pk for one in mine)]
    found = Booking.objects.filter(street_id=street.pk, holder_id__in=holders)
    rows = [
        {
            "start": one.start,
            "end": one.end,
            "where": one.resource.name,
            "state": gettext(HourState(one.state).word),
        }
        for one in found.select_related("resource").order_by("during")
    ]
    lines = [f"{_at(street, row['start'])} {row['where']} · {row['state']}" for row in rows]
    title = gettext("您约过的时间")
    return Section("bookings", title, _pieces(rows), Purpose.APPLICATION, rows, lines)


def _numbers(street: Street, account: Account) -> Section:
    found = Ticket.objects.filter(street_id=street.pk, account_id=account.pk)
    rows = [
        {
            "number": one.number,
            "hall": one.hall.name,
            "at": one.joined_at,
            "name": one.name,
            "phone": one.phone,
            "asks_first": one.asks_first,
        }
        for one in found.select_related("hall").order_by("id")
    ]
    lines = [f"{_at(street, row['at'])} {row['hall']} {row['number']}" for row in rows]
    title = gettext("您取过的号")
    return Section("tickets", title, _pieces(rows), Purpose.VISIT, rows, lines)


def _pieces(rows: Sequence[Any]) -> str:
    return ngettext("%(n)s 个", "%(n)s 个", len(rows)) % {"n": len(rows)}


def _at(street: Street, moment: Any) -> str:
    at: datetime = moment
    return f"{at.astimezone(ZoneInfo(street.zone)):%Y-%m-%d %H:%M}"
