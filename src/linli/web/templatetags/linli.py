"""Small words of the templates: words of enums, times, links that keep the filters."""

from datetime import datetime
from typing import Any

from django import template
from django.template.defaultfilters import date as formatted
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from linli.cases import access
from linli.cases.models import Case
from linli.kernel import clock
from linli.kernel.actor import Actor, ActorKind, Standing
from linli.kernel.http import Request
from linli.people import queries as people
from linli.people.rules import Role
from linli.words import Word

register = template.Library()


@register.filter
def word(value: Word | None) -> str:
    """The word of an enum member in the reader's language."""
    return gettext(value.word) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """今天 14:05, 昨天 09:00, else month and day; the year only when it is another one."""
    if value is None:
        return ""
    local, today = timezone.localtime(value), timezone.localtime(clock.now())
    days = (local.date() - today.date()).days
    near = {0: gettext("今天"), -1: gettext("昨天"), 1: gettext("明天")}.get(days)
    if near:
        return f"{near} {local:%H:%M}"
    pattern = gettext("n月j日 H:i") if local.year == today.year else gettext("Y年n月j日 H:i")
    return formatted(local, pattern)


@register.filter
def left(value: datetime | None) -> str:
    """How long until a due time, or how long past it, in one unit."""
    if value is None:
        return ""
    seconds = int((value - clock.now()).total_seconds())
    amount = duration(abs(seconds))
    return gettext("剩 %s") % amount if seconds >= 0 else gettext("超 %s") % amount


@register.filter
def minutes(seconds: int | None) -> str:
    """A time at the counter, to the second; a dash where there was none."""
    if seconds is None:
        return "—"
    return gettext("%(m)s 分 %(s)s 秒") % {"m": seconds // 60, "s": seconds % 60}


@register.filter
def took(case: Case) -> str:
    """How long an ended request took, in days, said to everybody."""
    days = (case.ended_at - case.registered_at).days if case.ended_at else 0
    return (
        ngettext("%(n)s 天办好", "%(n)s 天办好", days) % {"n": days}
        if days
        else gettext("当天办好")
    )


@register.simple_tag(takes_context=True)
def here(context: dict[str, Any], **changes: Any) -> str:
    """This address with some of its parameters changed; None takes one away."""
    request: Request = context["request"]
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else request.path


@register.simple_tag(takes_context=True)
def my_name(context: dict[str, Any]) -> str:
    """The name of whoever is signed in."""
    request: Request = context["request"]
    name = people.directory(request.street).name(request.actor.id)
    return name or request.user.get_username()


@register.filter
def works_here(actor: Any) -> bool:
    """Has a desk; a page shown before anybody is known has no actor."""
    return isinstance(actor, Actor) and access.is_staff(actor)


@register.filter
def may_type(actor: Any) -> bool:
    """May register a request for somebody else."""
    return isinstance(actor, Actor) and access.may_type_for_others(actor)


@register.simple_tag(takes_context=True)
def who_may_open(context: dict[str, Any]) -> str:
    """The roles this page is for, in words: asked of its own rule, so that it is always true."""
    may = context["request"].resolver_match.func.may
    holders = (role for role in Role if may(Actor(ActorKind.ACCOUNT, 0, None, (Standing(role),))))
    return gettext("、").join(gettext(role.word) for role in holders)


@register.filter
def frame(request: Request) -> str:
    """The page around the desk's work; what opens beside the inbox comes without one."""
    return "web/pane.html" if request.htmx and request.htmx.target == "pane" else "web/base.html"


@register.filter
def shell(actor: Any) -> str:
    """The frame around a page that both residents and staff open."""
    return "web/desk.html" if works_here(actor) else "web/resident.html"


def duration(seconds: int) -> str:
    """So many days, hours or minutes."""
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if days:
        return ngettext("%(n)s 天", "%(n)s 天", days) % {"n": days}
    if hours:
        return ngettext("%(n)s 小时", "%(n)s 小时", hours) % {"n": hours}
    return ngettext("%(n)s 分钟", "%(n)s 分钟", minutes) % {"n": minutes}
