"""The administrator's pages of halls and their windows."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from linli.counter.actions import queue_halls
from linli.counter.forms.queue import HallForm
from linli.counter.queries import queue as queries
from linli.kernel import upkeep
from linli.kernel.http import Request, changes_settings, page, reads_settings
from linli.kernel.upkeep import Book, FilterForm, form_page, list_page
from linli.words import N_

HALLS = Book(
    N_("服务大厅"),
    "counter:halls",
    queries.HALL_COLUMNS,
    queries.export_halls,
    lambda actor, rows: queue_halls.import_halls(actor=actor, rows=rows),
    N_("代码相同的大厅按表改，表里没有的不动；单位写代码，窗口之间用顿号隔开。"),
)


@page(may=reads_settings)
def halls(request: Request) -> HttpResponse:
    """The halls of the street with their windows."""
    filters = FilterForm(request, gettext("名称或代码"))
    words = filters.chosen("q")
    rows = [
        (hall, queries.windows(request.street.pk, hall.pk))
        for hall in queries.halls(request.street)
        if upkeep.holds(words, hall.name, hall.code)
    ]
    add_url = reverse("counter:add_hall")
    template = "counter/setup/halls.html"
    return list_page(request, template, HALLS, rows, filters=filters, add_url=add_url)


@page(may=changes_settings)
def add_hall(request: Request) -> HttpResponse:
    form = HallForm(request.street, request.POST or None)
    return form_page(
        request,
        HALLS,
        form,
        act=lambda: queue_halls.set_hall(actor=request.actor, **form.given()),
        said=gettext("已新增，窗口人员现在可以开始办理。"),
        title=gettext("新增大厅"),
        button=gettext("新增"),
    )


@page(may=changes_settings)
def hall(request: Request, hall_id: UUID) -> HttpResponse:
    known = queries.hall(request.street, hall_id)
    form = HallForm(request.street, request.POST or None, known)
    return form_page(
        request,
        HALLS,
        form,
        act=lambda: queue_halls.set_hall(actor=request.actor, code=known.code, **form.given()),
        said=gettext("已改好。"),
        title=known.name,
        button=gettext("保存"),
    )
