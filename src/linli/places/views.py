"""The administrator's pages of areas and grids."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from linli.kernel import upkeep
from linli.kernel.errors import NotFound
from linli.kernel.http import Request, changes_settings, page, reads_settings
from linli.kernel.upkeep import Book, FilterForm, form_page, list_page, only
from linli.places import actions, queries
from linli.places.forms import AreaForm, CloseForm, GridForm, community_choices
from linli.places.queries import AreaEntry, GridEntry
from linli.places.rules import AreaKind, GridKind, wkt_of
from linli.words import N_

AREAS = Book(
    N_("区域"),
    "places:areas",
    queries.AREA_COLUMNS,
    lambda street: (tuple(row.values()) for row in queries.export_areas(street)),
    lambda actor, rows: actions.import_records(actor=actor, kind="areas", rows=rows),
    N_("上级写代码或名称；同一个地方再导一次只改写了的列。坐标按国家2000坐标读。"),
)
GRIDS = Book(
    N_("网格"),
    "places:grids",
    queries.GRID_COLUMNS,
    lambda street: (tuple(row.values()) for row in queries.export_grids(street)),
    lambda actor, rows: actions.import_records(actor=actor, kind="grids", rows=rows),
    N_("代码是社区代码加三位；边界写 WKT，互相重叠的会退回。坐标按国家2000坐标读。"),
)


@page(may=reads_settings)
def areas(request: Request) -> HttpResponse:
    """The tree of the street as a list, homes left out."""
    kinds = [(kind.value, gettext_lazy(kind.word)) for kind in AreaKind if kind != "dwelling"]
    filters = FilterForm(
        request,
        gettext("名称或代码"),
        kind=(gettext("全部类型"), kinds),
        community=(gettext("全部社区"), community_choices(request.street)),
    )
    words, kind = filters.chosen("q"), filters.chosen("kind")
    rows = [
        line
        for line in queries.area_lines(request.street, _key(filters.chosen("community")))
        if kind in ("", line.kind) and upkeep.holds(words, line.full_name, line.area.code)
    ]
    add_url = reverse("places:add_area")
    return list_page(request, "places/areas.html", AREAS, rows, filters=filters, add_url=add_url)


@page(may=changes_settings)
def add_area(request: Request) -> HttpResponse:
    """A new area below another one."""
    form = AreaForm(request.POST or None)
    return form_page(
        request,
        AREAS,
        form,
        act=lambda: actions.add_area(actor=request.actor, row=form.row()),
        said=gettext("已新增区域。"),
        title=gettext("新增区域"),
        button=gettext("新增"),
    )


@page(may=changes_settings)
def area(request: Request, area_id: UUID) -> HttpResponse:
    """An area is put right; where it lies in the tree and its code stay."""
    known = _area(request, area_id)
    above, grids = queries.atlas(request.street).areas, queries.atlas(request.street).grids
    grid = grids[known.grid_id].code if known.grid_id in grids else ""
    form = AreaForm(
        request.POST or None, known, name=known.name, grid=grid, lat=known.lat, lon=known.lon
    )
    parent = above[known.parent_id].code if known.parent_id else ""
    return form_page(
        request,
        AREAS,
        form,
        act=lambda: only(actions.import_areas(actor=request.actor, rows=[form.row(parent=parent)])),
        said=gettext("已改好。"),
        title=queries.full_name(request.street, area_id),
        lead=gettext("%(kind)s，代码 %(code)s")
        % {"kind": gettext(AreaKind(known.kind).word), "code": known.code},
        button=gettext("保存"),
        end_url=reverse("places:close_area", args=[area_id]),
        template="places/change.html",
    )


@page(may=changes_settings)
def close_area(request: Request, area_id: UUID) -> HttpResponse:
    """An area ends; what was raised there keeps it."""
    known = _area(request, area_id)
    form = CloseForm(request.POST or None, last_day=actions.today())
    return form_page(
        request,
        AREAS,
        form,
        act=lambda: actions.close_area(
            actor=request.actor, area_id=area_id, last_day=form.cleaned_data["last_day"]
        ),
        said=gettext("已停用“%(name)s”。") % {"name": known.name},
        title=gettext("停用“%(name)s”") % {"name": queries.full_name(request.street, area_id)},
        lead=gettext("以前的诉求仍记着它；停用后登记时不能再选，代码可以给别处用。"),
        button=gettext("确定停用"),
        is_end=True,
    )


@page(may=reads_settings)
def grids(request: Request) -> HttpResponse:
    """The grids with their map, who answers for each, and what no grid covers."""
    kinds = [(kind.value, gettext_lazy(kind.word)) for kind in GridKind]
    filters = FilterForm(
        request,
        gettext("名称或代码"),
        kind=(gettext("全部类型"), kinds),
        community=(gettext("全部社区"), community_choices(request.street)),
    )
    words, kind = filters.chosen("q"), filters.chosen("kind")
    rows = [
        line
        for line in queries.grid_lines(request.street, _key(filters.chosen("community")))
        if kind in ("", line.kind) and upkeep.holds(words, line.grid.name, line.grid.code)
    ]
    return list_page(
        request,
        "places/grids.html",
        GRIDS,
        rows,
        filters=filters,
        add_url=reverse("places:add_grid"),
        holes=queries.holes(request.street),
        link=GRIDS.url if changes_settings(request.actor) else "",
    )


@page(may=changes_settings)
def add_grid(request: Request) -> HttpResponse:
    """A community gets a new grid."""
    form = GridForm(request.POST or None)
    return form_page(
        request,
        GRIDS,
        form,
        act=lambda: actions.add_grid(actor=request.actor, row=form.row()),
        said=gettext("已新增网格。接着请给它任命网格员。"),
        title=gettext("新增网格"),
        button=gettext("新增"),
    )


@page(may=changes_settings)
def grid(request: Request, grid_id: UUID) -> HttpResponse:
    """A grid is put right or drawn anew."""
    known = _grid(request, grid_id)
    compound = queries.atlas(request.street).areas.get(known.compound_id or grid_id)
    form = GridForm(
        request.POST or None,
        known,
        name=known.name,
        compound=compound.code if compound else "",
        host=known.host_name,
        boundary=wkt_of(known.boundary),
    )
    return form_page(
        request,
        GRIDS,
        form,
        act=lambda: only(actions.import_grids(actor=request.actor, rows=[form.row()])),
        said=gettext("已改好。"),
        title=known.name,
        lead=gettext("%(kind)s，代码 %(code)s")
        % {"kind": gettext(GridKind(known.kind).word), "code": known.code},
        button=gettext("保存"),
        grid=known,
        end_url=reverse("places:close_grid", args=[grid_id]),
        template="places/change.html",
    )


@page(may=changes_settings)
def close_grid(request: Request, grid_id: UUID) -> HttpResponse:
    """A grid ends; its buildings go to the one that takes over."""
    known = _grid(request, grid_id)
    others = queries.grids(request.street, known.community_id)
    form = CloseForm(
        request.POST or None,
        [other for other in others if other.id != grid_id and other.kind != GridKind.MICRO],
        last_day=actions.today(),
    )
    return form_page(
        request,
        GRIDS,
        form,
        act=lambda: actions.close_grid(
            actor=request.actor,
            grid_id=grid_id,
            successor_id=form.successor_id,
            last_day=form.cleaned_data["last_day"],
        ),
        said=gettext("已停用“%(name)s”。") % {"name": known.name},
        title=gettext("停用“%(name)s”") % {"name": known.name},
        button=gettext("确定停用"),
        is_end=True,
        grid=known,
        areas=sum(
            entry.grid_id == grid_id for entry in queries.atlas(request.street).areas.values()
        ),
        template="places/close_grid.html",
    )


def _area(request: Request, area_id: UUID) -> AreaEntry:
    found = queries.atlas(request.street).areas.get(area_id)
    if found is None:
        raise NotFound
    return found


def _grid(request: Request, grid_id: UUID) -> GridEntry:
    found = queries.atlas(request.street).grids.get(grid_id)
    if found is None:
        raise NotFound
    return found


def _key(chosen: str) -> UUID | None:
    return UUID(chosen) if chosen else None
