"""What the pages of requests need beyond their context: icons, looks of states, who and where."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template
from django.template.defaultfilters import date as formatted
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from linli.audit import access as audit
from linli.capacity import access as capacity
from linli.cases import queries as cases
from linli.cases.queries import CasePage, HandlerLink, Option, Row
from linli.cases.queries.lists import View
from linli.cases.rules import steps, table
from linli.cases.rules.words import ENDED, CaseEvent, Publicity, Stage, State, Verb
from linli.counter import access as counter
from linli.counter.access import queue
from linli.files.models import File
from linli.insight import access as insight
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused
from linli.kernel.http import Request
from linli.kernel.streets.models import Street
from linli.people import queries as people
from linli.people.queries import Holder
from linli.places import queries as places
from linli.rights import access as rights
from linli.web.templatetags.linli import moment
from linli.words import Reason

register = template.Library()
register.filter("reason_of", cases.reason_words)

_ICONS = {
    State.REGISTERED: "paper",
    State.TRIAGED: "search",
    State.RETURNED: "return",
    State.PARKED: "pause",
    State.REPLIED: "talk",
    State.CHECKING: "search",
    State.CALLED_BACK: "phone",
    State.CLOSED: "tick",
    State.ANSWERED: "tick",
    State.DECLINED: "stop",
    State.MERGED: "merge",
    State.WITHDRAWN: "return",
}
_MARKS = {
    CaseEvent.REVEALED: "eye",
    CaseEvent.UNCOVERED: "eye",
    CaseEvent.REDACTED: "pen",
    CaseEvent.MERGED: "merge",
    CaseEvent.UNMERGED: "merge",
    CaseEvent.SPLIT: "list",
    CaseEvent.ARRIVED: "walk",
    CaseEvent.ASSISTED: "people",
    CaseEvent.APPRAISED: "star",
    CaseEvent.TAKEN_OVER: "people",
    CaseEvent.SHARED: "link",
    CaseEvent.OPENED: "link",
}
_WORKED_ON = frozenset({State.DISPATCHED, State.SIGNED_IN, State.IN_PROGRESS})
_DECIDING = frozenset({Verb.EXTEND, Verb.PARK, Verb.DENY})
_DONE = frozenset({State.CLOSED, State.ANSWERED})


@register.inclusion_tag("web/icon.html")
def icon(name: str, *, flips: bool = False) -> dict[str, Any]:
    """A drawing beside a word; ``flips`` is for arrows, which point the other way in rtl."""
    return {"name": name, "flips": flips}


@register.inclusion_tag("web/components/state.html")
def state_pill(state: State) -> dict[str, Any]:
    """A state as icon, word and colour."""
    colour = "done" if state in _DONE else "moving" if state in _WORKED_ON else "calm"
    return {"state": state, "icon": _ICONS.get(state, "tools"), "colour": colour}


@register.filter
def mark_of(what: CaseEvent) -> str:
    """The drawing of a line in the thread."""
    return _MARKS.get(what, "tick")


@register.simple_tag(takes_context=True)
def handler_address(context: dict[str, Any], link: HandlerLink) -> str:
    """The whole address of a link to work by, as it is copied and printed."""
    request: Request = context["request"]
    return request.build_absolute_uri(reverse("cases:handle", args=[link.token]))


@register.simple_tag
def when(value: datetime | None) -> SafeString:
    """A moment in words, exact for machines, on paper and on asking."""
    if value is None:
        return SafeString("")
    local = timezone.localtime(value)
    exact, full = local.isoformat(timespec="minutes"), formatted(local, gettext("Y年n月j日 H:i"))
    return format_html('<time datetime="{}" title="{}">{}</time>', exact, full, moment(value))


@register.simple_tag
def stages(row: Row, now: Stage) -> list[tuple[Stage, str]]:
    """接办-研办-交办-督办 with where it stands; empty for what ended outside this road."""
    if row.state in ENDED and row.state != State.CLOSED:
        return []
    order = list(Stage)
    here = len(order) if row.state == State.CLOSED else order.index(now)
    return [
        (stage, "past" if place < here else "now" if place == here else "later")
        for place, stage in enumerate(order)
    ]


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo with its two addresses."""

    thumb: str
    full: str
    cover: str  # where staff paint over it
    width: int
    height: int


