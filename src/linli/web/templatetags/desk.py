"""What the pages of the desk need: the steps beside the next one, clocks, codes for paper."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from linli.cases import queries as cases
from linli.cases.models import Case, Category
from linli.cases.queries import CasePage, Option, Row
from linli.cases.rules.clocks import STEP_CLOCKS, StepClock, Timer, Tone
from linli.cases.rules.hearing import Heard, graver, urgency_of
from linli.cases.rules.intake import Desk
from linli.cases.rules.phrases import PHRASES
from linli.cases.rules.related import Near
from linli.cases.rules.steps import FINAL
from linli.cases.rules.words import Urgency, Verb
from linli.kernel import clock
from linli.people import queries as people
from linli.places import queries as places
from linli.places.queries import Place
from linli.web.templatetags.linli import moment

register = template.Library()


@dataclass(frozen=True, slots=True)
class Limit:
    """One promised time: what it is for, until when, and since when it is kept."""

    what: str
    due_at: datetime
    done_at: datetime | None
    tone: Tone


@register.simple_tag
def limits(row: Row) -> list[Limit]:
    """The time promised for each step, as it stands."""
    return [
        Limit(gettext(one.timer.word), due_at, done_at, _tone(row, one, due_at, done_at))
        for one in STEP_CLOCKS.values()
        if (due_at := getattr(row.case, one.due))
        for done_at in [getattr(row.case, one.done)]
    ]


def _tone(row: Row, one: StepClock, due_at: datetime, done_at: datetime | None) -> Tone:
    if not done_at and (row.case.paused_until or row.state not in one.runs):
        return Tone.STOPPED
    if (done_at or clock.now()) > due_at:
        return Tone.RED
    return row.tone if one.timer is Timer.REPLY and not done_at else Tone.GREEN


@register.simple_tag
def other_steps(shown: CasePage, answers: list[Option]) -> list[Option]:
    """What the reader may do besides the one next step."""
    taken = {shown.next_option} if shown.next_option and not answers else set()
    return [o for o in shown.options if o.may and o not in taken and o not in answers]


@register.simple_tag
def heard(case: Case) -> Heard | None:
    """How urgent a request sounds, where that is graver than what it is taken for."""
    return graver(Urgency(case.urgency), urgency_of(case.text))


@register.filter
def may_take(shown: CasePage, verb: str) -> bool:
    """This step is open to the reader now."""
    return any(option.may and option.verb == verb for option in shown.options)


@register.filter
def is_final(verb: Verb) -> bool:
    """Asked about once more, for nobody takes it back."""
    return verb in FINAL


@register.simple_tag(takes_context=True)
def phrases(context: dict[str, Any], verb: Verb, row: Row) -> list[str]:
    """Sentences to start from: the office's own for this matter, then those of the product."""
    ours = [gettext(phrase) for phrase in PHRASES.get(verb, ())]
    if verb not in (Verb.REPLY, Verb.ANSWER):
        return ours
    due = moment(row.case.due_at) if row.case.due_at else ""
    return cases.texts_for(context["request"].street, row, due) + ours


@register.filter
def here(near: Near) -> str:
    """这栋楼, 这个小区, 这个网格."""
    return gettext(near.here)


@register.filter
def is_past(value: datetime) -> bool:
    """The moment has come."""
    return value <= clock.now()


@register.filter
def ago(value: datetime) -> str:
    """今天, 昨天, 3 天前."""
    days = (timezone.localdate(clock.now()) - timezone.localdate(value)).days
    near = {0: gettext("今天"), 1: gettext("昨天")}.get(days)
    return near or ngettext("%(n)s 天前", "%(n)s 天前", days) % {"n": days}


@register.simple_tag(takes_context=True)
def place_name(context: dict[str, Any], place: Place) -> str:
    """The smallest place known, as an address says it."""
    return places.full_name(context["request"].street, place.area_id)


@register.simple_tag(takes_context=True)
def desk_name(context: dict[str, Any], desk: Desk) -> str:
    """The organisation, and in it the person if one is named."""
    directory = people.directory(context["request"].street)
    names = [directory.organisation_name(desk.organisation_id), directory.name(desk.handler_id)]
    return " · ".join(name for name in names if name)


@register.simple_tag
def matter_name(matter: Category) -> str:
    """What it is about, in the reader's language."""
    return cases.named(matter)
