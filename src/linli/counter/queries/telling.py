"""What an applicant is told: of each step of an application, and of the hour it is booked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from linli.capacity import queries as hours
from linli.capacity.models import Booking, Waiting
from linli.capacity.rules import CapacityEvent
from linli.counter.models import Application
from linli.counter.queries.visits import visit_token
from linli.counter.rules.application_words import State
from linli.counter.rules.applications import TOLD
from linli.kernel.models import Event
from linli.kernel.streets.models import Street

# Of an hour: what somebody hears of it, besides what they have just done themselves.
OF_HOURS = (
    *(CapacityEvent.DISPLACED, CapacityEvent.RESTORED, CapacityEvent.REMINDED),
    *(CapacityEvent.RESCHEDULED, CapacityEvent.OFFERED),
)


@dataclass(frozen=True, slots=True)
class Tiding:
    """``ways`` say the same, the fullest first; ``application`` is what it is about, if that is
    known, and ``holder_id`` whom it concerns: an account, or an application without one."""

    event: Event
    ways: tuple[str, ...]
    holder_id: UUID | None
    application: Application | None

    @property
    def item(self) -> str:
        return self.application.item_version.name if self.application else ""

    @property
    def account_id(self) -> UUID | None:
        """Who reads it in their notices."""
        if self.application is None:
            return self.holder_id
        return self.application.account_id

    @property
    def own_path(self) -> str:
        """Where somebody with an account reads more."""
        if self.application is None:
            return reverse("counter:mine")
        return reverse("counter:own", args=[self.application.number])

    @property
    def path(self) -> str:
        """Where it is read on; without an account by the link of the application."""
        if self.application and not self.application.account_id:
            return visit_path(self.application)
        return self.own_path


def visit_path(application: Application) -> str:
    """The page that follows an application without an account."""
    return reverse("counter:visit", args=[visit_token(application)])


def tidings(street: Street, events: Iterable[Event]) -> list[Tiding]:
    """What each event says to whom it concerns, in the language of now; three statements."""
    known = [event for event in events if event.kind in TOLD or event.kind in OF_HOURS]
    subjects = {event.subject_id for event in known}
    bookings = {one.pk: one for one in _rows(Booking, street, subjects)}
    waits = {one.pk: one for one in _rows(Waiting, street, subjects)}
    holders = {row.holder_id for row in (*bookings.values(), *waits.values()) if row.holder_id}
    found = _Applications(street, subjects, holders)
    said: list[Tiding] = []
    for event in known:
        row = bookings.get(event.subject_id) or waits.get(event.subject_id)
        application = found.of(event.subject_id, row.holder_id if row else None)
        if row or application:
            ways = _ways(street, event, application)
            said.append(Tiding(event, ways, row.holder_id if row else None, application))
    return said


def told(street: Street, event_ids: Iterable[UUID]) -> dict[UUID, Tiding]:
    """The same for notices, which know their events by key."""
    rows = Event.objects.filter(street_id=street.pk, pk__in=list(event_ids))
    return {one.event.pk: one for one in tidings(street, rows)}


class _Applications:
    """By key, by booking, and by who holds an hour (the newest that still waits for its day)."""

    def __init__(self, street: Street, subjects: set[UUID], holders: set[UUID]) -> None:
        every = Application.objects.filter(street_id=street.pk).select_related("item_version")
        by_key, by_booking = (
            every.filter(pk__in=subjects | holders),
            every.filter(booking_id__in=subjects),
        )
        by_account = every.filter(account_id__in=holders, state=State.BOOKED)
        self._by: dict[UUID | None, Application] = {}
        for one in by_account.order_by("opened_at") if holders else ():
            self._by[one.account_id] = one
        for one in by_key:
            self._by[one.pk] = one
        for one in by_booking:
            self._by[one.booking_id] = one

    def of(self, subject_id: UUID, holder_id: UUID | None) -> Application | None:
        return self._by.get(subject_id) or self._by.get(holder_id)


def _rows(model: Any, street: Street, keys: set[UUID]) -> Any:
    return model.objects.filter(street_id=street.pk, pk__in=keys)


def _ways(street: Street, event: Event, application: Application | None) -> tuple[str, ...]:
    if event.kind in TOLD:
        text, name = gettext(TOLD[event.kind]), application.item_version.name if application else ""
        return (gettext("%(item)s：%(told)s") % {"item": name, "told": text}, text)
    return tuple(text % _facts(street, event, application) for text in _patterns(event))


def _patterns(event: Event) -> tuple[str, ...]:
    match event.kind:
        case CapacityEvent.DISPLACED if event.after.get("free"):
            return (
                gettext("您约的 %(at)s（%(where)s）不开放了。最近的空：%(free)s。打开就能改约。"),
                gettext("您约的 %(at)s 不开放了，打开另选时间。"),
            )
        case CapacityEvent.DISPLACED:
            return (
                gettext("您约的 %(at)s（%(where)s）不开放了，近期约满，请打 %(phone)s。"),
                gettext("您约的 %(at)s 不开放了，请打 %(phone)s。"),
            )
        case CapacityEvent.RESTORED:
            return (gettext("您约的 %(at)s 又开放了，照旧来就行。"),)
        case CapacityEvent.RESCHEDULED:
            return (
                gettext("您的预约改到了 %(at)s（%(where)s）。"),
                gettext("您的预约改到了 %(at)s。"),
            )
        case CapacityEvent.OFFERED:
            return (
                gettext("候补到了：%(at)s（%(where)s），请在 %(until)s 前确认。"),
                gettext("候补到了：%(at)s，请在 %(until)s 前确认。"),
            )
    return (
        gettext("提醒您：%(at)s 在%(where)s办%(item)s，别忘了带材料。"),
        gettext("提醒您：约的是 %(at)s。"),
    )


def _facts(street: Street, event: Event, application: Application | None) -> Mapping[str, str]:
    after, resources = event.after, hours.plan(street).resources
    where = resources.get(UUID(after["resource"]))
    free = [_at(street, one["start"]) for one in after.get("free", ())]
    return {
        "at": _at(street, after["start"]),
        "where": where.name if where else "",
        "until": _at(street, after.get("until", "")),
        "free": "、".join(dict.fromkeys(free)),
        "phone": street.phone,
        "item": application.item_version.name if application else gettext("事"),
    }


def _at(street: Street, written: str) -> str:
    if not written:
        return ""
    local = datetime.fromisoformat(written).astimezone(ZoneInfo(street.zone))
    return date_format(local, gettext("n月j日 H:i"))
