"""The administrator's pages of windows, teams and rooms: names, weeks, closed days."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from linli.capacity import actions, queries
from linli.capacity.forms.setup import ClosedDayForm, NameForm, ResourceForm, WeekForm
from linli.capacity.models import Booking
from linli.capacity.rules import Kind
from linli.kernel import clock, upkeep
from linli.kernel.errors import NotFound
from linli.kernel.http import Request, changes_settings, page, reads_settings
from linli.kernel.upkeep import Book, FilterForm, SureForm, form_page, list_page
from linli.words import N_

RESOURCES = Book(
    N_("窗口和场地"),
    "capacity:resources",
    queries.RESOURCE_COLUMNS,
    queries.export_resources,
    lambda actor, rows: actions.import_resources(actor=actor, rows=rows),
    N_("周几那一列写 09:00-11:30、14:00-17:00，空着就是不开放；留号写百分之几；单位写代码。"),
)


@page(may=reads_settings)
def resources(request: Request) -> HttpResponse:
    """Everything that can be booked, by organisation."""
    every = queries.resource_lines(request.street)
    units = {str(one.resource.organisation_id): one.organisation for one in every}
    filters = FilterForm(
        request,
        gettext("名称"),
        unit=(gettext("全部单位"), list(units.items())),
        kind=(gettext("各种"), [(one.value, gettext(one.word)) for one in Kind]),
    )
    words, unit, kind = map(filters.chosen, ("q", "unit", "kind"))
    rows = [
        one
        for one in every
        if unit in ("", str(one.resource.organisation_id))
        and kind in ("", one.kind)
        and upkeep.holds(words, one.resource.name, one.organisation)
    ]
    add_url = reverse("capacity:add_resource")
    template = "capacity/setup/resources.html"
    return list_page(request, template, RESOURCES, rows, filters=filters, add_url=add_url)


@page(may=changes_settings)
def add_resource(request: Request) -> HttpResponse:
    form = ResourceForm(request.street, request.POST or None)
    return form_page(
        request,
        RESOURCES,
        form,
        act=lambda: actions.open_resource(actor=request.actor, **form.given()),
        said=gettext("已新增。写好开放时间就能预约。"),
        title=gettext("新增窗口、上门小组或房间"),
        button=gettext("新增"),
    )


@page(may=changes_settings)
def resource(request: Request, resource_id: UUID) -> HttpResponse:
    """Its name, and below how it is open now, later, and on which days not."""
    line = queries.resource(request.street, resource_id)
    form = NameForm(request.POST or None, initial={"name": line.resource.name})
    return form_page(
        request,
        RESOURCES,
        form,
        act=lambda: actions.rename_resource(
            actor=request.actor, resource_id=resource_id, name=form.cleaned_data["name"]
        ),
        said=gettext("已改好。"),
        title=line.resource.name,
        lead=f"{line.organisation} · {gettext(line.kind.word)}",
        button=gettext("改名"),
        line=line,
        later=queries.later_weeks(request.street, resource_id),
        closed=queries.closed_days(request.street, resource_id),
        template="capacity/setup/resource.html",
    )


@page(may=changes_settings)
def hours(request: Request, resource_id: UUID) -> HttpResponse:
    """The week from a day on, after seeing whose hours it would touch."""
    line = queries.resource(request.street, resource_id)
    form = WeekForm(request.POST or None, _today(request), line.week.openings)
    return form_page(
        request,
        RESOURCES,
        form,
        act=lambda: actions.set_hours(actor=request.actor, resource_id=resource_id, **form.given()),
        effect=lambda: _touched(request, resource_id),
        said=gettext("开放时间已改好。"),
        title=gettext("“%(name)s”的开放时间") % {"name": line.resource.name},
        lead=gettext("从那天起一直照这个开放，以前定的以后的时间也由它代替。空着的那天不开放。"),
        button=gettext("确定这样改"),
        back=_page_of(resource_id),
        template="capacity/setup/effect.html",
    )


@page(may=changes_settings)
def close_day(request: Request, resource_id: UUID) -> HttpResponse:
    line = queries.resource(request.street, resource_id)
    form = ClosedDayForm(request.POST or None, _today(request))
    return form_page(
        request,
        RESOURCES,
        form,
        act=lambda: actions.close_day(
            actor=request.actor, resource_id=resource_id, day=form.cleaned_data["day"]
        ),
        effect=lambda: _touched(request, resource_id),
        said=gettext("那天不开放了，约好的人会收到通知。"),
        title=gettext("“%(name)s”哪天不开放") % {"name": line.resource.name},
        lead=gettext("只停这一天；节假日在工作日历里写一次就行，不用在这里写。"),
        button=gettext("确定这天不开放"),
        back=_page_of(resource_id),
        template="capacity/setup/effect.html",
    )


@page(may=changes_settings)
def open_day(request: Request, resource_id: UUID, day: str) -> HttpResponse:
    """A closed day is open again."""
    line = queries.resource(request.street, resource_id)
    closed = next(
        (one for one in queries.closed_days(request.street, resource_id) if str(one) == day), None
    )
    if closed is None:
        raise NotFound
    names = {"name": line.resource.name, "day": day}
    return form_page(
        request,
        RESOURCES,
        SureForm(request.POST or None),
        act=lambda: actions.open_day(actor=request.actor, resource_id=resource_id, day=closed),
        said=gettext("那天照常开放了。"),
        title=gettext("“%(name)s” %(day)s 照常开放") % names,
        lead=gettext("那天原来约好、还没有改的，照旧有效，本人会收到通知。"),
        button=gettext("照常开放"),
        back=_page_of(resource_id),
    )


def _today(request: Request) -> date:
    return request.street.day(clock.now())


def _page_of(resource_id: UUID) -> str:
    return reverse("capacity:resource", args=[resource_id])


def _touched(request: Request, resource_id: UUID) -> Callable[[], dict[str, Any]]:
    """Whose booked hours fall outside of what would be open, that do not already."""
    before = {one.pk for one in queries.to_move(request.street, resource_id)}

    def ask() -> dict[str, list[Booking]]:
        now = queries.to_move(request.street, resource_id)
        return {"moved": [one for one in now if one.pk not in before]}

    return ask
