"""The figures of a hall, on the page and as a sheet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from linli.counter.access import queue as access
from linli.counter.forms.queue import LoadForm
from linli.counter.models import Hall
from linli.counter.queries import hall_figures, queue_load
from linli.counter.queries import queue as queries
from linli.counter.rules.figures import MEANING, Figure, Share
from linli.kernel import clock
from linli.kernel.errors import NotFound
from linli.kernel.http import Request, page, workbook

_USUAL = timedelta(days=29)  # with today a month
COLUMNS = ("部分", "名称", "比例或平均", "数", "总数", "说明")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which hall and which days; ``hall`` None where there is none yet."""

    form: LoadForm
    hall: Hall | None
    since: date
    until: date


@page(may=access.may_manage)
def load(request: Request) -> HttpResponse:
    """Who came when, what it took them, how it was done and what they said."""
    asked = _asked(request)
    shown: dict[str, Any] = {"asked": asked, "form": asked.form, "hall": asked.hall}
    if asked.hall:
        days = request.street, asked.hall, asked.since, asked.until
        shown["hours"] = queue_load.load_by_hour(*days)
        shown["items"] = queue_load.load_by_item(*days)
        shown["most"] = max((row.visits for row in shown["hours"]), default=0)
        shown["figures"] = figures = hall_figures.hall_figures(*days)
        shown["told"] = [(one, MEANING[one], share) for one, share in figures.shares.items()]
        shown["by_item"] = [(one, [(f, one.shares[f]) for f in _BY_ITEM]) for one in figures.items]
        shown["columns"] = _BY_ITEM
    return render(request, "counter/load.html", shown)


@page(may=access.may_manage)
def load_sheet(request: Request) -> HttpResponse:
    """The same as a sheet."""
    asked = _asked(request)
    if asked.hall is None:
        raise NotFound
    name = f"{asked.hall.name}-{asked.since}-{asked.until}.xlsx"
    return workbook(name, COLUMNS, _rows(request, asked.hall, asked.since, asked.until))


_BY_ITEM = (
    Figure.ONE_TRIP,
    Figure.TRIPS,
    Figure.COMPLETE,
    Figure.PROMISED,
    Figure.GOOD,
    Figure.MENDED,
)


def _asked(request: Request) -> Asked:
    halls, today = queries.halls(request.street), request.street.day(clock.now())
    form = LoadForm(halls, request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    hall = next(
        (one for one in halls if one.code == asked.get("hall")), halls[0] if halls else None
    )
    until = asked.get("until") or today
    since = asked.get("since") or until - _USUAL
    if hall and form.is_valid():  # it shows what the page shows
        form = LoadForm(halls, {"hall": hall.code, "since": since, "until": until})
    return Asked(form, hall, since, until)


def _rows(request: Request, hall: Hall, since: date, until: date) -> Iterator[tuple[Any, ...]]:
    days = request.street, hall, since, until
    for hour in queue_load.load_by_hour(*days):
        yield from _load_rows("按来的钟点", hour)
    for item in queue_load.load_by_item(*days):
        yield from _load_rows("按办的事", item)
    figures = hall_figures.hall_figures(*days)
    for figure, share in figures.shares.items():
        yield "大厅", gettext(figure.word), *_cells(figure, share), gettext(MEANING[figure])
    for one in figures.items:
        for figure in _BY_ITEM:
            yield one.name, gettext(figure.word), *_cells(figure, one.shares[figure]), ""


def _load_rows(part: str, row: queue_load.Load) -> Iterator[tuple[Any, ...]]:
    yield part, row.name, None, row.served, row.visits, "办完的人次和来的人次"
    yield part, row.name, row.waited, None, None, "等候的中位数，秒"
    yield part, row.name, row.handled, None, None, "平均办理，秒"


def _cells(figure: Figure, share: Share) -> tuple[Any, int, int]:
    value = share.mean if figure is Figure.TRIPS else share.percent
    return value, share.part, share.whole
