"""The thread of a request in plain words, and how far its promise has gone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from linli.cases import access
from linli.cases import queries as cases
from linli.cases.models import Case
from linli.cases.queries import Duty, Heard, Line
from linli.cases.rules.clocks import Timer
from linli.cases.rules.story import By
from linli.cases.rules.words import CaseEvent
from linli.counter.queries import telling
from linli.counter.queries.telling import Tiding
from linli.kernel import clock
from linli.kernel.http import Request
from linli.notices import queries as notices
from linli.notices.models import Notice
from linli.web.templatetags.linli import duration, moment
from linli.web.templatetags.pages import what_next

register = template.Library()
_COUNTER = ("counter.", "capacity.")


@dataclass(frozen=True, slots=True)
class Told:
    """A line as one sentence; ``who`` is empty where the sentence has said it."""

    text: str
    who: str


@dataclass(frozen=True, slots=True)
class News:
    """A notice as a sentence, what it is about, where that is read, and what comes next while
    that holds."""

    notice: Notice
    text: str
    number: str = ""
    about: str = ""
    url: str = ""
    next: str = ""


@register.simple_tag
def tell(line: Line) -> Told:
    """What happened, to the person who raised it."""
    due = line.event.after.get("due")
    until = moment(datetime.fromisoformat(due)) if due else ""
    is_named = "%(who)s" in cases.pattern(line) or line.by is not By.OFFICE
    return Told(cases.told(line, until), "" if is_named else line.who)


@register.simple_tag
def news(request: Request, told: list[Notice]) -> list[News]:
    """Notices in sentences; two statements whatever their number, two more for staff, a few more
    when something of the counter is among them."""
    heard = cases.heard(
        request.actor,
        request.street,
        [notice.subject_id for notice in told],
        [notice.event_id for notice in told],
    )
    of_counter = [one.event_id for one in told if one.kind.startswith(_COUNTER)]
    known = {*heard, *of_counter}
    rest = [notice.event_id for notice in told if notice.event_id not in known]
    duties = cases.duties_told(request.actor, request.street, rest) if rest else {}
    tidings = telling.told(request.street, of_counter) if of_counter else {}
    said = [_said(request, one, heard, duties, tidings) for one in told]
    return [one for one in said if one]


def _said(
    request: Request,
    notice: Notice,
    heard: Mapping[UUID, Heard],
    duties: Mapping[UUID, Duty],
    tidings: Mapping[UUID, Tiding],
) -> News | None:
    if own := heard.get(notice.event_id):
        return _of_own(notice, own)
    if tiding := tidings.get(notice.event_id):
        number = tiding.application.number if tiding.application else ""
        return News(notice, tiding.ways[0], number, tiding.item, tiding.own_path)
    duty = duties.get(notice.event_id)
    return _of_duty(request, notice, duty) if duty else None


def _of_own(notice: Notice, heard: Heard) -> News:
    case, text = heard.row.case, tell(heard.line).text
    url = reverse("cases:follow", args=[case.number, heard.row.key])
    return News(notice, text, case.number, case.title, url, _next(heard))


def _of_duty(request: Request, notice: Notice, duty: Duty) -> News:
    """What staff are told: the ladder, letters of supervision, what stands still."""
    event, is_staff = duty.event, access.is_staff(request.actor)
    if duty.row is None:
        count = event.after.get("count", 0)
        text = ngettext("您的单位有 %(n)s 件好久没有动静", "您的单位有 %(n)s 件好久没有动静", count)
        url = reverse("cases:inbox") if is_staff else ""
        return News(notice, text % {"n": count}, url=url)
    case, timer = duty.row.case, event.after.get("timer", "")
    text = gettext(CaseEvent(event.kind).word)
    if timer:
        near, over = gettext("%(what)s快到期"), gettext("%(what)s超时")
        said = near if event.kind == CaseEvent.WARNED else over
        text = said % {"what": gettext(Timer(timer).word)}
    url = reverse("cases:case", args=[case.number]) if is_staff else ""
    return News(notice, text, case.number, case.title if is_staff else duty.row.place, url)


@register.simple_tag(takes_context=True)
def unread_notices(context: dict[str, Any]) -> int:
    """How many notices wait, for the badge in the navigation."""
    request: Request = context["request"]
    return notices.unread(request.actor)


@register.filter
def ago(value: datetime) -> str:
    """How long ago, in one unit."""
    seconds = int((clock.now() - value).total_seconds())
    return gettext("%s前") % duration(seconds) if seconds >= 60 else gettext("刚刚")


@register.filter
def lasted(case: Case) -> str:
    """How long a request has been or was under way."""
    seconds = int(((case.ended_at or clock.now()) - case.registered_at).total_seconds())
    return duration(max(seconds, 60))


@register.filter
def gone(case: Case) -> int:
    """How many of a hundred parts of the time until the promise have passed."""
    if case.due_at is None or case.due_at <= case.registered_at:
        return 100
    share = (clock.now() - case.registered_at) / (case.due_at - case.registered_at)
    return round(100 * min(max(share, 0), 1))


def _next(heard: Heard) -> str:
    return what_next(heard.row.state) if heard.is_newest else ""