@register.simple_tag
def pictures(photos: Iterable[File], number: str = "", key: str = "") -> list[Picture]:
    """Photos as this reader may fetch them: by the link of a request, or as staff."""
    return [
        Picture(
            thumb=_photo_url(photo, "thumb", number, key),
            full=_photo_url(photo, "full", number, key),
            cover="" if key else reverse("cases:cover", args=[photo.pk]),
            width=photo.width,
            height=photo.height,
        )
        for photo in photos
    ]


@register.simple_tag(takes_context=True)
def desk_views(context: dict[str, Any]) -> Iterable[View]:
    """The views of the inbox that this person has use for."""
    return cases.views_of(context["request"].actor)


@register.filter
def may_open_board(actor: Any) -> bool:
    """Has the board in the navigation."""
    return isinstance(actor, Actor) and insight.may_open_board(actor)


@register.filter
def may_call(actor: Any) -> bool:
    """Has the panel of a window in the navigation."""
    return isinstance(actor, Actor) and queue.may_serve(actor)


@register.filter
def may_expect(actor: Any) -> bool:
    """Has whoever has booked in the navigation."""
    return isinstance(actor, Actor) and capacity.may_receive(actor)


@register.filter
def may_see_halls(actor: Any) -> bool:
    """Has the figures of the halls in the navigation."""
    return isinstance(actor, Actor) and queue.may_manage(actor)


@register.filter
def may_settle_rights(actor: Any) -> bool:
    """Has what persons ask about their data in the navigation."""
    return isinstance(actor, Actor) and rights.may_settle(actor)


@register.filter
def may_open_counter(actor: Any) -> bool:
    """Has the applications in the navigation."""
    return isinstance(actor, Actor) and counter.opens_applications(actor)


@register.filter
def may_read_journal(actor: Any) -> bool:
    """Has the journal in the navigation."""
    return isinstance(actor, Actor) and audit.may_read_journal(actor)


@register.filter
def of(counts: dict[str, int], name: str) -> int:
    """The count kept under a name."""
    return counts.get(name, 0)


@register.filter
def said(reason: Reason) -> str:
    """A reason in the reader's language."""
    return str(Refused(reason))


@register.filter
def publicity(code: str) -> str:
    """Whether everybody may read of it."""
    return gettext(Publicity(code).word)


@register.filter
def who_may(step: table.Step) -> str:
    """Whose step this is, in words."""
    return gettext("、").join(gettext(word) for word in steps.who_may(step))


@register.filter
def decisions(shown: CasePage) -> list[Option]:
    """What the reader may answer to a pending application: grant it or not."""
    return [option for option in shown.options if option.may and option.verb in _DECIDING]


@register.filter
def next_verb(state: State) -> str:
    """What comes next in this state, in one word; empty at the end of the road."""
    step = steps.next_step(state)
    return gettext(step.verb.word) if step else ""


@register.filter
def what_next(state: State) -> str:
    """What comes next in this state, for the person who raised it."""
    return gettext(steps.WHAT_NEXT[state])


@register.simple_tag(takes_context=True)
def grid_person(context: dict[str, Any], row: Row) -> Holder | None:
    """The grid worker of the place, whose name and phone hang at the door."""
    directory = people.directory(_street(context))
    return directory.grid_lead(row.case.grid_id, timezone.localdate(clock.now()))


@register.simple_tag(takes_context=True)
def neighbourhood(context: dict[str, Any], row: Row) -> str:
    """Community and compound, never a door."""
    return places.neighbourhood(_street(context), row.case.area_path)


@register.simple_tag(takes_context=True)
def post_place(context: dict[str, Any], post: Holder) -> str:
    """Where a post counts: organisation, community, grid; the whole street if none is named."""
    street = _street(context)
    known = places.atlas(street)
    community = known.areas.get(post.community_id) if post.community_id else None
    grid = known.grids.get(post.grid_id) if post.grid_id else None
    names = [
        people.directory(street).organisation_name(post.organisation_id),
        community.name if community else "",
        grid.name if grid else "",
    ]
    return " · ".join(name for name in names if name) or street.name


def _photo_url(photo: File, size: str, number: str, key: str) -> str:
    if key and not number:
        return reverse("cases:handle_photo", args=[key, photo.pk, size])
    if key:
        return reverse("cases:follow_photo", args=[number, key, photo.pk, size])
    return reverse("cases:photo", args=[photo.pk, size])


def _street(context: dict[str, Any]) -> Street:
    request: Request = context["request"]
    return request.street
